/** Databases with every construct that SQLAlchemy reflects, read by both: the same MetaData, and the same warnings. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { dialectFor } from '../../server/src/sqlalchemy/dialects/index.ts';
import type { Connection } from '../../server/src/sqlalchemy/engine/connection.ts';
import type { DialectName } from '../../server/src/sqlalchemy/engine/dialect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { reflectBoth, reflectedThrough, type Reflected } from '../oracle/reflection/both.ts';
import { differences } from '../oracle/reflection/comparable.ts';
import { postgresqlConstructs } from '../oracle/reflection/postgresql-constructs.ts';
import { randomSqliteSchema } from '../oracle/reflection/random-schema.ts';
import { sqliteConstructs } from '../oracle/reflection/sqlite-constructs.ts';
import { python, scratch } from './project.ts';

const postgresUrl = inject('postgresUrl');

async function bothReflect(
  dialect: DialectName,
  url: string,
  constructs: readonly string[],
  schemas: readonly (string | null)[],
): Promise<void> {
  const connection = await connect(makeUrl(url), { baseDirectory: scratch });
  try {
    for (const sql of constructs) await connection.execute(sql);
    const { ours, theirs, differences: found } = await reflectBoth(python ?? '', dialect, url, schemas);
    expect(found).toEqual([]);
    expect(Object.keys(ours.tables)).not.toEqual([]);
    const known = theirs.warnings.filter(
      (message) => !message.startsWith("Can't validate argument 'dialect_options'"),
    );
    expect(new Set(ours.warnings)).toEqual(new Set(known));
  } finally {
    await connection.close();
  }
}

async function emptyDatabase(name: string): Promise<string> {
  const admin = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
  await admin.execute(`DROP DATABASE IF EXISTS ${name}`);
  await admin.execute(`CREATE DATABASE ${name}`);
  await admin.close();
  return `${postgresUrl ?? ''}${name}`;
}

function emptyFile(name: string): string {
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, name);
  rmSync(file, { force: true });
  return `sqlite:///${file}`;
}

/** The same session, with each statement written down. */
function counted(connection: Connection, statements: string[]): Connection {
  return new Proxy(connection, {
    get: (target, property) => {
      if (property !== 'execute') {
        const value: unknown = Reflect.get(target, property);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      }
      return (sql: string, ...rest: []) => {
        statements.push(sql);
        return target.execute(sql, ...rest);
      };
    },
  });
}

async function queriesFor(dialect: DialectName, url: string, setup: readonly string[]): Promise<number> {
  const connection = await connect(makeUrl(url), { baseDirectory: scratch });
  const statements: string[] = [];
  try {
    for (const sql of setup) await connection.execute(sql);
    const { inspector } = dialectFor(dialect, 'online');
    const metadata = await inspector.reflect(counted(connection, statements), null);
    expect(metadata.tables.size).toBe(60);
    return statements.length;
  } finally {
    await connection.close();
  }
}

const sixtyTables = Array.from({ length: 60 }, (_, at) => [
  `CREATE TABLE t${String(at)} (id INTEGER PRIMARY KEY, a INTEGER ${at === 0 ? '' : `REFERENCES t${String(at - 1)}`}, b TEXT UNIQUE)`,
  `CREATE INDEX ix_t${String(at)} ON t${String(at)} (a, b)`,
]).flat();

describe('queries of a schema with sixty tables', () => {
  test('SQLite: four', async () => {
    expect(await queriesFor('sqlite', emptyFile('reflect-queries.db'), sixtyTables)).toBe(4);
  });

  test.skipIf(postgresUrl === null)('PostgreSQL: four, and two more for enums and domains', async () => {
    expect(await queriesFor('postgresql', await emptyDatabase('reflect_queries'), sixtyTables)).toBe(4);
    const withEnum = ["CREATE TYPE mood AS ENUM ('sad')", 'ALTER TABLE t7 ADD COLUMN c mood'];
    expect(await queriesFor('postgresql', `${postgresUrl ?? ''}reflect_queries`, withEnum)).toBe(6);
  });
});

describe.skipIf(python === null)('reflection', () => {
  test('SQLite', async () => {
    await bothReflect('sqlite', emptyFile('reflect.db'), sqliteConstructs, [null, 'main']);
  });

  test.each([1, 2, 3])('SQLite, eighty tables with hostile names, at random (%i)', async (seed) => {
    const schema = randomSqliteSchema(seed, 80);
    await bothReflect('sqlite', emptyFile(`reflect-random-${String(seed)}.db`), schema, [null]);
  });

  test.skipIf(postgresUrl === null)('PostgreSQL', async () => {
    const schemas = [null, 'other', 'Third Schema', 'public'];
    await bothReflect('postgresql', await emptyDatabase('reflect'), postgresqlConstructs, schemas);
  });
});

test.skipIf(postgresUrl === null)('PostgreSQL 18, in PGlite, is read as PostgreSQL 15 is', async () => {
  const read = async (url: string): Promise<{ version: string; reflected: Reflected }> => {
    const connection = await connect(makeUrl(url), { baseDirectory: scratch });
    try {
      const { rows } = await connection.execute('SHOW server_version');
      for (const sql of postgresqlConstructs) await connection.execute(sql);
      const reflected = await reflectedThrough(connection, 'postgresql', [null, 'other']);
      return { version: String(rows[0]?.[0]), reflected };
    } finally {
      await connection.close();
    }
  };
  const [older, newer] = [await read(await emptyDatabase('reflect_15')), await read('pglite:')];
  expect([older.version, newer.version].map((version) => version.split('.')[0])).toEqual(['15', '18']);
  expect(differences(newer.reflected.tables, older.reflected.tables)).toEqual([]);
  expect(newer.reflected.warnings).toEqual(older.reflected.warnings);
});

test('PostgreSQL 18: columns that are generated when they are read, and periods', async () => {
  const connection = await connect(makeUrl('pglite:'), { baseDirectory: scratch });
  try {
    await connection.execute(
      'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, span int4range, at int4range, CONSTRAINT named NOT NULL a, CONSTRAINT uq UNIQUE (span, at WITHOUT OVERLAPS))',
    );
    const table = await dialectFor('postgresql', 'online').inspector.reflectTable(connection, 't', null);
    expect(table?.columns[1]?.serverDefault).toMatchObject({ kind: 'computed', persisted: false });
    expect(table?.columns.map(({ nullable }) => nullable)).toEqual([false, true, true, true]);
    expect(table?.constraints.filter(({ kind }) => kind !== 'primary_key')).toMatchObject([
      { kind: 'unique', name: { text: 'uq' }, columns: ['span', 'at'] },
    ]);
  } finally {
    await connection.close();
  }
});

describe('what SQLAlchemy does not reflect in the same way', () => {
  test('a virtual table whose module is missing does not hide the others', async () => {
    const url = emptyFile('reflect-virtual.db');
    const maker = await connect(makeUrl(url), { baseDirectory: scratch });
    await maker.execute('CREATE TABLE plain (a INTEGER)');
    await maker.execute('CREATE VIRTUAL TABLE shapes USING rtree(id, low, high)');
    await maker.close();
    // As if the application had made it with a module of its own.
    const file = join(scratch, 'reflect-virtual.db');
    writeFileSync(file, readFileSync(file, 'latin1').replace('USING rtree', 'USING shape'), 'latin1');
    const connection = await connect(makeUrl(url), { baseDirectory: scratch });
    try {
      const warnings: string[] = [];
      const { inspector } = dialectFor('sqlite', 'online');
      const metadata = await inspector.reflect(connection, null, {
        warn: (message) => warnings.push(message),
      });
      expect([...metadata.tables.keys()].filter((name) => !name.startsWith('shapes_'))).toEqual(['plain']);
      expect(warnings).toEqual(['Skipping virtual table shapes: no such module: shape']);
    } finally {
      await connection.close();
    }
  });

  test.skipIf(postgresUrl === null)(
    'PostgreSQL: NOT VALID, a comma in a name, and what extensions own',
    async () => {
      const connection = await connect(makeUrl(await emptyDatabase('reflect_more')), {
        baseDirectory: scratch,
      });
      try {
        await connection.execute('CREATE TABLE parent (id int PRIMARY KEY)');
        await connection.execute(
          'CREATE TABLE child ("a,b" int CONSTRAINT fk REFERENCES parent, c int, owned int)',
        );
        await connection.execute('ALTER TABLE child ADD CONSTRAINT ck CHECK (c > 0) NOT VALID');
        await connection.execute('CREATE TABLE of_extension (a int)');
        await connection.execute(`INSERT INTO pg_depend SELECT 'pg_class'::regclass, 'of_extension'::regclass, 0, 'pg_extension'::regclass, oid, 0, 'e'
          FROM pg_extension WHERE extname = 'plpgsql'`);
        const { inspector } = dialectFor('postgresql', 'online');
        const { tables } = await inspector.reflect(connection, null);
        expect([...tables.keys()]).toEqual(['child', 'parent']);
        const constraints = tables.get('child')?.constraints ?? [];
        expect(constraints.find(({ kind }) => kind === 'foreign_key')).toMatchObject({ columns: ['a,b'] });
        expect(constraints.find(({ kind }) => kind === 'check')).toMatchObject({
          dialectOptions: { postgresql_not_valid: true },
        });
        // A script that asks gets the list that SQLAlchemy would give.
        expect([...(await inspector.names(connection, 'table', null))].sort()).toEqual([
          'child',
          'of_extension',
          'parent',
        ]);
      } finally {
        await connection.close();
      }
    },
  );
});

describe('what there is besides tables', () => {
  test('SQLite: views and triggers', async () => {
    const connection = await connect(makeUrl(emptyFile('objects.db')), { baseDirectory: scratch });
    try {
      await connection.execute('CREATE TABLE a (b INTEGER)');
      await connection.execute('CREATE VIEW some_view AS SELECT b FROM a');
      await connection.execute('CREATE TRIGGER touch AFTER INSERT ON a BEGIN SELECT 1; END');
      const { inspector } = dialectFor('sqlite', 'online');
      const { views, triggers } = await inspector.objects(connection, [null]);
      expect(views).toEqual([
        {
          ...{ name: 'some_view', schema: 'main', isVisible: true, isMaterialized: false },
          definition: 'CREATE VIEW some_view AS SELECT b FROM a',
        },
      ]);
      expect(triggers).toMatchObject([{ name: 'touch', table: 'a', isEnabled: true }]);
    } finally {
      await connection.close();
    }
  });

  test.skipIf(postgresUrl === null)('PostgreSQL: all of it, in eight queries', async () => {
    const connection = await connect(makeUrl(await emptyDatabase('objects')), { baseDirectory: scratch });
    try {
      for (const sql of postgresqlConstructs) await connection.execute(sql);
      await connection.execute(
        'CREATE PROCEDURE other.refresh(a int, b text) LANGUAGE sql AS $$ SELECT 1 $$',
      );
      await connection.execute('ALTER TABLE parent DISABLE TRIGGER touch_parent');
      const statements: string[] = [];
      const { inspector } = dialectFor('postgresql', 'online');
      const objects = await inspector.objects(counted(connection, statements), [null, 'other']);
      expect(statements).toHaveLength(8);
      expect(objects.enums.map(({ name, schema, isVisible }) => [name, schema, isVisible])).toEqual([
        ['flavour', 'other', false],
        ['Quoted.Mood', 'public', true],
        ['empty_enum', 'public', true],
        ['mood', 'public', true],
      ]);
      expect(objects.domains.find(({ name }) => name === 'positive')).toMatchObject({
        ...{ type: 'integer', default: '7', nullable: true },
        constraints: [
          { name: 'is_positive', check: 'VALUE > 0' },
          { name: 'positive_check', check: 'VALUE < 1000' },
        ],
      });
      const sequence = (name: string): unknown => objects.sequences.find((each) => each.name === name);
      expect(sequence('free_sequence')).toMatchObject({ start: 5n, increment: 2n, ownedBy: null });
      expect(sequence('parent_id_seq')).toMatchObject({
        ownedBy: { table: 'parent', column: 'id', isIdentity: false },
      });
      expect(sequence('keys_a_seq')).toMatchObject({
        dataType: 'integer',
        ownedBy: { table: 'keys', column: 'a', isIdentity: true },
      });
      expect(objects.views.map(({ name, isMaterialized }) => [name, isMaterialized])).toEqual([
        ['some_matview', true],
        ['some_view', false],
      ]);
      expect(objects.routines.map((each) => [each.name, each.kind, each.arguments])).toContainEqual([
        ...['refresh', 'procedure', 'IN a integer, IN b text'],
      ]);
      expect(objects.triggers).toMatchObject([
        {
          ...{ name: 'touch_parent', table: 'parent', isEnabled: false },
          definition:
            'CREATE TRIGGER touch_parent BEFORE UPDATE ON parent FOR EACH ROW EXECUTE FUNCTION touch()',
        },
      ]);
      expect(objects.constraints).toMatchObject([
        {
          table: 'exclusions',
          kind: 'exclude',
          definition: 'EXCLUDE USING gist (span WITH &&) WHERE (room > 1)',
        },
      ]);
      expect(objects.kinships).toMatchObject([
        { name: 'child_table', partitionKey: null, parents: [{ schema: 'public', name: 'base_table' }] },
        {
          name: 'partition_one',
          partitionBound: "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
          parents: [{ name: 'partitioned' }],
        },
        { name: 'partitioned', partitionKey: 'RANGE (day)', parents: [] },
      ]);
    } finally {
      await connection.close();
    }
  });
});
