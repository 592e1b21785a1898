import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type {
  AddColumnOp,
  AlterColumnOp,
  BatchAlterTableOp,
  MigrateOperation,
} from '../../../server/src/alembic/ops/operations.ts';
import { defaultOptions } from '../../../server/src/alembic/runtime/migration-context.ts';
import { OnlineCompiler } from '../../../server/src/alembic/runtime/online-compiler.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import {
  buildColumn,
  buildTable,
  type ColumnSpec,
} from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type { ClauseElement } from '../../../server/src/sqlalchemy/sql/elements.ts';
import type { Constraint, ForeignKeyConstraint } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../oracle/recorded/batch.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, { setup: string[]; statements: string[] }>> };

const integer: TypeEngine = { kind: 'Integer' };
const date: TypeEngine = { kind: 'Date' };
const text = (sql: string): ClauseElement => ({ kind: 'text', text: sql, bindparams: [] });
const name = (of: string) => ({ text: of, isFinal: false });
const base = { table: 't', schema: null, dialectOptions: {}, origin: null } as const;
const constraintBase = {
  comment: null,
  deferrable: null,
  initially: null,
  dialectOptions: {},
  origin: null,
} as const;

function alter(column: string, changes: Partial<AlterColumnOp>): AlterColumnOp {
  return { ...base, kind: 'alter_column', column, ...changes };
}
function drop(column: string): MigrateOperation {
  return { ...base, kind: 'drop_column', column, ifExists: null, original: null };
}
function add(spec: ColumnSpec, where: Partial<AddColumnOp> = {}): MigrateOperation {
  return {
    ...base,
    kind: 'add_column',
    column: buildColumn(spec),
    ifNotExists: null,
    inlineReferences: false,
    inlinePrimaryKey: false,
    insertBefore: null,
    insertAfter: null,
    ...where,
  };
}
function constraint(value: Constraint): MigrateOperation {
  return { ...base, kind: 'add_constraint', constraint: value };
}
function dropConstraint(of: string): MigrateOperation {
  return { ...base, kind: 'drop_constraint', name: name(of), type: null, ifExists: null, original: null };
}
function dropIndex(of: string): MigrateOperation {
  return { ...base, kind: 'drop_index', name: name(of), ifExists: null, original: null };
}
const newForeignKey: ForeignKeyConstraint = {
  ...constraintBase,
  kind: 'foreign_key',
  name: name('fk_new'),
  columns: ['flag'],
  referredSchema: null,
  referredTable: 'p',
  referredColumns: ['id'],
  onupdate: null,
  ondelete: 'SET NULL',
  match: null,
  useAlter: false,
  columnFlag: false,
};
const newIndex: MigrateOperation = {
  kind: 'create_index',
  index: {
    kind: 'index',
    name: name('ix_new'),
    table: 't',
    schema: null,
    unique: true,
    expressions: ['name', 'price'].map((column) => ({
      kind: 'column',
      table: 't',
      schema: null,
      name: column,
      type: null,
    })),
    dialectOptions: {},
    origin: null,
  },
  ifNotExists: null,
  origin: null,
};
const copied = buildTable({
  name: 't',
  columns: [
    { name: 'id', type: integer, primaryKey: true },
    {
      name: 'a',
      type: { kind: 'String', length: 10, collation: null },
      serverDefault: { kind: 'default', arg: { type: 'str', value: 'x' } },
    },
    { name: 'b', type: { kind: 'Boolean', name: 'ck_b', createConstraint: true } },
  ],
});
const checkedEnum: TypeEngine = {
  kind: 'Enum',
  enums: ['x', 'y'],
  name: 'ck_enum',
  schema: null,
  nativeEnum: false,
  createConstraint: true,
  length: null,
  inheritSchema: false,
};
const always = { recreate: 'always' } as const;
const long = 'a_table_with_a_name_that_is_longer_than_fifty_letters';

/** The operations of test/oracle/runtime/record_batch.py, by the names there. */
const cases: Readonly<Record<string, readonly [MigrateOperation[], Partial<BatchAlterTableOp>?]>> = {
  'change type, with a cast': [[alter('a', { modifyType: integer })]],
  'change type, same affinity': [
    [alter('a', { modifyType: { kind: 'String', length: 99, collation: null } })],
  ],
  'change to JSON': [[alter('a', { modifyType: { kind: 'JSON', noneAsNull: false } })]],
  nullable: [[alter('b', { modifyNullable: false })]],
  rename: [[alter('a', { modifyName: 'name of a' })]],
  'new default': [
    [alter('b', { modifyServerDefault: { kind: 'default', arg: { type: 'str', value: '7' } } })],
  ],
  'new expression default': [
    [
      alter('b', {
        modifyServerDefault: { kind: 'default', arg: { type: 'clause', clause: text('(1 + 1)') } },
      }),
    ],
  ],
  'drop default': [[alter('a', { modifyServerDefault: null })]],
  'drop column': [[drop('a')]],
  'add column': [[add({ name: 'n', type: date })], always],
  'add column before': [[add({ name: 'n', type: date }, { insertBefore: 'a' })], always],
  'add columns after': [
    [
      add({ name: 'n', type: date }, { insertAfter: 'id' }),
      add({ name: 'm', type: date }, { insertAfter: 'b' }),
    ],
    always,
  ],
  reorder: [[], { ...always, partialReordering: [['b', 'a', 'id']] }],
  'add unique': [
    [
      constraint({
        ...constraintBase,
        kind: 'unique',
        name: name('uq_t'),
        columns: ['a', 'b'],
        columnFlag: false,
      }),
    ],
  ],
  'add check': [
    [
      constraint({
        ...constraintBase,
        kind: 'check',
        name: name('ck_t'),
        sqltext: text('b > 0'),
        typeBound: null,
      }),
    ],
  ],
  'add foreign key': [[constraint(newForeignKey)]],
  'add column with a foreign key': [
    [
      add({
        name: 'q',
        type: integer,
        foreignKeys: [
          {
            target: { schema: null, table: 'p', column: 'id' },
            name: name('fk_q'),
            options: {
              onupdate: null,
              ondelete: null,
              deferrable: null,
              initially: null,
              match: null,
              useAlter: false,
            },
            dialectOptions: {},
            origin: null,
          },
        ],
      }),
    ],
  ],
  'nothing but recreate': [[], always],
  'nothing but recreate, self reference': [[], always],
  'drop foreign key': [[dropConstraint('fk_t_p')]],
  'drop unique': [[dropConstraint('uq_t_name')]],
  'drop check': [[dropConstraint('ck_price')]],
  'drop column of a constraint': [[dropIndex('ix_t_partial'), drop('p_id')]],
  'rename column of constraints': [[alter('created', { modifyName: 'made' })]],
  indexes: [[dropIndex('ix_t_created'), newIndex], always],
  'change primary key': [
    [
      constraint({
        ...constraintBase,
        kind: 'primary_key',
        name: name('pk_new'),
        columns: ['x'],
        isImplicit: false,
      }),
    ],
  ],
  'drop column of the primary key': [[drop('y')]],
  'unnamed unique by convention': [
    [dropConstraint('uq_t_a')],
    { namingConvention: { uq: 'uq_%(table_name)s_%(column_0_name)s' } },
  ],
  'a long table name': [[drop('a')], { table: long }],
  copy_from: [[drop('a')], { copyFrom: copied }],
  'type with a CHECK': [[alter('b', { modifyType: checkedEnum })]],
};

function batch(ops: readonly MigrateOperation[], more: Partial<BatchAlterTableOp> = {}): BatchAlterTableOp {
  return {
    kind: 'batch_alter_table',
    table: 't',
    schema: null,
    recreate: 'auto',
    copyFrom: null,
    namingConvention: null,
    tableArgs: [],
    reflectKwargs: false,
    partialReordering: [],
    ops,
    origin: null,
    ...more,
  };
}

/** Compiles against a live table and runs what came out, so that SQLite has its say too. */
async function run(setup: readonly string[], operation: BatchAlterTableOp): Promise<string[]> {
  const connection = await connect(makeUrl('sqlite://'), { baseDirectory: '/' });
  try {
    for (const sql of setup) await connection.execute(sql);
    const compiler = new OnlineCompiler(dialectFor('sqlite', 'online'), connection, defaultOptions);
    const statements = await compiler.statements(operation);
    for (const { sql } of statements) await connection.execute(sql);
    return statements.map(({ sql }) => sql);
  } finally {
    await connection.close();
  }
}

/** Upstream walks constraints and indexes as sets, in another order each time: both sides are sorted. */
function normalized(statements: readonly string[]): string[] {
  const isIndex = (sql: string): boolean => /^CREATE (?:UNIQUE )?INDEX/.test(sql);
  const sorted = statements.map((sql) => {
    const lines = sql.trim().split('\n');
    const isConstraint = (line: string): boolean => /^\t(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN)/.test(line);
    const bare = (line: string): string => line.replace(/, $/, '');
    return [
      ...lines.filter((line) => !isConstraint(line)).map(bare),
      ...lines.filter(isConstraint).map(bare).sort(),
    ].join('\n');
  });
  return [...sorted.filter((sql) => !isIndex(sql)), ...sorted.filter(isIndex).sort()];
}

describe('as Alembic does it on SQLite', () => {
  test.each(Object.entries(recorded.cases))('%s', async (title, { setup, statements }) => {
    const [ops, more] = cases[title]!;
    expect(normalized(await run(setup, batch(ops, more)))).toEqual(normalized(statements));
  });

  test('every case has its operations', () => {
    expect(Object.keys(cases)).toEqual(Object.keys(recorded.cases));
  });
});

describe('refused', () => {
  const plain = ['CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)'];
  test.each([
    ['a missing table', [], drop('a'), 'No such table: t'],
    ['a missing column', plain, drop('zz'), "No such column in table 't': 'zz'"],
    ['a missing constraint', plain, dropConstraint('zz'), "No such constraint: 'zz'"],
    [
      'a constraint without a name',
      plain,
      constraint({ ...newForeignKey, name: null }),
      'Constraint must have a name',
    ],
    ['a constraint on a missing column', plain, constraint(newForeignKey), "names column 'flag'"],
    [
      'an index on an expression, which would be lost',
      [...plain, 'CREATE INDEX ix_lower ON t (lower(a))'],
      drop('id'),
      'lose its index on an expression: ix_lower',
    ],
  ])('%s', async (_title, setup, operation, message) => {
    await expect(run(setup, batch([operation]))).rejects.toThrow(message);
  });
});
