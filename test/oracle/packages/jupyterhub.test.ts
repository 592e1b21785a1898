/**
 * JupyterHub 5.4.0: fifteen tables, fifteen revisions, nine of which look at the tables of the database, which Retort
 * refuses today; real `alembic` cannot write their SQL either.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installedPackage, sqliteSchema, type ProjectCopy } from '../support/tools.ts';
import {
  compareRevisions,
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
  '19c0846f6344',
  'eeb276e51423',
  'af4cbdb2d13c',
  '3ec6993fe20c',
  '1cebaf56856c',
  '56cc5a70207e',
  '99a28a4418e1',
  'd68c98b66cd4',
  '896818069c98',
  '4dc2d5a8c53c',
  '833da8570507',
  '651f5419b74d',
  '0eee8c825d24',
  '3c2384c5aae1',
  '4621fec11365',
];
const revisions = ids.map((revision, index) => ({ revision, down: ids[index - 1] ?? 'base' }));

/**
 * The package's alembic.ini is a template. It is filled in beside the package: inside of it, the package's own
 * traitlets.py would hide the library from Python.
 */
function open(copyName: string, url = 'sqlite:///jupyterhub.sqlite'): ProjectCopy {
  const project = installedPackage('jupyterhub', '..', `packages/${copyName}`);
  const template = readFileSync(path.join(project.dir, 'alembic.ini'), 'utf8');
  rmSync(path.join(project.cwd, 'jupyterhub.sqlite'), { force: true });
  writeFileSync(
    path.join(project.cwd, 'alembic.ini'),
    template.replace('{alembic_dir}', '%(here)s/jupyterhub/alembic').replace('{db_url}', url),
  );
  return project;
}

describe('jupyterhub: what the tools say of it', () => {
  let project: ProjectCopy;
  beforeAll(() => {
    project = open('jupyterhub-listings');
  });

  it.each(listings.map((argv) => ({ argv })))('alembic $argv', ({ argv }) => {
    expectSameListing(project, argv);
  });

  it.each(dialects)('all 15 tables of the models on %s', (dialect) => {
    const theirs = createTables(project, 'jupyterhub.orm.Base', dialect);
    expect(theirs).toHaveLength(15);
    expect(schemaTables(project, dialect)).toEqual(theirs);
  });

  it.each(dialects)('the SQL of each revision on %s', (dialect) => {
    const outcomes = compareRevisions(project, revisions, dialect);
    // `sa.inspect(…)`, a datetime method that does not exist, a constraint and columns that have no name.
    const stops = {
      '3ec6993fe20c downgrade': 'both stop at 3ec6993fe20c_encrypted_auth_state.py:61',
      '1cebaf56856c upgrade': 'both stop at 1cebaf56856c_session_id.py:27',
      '56cc5a70207e upgrade': 'both stop at 56cc5a70207e_token_tracking.py:25',
      '56cc5a70207e downgrade': 'both stop at 56cc5a70207e_token_tracking.py:65',
      '99a28a4418e1 upgrade': 'both stop at 99a28a4418e1_user_created.py:23',
      'd68c98b66cd4 upgrade': 'both stop at d68c98b66cd4_client_description.py:21',
      '4dc2d5a8c53c upgrade': 'both stop at 4dc2d5a8c53c_user_options.py:23',
      '4dc2d5a8c53c downgrade': 'both stop at 4dc2d5a8c53c_user_options.py:29',
      '651f5419b74d upgrade': 'both stop at 651f5419b74d_api_token_scopes.py:48',
      '0eee8c825d24 upgrade': 'both stop at 0eee8c825d24_added_properties_column.py:23',
      '0eee8c825d24 downgrade': 'both stop at 0eee8c825d24_added_properties_column.py:29',
      '3c2384c5aae1 upgrade': 'both stop at 3c2384c5aae1_add_from_config_column_to_the_services_.py:34',
      '3c2384c5aae1 downgrade': 'both stop at 3c2384c5aae1_add_from_config_column_to_the_services_.py:49',
      '4621fec11365 upgrade': 'both stop at 4621fec11365_manage_roles.py:21',
      '4621fec11365 downgrade': 'both stop at 4621fec11365_manage_roles.py:40',
    };
    // Batch mode needs the live table there.
    const batch = {
      '833da8570507 upgrade': 'both stop at 833da8570507_rbac.py:33',
      '833da8570507 downgrade': 'both stop at 833da8570507_rbac.py:75',
    };
    const steps = revisions.flatMap(({ revision }) => [`${revision} upgrade`, `${revision} downgrade`]);
    expect(outcomes).toEqual({
      ...Object.fromEntries(steps.map((step) => [step, 'identical'])),
      ...stops,
      ...(dialect === 'sqlite' ? batch : {}),
    });
  });

  it.each(dialects)('upgrade head --sql on %s stops at the first look at the tables', (dialect) => {
    const copy = open('jupyterhub-sql', urls[dialect]);
    const ours = copy.retort('upgrade', 'head', '--sql');
    const theirs = copy.alembic('upgrade', 'head', '--sql');
    const [written, refusal] = ours.stdout.split('FAILED: ');
    expect(refusal).toMatch(/1cebaf56856c_session_id\.py:27: .*inspect/);
    expect(written).toBe(theirs.stdout);
    expect(theirs.stderr).toContain('1cebaf56856c_session_id.py", line 27');
    expect([ours.code, theirs.code]).toEqual([255, 1]);
  });
});

const file = (project: ProjectCopy): string => path.join(project.cwd, 'jupyterhub.sqlite');

function theirsTo(project: ProjectCopy, revision: string): void {
  const { code, stderr } = project.alembic('upgrade', revision);
  expect(code, stderr).toBe(0);
}

function oursTo(project: ProjectCopy, revision: string): void {
  const { code, stdout } = project.retort('upgrade', revision);
  expect(code, stdout).toBe(0);
}

/** The tables of JupyterHub 0.5: no revision creates them, the application does. */
const hub05 = (server: string): string => `
  CREATE TABLE servers (id INTEGER NOT NULL, proto VARCHAR(15), ip VARCHAR(255), port INTEGER, PRIMARY KEY (id));
  CREATE TABLE proxies (id INTEGER NOT NULL, _public_server_id INTEGER, PRIMARY KEY (id));
  CREATE TABLE hubs (id INTEGER NOT NULL, _server_id INTEGER, PRIMARY KEY (id));
  CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(1023), _server_id INTEGER, admin BOOLEAN, state TEXT, PRIMARY KEY (id)${server});
  CREATE TABLE api_tokens (hashed VARCHAR(1023) NOT NULL, prefix VARCHAR(1023), user_id INTEGER, PRIMARY KEY (hashed));
  INSERT INTO users VALUES (1, 'ada', NULL, 1, '{}'), (2, 'bob', NULL, 0, NULL);`;

describe('jupyterhub: upgrading a SQLite database of its first version', () => {
  it('goes as far as alembic does, through revisions that ask the inspector, to the byte', () => {
    const [ours, theirs] = [open('jupyterhub-ours'), open('jupyterhub-theirs')];
    for (const project of [ours, theirs]) execute(file(project), hub05(''));
    // The next revision calls a method that datetime does not have: here the road ends for everyone.
    const { code, stdout } = ours.retort('upgrade', 'head');
    expect(code).toBe(255);
    expect(stdout).toMatch(/99a28a4418e1_user_created\.py:\d+: .*`_replace` of `datetime`/);
    expect(stdout).toContain('The database is at 56cc5a70207e.');
    theirsTo(theirs, '56cc5a70207e');
    expect(sqliteSchema(file(ours))).toBe(sqliteSchema(file(theirs)));
    expect(database(file(ours))).toEqual(database(file(theirs)));
    expect(database(file(ours)).rows['users']).toHaveLength(2);
    // Alembic leaves what the failed revision did before it failed.
    expect(theirs.alembic('upgrade', 'head').stderr).toContain("has no attribute '_replace'");
  });

  it('goes on where the script catches the error of the database', () => {
    const [ours, theirs] = [open('jupyterhub-ours'), open('jupyterhub-theirs')];
    // SQLite drops no column that a foreign key uses; the script has a handler for that.
    for (const project of [ours, theirs]) {
      execute(file(project), hub05(', FOREIGN KEY(_server_id) REFERENCES servers (id)'));
    }
    oursTo(ours, '3ec6993fe20c');
    theirsTo(theirs, '3ec6993fe20c');
    expect(database(file(ours))).toEqual(database(file(theirs)));
  });
});

/** The tables that the later revisions change, as JupyterHub 0.9 left them. */
const hub09 = `
  CREATE TABLE servers (id INTEGER NOT NULL, proto VARCHAR(15), PRIMARY KEY (id));
  CREATE TABLE groups (id INTEGER NOT NULL, name VARCHAR(255), PRIMARY KEY (id), UNIQUE (name));
  CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(255), admin BOOLEAN, created DATETIME, PRIMARY KEY (id), UNIQUE (name));
  CREATE TABLE spawners (id INTEGER NOT NULL, user_id INTEGER, server_id INTEGER, state TEXT, name VARCHAR(255), started DATETIME, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE, FOREIGN KEY(server_id) REFERENCES servers (id) ON DELETE SET NULL);
  CREATE TABLE services (id INTEGER NOT NULL, name VARCHAR(255), admin BOOLEAN, pid INTEGER, _server_id INTEGER, PRIMARY KEY (id), UNIQUE (name), FOREIGN KEY(_server_id) REFERENCES servers (id) ON DELETE SET NULL);
  CREATE TABLE api_tokens (id INTEGER NOT NULL, hashed VARCHAR(255), user_id INTEGER, PRIMARY KEY (id));
  CREATE TABLE oauth_access_tokens (id INTEGER NOT NULL, client_id VARCHAR(255), PRIMARY KEY (id));
  CREATE TABLE oauth_clients (id INTEGER NOT NULL, identifier VARCHAR(255), description VARCHAR(1023), PRIMARY KEY (id), UNIQUE (identifier));
  CREATE TABLE oauth_codes (id INTEGER NOT NULL, client_id VARCHAR(255), code VARCHAR(36), PRIMARY KEY (id));
  CREATE UNIQUE INDEX ix_api_tokens_hashed ON api_tokens (hashed);
  CREATE INDEX ix_spawners_name ON spawners (name);
  INSERT INTO users VALUES (1, 'ada', 1, '2018-01-01 00:00:00.000000'), (2, 'bob', 0, NULL);
  INSERT INTO spawners VALUES (1, 1, NULL, '{"pid": 1}', '', NULL), (2, 2, NULL, NULL, 'gpu', '2018-02-03 04:05:06.000007');
  INSERT INTO services VALUES (1, 'cull', 1, 77, NULL);`;

describe('jupyterhub: upgrading a SQLite database of version 0.9', () => {
  it('takes turns with alembic up to the head', () => {
    const [ours, theirs] = [open('jupyterhub-ours'), open('jupyterhub-theirs')];
    for (const project of [ours, theirs]) execute(file(project), hub09);
    expect(ours.retort('stamp', 'd68c98b66cd4').code).toBe(0);
    expect(theirs.alembic('stamp', 'd68c98b66cd4').code).toBe(0);
    const same = (): void => {
      expect(database(file(ours))).toEqual(database(file(theirs)));
    };
    for (const revision of ['896818069c98', '833da8570507']) {
      oursTo(ours, revision);
      theirsTo(theirs, revision);
      same();
    }
    expect(database(file(ours)).rows['spawners']).toHaveLength(2);
    oursTo(ours, 'head');
    theirsTo(theirs, 'head');
    same();
    expect(ours.retort('current').stdout).toBe('4621fec11365 (head)\n');
  });
});
