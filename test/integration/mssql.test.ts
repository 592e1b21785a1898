/**
 * Reflection of a real SQL Server, by SQLAlchemy and by Retort: the one that RETORT_TEST_MSSQL_URL names (CONTRIBUTING.md says
 * how to start one). Only the schema `retort_reflect` of its database is used.
 */
import { describe, expect, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { reflectBoth } from '../oracle/reflection/both.ts';
import { python, scratch } from './project.ts';

const url = process.env['RETORT_TEST_MSSQL_URL'] ?? null;

const schema = 'retort_reflect';
const constructs: readonly string[] = [
  `CREATE SCHEMA ${schema}`,
  `CREATE TYPE ${schema}.PhoneNumber FROM varchar(20)`,
  `CREATE TABLE ${schema}.parent (id int IDENTITY(1,1) NOT NULL CONSTRAINT PK_parent PRIMARY KEY CLUSTERED,
    name nvarchar(50) NOT NULL CONSTRAINT UQ_parent_name UNIQUE, a int NOT NULL, b int NOT NULL, code varchar(10) NULL,
    CONSTRAINT UQ_parent_pair UNIQUE (b, a))`,
  `EXEC sp_addextendedproperty 'MS_Description', N'The table''s comment', 'schema', '${schema}', 'table', 'parent'`,
  `EXEC sp_addextendedproperty 'MS_Description', N'The key: a number', 'schema', '${schema}', 'table', 'parent', 'column', 'id'`,
  `CREATE UNIQUE INDEX UX_parent_code ON ${schema}.parent (code)`,
  `CREATE TABLE ${schema}.types (c01 image, c02 text, c03 ntext, c04 uniqueidentifier, c05 date, c06 time(3), c07 datetime2,
    c08 datetimeoffset(2), c09 smalldatetime, c10 datetime, c11 tinyint, c12 smallint, c13 int, c14 bigint, c15 real, c16 float,
    c17 float(24), c18 money, c19 smallmoney, c20 decimal(10, 2), c21 numeric, c22 bit, c23 sql_variant, c24 varbinary(16),
    c25 varbinary(max), c26 binary(8), c27 varchar(20), c28 varchar(max) COLLATE Latin1_General_BIN2, c29 nvarchar(20),
    c30 nvarchar(max), c31 char(3), c32 nchar(3), c33 rowversion, c34 xml, c35 sysname, c36 ${schema}.PhoneNumber,
    c37 geography, c38 hierarchyid)`,
  `CREATE TABLE ${schema}.child (id bigint IDENTITY(9007199254740993, 5) NOT NULL, parent_id int NOT NULL DEFAULT 1, a int, b int,
    text nvarchar(255) DEFAULT N'it''s: a :b', made datetime2 NOT NULL DEFAULT sysutcdatetime(), [sum] AS (a + b),
    stored AS (isnull(a, 0) * 2) PERSISTED NOT NULL, code varchar(10),
    CONSTRAINT PK_child PRIMARY KEY NONCLUSTERED (parent_id, id), CONSTRAINT CK_child CHECK (a > 0),
    CONSTRAINT FK_child_parent FOREIGN KEY (parent_id) REFERENCES ${schema}.parent (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT FK_child_pair FOREIGN KEY (b, a) REFERENCES ${schema}.parent (b, a),
    CONSTRAINT FK_child_code FOREIGN KEY (code) REFERENCES ${schema}.parent (code))`,
  `CREATE CLUSTERED INDEX CX_child ON ${schema}.child (id)`,
  `CREATE UNIQUE INDEX IX_child_filter ON ${schema}.child (a, b) INCLUDE (text, made) WHERE a IS NOT NULL AND text <> N'x:y'`,
  `CREATE INDEX [IX child spaced] ON ${schema}.child (made DESC)`,
  `CREATE TABLE ${schema}.[stored by column] (id int NOT NULL, [a b] int, INDEX CCI CLUSTERED COLUMNSTORE)`,
  `CREATE TABLE ${schema}.partly_by_column (id int NOT NULL CONSTRAINT PK_partly PRIMARY KEY, a int, x xml)`,
  `CREATE NONCLUSTERED COLUMNSTORE INDEX NCCI ON ${schema}.partly_by_column (id, a)`,
  `CREATE PRIMARY XML INDEX XML_x ON ${schema}.partly_by_column (x)`,
  `CREATE TABLE ${schema}.tree (id numeric(18, 0) IDENTITY(10, -1) NOT NULL CONSTRAINT PK_tree PRIMARY KEY, parent_id numeric(18, 0)
    CONSTRAINT FK_tree REFERENCES ${schema}.tree (id))`,
  `CREATE TABLE ${schema}.no_key (a int)`,
  `CREATE VIEW ${schema}.some_view AS SELECT id FROM ${schema}.parent`,
  `CREATE SEQUENCE ${schema}.numbers START WITH 5 INCREMENT BY 2`,
];

/** In an order in which nothing refers to what is gone. */
async function dropSchema(connection: Connection): Promise<void> {
  for (const view of ['some_view']) await connection.execute(`DROP VIEW IF EXISTS ${schema}.${view}`);
  for (const table of [
    'child',
    'tree',
    'parent',
    'types',
    '[stored by column]',
    'partly_by_column',
    'no_key',
  ]) {
    await connection.execute(`DROP TABLE IF EXISTS ${schema}.${table}`);
  }
  await connection.execute(`DROP SEQUENCE IF EXISTS ${schema}.numbers`);
  await connection.execute(`DROP TYPE IF EXISTS ${schema}.PhoneNumber`);
  await connection.execute(`DROP SCHEMA IF EXISTS ${schema}`);
}

describe.skipIf(url === null || python === null)('SQL Server', () => {
  test('reflection', async () => {
    const connection = await connect(makeUrl(url ?? ''), { baseDirectory: scratch });
    try {
      await dropSchema(connection);
      for (const sql of constructs) await connection.execute(sql);
      const { ours, theirs, differences } = await reflectBoth(python ?? '', 'mssql', url ?? '', [schema]);
      expect(differences).toEqual([]);
      expect(Object.keys(ours.tables)).toHaveLength(7);
      expect(new Set(ours.warnings)).toEqual(new Set(theirs.warnings));
      await connection.execute('CREATE TABLE #of_the_session (a int NOT NULL, b nvarchar(10))');
      const { inspector } = dialectFor('mssql', 'online');
      expect(await inspector.hasTable(connection, '#of_the_session', null)).toBe(true);
      const temporary = await inspector.reflectTable(connection, '#of_the_session', null);
      expect(temporary?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    } finally {
      await dropSchema(connection);
      await connection.close();
    }
  });
});
