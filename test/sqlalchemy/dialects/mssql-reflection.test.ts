/** SQL Server's catalog as rows in SQLite: the oracle suite compares with what SQLAlchemy makes of them. */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { compareMetadata, renderRevision } from '../../../server/src/alembic/autogenerate/index.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import {
  schemaElements,
  scopesOf,
} from '../../../server/src/sqlalchemy/dialects/mssql/reflection/catalog.ts';
import type { MetaData, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { catalogSql } from '../../oracle/reflection/mssql/catalog.ts';
import { catalogConnection } from '../../oracle/reflection/mssql/connection.ts';
import { mssqlConstructs, mssqlObjects } from '../../oracle/reflection/mssql/constructs.ts';

const dialect = dialectFor('mssql', 'online');
const database = new DatabaseSync(':memory:');
database.exec(catalogSql(mssqlConstructs));
const statements: string[] = [];
const plain = catalogConnection(database);
const connection = {
  ...plain,
  execute: (sql: string) => {
    statements.push(sql);
    return plain.execute(sql);
  },
};

const ddl = (table: Table | null): readonly string[] =>
  table === null
    ? []
    : [
        dialect.ddlCompiler.createTable(table, { ifNotExists: false }),
        ...table.indexes.map((index) => dialect.ddlCompiler.createIndex(index, { ifNotExists: false })),
      ];

describe('reflection of SQL Server', () => {
  test('identity, computed columns, defaults, keys, and indexes with all that they have', async () => {
    expect(ddl(await dialect.inspector.reflectTable(connection, 'child', null))).toEqual([
      `
CREATE TABLE child (
	id BIGINT NOT NULL IDENTITY(9007199254740993,5), 
	parent_id INTEGER NOT NULL DEFAULT ((1)), 
	a INTEGER NULL, 
	b INTEGER NULL, 
	text NVARCHAR(255) COLLATE SQL_Latin1_General_CP1_CI_AS NULL DEFAULT (N'it''s: a :b'), 
	made DATETIME2 NOT NULL DEFAULT (sysutcdatetime()), 
	sum AS (([a]+[b])), 
	stored AS ((isnull([a],(0))*len('x:y'))) PERSISTED NOT NULL, 
	other_id INTEGER NULL, 
	code VARCHAR(10) COLLATE SQL_Latin1_General_CP1_CI_AS NULL, 
	CONSTRAINT [PK_child] PRIMARY KEY NONCLUSTERED (parent_id, id), 
	CONSTRAINT [FK_child_code] FOREIGN KEY(code) REFERENCES parent (code), 
	CONSTRAINT [FK_child_other] FOREIGN KEY(other_id) REFERENCES other.theirs (id), 
	CONSTRAINT [FK_child_pair] FOREIGN KEY(b, a) REFERENCES parent (b, a) ON DELETE SET NULL, 
	CONSTRAINT [FK_child_parent] FOREIGN KEY(parent_id) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE SET DEFAULT
)

`,
      'CREATE CLUSTERED INDEX [CX_child] ON child (id)',
      'CREATE NONCLUSTERED INDEX [IX child spaced] ON child (made)',
      "CREATE UNIQUE NONCLUSTERED INDEX [IX_child_filter] ON child (a, b) INCLUDE (text, made) WHERE ([a] IS NOT NULL AND [text]<>N'x:y')",
    ]);
  });

  test('comments, and the index behind a unique constraint', async () => {
    const table = await dialect.inspector.reflectTable(connection, 'parent', null);
    expect(table?.comment).toBe("The table's comment");
    expect(table?.columns[0]?.comment).toBe('The key: a number');
    expect(table?.indexes.map(({ name, unique }) => [name?.text, unique])).toEqual([
      ['UQ_parent_name', true],
      ['UQ_parent_pair', true],
      ['UX_parent_code', true],
    ]);
  });

  test('four queries for several schemas, each table under the names that were asked for', async () => {
    statements.length = 0;
    const { tables } = await dialect.inspector.reflect(connection, [null, 'other', 'dbo']);
    expect(statements).toHaveLength(4);
    expect([...tables.keys()].filter((key) => key.endsWith('parent'))).toEqual([
      'parent',
      'other.parent',
      'dbo.parent',
    ]);
  });

  test('a view is found by its name, and is no table', async () => {
    const view = await dialect.inspector.reflectTable(connection, 'some_view', null);
    expect(view?.columns.map(({ name }) => name)).toEqual(['id']);
    expect(await dialect.inspector.names(connection, 'view', null)).toEqual(['some_view']);
    expect(await dialect.inspector.names(connection, 'table', 'other')).toEqual(['parent', 'theirs']);
    expect(await dialect.inspector.hasTable(connection, 'theirs', null)).toBe(false);
    expect(await dialect.inspector.reflectTable(connection, 'missing', null)).toBeNull();
  });

  test('a schema of another database, with or without brackets', () => {
    expect(schemaElements('sales')).toEqual({ database: null, owner: 'sales' });
    expect(schemaElements('crm.sales')).toEqual({ database: 'crm', owner: 'sales' });
    expect(schemaElements('[crm.eu].[sales.x]')).toEqual({ database: 'crm.eu', owner: 'sales.x' });
    expect(schemaElements(null)).toEqual({ database: null, owner: null });
    expect(scopesOf({ schemas: ['crm.sales', 'crm.hr', null] }).map(({ sys }) => sys)).toEqual([
      '[crm].sys.',
      'sys.',
    ]);
  });
});

describe('objects of SQL Server', () => {
  const full = new DatabaseSync(':memory:');
  full.exec(catalogSql(mssqlConstructs) + mssqlObjects);

  test('sequences, modules, constraints that reflection lacks, and extended properties', async () => {
    const objects = await dialect.inspector.objects(catalogConnection(full), [null]);
    expect(objects.sequences).toEqual([
      {
        ...{ name: 'numbers', schema: 'dbo', isVisible: true, dataType: 'bigint', start: 5n, increment: 2n },
        ...{ minvalue: -(2n ** 63n), maxvalue: 2n ** 63n - 1n, cache: 0n, cycle: false, ownedBy: null },
      },
    ]);
    expect(objects.triggers).toMatchObject([{ name: 'touch', table: 'parent', isEnabled: false }]);
    expect(objects.routines).toMatchObject([{ name: 'total', kind: 'function' }]);
    expect(objects.constraints.map(({ table, name, definition }) => [table, name, definition])).toEqual([
      ['parent', 'CK_parent', 'CHECK ([a]>(0))'],
      ['parent', 'UQ_parent_name', 'UNIQUE NONCLUSTERED ([name])'],
      ['parent', 'UQ_parent_pair', 'UNIQUE NONCLUSTERED ([b], [a])'],
    ]);
    expect(objects.properties).toContainEqual({
      ...{ schema: 'dbo', table: 'parent', column: 'id', name: 'MS_Description' },
      value: 'The key: a number',
    });
  });

  test('of another schema', async () => {
    const objects = await dialect.inspector.objects(catalogConnection(full), ['other']);
    expect(objects.views).toMatchObject([{ name: 'a_view', schema: 'other', isVisible: false }]);
    expect(objects.routines).toMatchObject([{ name: 'refresh', kind: 'procedure' }]);
    expect(objects.sequences).toEqual([]);
  });
});

describe('autogenerate against SQL Server', () => {
  const options = {
    dialect,
    compareType: true,
    compareServerDefault: true,
    renderAsBatch: false,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: false,
  };

  test('a database has no differences to what was read of it', async () => {
    const current = await dialect.inspector.reflect(connection, null);
    expect(compareMetadata(current, [current], options)).toEqual([]);
  });

  test('a column less, and a table less; a unique index may be a constraint, so nothing is said of it', async () => {
    const current = await dialect.inspector.reflect(connection, null);
    const tables = new Map([...current.tables].filter(([key]) => key !== 'no_key'));
    const parent = tables.get('parent');
    if (parent !== undefined) {
      tables.set('parent', {
        ...parent,
        columns: parent.columns.slice(0, -1),
        indexes: parent.indexes.slice(0, -1),
      });
    }
    const target: MetaData = { ...current, tables };
    expect(
      compareMetadata(current, [target], options).map((op) =>
        op.kind === 'modify_table' ? [op.table, ...op.ops.map(({ kind }) => kind)] : op.kind,
      ),
    ).toEqual(['drop_table', ['parent', 'drop_column']]);
  });

  test('what a revision says of indexes and types, as Alembic does', async () => {
    const current = await dialect.inspector.reflect(connection, null);
    const tables = [...current.tables].map(([key, table]): [string, Table] => [
      key,
      { ...table, columns: table.columns.filter(({ type }) => type.kind !== 'NullType') },
    ]);
    const known: MetaData = { ...current, tables: new Map(tables) };
    const ops = compareMetadata(known, [{ ...known, tables: new Map() }], options);
    const { upgrades, downgrades } = renderRevision(ops, options);
    expect(upgrades).toContain("op.drop_index(op.f('CX_child'), table_name='child', mssql_clustered=True)\n");
    expect(upgrades).toContain("op.drop_index(op.f('IX child spaced'), table_name='child')\n");
    expect(upgrades).not.toContain('IX_child_filter');
    expect(downgrades).toContain("sa.Column('c_real', mssql.REAL(), autoincrement=False, nullable=True)");
  });
});
