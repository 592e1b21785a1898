/**
 * Turns tables as they are written into the frozen objects of `schema.ts`, deriving once what SQLAlchemy derives when
 * it attaches objects: nullability, the primary key, constraints and indexes of column flags, CHECKs of types, and
 * names from the naming convention. Mirrors the `_set_parent` methods of `sqlalchemy.sql.schema`.
 */
import type { Origin } from '../../util/text-range.ts';
import type { ClauseElement } from './elements.ts';
import { SchemaError } from './errors.ts';
import { conventionColumns, firstColumn } from './expression-columns.ts';
import { constraintName, defaultNamingConvention, NamingError } from './naming.ts';
import type {
  CheckConstraint,
  Column,
  Constraint,
  ColumnForeignKey,
  ConstraintName,
  DialectOptions,
  ForeignKeyConstraint,
  Index,
  MetaData,
  NamingConvention,
  PrimaryKeyConstraint,
  Sequence,
  Table,
  UniqueConstraint,
} from './schema.ts';
import { tableKey } from './schema.ts';
import { typeChecks } from './type-checks.ts';
import type { TypeEngine } from './types.ts';
import { nullType } from './types.ts';

/** A column as written. Absent means "not given", which is not always the same as the default. */
export interface ColumnSpec {
  readonly name: string;
  readonly key?: string;
  readonly type?: TypeEngine;
  readonly nullable?: boolean | null;
  readonly nullableUnknown?: string | null;
  readonly primaryKey?: boolean;
  readonly autoincrement?: Column['autoincrement'];
  readonly serverDefault?: Column['serverDefault'];
  readonly hasDefault?: boolean;
  readonly unique?: boolean | null;
  readonly index?: boolean | null;
  readonly comment?: string | null;
  readonly system?: boolean;
  readonly foreignKeys?: readonly ColumnForeignKey[];
  /** `CheckConstraint`s among the column's arguments. */
  readonly checks?: readonly CheckConstraint[];
  readonly sequence?: Sequence;
  readonly dialectOptions?: DialectOptions;
  readonly origin?: Origin | null;
}

/** An index as written; a string is a column by its key. */
export interface IndexSpec {
  readonly name: ConstraintName;
  readonly expressions: readonly (string | ClauseElement)[];
  readonly unique?: boolean;
  readonly uniqueIsNumber?: boolean;
  readonly expressionSorting?: Index['expressionSorting'];
  readonly dialectOptions?: DialectOptions;
  readonly ddlIf?: readonly string[];
  readonly origin?: Origin | null;
}

/** A table as written. Constraints name their own columns by key, and referred columns by name. */
export interface TableSpec {
  readonly name: string;
  readonly schema?: string | null;
  readonly columns: readonly ColumnSpec[];
  /** Explicit ones, in the order in which they were constructed; no name has met the naming convention yet. */
  readonly constraints?: readonly Constraint[];
  readonly indexes?: readonly IndexSpec[];
  readonly comment?: string | null;
  readonly prefixes?: readonly string[];
  readonly info?: Table['info'];
  readonly dialectOptions?: DialectOptions;
  readonly origin?: Origin | null;
  readonly nameOrigin?: Origin | null;
}

export interface BuildOptions {
  /** `MetaData(schema=…)`: for tables and foreign keys that name none. */
  readonly schema?: string | null;
  /** `MetaData(naming_convention=…)`; absent or empty is SQLAlchemy's default. */
  readonly namingConvention?: NamingConvention | null;
}

/**
 * One table. Foreign key columns without a type keep `NullType`: `buildMetaData` resolves them.
 * Throws SchemaError for a constraint on a missing column or a name that the convention needs and lacks.
 */
export function buildTable(spec: TableSpec, options: BuildOptions = {}): Table {
  const schema = spec.schema ?? options.schema ?? null;
  const written = spec.constraints ?? [];
  const explicitKey = written.find((c) => c.kind === 'primary_key');
  const keyNames = new Map(spec.columns.map((c) => [c.key ?? c.name, c.name]));
  const nameOf = (key: string): string => {
    const name = keyNames.get(key) ?? spec.columns.find((c) => c.name === key)?.name;
    if (name === undefined) {
      throw new SchemaError(
        `Can't create constraint or index on table '${spec.name}': no column named '${key}' is present.`,
        spec.name,
      );
    }
    return name;
  };
  const explicitKeyColumns = new Set(explicitKey?.columns.map(nameOf));
  const unnamed = spec.columns.map((c) => buildColumn(c, explicitKeyColumns.has(c.name)));
  const scope: Scope = { table: spec.name, schema, columns: unnamed, options };
  const named = <T extends Constraint>(constraint: T): T => nameConstraint(constraint, scope);
  const columns = unnamed.map((c) => (c.checks === undefined ? c : { ...c, checks: c.checks.map(named) }));
  const derived = columns.flatMap((column) => derivedConstraints(column, scope, options));
  const constraints: Constraint[] = [
    named(primaryKey(columns, explicitKey, nameOf, spec.origin ?? null)),
    ...written.filter((c) => c.kind !== 'primary_key').map((c) => named(resolveColumns(c, nameOf, scope))),
    ...derived.map(named),
  ];
  const indexes = [
    ...columns.filter((c) => c.index === true).map((c) => flagIndex(c, scope)),
    ...(spec.indexes ?? []).map((index) => explicitIndex(index, nameOf, scope)),
  ];
  return {
    kind: 'table',
    name: spec.name,
    schema,
    columns,
    constraints,
    indexes,
    comment: spec.comment ?? null,
    prefixes: spec.prefixes ?? [],
    info: spec.info ?? {},
    dialectOptions: spec.dialectOptions ?? {},
    origin: spec.origin ?? null,
    nameOrigin: spec.nameOrigin ?? null,
  };
}

/** All tables of one MetaData; foreign key columns without a type take the referred column's. */
export function buildMetaData(specs: readonly TableSpec[], options: BuildOptions = {}): MetaData {
  return metaDataOf(
    specs.map((spec) => buildTable(spec, options)),
    options,
  );
}

/** Tables with the types of their foreign keys: the same object as long as table and types are. */
const withTypes = new WeakMap<Table, Table>();

/** A MetaData of tables that are built already. */
export function metaDataOf(built: readonly Table[], options: BuildOptions = {}): MetaData {
  const tables = new Map(built.map((table) => [tableKey(table.name, table.schema), table]));
  const resolve = (table: Table, column: Column, seen: ReadonlySet<Column>): TypeEngine => {
    if (column.type.kind !== 'NullType' || seen.has(column)) return column.type;
    for (const constraint of table.constraints) {
      if (constraint.kind !== 'foreign_key') continue;
      const at = constraint.columns.indexOf(column.name);
      const target = tables.get(tableKey(constraint.referredTable, constraint.referredSchema));
      const referred = target?.columns.find((c) => at >= 0 && c.name === constraint.referredColumns[at]);
      if (target !== undefined && referred !== undefined) {
        return resolve(target, referred, new Set([...seen, column]));
      }
    }
    return column.type;
  };
  const resolved = [...tables].map(([key, table]): readonly [string, Table] => {
    if (!table.columns.some((c) => c.type.kind === 'NullType')) return [key, table];
    const types = table.columns.map((c) => resolve(table, c, new Set()));
    const known = withTypes.get(table);
    if (known?.columns.every((c, at) => c.type === types[at]) === true) return [key, known];
    const columns = table.columns.map((c, at) => ({ ...c, type: types[at] ?? c.type }));
    const made = { ...table, columns };
    withTypes.set(table, made);
    return [key, made];
  });
  return {
    kind: 'metadata',
    schema: options.schema ?? null,
    namingConvention: conventionOf(options),
    tables: new Map(resolved),
  };
}

/** A column with SQLAlchemy's defaults filled in. `inPrimaryKey`: an explicit PrimaryKeyConstraint names it. */
export function buildColumn(spec: ColumnSpec, inPrimaryKey = false): Column {
  const isKey = (spec.primaryKey ?? false) || inPrimaryKey;
  const impliesNotNull = isKey || spec.serverDefault?.kind === 'identity';
  return {
    kind: 'column',
    name: spec.name,
    key: spec.key ?? spec.name,
    type: spec.type ?? nullType,
    nullable: spec.nullable ?? !impliesNotNull,
    ...(typeof spec.nullableUnknown === 'string' ? { nullableUnknown: spec.nullableUnknown } : {}),
    primaryKey: isKey,
    autoincrement: spec.autoincrement ?? 'auto',
    serverDefault: spec.serverDefault ?? null,
    hasDefault: spec.hasDefault ?? false,
    unique: spec.unique ?? null,
    index: spec.index ?? null,
    comment: spec.comment ?? null,
    system: spec.system ?? false,
    foreignKeys: spec.foreignKeys ?? [],
    ...(spec.checks === undefined || spec.checks.length === 0 ? {} : { checks: spec.checks }),
    ...(spec.sequence === undefined ? {} : { sequence: spec.sequence }),
    dialectOptions: spec.dialectOptions ?? {},
    origin: spec.origin ?? null,
  };
}

/** The table with names from a convention, for one built without it. Final names stay as they are. */
export function applyNamingConvention(table: Table, options: BuildOptions): Table {
  const scope: Scope = { table: table.name, schema: table.schema, columns: table.columns, options };
  return {
    ...table,
    columns: table.columns.map((c) =>
      c.checks === undefined ? c : { ...c, checks: c.checks.map((check) => nameConstraint(check, scope)) },
    ),
    constraints: table.constraints.map((c) => nameConstraint(c, scope)),
    indexes: table.indexes.map((index) => nameIndex(index, scope)),
  };
}

/** One constraint of a table of which no more is known, named by a convention. */
export function nameLooseConstraint<T extends Constraint>(
  constraint: T,
  table: { readonly name: string; readonly schema: string | null },
  options: BuildOptions,
): T {
  return nameConstraint(constraint, { table: table.name, schema: table.schema, columns: [], options });
}

/** One index, named by a convention. */
export function nameLooseIndex(index: Index, options: BuildOptions): Index {
  return nameIndex(index, { table: index.table, schema: index.schema, columns: [], options });
}

interface Scope {
  readonly table: string;
  readonly schema: string | null;
  readonly columns: readonly Column[];
  readonly options: BuildOptions;
}

function conventionOf(options: BuildOptions): NamingConvention {
  const given = options.namingConvention ?? {};
  return Object.keys(given).length === 0 ? defaultNamingConvention : given;
}

function primaryKey(
  columns: readonly Column[],
  explicit: PrimaryKeyConstraint | undefined,
  nameOf: (key: string) => string,
  origin: Origin | null,
): PrimaryKeyConstraint {
  const flagged = columns.filter((c) => c.primaryKey).map((c) => c.name);
  if (explicit !== undefined) {
    const names = explicit.columns.map(nameOf);
    return { ...explicit, columns: names.length > 0 ? names : flagged };
  }
  return {
    kind: 'primary_key',
    name: null,
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: columns.find((c) => c.primaryKey)?.origin ?? origin,
    columns: flagged,
    isImplicit: true,
  };
}

/** Upstream's order of creation when a column is attached: the unique flag, its type's CHECK, its foreign keys. */
function derivedConstraints(column: Column, scope: Scope, options: BuildOptions): Constraint[] {
  const constraints: Constraint[] = [];
  if (column.unique === true && column.index !== true) {
    const unique: UniqueConstraint = {
      kind: 'unique',
      name: null,
      comment: null,
      deferrable: null,
      initially: null,
      dialectOptions: {},
      origin: column.origin,
      columns: [column.name],
      columnFlag: true,
    };
    constraints.push(unique);
  }
  constraints.push(...typeChecks(column, scope.table));
  for (const key of column.foreignKeys) {
    const constraint: ForeignKeyConstraint = {
      kind: 'foreign_key',
      name: key.name,
      comment: null,
      deferrable: key.options.deferrable,
      initially: key.options.initially,
      dialectOptions: key.dialectOptions,
      origin: key.origin ?? column.origin,
      columns: [column.name],
      referredSchema: key.target.schema ?? options.schema ?? null,
      referredTable: key.target.table,
      referredColumns: [key.target.column ?? column.name],
      onupdate: key.options.onupdate,
      ondelete: key.options.ondelete,
      match: key.options.match,
      useAlter: key.options.useAlter,
      columnFlag: true,
    };
    constraints.push(constraint);
  }
  return constraints;
}

function resolveColumns(constraint: Constraint, nameOf: (key: string) => string, scope: Scope): Constraint {
  switch (constraint.kind) {
    case 'primary_key':
    case 'unique':
      return { ...constraint, columns: constraint.columns.map(nameOf) };
    case 'foreign_key':
      return {
        ...constraint,
        columns: constraint.columns.map(nameOf),
        referredSchema: constraint.referredSchema ?? scope.options.schema ?? null,
      };
    case 'check':
    case 'exclude':
      return constraint;
  }
}

function nameConstraint<T extends Constraint>(constraint: T, scope: Scope): T {
  if (constraint.kind === 'exclude') return constraint;
  const prefixes = { primary_key: 'pk', unique: 'uq', foreign_key: 'fk', check: 'ck' } as const;
  const names =
    constraint.kind === 'check'
      ? constraint.typeBound === null
        ? conventionColumns(constraint.sqltext)
        : [constraint.typeBound]
      : constraint.columns;
  const subject = {
    prefix: prefixes[constraint.kind],
    name: constraint.name,
    tableName: scope.table,
    schema: scope.schema,
    columns: names.map((name) => scope.columns.find((c) => c.name === name) ?? { name, key: name }),
    tableColumns: scope.columns,
    referredTable: constraint.kind === 'foreign_key' ? constraint.referredTable : null,
    referredSchema: constraint.kind === 'foreign_key' ? constraint.referredSchema : null,
    referredColumns: constraint.kind === 'foreign_key' ? constraint.referredColumns : [],
  };
  try {
    return { ...constraint, name: constraintName(subject, conventionOf(scope.options)) };
  } catch (error) {
    if (!(error instanceof NamingError)) throw error;
    if (constraint.kind === 'check' && constraint.typeBound !== null) {
      return { ...constraint, nameError: error.message };
    }
    throw new SchemaError(error.message, scope.table);
  }
}

function flagIndex(column: Column, scope: Scope): Index {
  return nameIndex(
    {
      kind: 'index',
      name: null,
      table: scope.table,
      schema: scope.schema,
      unique: column.unique ?? false,
      expressions: [columnClause(column, scope)],
      dialectOptions: {},
      origin: column.origin,
    },
    scope,
  );
}

function explicitIndex(spec: IndexSpec, nameOf: (key: string) => string, scope: Scope): Index {
  return nameIndex(
    {
      kind: 'index',
      name: spec.name,
      table: scope.table,
      schema: scope.schema,
      unique: spec.unique ?? false,
      ...(spec.uniqueIsNumber === true ? { uniqueIsNumber: true } : {}),
      ...(spec.expressionSorting === undefined ? {} : { expressionSorting: spec.expressionSorting }),
      expressions: spec.expressions.map((expression) => {
        if (typeof expression !== 'string') return expression;
        const name = nameOf(expression);
        const column = scope.columns.find((c) => c.name === name);
        return column === undefined
          ? { kind: 'column', table: scope.table, schema: scope.schema, name, type: null }
          : columnClause(column, scope);
      }),
      dialectOptions: spec.dialectOptions ?? {},
      ...(spec.ddlIf === undefined ? {} : { ddlIf: spec.ddlIf }),
      origin: spec.origin ?? null,
    },
    scope,
  );
}

function nameIndex(index: Index, scope: Scope): Index {
  const columns = index.expressions.flatMap((expression) => {
    const name = firstColumn(expression);
    return name === null ? [] : [scope.columns.find((c) => c.name === name) ?? { name, key: name }];
  });
  const subject = {
    prefix: 'ix' as const,
    name: index.name,
    tableName: scope.table,
    schema: scope.schema,
    columns,
    tableColumns: scope.columns,
    referredTable: null,
    referredSchema: null,
    referredColumns: [],
  };
  try {
    return { ...index, name: constraintName(subject, conventionOf(scope.options)) };
  } catch (error) {
    if (error instanceof NamingError) throw new SchemaError(error.message, scope.table);
    throw error;
  }
}

function columnClause(column: Column, scope: Scope): ClauseElement {
  return {
    kind: 'column',
    table: scope.table,
    schema: scope.schema,
    name: column.name,
    type: column.type,
  };
}
