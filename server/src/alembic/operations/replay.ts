import { constraintName, NamingError } from '../../sqlalchemy/sql/naming.ts';
import type { ConventionPrefix, NamingSubject } from '../../sqlalchemy/sql/schema.ts';
import {
  tableKey,
  type Constraint,
  type ForeignKeyConstraint,
  type Index,
  type MetaData,
  type Table,
} from '../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type {
  AlterColumnOp,
  BatchAlterTableOp,
  DropConstraintOp,
  DropIndexOp,
  ExecuteSQLOp,
  MigrateOperation,
  RenameTableOp,
} from '../ops/operations.ts';
import { postgresqlConstraintNames } from './default-names.ts';
import { readDdl, type RenamedConstraint, type RenamedIndex } from './read-ddl.ts';
import { readTypeDdl } from './read-type-ddl.ts';
import { alterTypes } from './replay-types.ts';
import { rawStatements, sqlEffect } from './replay-sql.ts';
import {
  addColumn,
  addConstraint,
  alterColumn,
  dropColumn,
  removeConstraint,
  renameColumn,
} from './replay-table.ts';

/** A schema in the making, and what is not certain about it. Immutable: `replay` gives a new one. */
export interface ReplayState {
  readonly metadata: MetaData;
  /** Operations whose effect is not known (raw SQL): a comparison that touches `tables` (null: any) must say so. */
  readonly uncertain: readonly {
    readonly tables: readonly string[] | null;
    readonly reason: string;
    readonly origin: Origin | null;
  }[];
  /** Raw SQL that is not understood and speaks of types: an enum whose name is in it is not certain. */
  readonly unreadTypes: readonly string[];
  /** An operation that does not fit the schema (drops a column that is not there). */
  readonly problems: readonly Problem[];
}

/** The schema before the first revision. */
export function emptyState(
  options: Partial<Pick<MetaData, 'schema' | 'namingConvention'>> = {},
): ReplayState {
  const { schema = null, namingConvention = {} } = options;
  return {
    metadata: { kind: 'metadata', schema, namingConvention, tables: new Map() },
    uncertain: [],
    unreadTypes: [],
    problems: [],
  };
}

/** Applies one revision's operations, in order, as a database would. Never throws. */
export function replay(state: ReplayState, operations: readonly MigrateOperation[]): ReplayState {
  return operations.reduce((current, op) => {
    try {
      return apply(current, op);
    } catch (error) {
      return withProblem(current, op, error instanceof Error ? error.message : String(error));
    }
  }, state);
}

function apply(state: ReplayState, op: MigrateOperation): ReplayState {
  switch (op.kind) {
    case 'create_table': {
      const key = tableKey(op.table.name, op.table.schema);
      if (!state.metadata.tables.has(key)) {
        return withTable(state, { ...op.table, origin: op.origin ?? op.table.origin });
      }
      return op.ifNotExists === true ? state : withProblem(state, op, `table ${key} exists already`);
    }
    case 'drop_table': {
      const key = tableKey(op.table, op.schema);
      if (!state.metadata.tables.has(key)) {
        return op.ifExists === true ? state : withProblem(state, op, `there is no table ${key}`);
      }
      const tables = new Map(state.metadata.tables);
      tables.delete(key);
      return withTables(state, tables);
    }
    case 'rename_table':
      return renameTable(state, op);
    case 'add_column':
      return onTable(state, op, (table) => {
        const exists = table.columns.some((column) => column.name === op.column.name);
        if (!exists) return addColumn(table, op, state.metadata);
        return op.ifNotExists === true ? table : `column ${table.name}.${op.column.name} exists already`;
      });
    case 'drop_column':
      return onTable(state, op, (table) => {
        if (table.columns.some((column) => column.name === op.column)) return dropColumn(table, op.column);
        return op.ifExists === true ? table : `there is no column ${table.name}.${op.column}`;
      });
    case 'alter_column':
      return alterColumnIn(state, op);
    case 'create_index':
      return onTable(state, { ...op, table: op.index.table, schema: op.index.schema }, (table) => {
        const index: Index = { ...op.index, origin: op.origin ?? op.index.origin };
        if (!table.indexes.some((other) => sameName(other, index.name?.text))) {
          return { ...table, indexes: [...table.indexes, index] };
        }
        return op.ifNotExists === true ? table : `index ${String(index.name?.text)} exists already`;
      });
    case 'drop_index':
      return dropIndex(state, op);
    case 'add_constraint':
      return onTable(state, op, (table) => {
        const constraint: Constraint = { ...op.constraint, origin: op.origin ?? op.constraint.origin };
        // As a statement of its own it is made, which `use_alter` inside of a CREATE TABLE is not.
        return addConstraint(
          table,
          constraint.kind === 'foreign_key' ? { ...constraint, useAlter: false } : constraint,
        );
      });
    case 'drop_constraint':
      return onTable(state, op, (table) => {
        const constraint = findConstraint(table, op, state.metadata.namingConvention);
        if (constraint !== null) return removeConstraint(table, constraint);
        if (op.ifExists === true) return table;
        return op.name === null
          ? `a constraint of ${table.name} is dropped without its name`
          : `table ${table.name} has no constraint ${op.name.text}`;
      });
    case 'create_table_comment':
      return onTable(state, op, (table) => ({ ...table, comment: op.comment }));
    case 'drop_table_comment':
      return onTable(state, op, (table) => ({ ...table, comment: null }));
    case 'execute':
      return executeSql(state, op);
    case 'batch_alter_table':
      return batchAlterTable(state, op);
    case 'autocommit_block':
      return replay(state, op.ops);
    case 'bulk_insert':
    case 'create_enum':
    case 'drop_enum':
      return state;
  }
}

interface TableOperation {
  readonly kind: MigrateOperation['kind'];
  readonly table: string;
  readonly schema: string | null;
  readonly origin: Origin | null;
}

/** Applies a change to the operation's table; a string is a problem. */
function onTable(
  state: ReplayState,
  op: TableOperation,
  change: (table: Table) => Table | string,
): ReplayState {
  const key = tableKey(op.table, op.schema);
  const table = state.metadata.tables.get(key);
  if (table === undefined) return withProblem(state, op, `there is no table ${key}`);
  const changed = change(table);
  return typeof changed === 'string' ? withProblem(state, op, changed) : withTable(state, changed);
}

function alterColumnIn(state: ReplayState, op: AlterColumnOp): ReplayState {
  const altered = onTable(state, op, (table) =>
    table.columns.some((column) => column.name === op.column)
      ? alterColumn(table, op)
      : `there is no column ${table.name}.${op.column}`,
  );
  const to = op.modifyName;
  if (to === undefined || to === op.column || altered.problems.length > state.problems.length) return altered;
  const renamed = onTable(altered, op, (table) => renameColumn(withKeptNames(table), op.column, to));
  return withForeignKeys(renamed, (key) =>
    key.referredTable === op.table && key.referredSchema === op.schema
      ? { ...key, referredColumns: key.referredColumns.map((name) => (name === op.column ? to : name)) }
      : key,
  );
}

function renameTable(state: ReplayState, op: RenameTableOp): ReplayState {
  const from = tableKey(op.table, op.schema);
  const table = state.metadata.tables.get(from);
  if (table === undefined) return withProblem(state, op, `there is no table ${from}`);
  const renamed: Table = {
    ...withKeptNames(table),
    name: op.newTable,
    indexes: table.indexes.map((index) => ({
      ...index,
      table: op.newTable,
      expressions: index.expressions.map((e) =>
        e.kind === 'column' && e.table === op.table ? { ...e, table: op.newTable } : e,
      ),
    })),
  };
  const tables = new Map(
    [...state.metadata.tables].map(([key, value]) =>
      value === table ? [tableKey(op.newTable, op.schema), renamed] : [key, value],
    ),
  );
  return withForeignKeys(withTables(state, tables), (key) =>
    key.referredTable === op.table && key.referredSchema === op.schema
      ? { ...key, referredTable: op.newTable }
      : key,
  );
}

/** What PostgreSQL named after the table or column that is renamed keeps its name. */
function withKeptNames(table: Table): Table {
  const names = postgresqlConstraintNames(table);
  const constraints = table.constraints.map((constraint) => {
    const defaultName = names.get(constraint);
    return constraint.name === null && defaultName !== undefined
      ? { ...constraint, defaultName }
      : constraint;
  });
  return { ...table, constraints };
}

function dropIndex(state: ReplayState, op: DropIndexOp): ReplayState {
  const name = op.name?.text;
  const holder = [...state.metadata.tables.values()].find(
    (table) =>
      (op.table === null || table.name === op.table) &&
      table.schema === op.schema &&
      table.indexes.some((index) => sameName(index, name)),
  );
  if (holder !== undefined) {
    const indexes = holder.indexes.filter((index) => !sameName(index, name));
    return withTable(state, { ...holder, indexes });
  }
  return op.ifExists === true ? state : withProblem(state, op, `there is no index ${String(name)}`);
}

function sameName(object: { readonly name: Index['name'] }, name: string | undefined): boolean {
  return name !== undefined && object.name?.text === name;
}

/** By its name, by the name that the convention gives it, or by the one that a database gives to an unnamed one. */
function findConstraint(
  table: Table,
  op: DropConstraintOp,
  convention: MetaData['namingConvention'],
): Constraint | null {
  const name = op.name?.text;
  if (name === undefined) return null;
  const named = table.constraints.find((constraint) => sameName(constraint, name));
  if (named !== undefined) return named;
  const unnamed = table.constraints.filter((constraint) => constraint.name === null);
  const defaults = postgresqlConstraintNames(table);
  return (
    unnamed.find((constraint) => conventionName(constraint, table, convention) === name) ??
    unnamed.find((constraint) => defaults.get(constraint) === name) ??
    null
  );
}

const prefixes: Readonly<Record<Constraint['kind'], ConventionPrefix | null>> = {
  primary_key: 'pk',
  foreign_key: 'fk',
  unique: 'uq',
  check: 'ck',
  exclude: null,
};

function conventionName(
  constraint: Constraint,
  table: Table,
  convention: MetaData['namingConvention'],
): string | null {
  const prefix = prefixes[constraint.kind];
  if (prefix === null || constraint.kind === 'check' || constraint.kind === 'exclude') return null;
  const subject: NamingSubject = {
    prefix,
    name: constraint.name,
    tableName: table.name,
    schema: table.schema,
    columns: constraint.columns.map((column) => ({ name: column, key: column })),
    tableColumns: table.columns,
    referredTable: constraint.kind === 'foreign_key' ? constraint.referredTable : null,
    referredSchema: constraint.kind === 'foreign_key' ? constraint.referredSchema : null,
    referredColumns: constraint.kind === 'foreign_key' ? constraint.referredColumns : [],
  };
  try {
    return constraintName(subject, convention)?.text ?? null;
  } catch (error) {
    // A convention that cannot name it has not named it.
    if (error instanceof NamingError) return null;
    throw error;
  }
}

/** Rows are no part of the schema. */
const dataStatements: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'select']);

function executeSql(state: ReplayState, op: ExecuteSQLOp): ReplayState {
  const { statement } = op;
  if ('kind' in statement && statement.kind !== 'text') {
    return dataStatements.has(statement.kind)
      ? state
      : uncertain(state, null, 'a SQL expression was executed', op.origin);
  }
  const sql = 'sql' in statement ? statement.sql : statement.text;
  return rawStatements(sql).reduce((current, each) => rawStatement(current, each, op.origin), state);
}

/** DDL that is understood and fits the schema is replayed; what is not understood leaves its tables uncertain. */
function rawStatement(state: ReplayState, sql: string, origin: Origin | null): ReplayState {
  const altered = readTypeDdl(sql);
  if (altered !== null) {
    const metadata = alterTypes(state.metadata, altered);
    return metadata === state.metadata ? state : { ...state, metadata };
  }
  const effects = readDdl(sql, origin);
  if (effects !== null) {
    const applied = effects.reduce((current, effect) => {
      switch (effect.kind) {
        case 'rename_index':
          return renameIndex(current, effect);
        case 'rename_constraint':
          return renameConstraint(current, effect);
        default:
          return apply(current, effect);
      }
    }, state);
    if (applied.problems.length === state.problems.length) return applied;
  }
  const effect = sqlEffect(sql);
  if (/\btype\b/i.test(sql)) state = { ...state, unreadTypes: [...state.unreadTypes, sql] };
  if (effect.type === 'none') return state;
  const what = effect.tables === null ? 'raw SQL' : `raw SQL on ${effect.tables.join(', ')}`;
  return uncertain(state, effect.tables, `${what} is not replayed`, origin);
}

function renameIndex(state: ReplayState, { from, to, origin }: RenamedIndex): ReplayState {
  const holder = [...state.metadata.tables.values()].find((table) =>
    table.indexes.some((index) => sameName(index, from)),
  );
  if (holder === undefined)
    return withProblem(state, { kind: 'execute', origin }, `there is no index ${from}`);
  const indexes = holder.indexes.map((index) =>
    sameName(index, from) ? { ...index, name: { text: to, isFinal: true } } : index,
  );
  return withTable(state, { ...holder, indexes });
}

function renameConstraint(state: ReplayState, renamed: RenamedConstraint): ReplayState {
  const { from, to } = renamed;
  return onTable(state, { ...renamed, kind: 'execute' }, (table) => {
    const defaults = postgresqlConstraintNames(table);
    const isIt = (constraint: Constraint): boolean =>
      constraint.name === null ? defaults.get(constraint) === from : constraint.name.text === from;
    if (!table.constraints.some(isIt)) return `table ${table.name} has no constraint ${from}`;
    const name = { text: to, isFinal: true };
    return {
      ...table,
      constraints: table.constraints.map((each) => (isIt(each) ? { ...each, name } : each)),
    };
  });
}

/** The operations inside, with the batch's naming convention for constraints without a name. */
function batchAlterTable(state: ReplayState, op: BatchAlterTableOp): ReplayState {
  const own = state.metadata.namingConvention;
  const convention = op.namingConvention ?? own;
  const inner = replay({ ...state, metadata: { ...state.metadata, namingConvention: convention } }, op.ops);
  const after: ReplayState = { ...inner, metadata: { ...inner.metadata, namingConvention: own } };
  if (op.tableArgs.length === 0) return after;
  return onTable(after, op, (table) => op.tableArgs.reduce(addConstraint, table));
}

function withTable(state: ReplayState, table: Table): ReplayState {
  return withTables(state, new Map(state.metadata.tables).set(tableKey(table.name, table.schema), table));
}

function withTables(state: ReplayState, tables: ReadonlyMap<string, Table>): ReplayState {
  return { ...state, metadata: { ...state.metadata, tables } };
}

/** Rewrites foreign keys of all tables; a table whose keys stay as they are stays the same object. */
function withForeignKeys(
  state: ReplayState,
  rewrite: (key: ForeignKeyConstraint) => ForeignKeyConstraint,
): ReplayState {
  const tables = new Map<string, Table>();
  for (const [key, table] of state.metadata.tables) {
    const constraints = table.constraints.map((c) => (c.kind === 'foreign_key' ? rewrite(c) : c));
    const isSame = constraints.every((constraint, index) => constraint === table.constraints[index]);
    tables.set(key, isSame ? table : { ...table, constraints });
  }
  return withTables(state, tables);
}

function uncertain(
  state: ReplayState,
  tables: readonly string[] | null,
  reason: string,
  origin: Origin | null,
): ReplayState {
  return { ...state, uncertain: [...state.uncertain, { tables, reason, origin }] };
}

function withProblem(
  state: ReplayState,
  op: { readonly kind: MigrateOperation['kind']; readonly origin: Origin | null },
  reason: string,
): ReplayState {
  const problem: Problem = {
    code: 'replay-mismatch',
    severity: 'error',
    message: `${op.kind}: ${reason} at this point of the history`,
    origin: op.origin,
  };
  return { ...state, problems: [...state.problems, problem] };
}
