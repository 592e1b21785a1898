/**
 * Schema objects while evaluated code still changes them: what `Column(...)`, `Table(...)` and `MetaData()` are made of
 * inside the evaluator. `freeze.ts` turns a finished MetaDataBuilder into the frozen MetaData of `sql/schema.ts`.
 */
import { JournaledList, JournaledMap } from '../../python/eval/journal.ts';
import type { InstanceValue, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { ClauseElement } from '../sql/elements.ts';
import { startsWithLiteral } from '../sql/expression-columns.ts';
import type {
  Computed,
  ConstraintName,
  CreateListener,
  DialectOption,
  ForeignKeyOptions,
  FetchedValue,
  Identity,
  NamingConvention,
  DefaultClause,
} from '../sql/schema.ts';
import { tableKey } from '../sql/schema.ts';
import type { TypeEngine } from '../sql/types.ts';

/** An SQL expression; columns in it may get their name and table later, so it is read when the schema is frozen. */
export class ClauseBuilder {
  readonly build: () => ClauseElement;
  /** The type that literals compared with it take; null when there is none. */
  readonly type: () => TypeEngine | null;
  /** Upstream's operator precedence of the outermost operator; null for what never needs parentheses. */
  readonly operator: string | null;
  /** The columns in it: an index or CHECK joins their table. */
  readonly columns: readonly ColumnBuilder[];

  constructor(
    build: () => ClauseElement,
    options: {
      readonly type?: () => TypeEngine | null;
      readonly operator?: string | null;
      readonly columns?: readonly ColumnBuilder[];
    } = {},
  ) {
    this.build = build;
    this.type = options.type ?? (() => null);
    this.operator = options.operator ?? null;
    this.columns = options.columns ?? [];
  }
}

/** An instance of a type class: `String(50)`. */
export class TypeBuilder {
  type: TypeEngine;
  /** Variants of a Python subclass as a whole, where `type` is what it decorates. */
  variants: ReadonlyMap<string, TypeEngine> | null = null;
  /** What a library does when a column of the type joins a table (GeoAlchemy2's spatial indexes). */
  attached: ((column: ColumnBuilder, table: TableBuilder) => void) | null = null;

  constructor(type: TypeEngine) {
    this.type = type;
  }
}

export interface MutableDialectOptions {
  [name: string]: DialectOption | ClauseBuilder;
}

/** `Sequence("name", …)`. */
export class SequenceBuilder {
  readonly name: string;
  readonly schema: string | null;
  readonly options: Identity['options'];
  readonly dataType: TypeEngine | null;
  readonly optional: boolean;
  /** A column has it as its default. */
  hasColumn = false;
  readonly origin: Origin;

  constructor(
    name: string,
    schema: string | null,
    options: Identity['options'],
    dataType: TypeEngine | null,
    optional: boolean,
    origin: Origin,
  ) {
    this.name = name;
    this.schema = schema;
    this.options = options;
    this.dataType = dataType;
    this.optional = optional;
    this.origin = origin;
  }

  /** For the copy of its column; upstream's `Sequence._copy()`. */
  copy(): SequenceBuilder {
    const { name, schema, options, dataType, optional, origin } = this;
    const copy = new SequenceBuilder(name, schema, options, dataType, optional, origin);
    copy.hasColumn = true;
    return copy;
  }
}

export class ForeignKeyBuilder {
  /** `"users.id"` as written, or the Column itself. */
  readonly target: string | ColumnBuilder;
  readonly name: ConstraintName;
  readonly options: ForeignKeyOptions;
  readonly dialectOptions: MutableDialectOptions;
  readonly origin: Origin;
  /** `link_to_name=True`: the target names a column by its name, not by its key. */
  readonly linkToName: boolean;

  constructor(
    target: string | ColumnBuilder,
    name: ConstraintName,
    options: ForeignKeyOptions,
    dialectOptions: MutableDialectOptions,
    origin: Origin,
    linkToName = false,
  ) {
    this.linkToName = linkToName;
    this.target = target;
    this.name = name;
    this.options = options;
    this.dialectOptions = dialectOptions;
    this.origin = origin;
  }
}

export type ServerDefaultBuilder =
  | DefaultClause
  | { readonly kind: 'default-clause'; readonly clause: ClauseBuilder }
  | { readonly kind: 'computed'; readonly sqltext: ClauseBuilder; readonly persisted: Computed['persisted'] }
  | Identity
  | FetchedValue;

/** `Column(...)` and `mapped_column(...)` as written. */
export class ColumnBuilder {
  name: string | null = null;
  key: string | null = null;
  /** Null: no type given (upstream's NullType), to be taken from the annotation or the foreign key. */
  type: TypeEngine | null = null;
  /** Null: not given. */
  nullable: boolean | null = null;
  /** Why `nullable` is a guess: the annotation that decides it could not be evaluated. */
  nullableUnknown: string | null = null;
  primaryKey = false;
  autoincrement: boolean | 'auto' | 'ignore_fk' = 'auto';
  serverDefault: ServerDefaultBuilder | null = null;
  hasDefault = false;
  /** `default=` as evaluated code gave it: what an INSERT that leaves the column out has for it. */
  defaultValue: Value | null = null;
  /** `onupdate=` likewise. */
  onupdateValue: Value | null = null;
  unique: boolean | null = null;
  index: boolean | null = null;
  comment: string | null = null;
  system = false;
  readonly foreignKeys: ForeignKeyBuilder[] = [];
  /** Constraints given inside `Column(...)`. */
  readonly constraints: ConstraintBuilder[] = [];
  dialectOptions: MutableDialectOptions = {};
  origin: Origin;
  table: TableBuilder | null = null;
  /** The value that evaluated code holds. */
  instance: InstanceValue | null = null;
  /** `info=` as given: filters of env.py ask for it. */
  infoValue: Value | null = null;
  /** The type as evaluated code gave it. */
  typeValue: InstanceValue | null = null;
  /** Constraints and indexes made of it before it had a table; they join the table with it. */
  readonly waiting: (ConstraintBuilder | IndexBuilder)[] = [];
  /** The sequence that is its default. */
  sequence: SequenceBuilder | null = null;

  /** `mapped_column(...)`: takes part in annotation rules. */
  readonly isMapped: boolean;
  sortOrder: number | null = null;
  useExistingColumn = false;
  /** See `TypeBuilder.attached`. */
  attached: TypeBuilder['attached'] = null;

  constructor(origin: Origin, isMapped = false) {
    this.origin = origin;
    this.isMapped = isMapped;
  }

  /** Upstream's `_copy()`: of a mixin's column onto the mapped class. */
  copy(): ColumnBuilder {
    const copy = new ColumnBuilder(this.origin, this.isMapped);
    const { foreignKeys, constraints, dialectOptions, waiting: _waiting, ...fields } = this;
    Object.assign(copy, fields);
    copy.foreignKeys.push(...foreignKeys);
    copy.constraints.push(...constraints);
    copy.dialectOptions = { ...dialectOptions };
    copy.sequence = this.sequence?.copy() ?? null;
    copy.table = null;
    copy.instance = null;
    return copy;
  }

  /** Upstream's `_merge()`: what `other`, found in `Annotated[...]`, gives to this column. */
  merge(other: ColumnBuilder): void {
    if (other.primaryKey) this.primaryKey = true;
    if (this.autoincrement === 'auto') this.autoincrement = other.autoincrement;
    if (other.system) this.system = true;
    this.type ??= other.type;
    this.nullable ??= other.nullable;
    if (other.hasDefault) this.hasDefault = true;
    this.defaultValue ??= other.defaultValue;
    this.onupdateValue ??= other.onupdateValue;
    this.serverDefault ??= other.serverDefault;
    this.index ??= other.index;
    this.unique ??= other.unique;
    this.comment ??= other.comment;
    this.sequence ??= other.sequence;
    this.sortOrder ??= other.sortOrder;
    if (other.useExistingColumn) this.useExistingColumn = true;
    this.dialectOptions = { ...other.dialectOptions, ...this.dialectOptions };
    this.constraints.push(...other.constraints);
    this.foreignKeys.push(...other.foreignKeys);
  }
}

interface ConstraintFields {
  readonly name: ConstraintName;
  readonly comment: string | null;
  readonly deferrable: boolean | string | null;
  readonly initially: string | null;
  readonly dialectOptions: MutableDialectOptions;
  readonly origin: Origin;
}
/** Columns by name, or as objects whose name may come later. */
export type ColumnReference = string | ColumnBuilder;

export type ConstraintData = ConstraintFields &
  (
    | { readonly kind: 'primary_key'; readonly columns: readonly ColumnReference[] }
    | { readonly kind: 'unique'; readonly columns: readonly ColumnReference[] }
    | {
        readonly kind: 'foreign_key';
        readonly columns: readonly ColumnReference[];
        readonly targets: readonly (string | ColumnBuilder)[];
        readonly onupdate: string | null;
        readonly ondelete: string | null;
        readonly match: string | null;
        readonly useAlter: boolean;
        /** See `ForeignKeyBuilder.linkToName`. */
        readonly linkToName?: boolean;
      }
    | { readonly kind: 'check'; readonly sqltext: ClauseBuilder }
    | {
        readonly kind: 'exclude';
        readonly elements: readonly {
          readonly expression: ClauseBuilder;
          readonly operator: string;
          readonly operatorClass?: string;
        }[];
        readonly using: string;
        readonly where: ClauseBuilder | null;
      }
  );

let nextCreationOrder = 0;

/** A constraint; it joins the table of its columns when it is made outside of a table. */
export class ConstraintBuilder {
  readonly data: ConstraintData;
  /** Constraints are written in the order of their construction, whenever they joined the table. */
  readonly creationOrder = nextCreationOrder++;
  table: TableBuilder | null = null;
  infoValue: Value | null = null;
  /** The dialects of `ddl_if()`; null for all. */
  ddlIf: readonly string[] | null = null;

  constructor(data: ConstraintData) {
    this.data = data;
  }

  get columns(): readonly ColumnBuilder[] {
    const { data } = this;
    if (data.kind === 'check') return data.sqltext.columns;
    if (data.kind === 'exclude') return data.elements.flatMap((element) => element.expression.columns);
    return data.columns.filter((column) => column instanceof ColumnBuilder);
  }

  /** Joins the table of its columns once all of them have one. Upstream: `ColumnCollectionMixin._check_attach`. */
  attachToColumns(): void {
    attach(this);
  }
}

export class IndexBuilder {
  readonly name: ConstraintName;
  /** A string names a column of the table. */
  readonly expressions: readonly (ColumnReference | ClauseBuilder)[];
  readonly unique: boolean;
  readonly dialectOptions: MutableDialectOptions;
  readonly origin: Origin;
  table: TableBuilder | null = null;
  infoValue: Value | null = null;
  /** The dialects of `ddl_if()`; null for all. */
  ddlIf: readonly string[] | null = null;

  constructor(
    name: ConstraintName,
    expressions: readonly (ColumnReference | ClauseBuilder)[],
    unique: boolean,
    dialectOptions: MutableDialectOptions,
    origin: Origin,
  ) {
    this.name = name;
    this.expressions = expressions;
    this.unique = unique;
    this.dialectOptions = dialectOptions;
    this.origin = origin;
  }

  get columns(): readonly ColumnBuilder[] {
    return this.expressions.flatMap((expression) => {
      if (expression instanceof ColumnBuilder) return [expression];
      if (!(expression instanceof ClauseBuilder)) return [];
      // Upstream looks at the first column of an expression only, and a literal_column() counts as one.
      const isLiteral = expression.columns.length > 0 && startsWithLiteral(expression.build());
      return isLiteral ? [] : expression.columns;
    });
  }

  attachToColumns(): void {
    attach(this);
  }
}

function attach(item: ConstraintBuilder | IndexBuilder): void {
  if (item.table !== null) return;
  const { columns } = item;
  const table = columns[0]?.table ?? null;
  if (table !== null && columns.every((column) => column.table === table)) {
    table.append(item);
    return;
  }
  for (const column of columns)
    if (column.table === null && !column.waiting.includes(item)) column.waiting.push(item);
}

export type SchemaItem = ColumnBuilder | ConstraintBuilder | IndexBuilder;

export class TableBuilder {
  name: string;
  schema: string | null;
  readonly metadata: MetaDataBuilder;
  readonly columns: ColumnBuilder[] = [];
  /** Constraints and indexes in the order of attachment. */
  readonly items: (ConstraintBuilder | IndexBuilder)[] = [];
  comment: string | null = null;
  prefixes: readonly string[] = [];
  info: Readonly<Record<string, string | number | boolean | null>> = {};
  infoValue: Value | null = null;
  dialectOptions: MutableDialectOptions = {};
  origin: Origin;
  nameOrigin: Origin | null;
  instance: InstanceValue | null = null;
  /** Its columns were read from a database; what else the table has there was not. */
  isReflected = false;

  constructor(
    name: string,
    schema: string | null,
    metadata: MetaDataBuilder,
    origin: Origin,
    nameOrigin: Origin | null,
  ) {
    this.name = name;
    this.schema = schema;
    this.metadata = metadata;
    this.origin = origin;
    this.nameOrigin = nameOrigin;
  }

  /** Adds one item; a column of the same name is replaced in place, as upstream does with `extend_existing`. */
  append(item: SchemaItem): void {
    if (item instanceof ColumnBuilder) {
      item.table = this;
      const at = this.columns.findIndex((column) => column.name === item.name);
      if (at >= 0) this.columns[at] = item;
      else this.columns.push(item);
      for (const waiting of item.waiting) waiting.attachToColumns();
      item.attached?.(item, this);
      if (item.sequence !== null) this.metadata.addSequence(item.sequence);
      this.metadata.attached.push({ column: item, tableSchema: this.schema });
      return;
    }
    if (item.table === this) return;
    item.table = this;
    this.items.push(item);
  }

  /** A column by key, as `table.c[key]`. */
  column(key: string): ColumnBuilder | null {
    return this.columns.find((column) => (column.key ?? column.name) === key) ?? null;
  }
}

/** `event.listen(table, "after_create", DDL("…"))`. */
export class ListenerBuilder {
  readonly event: CreateListener['event'];
  /** Null: it listens to the MetaData. */
  readonly table: TableBuilder | null;
  readonly ddl: CreateListener['ddl'];
  readonly origin: Origin;

  constructor(
    event: CreateListener['event'],
    table: TableBuilder | null,
    ddl: CreateListener['ddl'],
    origin: Origin,
  ) {
    this.event = event;
    this.table = table;
    this.ddl = ddl;
    this.origin = origin;
  }
}

type Attached =
  | { readonly column: ColumnBuilder; readonly tableSchema: string | null }
  | { readonly type: TypeEngine; readonly origin: Origin }
  | ListenerBuilder;

export class MetaDataBuilder {
  readonly schema: string | null;
  namingConvention: NamingConvention;
  /** By `tableKey`. */
  readonly tables = new JournaledMap<string, TableBuilder>();
  readonly sequences = new JournaledMap<string, SequenceBuilder>();
  /**
   * What listens to `create_all`, in the order of its coming: columns that joined a table and types given this MetaData,
   * which may need a CREATE TYPE, and listeners of the application.
   */
  readonly attached = new JournaledList<Attached>();
  readonly origin: Origin | null;
  instance: InstanceValue | null = null;

  constructor(schema: string | null, namingConvention: NamingConvention, origin: Origin | null) {
    this.schema = schema;
    this.namingConvention = namingConvention;
    this.origin = origin;
  }

  /** A later one of the same key takes its place. */
  addSequence(sequence: SequenceBuilder): void {
    this.sequences.set(tableKey(sequence.name, sequence.schema), sequence);
  }
}
