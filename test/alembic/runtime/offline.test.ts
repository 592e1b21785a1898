import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { defaultOptions } from '../../../server/src/alembic/runtime/migration-context.ts';
import type { MigrationStep } from '../../../server/src/alembic/runtime/migration-step.ts';
import { compileOffline, type OfflineResult } from '../../../server/src/alembic/runtime/offline.ts';
import { dialectFor, isDialectName } from '../../../server/src/sqlalchemy/dialects/index.ts';
import {
  createTable,
  downgrade,
  dropTable,
  evaluateFrom,
  execute,
  mapOf,
  script,
  upgrade,
} from './support.ts';

const a = script('a', []);
const b = script('b', ['a']);
const revisionMap = mapOf(a, b);

const evaluate = evaluateFrom({
  'a:upgrade': [createTable('t')],
  'a:downgrade': [dropTable('t')],
  'b:upgrade': [
    execute('INSERT INTO t VALUES (1)'),
    { kind: 'autocommit_block', ops: [execute('VACUUM')], origin: null },
    execute('SELECT 2'),
  ],
  'b:downgrade': [execute('DELETE FROM t')],
});

interface Run {
  readonly steps: readonly MigrationStep[];
  readonly startingHeads: readonly string[];
}
const stamped = (from: readonly string[], branchMove: boolean): Run => ({
  steps: [{ kind: 'stamp', from, to: ['b'], direction: 'upgrade', branchMove }],
  startingHeads: from,
});
const runs: Readonly<Record<string, Run>> = {
  'upgrade head': { steps: upgrade(a, b), startingHeads: [] },
  'downgrade b:base': { steps: downgrade(b, a), startingHeads: ['b'] },
  'stamp b': stamped([], true),
  'stamp a:b': stamped(['a'], false),
};

function offline(dialect: string, run: Run, options: Partial<typeof defaultOptions> = {}): OfflineResult {
  if (!isDialectName(dialect)) throw new Error(dialect);
  return compileOffline({
    dialect: dialectFor(dialect),
    revisionMap,
    evaluate,
    configure: { ...defaultOptions, literalBinds: true, ...options },
    ...run,
  });
}

const recorded = readFileSync(new URL('../../oracle/recorded/offline.txt', import.meta.url), 'utf8');
const sections = recorded.split(/^##### /m).slice(1);

describe('as Alembic prints it', () => {
  test.each(sections.map((section) => [section.slice(0, section.indexOf('\n')), section] as const))(
    '%s',
    (title, section) => {
      const [dialect = '', per = '', command = ''] = title.split(', ');
      const run = runs[command];
      const result = offline(dialect, run!, { transactionPerMigration: per === 'migration' });
      expect(result.error).toBeNull();
      expect(result.sql).toBe(section.slice(title.length + 1));
    },
  );

  test('every dialect and command is recorded', () => {
    expect(sections).toHaveLength(3 * 2 * 4);
  });
});

test('the text of a step is its part of the whole', () => {
  const { steps, sql } = offline('postgresql', runs['upgrade head']!);
  expect(steps.map((step) => step.sql.split('\n')[0])).toEqual([
    'CREATE TABLE alembic_version (',
    '-- Running upgrade a -> b',
  ]);
  expect(`BEGIN;\n\n${steps.map((step) => step.sql).join('')}COMMIT;\n\n`).toBe(sql);
});

test('the version table is named and placed by the configuration', () => {
  const { sql } = offline('postgresql', runs['upgrade head']!, {
    versionTable: 'revisions',
    versionTableSchema: 'Ops',
  });
  expect(sql).toContain('CREATE TABLE "Ops".revisions (');
  expect(sql).toContain('CONSTRAINT revisions_pkc PRIMARY KEY (version_num)');
  expect(sql).toContain(
    `INSERT INTO "Ops".revisions (version_num) VALUES ('a') RETURNING "Ops".revisions.version_num;`,
  );
});

test('the batch separator is the configured one, and none where that is empty', () => {
  const sql = (batchSeparator: string): string =>
    offline('mssql', runs['stamp a:b']!, { batchSeparator }).sql;
  expect(sql('BYE')).toContain("= 'a';\n\nBYE\n\nCOMMIT;\n\nBYE\n\n");
  expect(sql('')).toContain("= 'a';\n\nCOMMIT;\n\n");
  expect(offline('sqlite', runs['stamp a:b']!, { batchSeparator: 'BYE' }).sql).not.toContain('BYE');
});

test('a revision that cannot be evaluated stops there, naming it and the place', () => {
  const origin = { file: '/versions/b.py', range: { start: 7, end: 9 } };
  const result = compileOffline({
    dialect: dialectFor('postgresql'),
    revisionMap,
    steps: upgrade(a, b),
    startingHeads: [],
    configure: defaultOptions,
    evaluate: ({ revision }) => ({
      operations: [],
      refusals: revision === 'b' ? [{ message: 'open() is not evaluated', origin }] : [],
    }),
  });
  expect(result.error).toMatchObject({ revision: 'b', origin, message: 'open() is not evaluated' });
  expect(result.steps.map(({ step }) => step)).toEqual(upgrade(a));
});

test('an operation that the dialect cannot do is an error with its place', () => {
  const origin = { file: '/versions/a.py', range: { start: 3, end: 4 } };
  const unique: MigrateOperation = {
    kind: 'drop_constraint',
    name: { text: 'uq', isFinal: false },
    table: 't',
    schema: null,
    type: 'unique',
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin,
  };
  const result = compileOffline({
    dialect: dialectFor('sqlite'),
    revisionMap,
    steps: upgrade(a),
    startingHeads: [],
    configure: defaultOptions,
    evaluate: evaluateFrom({ a: [unique] }),
  });
  expect(result.error).toMatchObject({ revision: 'a', origin });
  expect(result.error?.message).toContain('No support for ALTER of constraints in SQLite dialect');
});

describe('a batch operation that needs the live table', () => {
  const batch: MigrateOperation = {
    kind: 'batch_alter_table',
    table: 't',
    schema: null,
    recreate: 'auto',
    copyFrom: null,
    namingConvention: null,
    tableArgs: [],
    reflectKwargs: false,
    partialReordering: [],
    origin: null,
    ops: [
      {
        kind: 'drop_column',
        table: 't',
        schema: null,
        column: 'a',
        ifExists: null,
        original: null,
        dialectOptions: {},
        origin: null,
      },
    ],
  };
  const compile = (preview: boolean, dialect: 'sqlite' | 'postgresql'): OfflineResult =>
    compileOffline({
      dialect: dialectFor(dialect),
      revisionMap,
      steps: upgrade(a, b),
      startingHeads: [],
      configure: defaultOptions,
      evaluate: evaluateFrom({ a: [batch], b: [createTable('u')] }),
      preview,
    });

  test('ends --sql with upstream’s words', () => {
    const { error, steps } = compile(false, 'sqlite');
    expect(error?.message).toContain(
      'requires a live database connection with which to reflect the table "t"',
    );
    expect(steps).toEqual([]);
  });
  test('is a comment in a preview, and the rest follows', () => {
    const { error, sql, steps } = compile(true, 'sqlite');
    expect(error).toBeNull();
    expect(steps).toHaveLength(2);
    expect(sql).toContain(
      '-- Table t is rebuilt from what the database has, and its rows are copied: drop_column a\n\n',
    );
    expect(sql).toContain('CREATE TABLE u (');
  });
  test('is plain SQL in a preview where ALTER will do', () => {
    expect(compile(true, 'postgresql').sql).toContain('ALTER TABLE t DROP COLUMN a;');
  });
});

test('percent signs are doubled for a driver whose parameters begin with one', () => {
  const text = "UPDATE t SET a = '5 %' WHERE b LIKE 'x%'";
  const run = (doublesPercents: boolean): string =>
    compileOffline({
      dialect: dialectFor('postgresql'),
      revisionMap,
      evaluate: evaluateFrom({ 'a:upgrade': [execute(text)] }),
      configure: { ...defaultOptions, literalBinds: true, doublesPercents },
      steps: upgrade(a),
      startingHeads: [],
    }).sql;
  expect(run(true)).toContain(text.replaceAll('%', '%%'));
  expect(run(false)).toContain(text);
});
