/**
 * What `configure_mappers()` refuses of mapped classes, at the attribute that is wrong. Mirrors
 * `sqlalchemy.orm.relationships` as far as classes and foreign keys decide; where a join is written out, or a class is
 * mapped to more than one table, nothing is said.
 */
import type { Problem } from '../../util/problem.ts';
import type { ClassValue, Value } from '../../python/eval/value.ts';
import { mostSimilar } from '../../util/similar.ts';
import type { Table } from '../sql/schema.ts';
import { tableKey } from '../sql/schema.ts';
import { isMapped, mappingOf, payloadOf } from './class-scan.ts';
import { RelationshipProperty } from './relationship.ts';

export interface MappedWorld {
  /** Mapped classes that modules define. */
  readonly classes: readonly ClassValue[];
  /** Names of classes that may be mapped, and are not known to be. */
  readonly doubtful: ReadonlySet<string>;
  /** The frozen table of a mapped class with one table of its own; null for any other class. */
  readonly tableOf: (cls: ClassValue) => Table | null;
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
    const { argument } = this.property;
    if (argument === null) {
      if (!this.cls.annotations.has(this.name))
        this.tell(
          `Python typing annotation is required for attribute "${this.path}" when primary argument(s) for "Relationship" construct are None or not present`,
        );
      return;
    }
    const target = this.target(argument);
    if (target === null) return;
    this.checkReverse(target);
    this.checkBackref(target);
    this.checkJoin(target);
  }

  private get path(): string {
    return `${this.cls.name}.${this.name}`;
  }

  /** The class that is meant; null where that cannot be known, or is told to be missing. */
  private target(argument: Value): ClassValue | null {
    if (argument.kind === 'class') return isMapped(argument) ? argument : null;
    if (argument.kind !== 'str') return null;
    const name = argument.value;
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return null;
    const [found, ...others] = this.byName.get(name) ?? [];
    if (found !== undefined) return others.length === 0 ? found : null;
    if (!this.world.doubtful.has(name) && !this.isTableName(name)) this.tellMissing(name);
    return null;
  }

  /** The module of the class may merely not be imported by env.py; a name that is nearly that of a class is a mistake. */
  private tellMissing(name: string): void {
    const meant = mostSimilar(name, this.byName.keys());
    const hint =
      meant === null
        ? 'If this is a class name, its module must be imported before the mappers are configured.'
        : `Did you mean '${meant}'?`;
    this.tell(
      `When initializing mapper Mapper[${this.mapper(this.cls)}], expression '${name}' failed to locate a name ('${name}'). ${hint}`,
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
    if (['primaryjoin', 'secondary', 'foreign_keys'].some((name) => this.property.isGiven(name))) return;
    const [parent, child] = [this.world.tableOf(this.cls), this.world.tableOf(target)];
    if (parent === null || child === null) return;
    const links = new Set([...linksBetween(parent, child), ...linksBetween(child, parent)]).size;
    const start = `Could not determine join condition between parent/child tables on relationship ${this.path} - there are `;
    if (links === 0) {
      this.tell(
        `${start}no foreign keys linking these tables.  Ensure that referencing columns are associated with a ForeignKey or ForeignKeyConstraint, or specify a 'primaryjoin' expression.`,
      );
    } else if (links > 1) {
      this.tell(
        `${start}multiple foreign key paths linking the tables.  Specify the 'foreign_keys' argument, providing a list of those columns which should be counted as containing a foreign key reference to the parent table.`,
      );
    }
  }

  private tell(message: string, severity: 'warning' | 'information' = 'warning'): void {
    const origin = this.cls.memberOrigins.get(this.name) ?? this.cls.nameOrigin;
    // Alembic itself imports the models and configures no mapper, so their schema stands.
    this.world.report({ code: 'invalid-relationship', severity, message, origin });
  }
}

/** Each foreign key as the columns that it joins; two that join the same are one. */
function linksBetween(referring: Table, referred: Table): readonly string[] {
  const key = tableKey(referred.name, referred.schema);
  return referring.constraints.flatMap((constraint) =>
    constraint.kind === 'foreign_key' && tableKey(constraint.referredTable, constraint.referredSchema) === key
      ? [JSON.stringify([referring.name, constraint.columns, constraint.referredColumns])]
      : [],
  );
}

/** False for a class of which a base or a metaclass is not known: it may have more than its body says. */
function hasAllAttributes(cls: ClassValue): boolean {
  return cls.mro.every((base) => base.bases.every(({ kind }) => kind !== 'unknown'));
}

function isColumn(cls: ClassValue, value: Value): boolean {
  const table = mappingOf(cls)?.table;
  return table?.columns.some((column) => column === payloadOf(value)) ?? false;
}
