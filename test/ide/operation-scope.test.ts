import { describe, expect, test } from 'vitest';
import type { UpgradeOps } from '../../server/src/alembic/autogenerate/index.ts';
import type { MigrateOperation } from '../../server/src/alembic/ops/operations.ts';
import { selectOps } from '../../server/src/ide/operation-scope.ts';
import type { Column, Constraint, Index, Table } from '../../server/src/sqlalchemy/sql/schema.ts';

function column(name: string): Column {
  return {
    kind: 'column',
    name,
    key: name,
    type: { kind: 'Integer' },
    nullable: true,
    primaryKey: false,
    autoincrement: 'auto',
    serverDefault: null,
    hasDefault: false,
    unique: null,
    index: null,
    comment: null,
    system: false,
    foreignKeys: [],
    dialectOptions: {},
    origin: null,
  };
}
function foreignKey(columns: readonly string[], referredTable: string): Constraint {
  return {
    kind: 'foreign_key',
    columns,
    referredSchema: null,
    referredTable,
    referredColumns: ['id'],
    onupdate: null,
    ondelete: null,
    match: null,
    useAlter: false,
    columnFlag: false,
    name: null,
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: null,
  };
}
function createTable(name: string, constraints: readonly Constraint[] = []): MigrateOperation {
  const table: Table = {
    kind: 'table',
    name,
    schema: null,
    columns: [column('id')],
    constraints,
    indexes: [],
    comment: null,
    prefixes: [],
    info: {},
    dialectOptions: {},
    origin: null,
    nameOrigin: null,
  };
  return { kind: 'create_table', table, ifNotExists: null, origin: null };
}
function createIndex(table: string, name: string, columns: readonly string[]): MigrateOperation {
  const index: Index = {
    kind: 'index',
    name: { text: name, isFinal: true },
    table,
    schema: null,
    unique: false,
    expressions: columns.map((each) => ({ kind: 'column', table, schema: null, name: each, type: null })),
    dialectOptions: {},
    origin: null,
  };
  return { kind: 'create_index', index, ifNotExists: null, origin: null };
}
function addColumn(table: string, name: string): MigrateOperation {
  return {
    kind: 'add_column',
    table,
    schema: null,
    column: column(name),
    ifNotExists: null,
    inlineReferences: false,
    inlinePrimaryKey: false,
    insertBefore: null,
    insertAfter: null,
    origin: null,
  };
}
function addConstraint(table: string, constraint: Constraint): MigrateOperation {
  return { kind: 'add_constraint', table, schema: null, constraint, origin: null };
}
function modify(table: string, ...ops: readonly MigrateOperation[]): UpgradeOps[number] {
  return { kind: 'modify_table', table, schema: null, ops };
}

const ops: UpgradeOps = [
  createTable('teams'),
  createIndex('teams', 'ix_teams_id', ['id']),
  createTable('badges', [foreignKey(['team_id'], 'teams')]),
  createTable('unrelated'),
  modify(
    'users',
    addColumn('users', 'phone'),
    addColumn('users', 'team_id'),
    createIndex('users', 'ix_users_phone', ['phone']),
    addConstraint('users', foreignKey(['team_id'], 'teams')),
  ),
];

/** A short text per operation. */
function names(selected: UpgradeOps): readonly string[] {
  return selected
    .flatMap((op) => (op.kind === 'modify_table' ? op.ops : [op]))
    .map((op) => {
      switch (op.kind) {
        case 'create_table':
          return `create ${op.table.name}`;
        case 'create_index':
          return `index ${op.index.name?.text ?? ''}`;
        case 'add_column':
          return `add ${op.table}.${op.column.name}`;
        default:
          return op.kind;
      }
    });
}

describe('selectOps', () => {
  test('a column comes with its index, and nothing of its neighbours', () => {
    expect(names(selectOps(ops, { kind: 'column', table: 'users', column: 'phone' }))).toEqual([
      'add users.phone',
      'index ix_users_phone',
    ]);
  });

  test('a foreign key brings the new table that it refers to, before it, with its indexes', () => {
    expect(names(selectOps(ops, { kind: 'column', table: 'users', column: 'team_id' }))).toEqual([
      'create teams',
      'index ix_teams_id',
      'add users.team_id',
      'add_constraint',
    ]);
  });

  test('a table brings what it refers to', () => {
    expect(names(selectOps(ops, { kind: 'tables', tables: ['badges'] }))).toEqual([
      'create teams',
      'index ix_teams_id',
      'create badges',
    ]);
  });

  test('all is all', () => {
    expect(selectOps(ops, { kind: 'all' })).toEqual(ops);
  });

  test('a table group with nothing chosen is left out', () => {
    expect(selectOps(ops, { kind: 'tables', tables: ['unrelated'] })).toHaveLength(1);
    expect(selectOps(ops, { kind: 'column', table: 'users', column: 'nope' })).toEqual([]);
  });
});
