/** What an operation makes, takes away and leans on: what its place among the others follows from. */
import { conventionColumns } from '../../../sqlalchemy/sql/expression-columns.ts';
import { tableKey, type Constraint, type Index, type Table } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import type { SingleOp } from '../context.ts';

/** Resources are texts: a table, a column, a name, a set of unique columns. */
export interface Resources {
  /** There after it, and not before. */
  readonly makes: readonly string[];
  /** Must be there before it. */
  readonly needs: readonly string[];
  /** There before it, and not after. */
  readonly takes: readonly string[];
  /** It takes away something that leans on these, so they go after it. */
  readonly frees: readonly string[];
}

interface Collected {
  readonly makes: string[];
  readonly needs: string[];
  readonly takes: string[];
  readonly frees: string[];
}

export function resourcesOf(op: SingleOp): Resources {
  const found: Collected = { makes: [], needs: [], takes: [], frees: [] };
  for (const each of op.kind === 'change' ? op.upgrades : [op]) collect(each, found);
  return found;
}

const tableOf = (key: string): string => `table ${key}`;
const columnOf = (key: string, column: string): string => `column ${key} ${column}`;
const nameOf = (schema: string | null, name: string): string => `name ${schema ?? ''} ${name}`;
const uniqueOf = (key: string, columns: readonly string[]): string =>
  `unique ${key} ${[...columns].sort().join(' ')}`;
const primaryOf = (key: string): string => `primary ${key}`;

function collect(op: MigrateOperation, found: Collected): void {
  switch (op.kind) {
    case 'create_table':
      wholeTable(op.table, found.makes, found.needs);
      return;
    case 'drop_table': {
      const key = tableKey(op.table, op.schema);
      found.takes.push(tableOf(key));
      if (op.original !== null) wholeTable(op.original, found.takes, found.frees);
      return;
    }
    case 'rename_table': {
      found.takes.push(tableOf(tableKey(op.table, op.schema)));
      found.makes.push(tableOf(tableKey(op.newTable, op.schema)));
      return;
    }
    case 'add_column': {
      const key = tableKey(op.table, op.schema);
      found.makes.push(columnOf(key, op.column.name));
      found.needs.push(tableOf(key));
      return;
    }
    case 'drop_column':
      found.takes.push(columnOf(tableKey(op.table, op.schema), op.column));
      return;
    case 'alter_column': {
      const key = tableKey(op.table, op.schema);
      found.needs.push(columnOf(key, op.column));
      if (op.modifyName === undefined) return;
      found.takes.push(columnOf(key, op.column));
      found.makes.push(columnOf(key, op.modifyName));
      return;
    }
    case 'create_index':
      index(op.index, found.makes, found.needs);
      return;
    case 'drop_index':
      if (op.name !== null) found.takes.push(nameOf(op.schema, op.name.text));
      if (op.original !== null) index(op.original, found.takes, found.frees);
      return;
    case 'add_constraint':
      constraint(op.constraint, op, found.makes, found.needs);
      return;
    case 'drop_constraint':
      if (op.name !== null) found.takes.push(nameOf(op.schema, op.name.text));
      if (op.original !== null) constraint(op.original, op, found.takes, found.frees);
      return;
    case 'batch_alter_table':
    case 'autocommit_block':
      for (const inner of op.ops) collect(inner, found);
      return;
    case 'create_table_comment':
    case 'drop_table_comment':
    case 'bulk_insert':
      found.needs.push(tableOf(tableKey(op.table, op.schema)));
      return;
    case 'execute':
    case 'create_enum':
    case 'drop_enum':
      return;
  }
}

/** The table with all that is in it; what it refers to goes to `leansOn`. */
function wholeTable(table: Table, own: string[], leansOn: string[]): void {
  const key = tableKey(table.name, table.schema);
  own.push(tableOf(key), ...table.columns.map(({ name }) => columnOf(key, name)));
  const inner: string[] = [];
  const ownIndexes = own;
  for (const each of table.constraints) {
    constraint(each, { table: table.name, schema: table.schema }, ownIndexes, inner);
  }
  const mine = new Set(own);
  leansOn.push(...inner.filter((resource) => !mine.has(resource)));
}

function index({ table, schema, name, unique, expressions }: Index, own: string[], leansOn: string[]): void {
  const key = tableKey(table, schema);
  const columns = expressions.flatMap((expression) => conventionColumns(expression));
  if (name !== null) own.push(nameOf(schema, name.text));
  if (unique) own.push(uniqueOf(key, columns));
  leansOn.push(tableOf(key), ...columns.map((column) => columnOf(key, column)));
}

function constraint(
  each: Constraint,
  { table, schema }: { readonly table: string; readonly schema: string | null },
  own: string[],
  leansOn: string[],
): void {
  const key = tableKey(table, schema);
  if (each.name !== null) own.push(nameOf(schema, each.name.text));
  leansOn.push(tableOf(key));
  const columns = (names: readonly string[]): void => {
    leansOn.push(...names.map((name) => columnOf(key, name)));
  };
  switch (each.kind) {
    case 'primary_key':
      own.push(uniqueOf(key, each.columns), primaryOf(key));
      columns(each.columns);
      return;
    case 'unique':
      own.push(uniqueOf(key, each.columns));
      columns(each.columns);
      return;
    case 'foreign_key': {
      const referred = tableKey(each.referredTable, each.referredSchema);
      columns(each.columns);
      leansOn.push(
        tableOf(referred),
        uniqueOf(referred, each.referredColumns),
        ...each.referredColumns.map((name) => columnOf(referred, name)),
      );
      return;
    }
    case 'check':
      columns(conventionColumns(each.sqltext));
      return;
    case 'exclude':
      for (const { expression } of each.elements) columns(conventionColumns(expression));
      return;
  }
}
