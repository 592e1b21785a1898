/** The databases that both tools upgrade, and what is compared of them: the database's own text of schema and rows. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../../../server/src/drivers/connect.ts';
import type { Connection } from '../../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';

export type Kind = 'PostgreSQL' | 'SQLite';

export interface Database {
  readonly kind: Kind;
  readonly url: string;
  /** Schema, rows and the version table's rows. */
  dump(): Promise<string>;
  /** Keeps the database as it is now, and makes it so again, where a step that fails may leave a part of itself. */
  save(): void;
  restore(): void;
  connect(): Promise<Connection>;
}

/** An empty database called `name`; the one that had the name is gone. `server` ends with a slash. */
export async function createDatabase(
  kind: Kind,
  name: string,
  place: { readonly server: string; readonly folder: string },
): Promise<Database> {
  if (kind === 'SQLite') {
    const file = path.join(place.folder, `${name}.db`);
    for (const suffix of ['', '-journal', '-wal', '-shm', '.saved']) rmSync(file + suffix, { force: true });
    return new SqliteDatabase(file);
  }
  const admin = await connect(makeUrl(`${place.server}postgres`), { baseDirectory: place.folder });
  try {
    await admin.execute(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await admin.execute(`CREATE DATABASE "${name}"`);
  } finally {
    await admin.close();
  }
  return new PostgresDatabase(`${place.server}${name}`);
}

class PostgresDatabase implements Database {
  readonly kind = 'PostgreSQL';
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  dump(): Promise<string> {
    const result = spawnSync('pg_dump', ['--no-owner', '--inserts', this.url], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (result.status !== 0) throw new Error(`pg_dump: ${result.stderr}`);
    // The token of \restrict is random.
    return Promise.resolve(result.stdout.replaceAll(/^\\(?:un)?restrict .*$/gmu, ''));
  }

  save(): void {
    // A failed step is rolled back.
  }

  restore(): void {
    // A failed step was rolled back.
  }

  connect(): Promise<Connection> {
    return connect(makeUrl(this.url), { baseDirectory: '/' });
  }
}

class SqliteDatabase implements Database {
  readonly kind = 'SQLite';
  readonly url: string;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    this.url = `sqlite:///${file}`;
  }

  /** What `.schema` prints, in its order, and all rows with the kinds of their values. */
  async dump(): Promise<string> {
    const connection = await this.connect();
    try {
      const objects = await connection.execute(inOrder);
      const lines = objects.rows.map(([, , sql]) => `${withSortedConstraints(String(sql))};`);
      for (const [type, name] of objects.rows) {
        if (type !== 'table') continue;
        const table = `"${String(name).replaceAll('"', '""')}"`;
        const { rows } = await connection.execute(`SELECT * FROM ${table}`);
        for (const row of rows) lines.push(`${table}: ${row.map(describe).join(' | ')}`);
      }
      return `${lines.join('\n')}\n`;
    } finally {
      await connection.close();
    }
  }

  save(): void {
    if (existsSync(this.#file)) copyFileSync(this.#file, `${this.#file}.saved`);
  }

  restore(): void {
    if (existsSync(`${this.#file}.saved`)) copyFileSync(`${this.#file}.saved`, this.#file);
  }

  connect(): Promise<Connection> {
    return connect(makeUrl(this.url), { baseDirectory: '/' });
  }
}

/** Alembic keeps the indexes of a table in a set: in which order they are created with it is by chance. */
const inOrder =
  "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'index', CASE type WHEN 'index' THEN name END, rowid";

/** Of a table that batch mode makes anew, Alembic keeps the constraints in a set: their order is by chance. */
function withSortedConstraints(sql: string): string {
  const isConstraint = (line: string): boolean =>
    /^\t(?:CONSTRAINT|UNIQUE|CHECK|FOREIGN KEY|PRIMARY KEY)\b/.test(line);
  const sorted = sql
    .split('\n')
    .filter(isConstraint)
    .map((line) => line.replace(/, ?$/, ''))
    .sort();
  return sql
    .split('\n')
    .map((line) => (isConstraint(line) ? (sorted.shift() ?? '') : line))
    .join('\n');
}

function describe(value: unknown): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
