/** Revisions that Retort cannot evaluate, run by real Alembic in the middle of a native run. */
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { python, scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);

/** What no evaluator follows. */
const opaque = ['import zlib', "number = zlib.crc32(b'retort')"];
const revisions: readonly Revision[] = [
  {
    id: 'a1',
    down: [],
    upgrade: [
      "op.create_table('item', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(40)))",
    ],
    downgrade: ["op.drop_table('item')"],
  },
  {
    id: 'b2',
    down: ['a1'],
    upgrade: [
      ...opaque,
      "op.create_table('opaque', sa.Column('id', sa.BigInteger(), primary_key=True))",
      'op.execute(f"INSERT INTO opaque (id) VALUES ({number})")',
    ],
    downgrade: [...opaque, "op.drop_table('opaque')"],
  },
  {
    id: 'c3',
    down: ['b2'],
    upgrade: [
      "for row in op.get_bind().execute(sa.text('SELECT id FROM opaque')):",
      '    op.execute(f"INSERT INTO item (id, name) VALUES (1, \'{row.id}\')")',
    ],
    downgrade: ["op.execute('DELETE FROM item')"],
  },
  {
    id: 'd4',
    down: ['c3'],
    upgrade: [...opaque, "op.add_column('item', sa.Column('more', sa.Integer()))"],
    downgrade: [...opaque, "with op.batch_alter_table('item') as batch: batch.drop_column('more')"],
  },
  {
    id: 'e5',
    down: ['d4'],
    upgrade: ["op.add_column('item', sa.Column('last', sa.Integer()))"],
    downgrade: ["with op.batch_alter_table('item') as batch: batch.drop_column('last')"],
  },
];

interface Database {
  readonly name: string;
  create(name: string, history: readonly Revision[]): Promise<TestProject>;
}

const sqlite: Database = {
  name: 'SQLite',
  create: (name, history) =>
    Promise.resolve(new TestProject(`python-sqlite-${name}`, 'sqlite:///python.db', history)),
};
async function newDatabase(database: string): Promise<string> {
  const connection = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
  await connection.execute(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  await connection.execute(`CREATE DATABASE ${database}`);
  await connection.close();
  return `${postgresUrl ?? ''}${database}`;
}
const postgresql: Database = {
  name: 'PostgreSQL',
  create: async (name, history) =>
    new TestProject(
      `python-postgresql-${name}`,
      await newDatabase(`python_${name.replaceAll('-', '_')}`),
      history,
    ),
};

const agreed = { agree: () => true };
const outcomes = (report: { steps: readonly { outcome: string }[] }): string[] =>
  report.steps.map(({ outcome }) => outcome);

describe.skipIf(python === null).each([sqlite, ...(postgresUrl === null ? [] : [postgresql])])(
  '$name',
  (database) => {
    test('takes its turns with native revisions, up and down', async () => {
      const project = await database.create('turns', revisions);
      const asked: string[] = [];
      const statements: string[] = [];
      const up = await project.upgrade('head', {
        agree: (steps) => {
          asked.push(...steps.map(({ step, reason }) => `${step.script.revision} ${reason}`));
          return true;
        },
        onStatement: (sql) => statements.push(sql),
      });
      expect(up).toMatchObject({ error: null, current: ['e5'] });
      expect(outcomes(up)).toEqual(['done', 'done', 'done', 'done', 'done']);
      expect(asked.map((text) => text.slice(0, 2))).toEqual(['b2', 'd4']);
      expect(asked[0]).toContain('zlib');
      expect(statements.join('\n')).toContain('INSERT INTO opaque (id) VALUES');
      const [number = ''] = await project.query('SELECT id FROM opaque');
      expect(Number(number)).toBeGreaterThan(0);
      expect(await project.query('SELECT name, more, last FROM item')).toEqual([`${number} | null | null`]);
      expect(project.alembic('current')).toContain('e5 (head)');
      const down = await project.downgrade('base', agreed);
      expect(down).toMatchObject({ error: null, current: [] });
      await expect(project.query('SELECT * FROM opaque')).rejects.toThrow(/opaque/);
    });

    test('runs nothing when the user does not agree', async () => {
      const project = await database.create('refused', revisions);
      await project.upgrade('a1');
      const report = await project.upgrade('head', { agree: () => false });
      expect(report.current).toEqual(['a1']);
      expect(report.error?.message).toContain('zlib');
      expect(report.error?.revision).toBe('b2');
    });

    test('a failure has Python’s words and the line of the script, and what came before stays', async () => {
      const failing: readonly Revision[] = [
        ...revisions.slice(0, 1),
        {
          id: 'b2',
          down: ['a1'],
          upgrade: [...opaque, "op.create_table('gone', sa.Column('id', sa.Integer()))", "{}['missing']"],
          downgrade: [],
        },
        { id: 'c3', down: ['b2'], upgrade: [], downgrade: [] },
      ];
      const project = await database.create('failing', failing);
      const report = await project.upgrade('head', agreed);
      expect(report).toMatchObject({ current: ['a1'], cancelled: false });
      expect(outcomes(report)).toEqual(['done', 'failed', 'not run']);
      expect(report.error?.message).toMatch(/^KeyError: 'missing'/);
      expect(report.error?.revision).toBe('b2');
      expect(report.error?.origin?.file).toBe(join(project.dir, 'versions/b2.py'));
      expect(report.error?.origin?.range.start).toBeGreaterThan(100);
    });

    test('a statement that the database refuses is named', async () => {
      const failing: readonly Revision[] = [
        ...revisions.slice(0, 1),
        {
          id: 'b2',
          down: ['a1'],
          upgrade: [...opaque, "op.execute('INSERT INTO nowhere VALUES (1)')"],
          downgrade: [],
        },
      ];
      const report = await (await database.create('statement', failing)).upgrade('head', agreed);
      expect(report.error?.message).toMatch(/nowhere/);
      expect(report.error?.sql).toBe('INSERT INTO nowhere VALUES (1)');
    });

    test('a script that cannot be loaded stops the run before anything is changed', async () => {
      const project = await database.create('loading', revisions);
      writeFileSync(
        join(project.dir, 'versions/z.py'),
        "import not_there_at_all\nrevision = 'zz'\ndown_revision = 'e5'\ndef upgrade(): pass\ndef downgrade(): pass\n",
      );
      const report = await project.upgrade('e5', agreed);
      expect(report.current).toEqual([]);
      expect(report.error?.message).toContain("No module named 'not_there_at_all'");
      expect(report.error?.origin?.file).toBe(join(project.dir, 'versions/z.py'));
      expect(outcomes(report)).not.toContain('done');
    });

    test('an env.py that connects elsewhere is refused before anything is changed', async () => {
      const other = await database.create('elsewhere-other', revisions);
      const project = await database.create('elsewhere', revisions);
      // As if another connection had been chosen: the run's own URL is the project's, env.py's is not.
      const ini = join(project.dir, 'alembic.ini');
      const target = other.url.startsWith('sqlite') ? `sqlite:///${other.dir}/python.db` : other.url;
      const report = await project.upgrade('head', {
        agree: () => {
          writeFileSync(ini, `[alembic]\nscript_location = %(here)s\nsqlalchemy.url = ${target}\n`);
          return true;
        },
      });
      expect(report.error?.message).toContain('env.py connects to another database');
      expect(report.current).toEqual([]);
      expect(new Set(outcomes(report))).toEqual(new Set(['not run']));
    });

    test('cancelling stops what Python runs', async () => {
      const slow: readonly Revision[] = [
        ...revisions.slice(0, 1),
        {
          id: 'b2',
          down: ['a1'],
          upgrade: [
            ...opaque,
            "op.add_column('item', sa.Column('slow', sa.Integer()))",
            "op.execute('SELECT 1')",
            'import time',
            'time.sleep(60)',
          ],
          downgrade: [],
        },
      ];
      const project = await database.create('cancelled', slow);
      const stop = new AbortController();
      const report = await project.upgrade('head', {
        ...agreed,
        signal: stop.signal,
        onStatement: (sql) => {
          if (sql === 'SELECT 1') stop.abort();
        },
      });
      expect(report).toMatchObject({ cancelled: true, current: ['a1'] });
      expect(outcomes(report)).toEqual(['done', 'not run']);
      // Alembic's SQLite commits each change of the schema at once, and the report says that it may stay.
      if (database === sqlite)
        expect(report.error?.message).toMatch(/^Cancelled; what "upgrade a1 -> b2.* may stay/);
      else await expect(project.query('SELECT slow FROM item')).rejects.toThrow(/slow/);
    });
  },
);

test.skipIf(python === null || postgresUrl === null)(
  'cancelling stops a statement that Python waits for',
  async () => {
    const slow: readonly Revision[] = [
      ...revisions.slice(0, 1),
      { id: 'b2', down: ['a1'], upgrade: [...opaque, "op.execute('SELECT pg_sleep(100)')"], downgrade: [] },
    ];
    const project = await postgresql.create('sleeping', slow);
    const stop = new AbortController();
    const started = Date.now();
    const report = await project.upgrade('head', {
      ...agreed,
      signal: stop.signal,
      onStatement: (sql) => {
        if (sql.includes('pg_sleep'))
          setTimeout(() => {
            stop.abort();
          }, 200);
      },
    });
    expect(report).toMatchObject({ cancelled: true, current: ['a1'] });
    expect(Date.now() - started).toBeLessThan(30_000);
    const left =
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND state = 'active'";
    expect(await project.query(left)).toEqual(['0']);
  },
);

test.skipIf(python === null || postgresUrl === null)(
  'neither the process list nor what Python prints shows a password',
  async () => {
    const talking: readonly Revision[] = [
      ...revisions.slice(0, 1),
      {
        id: 'b2',
        down: ['a1'],
        upgrade: [
          ...opaque,
          "print('I connect to', op.get_bind().engine.url.render_as_string(hide_password=False))",
          'import os, subprocess',
          "print('list', subprocess.run(['ps', '-o', 'args=', '-p', str(os.getpid())], capture_output=True, text=True).stdout)",
          'raise RuntimeError(op.get_bind().engine.url.render_as_string(hide_password=False))',
        ],
        downgrade: [],
      },
    ];
    const project = await postgresql.create('talking', talking);
    const lines: string[] = [];
    const report = await project.upgrade('head', { ...agreed, onOutput: (line) => lines.push(line) });
    const { password } = makeUrl(project.url);
    expect(lines.join('\n')).toContain('I connect to postgresql');
    expect(lines.join('\n')).toMatch(/^list \S*python\S* -$/m);
    expect(report.error?.message).toContain('RuntimeError: postgresql');
    for (const text of [...lines, JSON.stringify(report)]) expect(text).not.toContain(password);
  },
);

describe.skipIf(python === null)('the command', () => {
  const command = resolve(import.meta.dirname, '../../dist/retort.js');
  function retort(project: TestProject, ...args: readonly string[]) {
    return spawnSync(process.execPath, [command, ...args], { cwd: project.dir, encoding: 'utf8' });
  }

  test('says how to let Python run what it cannot, and does when told', async () => {
    const project = await sqlite.create('command', revisions);
    const refused = retort(project, 'upgrade', 'head');
    expect(refused.status).toBe(255);
    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain('give --python PATH, or --use-python');
    expect(await project.query('SELECT * FROM alembic_version')).toEqual(['a1']);
    const done = retort(project, 'upgrade', 'head', '--python', python ?? '');
    expect(done.stdout + done.stderr).toBe('');
    expect(done.status).toBe(0);
    expect(project.alembic('current')).toContain('e5 (head)');
  });

  test('finds the virtual environment beside the project', async () => {
    const project = await sqlite.create('environment', revisions);
    symlinkSync(dirname(dirname(python ?? '')), join(project.dir, '.venv'));
    const done = retort(project, 'upgrade', 'head', '--use-python', '--json');
    expect(done.status, done.stdout).toBe(0);
    const { current, steps } = JSON.parse(done.stdout) as { current: string[]; steps: { outcome: string }[] };
    expect(current).toEqual(['e5']);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  test('leaves to Python what turned out to be beyond it while it ran', async () => {
    const history: readonly Revision[] = [
      ...revisions.slice(0, 1),
      {
        id: 'b2',
        down: ['a1'],
        upgrade: [
          "count = op.get_bind().execute(sa.text('SELECT count(*) FROM item')).scalar()",
          "op.add_column('item', sa.Column(f'more_{count}', sa.Integer()))",
          ...opaque,
          "op.add_column('item', sa.Column(f'number_{number % 7}', sa.Integer()))",
        ],
        downgrade: [],
      },
      ...revisions.slice(4).map((revision) => ({ ...revision, down: ['b2'] })),
    ];
    const project = await sqlite.create('beyond', history);
    const refused = retort(project, 'upgrade', 'head');
    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toMatch(/zlib.*--use-python/);
    expect(await project.query('SELECT * FROM alembic_version')).toEqual(['a1']);
    const done = retort(project, 'upgrade', 'head', '--python', python ?? '', '--json');
    expect(done.status, done.stdout).toBe(0);
    expect(await project.query('SELECT more_0, last FROM item')).toEqual([]);
    expect(await project.query('SELECT * FROM alembic_version')).toEqual(['e5']);
  });
});

test.skipIf(python === null || postgresUrl === null)(
  'the search path that env.py sets is part of where both are',
  async () => {
    const project = await postgresql.create('searched', revisions);
    const env = join(project.dir, 'env.py');
    const text = readFileSync(env, 'utf8');
    const setting =
      'connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS tenant")\n        connection.exec_driver_sql("SET search_path TO tenant")\n        connection.commit()\n        ';
    writeFileSync(env, text.replace('context.configure(', `${setting}context.configure(`));
    const report = await project.upgrade('head', agreed);
    expect(report.error).toBeNull();
    expect(await project.query('SELECT id > 0 FROM tenant.opaque')).toEqual(['true']);
    expect(await project.query('SELECT version_num FROM tenant.alembic_version')).toEqual(['e5']);
  },
);
