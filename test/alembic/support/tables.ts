import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import {
  buildMetaData,
  type ColumnSpec,
  type TableSpec,
} from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type { Column, Constraint, MetaData, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import type { Origin } from '../../../server/src/util/text-range.ts';

export const integer: TypeEngine = { kind: 'Integer' };
export const string = (length: number | null = null): TypeEngine => ({
  kind: 'String',
  length,
  collation: null,
});

/** A place that differs from others by its start. */
export const at = (start: number): Origin => ({ file: '/v/1.py', range: { start, end: start + 1 } });

export const id: ColumnSpec = { name: 'id', type: integer, primaryKey: true };

export const base = {
  name: null,
  comment: null,
  deferrable: null,
  initially: null,
  dialectOptions: {},
  origin: null,
} as const;

export function unique(columns: readonly string[], name: string | null = null): Constraint {
  return { kind: 'unique', ...base, name: named(name), columns, columnFlag: false };
}

export function foreignKey(
  columns: readonly string[],
  table: string,
  name: string | null = null,
): Constraint {
  return {
    kind: 'foreign_key',
    ...base,
    name: named(name),
    columns,
    referredSchema: null,
    referredTable: table,
    referredColumns: ['id'],
    onupdate: null,
    ondelete: null,
    match: null,
    useAlter: false,
    columnFlag: false,
  };
}

export function check(text: string, name: string | null = null): Constraint {
  return {
    kind: 'check',
    ...base,
    name: named(name),
    sqltext: { kind: 'text', text, bindparams: [] },
    typeBound: null,
  };
}

export function metadata(...tables: readonly TableSpec[]): MetaData {
  return buildMetaData(tables);
}

export function tableOf(state: { readonly metadata: MetaData }, key: string): Table {
  const table = state.metadata.tables.get(key);
  if (table === undefined)
    throw new Error(`no table ${key} in ${[...state.metadata.tables.keys()].join(', ')}`);
  return table;
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return column;
}

/** Operations with their usual absent arguments filled in. */
export const op = {
  addColumn: (table: string, column: Column): MigrateOperation => ({
    kind: 'add_column',
    table,
    schema: null,
    column,
    ifNotExists: null,
    inlineReferences: false,
    inlinePrimaryKey: false,
    insertBefore: null,
    insertAfter: null,
    origin: at(1),
  }),
  dropColumn: (table: string, column: string): MigrateOperation => ({
    kind: 'drop_column',
    table,
    schema: null,
    column,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin: at(2),
  }),
  dropConstraint: (table: string, name: string | null): MigrateOperation => ({
    kind: 'drop_constraint',
    table,
    schema: null,
    name: named(name),
    type: null,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin: at(3),
  }),
  dropTable: (table: string): MigrateOperation => ({
    kind: 'drop_table',
    table,
    schema: null,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin: at(4),
  }),
  execute: (sql: string): MigrateOperation => ({
    kind: 'execute',
    statement: { type: 'str', sql },
    origin: at(5),
  }),
  renameTable: (table: string, newTable: string): MigrateOperation => ({
    kind: 'rename_table',
    table,
    newTable,
    schema: null,
    origin: at(6),
  }),
  renameColumn: (table: string, column: string, modifyName: string): MigrateOperation => ({
    kind: 'alter_column',
    table,
    schema: null,
    column,
    modifyName,
    dialectOptions: {},
    origin: at(7),
  }),
};

function named(text: string | null): Constraint['name'] {
  return text === null ? null : { text, isFinal: false };
}
