/**
 * What `configure_mappers()` refuses of mapped classes, at the attribute that is wrong. Mirrors
 * `sqlalchemy.orm.relationships` as far as classes and foreign keys decide; where a join is written out, or a class is
 * mapped to more than one table, nothing is said.
 */
import type { Problem } from '../../util/problem.ts';
import type { Annotation, ClassValue, Value } from '../../python/eval/value.ts';
import { mostSimilar } from '../../util/similar.ts';
import type { Table } from '../sql/schema.ts';
import { ColumnBuilder, TableBuilder } from './builders.ts';
import { isMapped, mappingOf, payloadOf } from './class-scan.ts';
import { joinDefect, knowsForeignKeys, linksBetween, type ColumnOfTable } from './relationship-join.ts';
import { annotatedTarget } from './relationship-target.ts';
import { lazyStrategies, RelationshipProperty } from './relationship.ts';

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export interface MappedWorld {
  /** Mapped classes that modules define. */
  readonly classes: readonly ClassValue[];
  /** Names of classes that may be mapped, and are not known to be. */
  readonly doubtful: ReadonlySet<string>;
  /** The frozen table of a mapped class with one table of its own; null for any other class. */
  readonly tableOf: (cls: ClassValue) => Table | null;
  /** The frozen table of a builder; null when it cannot be frozen. */
  readonly freeze: (table: TableBuilder) => Table | null;
  /** Whether code of the module can refer to the name without the registry. */
  readonly isNameOf: (module: string, name: string) => boolean;
  readonly report: (problem: Problem) => void;
}

/** Reports the relationships that cannot be configured. */
export function checkRelationships(world: MappedWorld): void {
  const byName = new Map<string, ClassValue[]>();
  for (const cls of world.classes) byName.set(cls.name, [...(byName.get(cls.name) ?? []), cls]);
  for (const cls of world.classes) {
    for (const [name, value] of cls.namespace) {
      const property = payloadOf(value);
      if (property instanceof RelationshipProperty)
        new RelationshipCheck(world, byName, cls, name, property).run();
    }
  }
}

class RelationshipCheck {
  private readonly world: MappedWorld;
  private readonly byName: ReadonlyMap<string, readonly ClassValue[]>;
  private readonly cls: ClassValue;
  private readonly name: string;
  private readonly property: RelationshipProperty;

  constructor(
    world: MappedWorld,
    byName: ReadonlyMap<string, readonly ClassValue[]>,
    cls: ClassValue,
    name: string,
    property: RelationshipProperty,
  ) {
    this.world = world;
    this.byName = byName;
    this.cls = cls;
    this.name = name;
    this.property = property;
  }

  run(): void {
    this.checkLazy();
    const { argument } = this.property;
    const annotation = this.cls.annotations.get(this.name);
    if (argument === null && annotation === undefined) {
      this.tell(
        `Python typing annotation is required for attribute "${this.path}" when primary argument(s) for "Relationship" construct are None or not present`,
      );
      return;
    }
    const target =
      argument !== null
        ? this.target(argument)
        : annotation !== undefined
          ? this.annotated(annotation)
          : null;
    if (target === null) return;
    this.checkReverse(target);
    this.checkBackref(target);
    this.checkJoin(target);
    this.checkDirection(target);
  }

  private get path(): string {
    return `${this.cls.name}.${this.name}`;
  }

  /** The class that is meant; null where that cannot be known, or is told to be missing. */
  private target(argument: Value): ClassValue | null {
    if (argument.kind === 'class') return isMapped(argument) ? argument : null;
    if (argument.kind !== 'str' || !identifier.test(argument.value)) return null;
    return this.classNamed(argument.value);
  }

  /** The class of `Mapped[…]`. A name that is no string is one of the module, and tells of itself where it is not. */
  private annotated(annotation: Annotation): ClassValue | null {
    const target = annotatedTarget(annotation);
    if (target === null) return null;
    if (!target.isText) {
      const [found, ...others] = this.byName.get(target.name) ?? [];
      return others.length === 0 ? (found ?? null) : null;
    }
    if (this.world.isNameOf(this.cls.module, target.name) && !this.byName.has(target.name)) return null;
    return this.classNamed(target.name);
  }

  private classNamed(name: string): ClassValue | null {
    const [found, ...others] = this.byName.get(name) ?? [];
    if (found !== undefined) return others.length === 0 ? found : null;
    if (!this.world.doubtful.has(name) && !this.isTableName(name)) this.tellMissing(name);
    return null;
  }

  /** The module of the class may merely not be imported by env.py; a name that is nearly that of a class is a mistake. */
  private tellMissing(name: string): void {
    this.tellUnresolved(name, mostSimilar(name, this.byName.keys()), `('${name}')`);
  }

  private tellUnresolved(expression: string, meant: string | null, reason: string): void {
    const hint =
      meant === null
        ? 'If this is a class name, its module must be imported before the mappers are configured.'
        : `Did you mean '${meant}'?`;
    this.tell(
      `When initializing mapper Mapper[${this.mapper(this.cls)}], expression '${expression}' failed to locate a name ${reason}. ${hint}`,
      meant === null ? 'information' : 'warning',
    );
  }

  /** A table's name is found, too, and refused for another reason. */
  private isTableName(name: string): boolean {
    const isTable = this.world.classes.some((cls) => mappingOf(cls)?.table?.name === name);
    if (isTable)
      this.tell(
        `relationship '${name}' expects a class or a mapper argument (received: <class 'sqlalchemy.sql.schema.Table'>)`,
      );
    return isTable;
  }

  private mapper(cls: ClassValue): string {
    return `${cls.name}(${mappingOf(cls)?.table?.name ?? ''})`;
  }

  private checkReverse(target: ClassValue): void {
    const reverse = this.property.text('back_populates');
    if (reverse === null || !hasAllAttributes(target)) return;
    const owner = target.mro.find((base) => base.namespace.has(reverse) || base.annotations.has(reverse));
    const value = owner?.namespace.get(reverse);
    if (owner === undefined && !this.hasBackref(target, reverse)) {
      this.tell(
        `Mapper 'Mapper[${this.mapper(target)}]' has no property '${reverse}'.  If this property was indicated from other mappers or configure events, ensure registry.configure() has been called.`,
      );
    } else if (value !== undefined && isColumn(target, value)) {
      this.tell(
        `back_populates on relationship '${this.path}' refers to attribute '${target.name}.${reverse}' that is not a relationship.  The back_populates parameter should refer to the name of a relationship on the target class.`,
      );
    }
  }

  private checkBackref(target: ClassValue): void {
    const backref = this.property.text('backref');
    if (backref === null || !target.namespace.has(backref)) return;
    this.tell(
      `Error creating backref '${backref}' on relationship '${this.path}': property of that name exists on mapper 'Mapper[${this.mapper(target)}]'`,
    );
  }

  /** `backref=` of another relationship makes an attribute that no class body has. */
  private hasBackref(target: ClassValue, name: string): boolean {
    return this.world.classes.some((cls) =>
      [...cls.namespace.values()].some((value) => {
        const property = payloadOf(value);
        if (!(property instanceof RelationshipProperty) || !property.isGiven('backref')) return false;
        const text = property.text('backref');
        return text === null || text === name || cls === target;
      }),
    );
  }

  /** Upstream: `JoinCondition._determine_joins` and `Join._join_condition`. */
  private checkJoin(target: ClassValue): void {
    if (['primaryjoin', 'secondaryjoin'].some((name) => this.property.isGiven(name))) return;
    const [parent, child] = [this.world.tableOf(this.cls), this.world.tableOf(target)];
    if (parent === null || child === null || ![parent, child].every(knowsForeignKeys)) return;
    const foreignKeys = this.foreignKeys();
    if (foreignKeys === 'unknown') return;
    const secondary = this.secondary(parent, child);
    if (secondary === 'unknown') return;
    const start = `Could not determine join condition between parent/child tables on relationship ${this.path} - there are`;
    if (secondary !== null) {
      if (!knowsForeignKeys(secondary) || foreignKeys !== null) return;
      const defects = [joinDefect(parent, secondary, null), joinDefect(child, secondary, null)];
      const via = `linking the tables via secondary table '${secondary.name}'.`;
      if (defects.includes('none')) {
        this.tell(
          `${start} no foreign keys linking these tables via secondary table '${secondary.name}'.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify 'primaryjoin' and 'secondaryjoin' expressions.`,
        );
      } else if (defects.includes('ambiguous')) {
        this.tell(
          `${start} multiple foreign key paths ${via}  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as containing a foreign key reference from the secondary table to each of the parent and child tables.`,
        );
      }
      return;
    }
    const defect = joinDefect(parent, child, foreignKeys);
    if (defect === 'none') {
      this.tell(
        `${start} no foreign keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify a 'primaryjoin' expression.`,
      );
    } else if (defect === 'ambiguous') {
      this.tell(
        `${start} multiple foreign key paths linking the tables.  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as containing a foreign key reference to the parent table.`,
      );
    }
  }

  /** `secondary=`: null where there is none, a table, or unknown where it cannot be known or is told to be missing. */
  private secondary(...tables: readonly Table[]): Table | 'unknown' | null {
    const value = this.property.options.get('secondary');
    if (value === undefined || value.kind === 'none') return null;
    const given = payloadOf(value);
    if (given instanceof TableBuilder) return this.world.freeze(given) ?? 'unknown';
    const metadata = mappingOf(this.cls)?.table?.metadata;
    if (value.kind !== 'str' || !identifier.test(value.value) || metadata === undefined) return 'unknown';
    const name = value.value;
    const table = metadata.tables.get(name);
    if (table !== undefined) return this.world.freeze(table) ?? 'unknown';
    if (this.byName.has(name) || this.world.doubtful.has(name)) return 'unknown';
    const meant = mostSimilar(name, [...metadata.tables.keys()]);
    const isOther = tables.some((each) => each.name === meant);
    this.tellUnresolved(name, meant === null || isOther ? null : meant, `("name '${name}' is not defined")`);
    return 'unknown';
  }

  /** `foreign_keys=`: columns, or a text with their names; null where there is none. */
  private foreignKeys(): readonly ColumnOfTable[] | 'unknown' | null {
    const value = this.property.options.get('foreign_keys');
    if (value === undefined || value.kind === 'none') return null;
    if (value.kind === 'str') return this.foreignKeysNamed(value.value);
    const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
    const columns: ColumnOfTable[] = [];
    for (const item of items) {
      const column = payloadOf(item);
      const owner = column instanceof ColumnBuilder ? column.table : null;
      const table = owner === null ? null : this.world.freeze(owner);
      if (!(column instanceof ColumnBuilder) || table === null || column.name === null) return 'unknown';
      columns.push({ table, column: column.name });
    }
    return columns;
  }

  private foreignKeysNamed(text: string): readonly ColumnOfTable[] | 'unknown' {
    const columns: ColumnOfTable[] = [];
    for (const item of text.replace(/^\s*\[(.*)\]\s*$/su, '$1').split(',')) {
      const [, name, attribute] = /^\s*(\w+)\.(\w+)\s*$/u.exec(item) ?? [];
      if (name === undefined || attribute === undefined) return 'unknown';
      const [cls, ...others] = this.byName.get(name) ?? [];
      if (cls === undefined) {
        const isTable = mappingOf(this.cls)?.table?.metadata.tables.has(name) === true;
        if (!isTable && !this.world.doubtful.has(name))
          this.tellUnresolved(
            item.trim(),
            mostSimilar(name, this.byName.keys()),
            `("name '${name}' is not defined")`,
          );
        return 'unknown';
      }
      const table = this.world.tableOf(cls);
      if (others.length > 0 || table === null) return 'unknown';
      const column = payloadOf(cls.namespace.get(attribute));
      if (column instanceof ColumnBuilder && column.name !== null)
        columns.push({ table, column: column.name });
      else {
        if (!cls.namespace.has(attribute) && !cls.annotations.has(attribute) && hasAllAttributes(cls))
          this.tell(
            `Class <class '${cls.module}.${cls.qualname}'> does not have a mapped column named '${attribute}'`,
          );
        return 'unknown';
      }
    }
    return columns;
  }

  /** Upstream: `RelationshipProperty._add_reverse_property` and `_check_cascade_settings`. */
  private checkDirection(target: ClassValue): void {
    const [parent, child] = [this.world.tableOf(this.cls), this.world.tableOf(target)];
    if (parent === null || child === null) return;
    if (target === this.cls) {
      this.checkSelfReference();
      return;
    }
    const isPlain = ['primaryjoin', 'secondary', 'foreign_keys', 'remote_side'].every(
      (name) => !this.property.isGiven(name),
    );
    const isManyToOne = linksBetween(parent, child).length === 1 && linksBetween(child, parent).length === 0;
    if (!isPlain || !isManyToOne || this.property.isGiven('single_parent')) return;
    if (!/(?:^|,)\s*delete-orphan\s*(?:,|$)/u.test(this.property.text('cascade') ?? '')) return;
    this.tell(
      `For many-to-one relationship ${this.path}, delete-orphan cascade is normally configured only on the "one" side of a one-to-many relationship, and not on the "many" side of a many-to-one or many-to-many relationship.  To force this relationship to allow a particular "${target.name}" object to be referenced by only a single "${this.cls.name}" object at a time via the ${this.path} relationship, which would allow delete-orphan cascade to take place in this direction, set the single_parent=True flag.`,
    );
  }

  /** Two relationships of one class with each other, neither of which says which side is the remote one. */
  private checkSelfReference(): void {
    const reverse = this.property.text('back_populates');
    const other = reverse === null ? null : payloadOf(this.cls.namespace.get(reverse));
    if (reverse === null || !(other instanceof RelationshipProperty)) return;
    const decides = ['primaryjoin', 'secondary', 'foreign_keys', 'remote_side'];
    if ([this.property, other].some((each) => decides.some((name) => each.isGiven(name)))) return;
    if (this.cls.memberOrigins.get(reverse) !== undefined && !this.isFirst(reverse)) return;
    this.tell(
      `${this.path} and back-reference ${this.cls.name}.${reverse} are both of the same direction <RelationshipDirection.ONETOMANY: 1>.  Did you mean to set remote_side on the many-to-one side ?`,
    );
  }

  private isFirst(reverse: string): boolean {
    const names = [...this.cls.namespace.keys()];
    return names.indexOf(this.name) < names.indexOf(reverse);
  }

  /** Upstream: `StrategizedProperty._strategy_lookup`. */
  private checkLazy(): void {
    const lazy = this.property.text('lazy');
    if (lazy !== null && !lazyStrategies.has(lazy))
      this.tell(`Can't find strategy (('lazy', '${lazy}'),) for ${this.path}`);
  }

  private tell(message: string, severity: 'warning' | 'information' = 'warning'): void {
    const origin = this.cls.memberOrigins.get(this.name) ?? this.cls.nameOrigin;
    // Alembic itself imports the models and configures no mapper, so their schema stands.
    this.world.report({ code: 'invalid-relationship', severity, message, origin });
  }
}

/** False for a class with an unknown base, or with properties that `map_imperatively()` has: there is more than its body says. */
function hasAllAttributes(cls: ClassValue): boolean {
  return cls.mro.every(
    (base) => mappingOf(base)?.isImperative !== true && base.bases.every(({ kind }) => kind !== 'unknown'),
  );
}

function isColumn(cls: ClassValue, value: Value): boolean {
  const table = mappingOf(cls)?.table;
  return table?.columns.some((column) => column === payloadOf(value)) ?? false;
}
