/** What both tools make of an installed package's models and of each of its revisions. */
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import type { Output, ProjectCopy } from '../support/tools.ts';

export const urls = { sqlite: 'sqlite:///x.db', postgresql: 'postgresql://me@localhost/db' } as const;
export type DialectName = keyof typeof urls;
export const dialects = Object.keys(urls) as DialectName[];

/** The listings that need no database beyond an empty one. */
export const listings = [
  ['history'],
  ['history', '-v'],
  ['heads'],
  ['heads', '-v'],
  ['current'],
  ['show', 'head'],
  ['branches'],
];

export function expectSameListing(project: ProjectCopy, argv: readonly string[]): void {
  const theirs = project.alembic(...argv);
  const ours = project.retort(...argv);
  expect({ code: ours.code, stdout: ours.stdout }).toEqual({ code: theirs.code, stdout: theirs.stdout });
  expect(theirs.code).toBe(0);
}

/** `CREATE TABLE` of every table of a `MetaData`, sorted. `base` is the declarative base's dotted path. */
export function createTables(project: ProjectCopy, base: string, dialect: DialectName): string[] {
  const dot = base.lastIndexOf('.');
  const code = [
    'import json',
    'from sqlalchemy.schema import CreateTable',
    `from sqlalchemy.dialects import ${dialect}`,
    `from ${base.slice(0, dot)} import ${base.slice(dot + 1)} as base`,
    `tables = base.metadata.tables.values()`,
    `print(json.dumps([str(CreateTable(t).compile(dialect=${dialect}.dialect())).strip() for t in tables]))`,
  ];
  const output = project.python(code.join('\n'));
  expect(output.stderr).toBe('');
  return (JSON.parse(output.stdout) as string[]).sort();
}

/** The same from `retort schema`. It ends with 1 where a condition beside the models depends on the environment. */
export function schemaTables(project: ProjectCopy, dialect: DialectName): string[] {
  const output = project.retort('schema', '--sql', '--dialect', dialect);
  expect([0, 1], output.stdout).toContain(output.code);
  const statements = output.stdout.split(/;\n/).map((statement) => statement.trim());
  return statements.filter((statement) => statement.startsWith('CREATE TABLE')).sort();
}

/** One revision in one direction, as `--sql` of both tools. */
export interface Revision {
  readonly revision: string;
  readonly down: string;
}

/** `identical`; `both stop`: what came before is the same; or who alone stops, with the place that Retort names. */
export type Outcome =
  'identical' | `both stop at ${string}` | `refused at ${string}` | `different: ${string}`;

interface TheirSql {
  readonly sql: string;
  readonly error: string | null;
}

/** Every revision's own step, by `revision direction`. */
export function compareRevisions(
  project: ProjectCopy,
  revisions: readonly Revision[],
  dialect: DialectName,
): Record<string, Outcome> {
  const steps = revisions.flatMap(({ revision, down }) => [
    { name: `${revision} upgrade`, command: 'upgrade', range: `${down}:${revision}` },
    { name: `${revision} downgrade`, command: 'downgrade', range: `${revision}:${down}` },
  ]);
  const theirs = theirSql(project, steps, urls[dialect]);
  return Object.fromEntries(
    steps.map(({ name, command, range }, index) => {
      const ours = project.retort(command, range, '--sql', '--url', urls[dialect]);
      return [name, outcome(theirs[index] ?? { sql: '', error: 'not run' }, ours)];
    }),
  );
}

function theirSql(
  project: ProjectCopy,
  steps: readonly { command: string; range: string }[],
  url: string,
): TheirSql[] {
  // One process for all: importing the packages takes longer than everything else.
  const code = `
import io, json
from alembic import command
from alembic.config import Config
results = []
for step in json.loads(${JSON.stringify(JSON.stringify(steps))}):
    buffer = io.StringIO()
    config = Config('alembic.ini', output_buffer=buffer)
    config.set_main_option('sqlalchemy.url', ${JSON.stringify(url)})
    error = None
    try:
        getattr(command, step['command'])(config, step['range'], sql=True)
    except Exception as raised:
        error = f'{type(raised).__name__}: {raised}'
    results.append({'sql': buffer.getvalue(), 'error': error})
print(json.dumps(results))
`;
  const output = project.python(code);
  expect(output.code, output.stderr).toBe(0);
  return JSON.parse(output.stdout) as TheirSql[];
}

function outcome(theirs: TheirSql, ours: Output): Outcome {
  if (ours.code === 0) {
    if (theirs.error !== null) return `different: alembic stops with ${theirs.error}`;
    return ours.stdout === theirs.sql ? 'identical' : 'different: other SQL';
  }
  const failed = ours.stdout.indexOf('FAILED: ');
  const place = /^FAILED: \S*?([^/\s]+\.py:\d+): \S/.exec(ours.stdout.slice(failed))?.[1];
  if (place === undefined) return `different: no place in ${ours.stdout.slice(failed)}${ours.stderr}`;
  const before = ours.stdout.slice(0, failed);
  if (!theirs.sql.startsWith(before)) return 'different: other SQL before the refusal';
  return theirs.error === null ? `refused at ${place}` : `both stop at ${place}`;
}

export function count(outcomes: Readonly<Record<string, Outcome>>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of Object.values(outcomes)) {
    const kind = each.replace(/ at .*|: [^]*/, '');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/**
 * Every table's SQL and rows. Alembic's "move and copy" keeps the constraints of a reflected table in a set of objects
 * without a hash of their own, so that the order of unnamed ones changes from process to process; it is normalised,
 * and nothing else.
 */
export function database(file: string): { schema: string[]; rows: Record<string, unknown[]> } {
  const connection = new DatabaseSync(file, { readOnly: true });
  try {
    const objects = connection
      .prepare('select type, name, sql from sqlite_master where sql is not null')
      .all();
    const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => String(name));
    return {
      schema: objects.map(({ sql }) => sortedConstraints(String(sql))).sort(),
      rows: Object.fromEntries(
        tables.sort().map((name) => [name, connection.prepare(`select * from "${name}"`).all()]),
      ),
    };
  } finally {
    connection.close();
  }
}

function sortedConstraints(sql: string): string {
  const lines = sql.split('\n').map((line) => line.replace(/, ?$/, ''));
  const isConstraint = (line: string): boolean => /^\t(CONSTRAINT|FOREIGN KEY|UNIQUE|CHECK)\b/.test(line);
  const rest = lines.filter((line) => !isConstraint(line));
  return [...rest.slice(0, -1), ...lines.filter(isConstraint).sort(), ...rest.slice(-1)].join('\n');
}

export function execute(file: string, sql: string): void {
  const connection = new DatabaseSync(file);
  try {
    connection.exec(sql);
  } finally {
    connection.close();
  }
}
