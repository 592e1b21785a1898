/** Short ways to write operations and types in cases. */
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import type {
  ClauseElement,
  FunctionElement,
  LiteralValue,
} from '../../../server/src/sqlalchemy/sql/elements.ts';
import type {
  CheckConstraint,
  ColumnForeignKey,
  Constraint,
  ConstraintName,
  DefaultClause,
  DialectOptions,
  ForeignKeyConstraint,
  Identity,
  Index,
  PrimaryKeyConstraint,
  UniqueConstraint,
} from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { ColumnSpec, TableSpec } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import { buildColumn, buildTable } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type {
  BooleanType,
  DialectType,
  EnumType,
  StringTypeKind,
  TypeEngine,
} from '../../../server/src/sqlalchemy/sql/types.ts';

type Op<K extends MigrateOperation['kind']> = Extract<MigrateOperation, { kind: K }>;
type Optional<K extends MigrateOperation['kind']> = Partial<Omit<Op<K>, 'kind'>>;

// -- types

export const integer: TypeEngine = { kind: 'Integer' };
export const bigInteger: TypeEngine = { kind: 'BigInteger' };
export const date: TypeEngine = { kind: 'Date' };
export const json: TypeEngine = { kind: 'JSON', noneAsNull: false };
export const binary: TypeEngine = { kind: 'LargeBinary', length: null };
export const datetime = (timezone = false): TypeEngine => ({ kind: 'DateTime', timezone });
export const time: TypeEngine = { kind: 'Time', timezone: false };
export const string = (
  length: number | null = null,
  kind: StringTypeKind = 'String',
  collation: string | null = null,
): TypeEngine => ({ kind, length, collation });
export const text: TypeEngine = string(null, 'Text');
export const numeric = (precision: number | null, scale: number | null): TypeEngine => ({
  kind: 'Numeric',
  precision,
  scale,
  asdecimal: true,
});
export const float = (precision: number | null = null): TypeEngine => ({
  kind: 'Float',
  precision,
  asdecimal: false,
});
export const boolean = (options: Partial<BooleanType> = {}): TypeEngine => ({
  kind: 'Boolean',
  name: null,
  createConstraint: false,
  ...options,
});
export const enumeration = (enums: readonly string[], options: Partial<EnumType> = {}): EnumType => ({
  kind: 'Enum',
  enums,
  name: null,
  schema: null,
  nativeEnum: true,
  createConstraint: false,
  length: null,
  inheritSchema: false,
  ...options,
});
export const uuid: TypeEngine = { kind: 'Uuid', asUuid: true, nativeUuid: true };
export const interval: TypeEngine = {
  kind: 'Interval',
  native: true,
  secondPrecision: null,
  dayPrecision: null,
};
export const array = (item: TypeEngine, dimensions: number | null = null): TypeEngine => ({
  kind: 'ARRAY',
  item,
  dimensions,
  asTuple: false,
});
export const dialectType = (
  dialect: DialectType['dialect'],
  name: string,
  options: DialectType['options'] = {},
): DialectType => ({ kind: 'dialect', dialect, name, options });

// -- expressions

export const sql = (value: string): ClauseElement => ({ kind: 'text', text: value, bindparams: [] });
export const func = (name: string, ...args: readonly ClauseElement[]): FunctionElement => ({
  kind: 'function',
  name,
  args,
});
export const literal = (value: LiteralValue, type: TypeEngine | null = null): ClauseElement => ({
  kind: 'bindparam',
  name: null,
  value,
  type,
  inline: false,
});
export const str = (value: string): LiteralValue => ({ type: 'str', value });
export const int = (value: number): LiteralValue => ({ type: 'int', value: BigInt(value) });
export const columnClause = (
  name: string,
  table: string | null = null,
  type: TypeEngine | null = null,
): ClauseElement => ({
  kind: 'column',
  table,
  schema: null,
  name,
  type,
});
export const binaryOp = (left: ClauseElement, operator: string, right: ClauseElement): ClauseElement => ({
  kind: 'binary',
  operator,
  left,
  right,
});

// -- schema

export const name = (value: string): ConstraintName => ({ text: value, isFinal: false });
/** `op.f("…")` */
export const final = (value: string): ConstraintName => ({ text: value, isFinal: true });
export const defaultText = (value: string): DefaultClause => ({
  kind: 'default',
  arg: { type: 'str', value },
});
export const defaultSql = (clause: ClauseElement): DefaultClause => ({
  kind: 'default',
  arg: { type: 'clause', clause },
});
export const identity = (options: Identity['options'] = {}, always = false): Identity => ({
  kind: 'identity',
  always,
  options,
});

const constraintBase = {
  name: null,
  comment: null,
  deferrable: null,
  initially: null,
  dialectOptions: {},
  origin: null,
};
export const primaryKey = (
  columns: readonly string[],
  options: Partial<PrimaryKeyConstraint> = {},
): PrimaryKeyConstraint => ({
  ...constraintBase,
  kind: 'primary_key',
  columns,
  isImplicit: false,
  ...options,
});
export const unique = (
  columns: readonly string[],
  options: Partial<UniqueConstraint> = {},
): UniqueConstraint => ({
  ...constraintBase,
  kind: 'unique',
  columns,
  columnFlag: false,
  ...options,
});
export const foreignKey = (
  columns: readonly string[],
  target: string,
  referredColumns: readonly string[],
  options: Partial<ForeignKeyConstraint> = {},
): ForeignKeyConstraint => ({
  ...constraintBase,
  kind: 'foreign_key',
  columns,
  referredSchema: target.includes('.') ? (target.split('.')[0] ?? null) : null,
  referredTable: target.split('.').at(-1) ?? target,
  referredColumns,
  onupdate: null,
  ondelete: null,
  match: null,
  useAlter: false,
  columnFlag: false,
  ...options,
});
export const check = (
  sqltext: ClauseElement | string,
  options: Partial<CheckConstraint> = {},
): CheckConstraint => ({
  ...constraintBase,
  kind: 'check',
  sqltext: typeof sqltext === 'string' ? sql(sqltext) : sqltext,
  typeBound: null,
  ...options,
});
export const references = (
  target: string,
  options: Partial<ColumnForeignKey['options']> = {},
  keyName: ConstraintName = null,
): ColumnForeignKey => {
  const [column = null, table = '', schema = null] = target.split('.').reverse();
  return {
    target: { schema, table, column },
    name: keyName,
    options: {
      onupdate: null,
      ondelete: null,
      deferrable: null,
      initially: null,
      match: null,
      useAlter: false,
      ...options,
    },
    dialectOptions: {},
    origin: null,
  };
};

// -- operations

export const createTable = (spec: TableSpec, options: Optional<'create_table'> = {}): MigrateOperation => ({
  kind: 'create_table',
  table: buildTable(spec),
  ifNotExists: null,
  origin: null,
  ...options,
});
export const dropTable = (table: string, options: Optional<'drop_table'> = {}): MigrateOperation => ({
  kind: 'drop_table',
  table,
  schema: null,
  ifExists: null,
  original: null,
  dialectOptions: {},
  origin: null,
  ...options,
});
export const renameTable = (
  table: string,
  newTable: string,
  schema: string | null = null,
): MigrateOperation => ({
  kind: 'rename_table',
  table,
  newTable,
  schema,
  origin: null,
});
export const addColumn = (
  table: string,
  spec: ColumnSpec,
  options: Optional<'add_column'> = {},
): MigrateOperation => ({
  kind: 'add_column',
  table,
  schema: null,
  column: buildColumn(spec),
  ifNotExists: null,
  inlineReferences: false,
  inlinePrimaryKey: false,
  insertBefore: null,
  insertAfter: null,
  origin: null,
  ...options,
});
export const dropColumn = (
  table: string,
  column: string,
  options: Optional<'drop_column'> = {},
): MigrateOperation => ({
  kind: 'drop_column',
  table,
  schema: null,
  column,
  ifExists: null,
  original: null,
  dialectOptions: {},
  origin: null,
  ...options,
});
export const alterColumn = (
  table: string,
  column: string,
  options: Optional<'alter_column'>,
): MigrateOperation => ({
  kind: 'alter_column',
  table,
  schema: null,
  column,
  dialectOptions: {},
  origin: null,
  ...options,
});
export const createIndex = (
  indexName: ConstraintName,
  table: string,
  expressions: readonly (string | ClauseElement)[],
  options: Partial<Index> & { readonly ifNotExists?: boolean } = {},
): MigrateOperation => {
  const { ifNotExists = null, ...rest } = options;
  return {
    kind: 'create_index',
    index: {
      kind: 'index',
      name: indexName,
      table,
      schema: null,
      unique: false,
      expressions: expressions.map((e) => (typeof e === 'string' ? columnClause(e, table) : e)),
      dialectOptions: {},
      origin: null,
      ...rest,
    },
    ifNotExists,
    origin: null,
  };
};
export const dropIndex = (
  indexName: ConstraintName,
  table: string | null,
  options: Optional<'drop_index'> = {},
): MigrateOperation => ({
  kind: 'drop_index',
  name: indexName,
  table,
  schema: null,
  ifExists: null,
  original: null,
  dialectOptions: {},
  origin: null,
  ...options,
});
export const addConstraint = (
  table: string,
  constraint: Constraint,
  schema: string | null = null,
): MigrateOperation => ({
  kind: 'add_constraint',
  table,
  schema,
  constraint,
  origin: null,
});
export const dropConstraint = (
  constraintName: ConstraintName,
  table: string,
  options: Optional<'drop_constraint'> = {},
): MigrateOperation => ({
  kind: 'drop_constraint',
  name: constraintName,
  table,
  schema: null,
  type: null,
  ifExists: null,
  original: null,
  dialectOptions: {},
  origin: null,
  ...options,
});
export const execute = (statement: Op<'execute'>['statement'] | string): MigrateOperation => ({
  kind: 'execute',
  statement: typeof statement === 'string' ? { type: 'str', sql: statement } : statement,
  origin: null,
});
export const bulkInsert = (
  table: string,
  columns: Op<'bulk_insert'>['columns'],
  rows: readonly Readonly<Record<string, LiteralValue | ClauseElement>>[],
  schema: string | null = null,
): MigrateOperation => ({
  kind: 'bulk_insert',
  table,
  schema,
  columns,
  rows: rows.map((row) => new Map(Object.entries(row))),
  multiinsert: true,
  origin: null,
});
export const batch = (
  table: string,
  ops: readonly MigrateOperation[],
  options: Optional<'batch_alter_table'> = {},
): MigrateOperation => ({
  kind: 'batch_alter_table',
  table,
  schema: null,
  recreate: 'auto',
  copyFrom: null,
  namingConvention: null,
  tableArgs: [],
  reflectKwargs: false,
  partialReordering: [],
  ops,
  origin: null,
  ...options,
});
export const options = (given: DialectOptions): { readonly dialectOptions: DialectOptions } => ({
  dialectOptions: given,
});
