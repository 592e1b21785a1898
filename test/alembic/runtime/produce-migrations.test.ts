/** The comparison with a live database, on a connection that answers what the tests say. */
import { describe, expect, test } from 'vitest';
import {
  compareMetadata,
  type AutogenContext,
  type UpgradeOps,
} from '../../../server/src/alembic/autogenerate/index.ts';
import { produceMigrations } from '../../../server/src/alembic/runtime/produce-migrations.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import type { ReflectOptions } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import {
  DatabaseError,
  type Connection,
  type SqlValue,
} from '../../../server/src/sqlalchemy/engine/connection.ts';
import {
  buildTable,
  metaDataOf,
  type ColumnSpec,
} from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type { Column, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';

type Answer = (sql: string) => readonly (readonly SqlValue[])[];

function table(columns: readonly ColumnSpec[], schema: string | null = null, name = 't'): Table {
  return buildTable({ name, schema, columns });
}

function column(name: string, serverDefault: Column['serverDefault'] = null): ColumnSpec {
  return { name, type: { kind: 'VARCHAR', length: 10, collation: null }, nullable: true, serverDefault };
}

function text(sql: string): Column['serverDefault'] {
  return { kind: 'default', arg: { type: 'clause', clause: { kind: 'text', text: sql, bindparams: [] } } };
}

function str(value: string): Column['serverDefault'] {
  return { kind: 'default', arg: { type: 'str', value } };
}

async function produced(
  database: readonly Table[],
  models: readonly Table[],
  answer: Answer,
  options: Partial<AutogenContext> = {},
): Promise<{
  readonly ops: UpgradeOps;
  readonly problems: readonly Problem[];
  readonly asked: readonly string[];
}> {
  const asked: string[] = [];
  const connection: Connection = {
    execute: (sql) => {
      if (sql.includes('current_schema')) return Promise.resolve(result([['main']]));
      asked.push(sql);
      try {
        return Promise.resolve(result(answer(sql)));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    begin: () => Promise.resolve(),
    commit: () => Promise.resolve(),
    rollback: () => Promise.resolve(),
    cancel: () => Promise.resolve(),
    close: () => Promise.resolve(),
    inTransaction: false,
  };
  const real = dialectFor('postgresql', 'online');
  const dialect = {
    ...real,
    inspector: {
      ...real.inspector,
      names: () => Promise.resolve(['main', 'information_schema', 'other']),
      reflect: (
        _connection: Connection,
        schemas: string | null | readonly (string | null)[],
        options: ReflectOptions = {},
      ) => {
        options.warn?.("Did not recognize type 'geometry' of column 'a'");
        return Promise.resolve(metaDataOf(database.filter((each) => [schemas].flat().includes(each.schema))));
      },
    },
  };
  const given: AutogenContext = {
    dialect,
    compareType: true,
    compareServerDefault: true,
    renderAsBatch: false,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: true,
    ...options,
  };
  const { found, problems } = await produceMigrations(connection, given, (current, autogen) =>
    compareMetadata(current, [metaDataOf(models)], autogen),
  );
  return { ops: found, problems, asked };
}

function result(rows: readonly (readonly SqlValue[])[]): {
  columns: string[];
  rows: readonly (readonly SqlValue[])[];
  rowCount: null;
} {
  return { columns: [], rows, rowCount: null };
}

describe('server defaults', () => {
  test('are compared by the database, all in one query', async () => {
    const { ops, asked } = await produced(
      [
        table([
          column('a', text("'x'::character varying")),
          column('b', text('now()')),
          column('c', text("'u'")),
        ]),
      ],
      [table([column('a', str('x')), column('b', text('CURRENT_TIMESTAMP')), column('c', text("'u'"))])],
      () => [[true, false]],
    );
    expect(asked).toEqual(["SELECT 'x'::character varying = 'x', now() = CURRENT_TIMESTAMP"]);
    expect(ops).toMatchObject([{ kind: 'modify_table', ops: [{ kind: 'alter_column', column: 'b' }] }]);
  });

  test('one that is null to the database is another one', async () => {
    const { ops } = await produced(
      [table([column('a', text("'x'"))])],
      [table([column('a', { kind: 'default', arg: { type: 'clause', clause: { kind: 'null' } } })])],
      () => [[null]],
    );
    expect(ops).toMatchObject([{ ops: [{ modifyServerDefault: { kind: 'default' } }] }]);
  });

  test('one that the database cannot compare is named', async () => {
    const answer: Answer = (sql) => {
      if (sql.includes('json')) throw new DatabaseError('operator does not exist: json = unknown');
      return [[true]];
    };
    const database = [table([column('a', text("'x'")), column('b', text("'{}'::json"))])];
    const models = [table([column('a', str('y')), column('b', str('{}'))])];
    await expect(produced(database, models, answer)).rejects.toThrow(
      'the server defaults of t.b cannot be compared: operator does not exist: json = unknown',
    );
  });

  test('are not asked about where only one side has any, or env.py does not want it', async () => {
    const database = [table([column('a', text("'x'")), column('b')])];
    const models = [table([column('a'), column('b', str('y'))])];
    const { ops, asked } = await produced(database, models, () => []);
    expect(asked).toEqual([]);
    expect(ops).toMatchObject([{ ops: [{ column: 'a' }, { column: 'b' }] }]);
    expect((await produced(database, models, () => [], { compareServerDefault: false })).ops).toEqual([]);
  });
});

test('the default of a SERIAL is its own only where a column of that name owns the sequence', async () => {
  const serial = (name: string, sequence: string): ColumnSpec => ({
    name,
    type: { kind: 'INTEGER' },
    nullable: false,
    serverDefault: text(`nextval('${sequence}'::regclass)`),
  });
  const { ops, asked } = await produced(
    [table([serial('id', 't_id_seq'), serial('n', 'shared')])],
    [table([])],
    () => [
      ['t_id_seq', 'id'],
      ['shared', 'id'],
    ],
  );
  expect(asked).toEqual([expect.stringContaining("ARRAY['t_id_seq', 'shared']")]);
  expect(ops).toMatchObject([
    {
      ops: [
        { kind: 'drop_column', original: { name: 'id', serverDefault: null } },
        { kind: 'drop_column', original: { name: 'n', serverDefault: { kind: 'default' } } },
      ],
    },
  ]);
});

test('an empty INCLUDE says nothing, except inside a dropped table', async () => {
  const withUnique = buildTable({
    name: 't',
    columns: [column('a')],
    constraints: [
      {
        kind: 'unique',
        name: { text: 'uq', isFinal: true },
        columns: ['a'],
        columnFlag: false,
        comment: null,
        deferrable: null,
        initially: null,
        dialectOptions: { postgresql_include: [] },
        origin: null,
      },
    ],
  });
  const changed = await produced([withUnique], [table([column('a')])], () => []);
  expect(changed.ops).toMatchObject([
    { ops: [{ kind: 'drop_constraint', original: { dialectOptions: {} } }] },
  ]);
  const dropped = await produced([withUnique], [], () => []);
  const [op] = dropped.ops;
  expect(op?.kind === 'drop_table' && op.original?.constraints.at(-1)?.dialectOptions).toEqual({
    postgresql_include: [],
  });
});

test('other schemata take part where env.py includes them; the default one has no name', async () => {
  const database = [table([column('a')]), table([column('a')], 'other')];
  const models = [table([column('a')], 'main')];
  expect((await produced(database, models, () => [])).ops).toEqual([]);
  const { ops } = await produced(database, models, () => [], { includeSchemas: true });
  expect(ops).toMatchObject([{ kind: 'drop_table', table: 't', schema: 'other' }]);
});

test('what reflection warns about is told', async () => {
  const { problems } = await produced([table([column('a')])], [table([column('a')])], () => []);
  expect(problems).toEqual([
    {
      code: 'reflection',
      severity: 'warning',
      message: "Did not recognize type 'geometry' of column 'a'",
      origin: null,
    },
  ]);
});
