/**
 * Optuna 4.5.0: twelve tables, ten revisions. Six revisions move rows through an ORM session, which Retort refuses
 * today; real `alembic` cannot write their SQL either.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installedPackage, sqliteSchema, type ProjectCopy } from '../support/tools.ts';
import {
  compareRevisions,
  count,
  createTables,
  database,
  dialects,
  execute,
  expectSameListing,
  listings,
  schemaTables,
  urls,
} from './compare.ts';

const ids = [
  'v0.9.0.a',
  'v1.2.0.a',
  'v1.3.0.a',
  'v2.4.0.a',
  'v2.6.0.a',
  'v3.0.0.a',
  'v3.0.0.b',
  'v3.0.0.c',
  'v3.0.0.d',
  'v3.2.0.a',
];
const revisions = ids.map((revision, index) => ({ revision, down: ids[index - 1] ?? 'base' }));

const open = (copyName: string): ProjectCopy =>
  installedPackage('optuna', 'storages/_rdb', `packages/${copyName}`);

describe('optuna: what the tools say of it', () => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = open('optuna-listings');
  });

  it.each(listings.map((argv) => ({ argv })))('alembic $argv', ({ argv }) => {
    expectSameListing(project, argv);
  });

  it.each(dialects)('all 12 tables of the models on %s', (dialect) => {
    const theirs = createTables(project, 'optuna.storages._rdb.models.BaseModel', dialect);
    expect(theirs).toHaveLength(12);
    expect(schemaTables(project, dialect)).toEqual(theirs);
  });

  it('the SQL of each revision on sqlite', () => {
    const outcomes = compareRevisions(project, revisions, 'sqlite');
    expect(count(outcomes), JSON.stringify(outcomes, null, 2)).toEqual({ identical: 5, 'both stop': 15 });
    expect(outcomes).toMatchObject({
      'v0.9.0.a upgrade': 'identical',
      'v0.9.0.a downgrade': 'identical',
      // "batch mode with dialect sqlite requires a live database connection"
      'v1.2.0.a upgrade': 'both stop at v1.2.0.a.py:21',
      'v1.2.0.a downgrade': 'both stop at v1.2.0.a.py:30',
      'v2.4.0.a downgrade': 'identical',
      'v2.6.0.a upgrade': 'both stop at v2.6.0.a_.py:23',
      'v2.6.0.a downgrade': 'both stop at v2.6.0.a_.py:36',
      'v3.2.0.a upgrade': 'identical',
      'v3.2.0.a downgrade': 'identical',
    });
  });

  it('the SQL of each revision on postgresql', () => {
    const outcomes = compareRevisions(project, revisions, 'postgresql');
    expect(count(outcomes), JSON.stringify(outcomes, null, 2)).toEqual({ identical: 10, 'both stop': 10 });
    expect(outcomes).toMatchObject({
      // `session.query(…)`
      'v1.3.0.a upgrade': 'both stop at v1.3.0.a.py:58',
      'v1.3.0.a downgrade': 'both stop at v1.3.0.a.py:87',
      'v3.0.0.b upgrade': 'both stop at v3.0.0.b.py:64',
      // `sa.inspect(bind).get_table_names()`
      'v2.4.0.a upgrade': 'both stop at v2.4.0.a.py:86',
      'v3.0.0.a upgrade': 'both stop at v3.0.0.a.py:150',
      'v3.0.0.a downgrade': 'both stop at v3.0.0.a.py:179',
      'v3.0.0.c upgrade': 'both stop at v3.0.0.c.py:71',
      'v3.0.0.c downgrade': 'both stop at v3.0.0.c.py:154',
      'v3.0.0.d upgrade': 'both stop at v3.0.0.d.py:81',
      'v3.0.0.d downgrade': 'both stop at v3.0.0.d.py:159',
    });
  });

  it('upgrade head --sql on sqlite stops with the same message', () => {
    const theirs = project.alembic('upgrade', 'head', '--sql');
    const ours = project.retort('upgrade', 'head', '--sql');
    const place = `${path.join(project.cwd, 'alembic/versions/v1.2.0.a.py')}:21`;
    expect(ours.stdout).toBe(theirs.stdout.replace('FAILED: ', `FAILED: ${place}: `));
    expect(ours.stdout).toContain('requires a live database connection');
    expect(ours.code).toBe(theirs.code);
  });

  it('upgrade head --sql on postgresql stops at the first revision that needs rows', () => {
    const copy = open('optuna-postgresql');
    const ini = readFileSync(path.join(copy.cwd, 'alembic.ini'), 'utf8');
    copy.write('storages/_rdb/alembic.ini', ini.replace('sqlite:///alembic.db', urls.postgresql));
    const ours = copy.retort('upgrade', 'head', '--sql');
    const theirs = copy.alembic('upgrade', 'head', '--sql');
    const [written, refusal] = ours.stdout.split('FAILED: ');
    expect(refusal).toMatch(/v1\.3\.0\.a\.py:58: .*Session\.query/);
    // It has written the statement before the query by then, and dies of the query.
    expect(theirs.stdout).toBe(`${written ?? ''}ALTER TABLE trials ADD COLUMN number INTEGER;\n\n`);
    expect(theirs.stderr).toContain("AttributeError: 'MockConnection' object has no attribute 'close'");
    expect([ours.code, theirs.code]).toEqual([255, 1]);
  });
});

describe('optuna: upgrading a SQLite database', () => {
  let theirs: ProjectCopy;
  let ours: ProjectCopy;
  const file = (project: ProjectCopy): string => path.join(project.cwd, 'alembic.db');
  const rows = `
    insert into studies values (1, 'one', 'MINIMIZE'), (2, 'it''s two', 'MAXIMIZE');
    insert into trials values (1, 1, 'COMPLETE', 0.5, '2020-01-01 00:00:00', null), (2, 2, 'FAIL', null, null, null);
    insert into trial_params values (1, 1, 'x', 1.5, '{"name": "UniformDistribution", "attributes": {"low": 0, "high": 2}}');
    insert into trial_system_attributes values (1, 1, '_number', '0'), (2, 2, '_number', '0');
    insert into trial_user_attributes values (1, 1, 'note', '"ünïcode"');`;

  const theirsTo = (project: ProjectCopy, revision: string): void => {
    const { code, stderr } = project.alembic('upgrade', revision);
    expect(code, stderr).toBe(0);
  };
  const oursTo = (revision: string): void => {
    const { code, stdout } = ours.retort('upgrade', revision);
    expect(code, stdout).toBe(0);
    theirsTo(theirs, revision);
    expect(database(file(ours))).toEqual(database(file(theirs)));
  };

  beforeAll(() => {
    theirs = open('optuna-theirs');
    ours = open('optuna-ours');
  });

  it('runs as far as the scripts can be evaluated, and says what stops it', () => {
    oursTo('v0.9.0.a');
    for (const project of [ours, theirs]) execute(file(project), rows);
    const { code, stdout } = ours.retort('upgrade', 'head');
    expect(code).toBe(255);
    expect(stdout).toMatch(/versions\/v1\.3\.0\.a\.py:58: .*Session\.query/);
    expect(stdout).toContain('The revisions before it were run.');
    expect(stdout).toContain('The database is at v1.2.0.a.');
    expect(ours.retort('current').stdout).toBe('v1.2.0.a\n');
    expect(database(file(ours)).rows['trials']).toHaveLength(2);
  });

  it('is then where alembic would be, to the byte', () => {
    theirsTo(theirs, 'v1.2.0.a');
    expect(sqliteSchema(file(ours))).toBe(sqliteSchema(file(theirs)));
    expect(database(file(ours))).toEqual(database(file(theirs)));
  });

  it('takes turns with alembic up to the head', () => {
    theirsTo(ours, 'v2.4.0.a');
    theirsTo(theirs, 'v2.4.0.a');
    oursTo('v2.6.0.a');
    theirsTo(ours, 'v3.0.0.d');
    theirsTo(theirs, 'v3.0.0.d');
    oursTo('head');
    expect(ours.alembic('current').stdout).toBe('v3.2.0.a (head)\n');
    expect(database(file(ours)).rows['trial_params']).toHaveLength(1);
  });

  it('goes back down where it can, as alembic does', () => {
    for (const project of [theirs, ours]) theirsTo(project, 'head');
    expect(ours.retort('downgrade', '-1').code).toBe(0);
    expect(theirs.alembic('downgrade', '-1').code).toBe(0);
    expect(database(file(ours))).toEqual(database(file(theirs)));
    const { code, stdout } = ours.retort('downgrade', '-1');
    expect(code).toBe(255);
    expect(stdout).toMatch(/v3\.0\.0\.d\.py:159: .*The database is at v3\.0\.0\.d\./);
  });
});
