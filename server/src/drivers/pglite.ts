import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import type { ConnectOptions } from './connect-options.ts';
import { leaseServer, type Lease } from './pglite-lease.ts';
import { PostgresqlConnection, typeParsers } from './postgresql-connection.ts';

/** The server that PGlite is. Its folders are of this major version. */
const majorVersion = '18';

/**
 * Opens a session of the embedded PostgreSQL of a `pglite:` URL: of a folder, or in memory, where the database lives as long
 * as the process does, one for each base directory. A folder that is not there is made, unless `createFile` is false.
 */
export async function connectPglite(url: Url, options: ConnectOptions): Promise<Connection> {
  if (url.host !== null || url.username !== null || url.query.size > 0) {
    throw new DatabaseError('Invalid PGlite URL: a folder is written pglite:./folder, memory pglite:', {
      hint: 'It has no user, host or options.',
    });
  }
  const { database } = url;
  const folder =
    database === null || database === '' || database === ':memory:'
      ? null
      : checkFolder(resolve(options.baseDirectory, database));
  const isMissing = folder !== null && options.createFile === false && !existsSync(folder);
  const lease = await leaseServer(
    isMissing ? { kind: 'nothing' } : { kind: 'database', folder, base: options.baseDirectory },
    options.signal,
  );
  const connection = new PgliteConnection(url, lease, folder !== null);
  try {
    await connection.open();
    return connection;
  } catch (error) {
    await lease.end();
    throw error;
  }
}

/** Throws DatabaseError for a folder that PGlite would spoil, or cannot read. */
function checkFolder(folder: string): string {
  if (!existsSync(dirname(folder))) {
    throw new DatabaseError(`The folder of ${folder} does not exist`, { hint: `Create ${dirname(folder)}.` });
  }
  if (!existsSync(folder)) return folder;
  if (entriesOf(folder).length === 0) return folder;
  const version = versionOf(folder);
  if (version === majorVersion) return folder;
  if (version === null) {
    throw new DatabaseError(`${folder} is not empty, and is no database of PGlite`, {
      hint: 'Name a folder that is not there yet.',
    });
  }
  throw new DatabaseError(
    `${folder} is a database of PostgreSQL ${version}; the embedded one is ${majorVersion}`,
    { hint: 'Name another folder.' },
  );
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    throw new DatabaseError(`${folder} cannot be read as a folder`, { hint: 'Name a folder in the URL.' });
  }
}

function versionOf(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return null;
  }
}

class PgliteConnection implements Connection {
  readonly #url: Url;
  readonly #lease: Lease;
  readonly #isStored: boolean;
  #session: PostgresqlConnection | null = null;
  #isBusy = false;

  constructor(url: Url, lease: Lease, isStored: boolean) {
    this.#url = url;
    this.#lease = lease;
    this.#isStored = isStored;
  }

  get inTransaction(): boolean {
    return this.#session?.inTransaction ?? false;
  }

  async open(): Promise<PostgresqlConnection> {
    if (this.#session !== null) return this.#session;
    const server = await this.#lease.server();
    const client = new pg.Client({
      stream: () => server.stream(),
      user: 'postgres',
      database: 'postgres',
      password: '',
      ssl: false,
      types: typeParsers,
    });
    client.on('error', () => undefined);
    await client.connect();
    this.#session = new PostgresqlConnection(client, this.#url, () => this.cancel());
    return this.#session;
  }

  execute(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    return this.#use((session) => session.execute(sql, parameters));
  }

  begin(): Promise<void> {
    return this.#use((session) => session.begin());
  }

  commit(): Promise<void> {
    return this.#use((session) => session.commit());
  }

  /** A transaction that was cut off is rolled back already. */
  async rollback(): Promise<void> {
    if (this.inTransaction) await this.#use((session) => session.rollback());
  }

  /**
   * A database in its thread hears nothing while a statement runs. One in a folder is stopped like a server that crashes, and
   * opened again by the next statement: its log holds what was committed. One in memory would be lost, so there the
   * statement runs to its end.
   */
  async cancel(): Promise<void> {
    if (!this.#isBusy || !this.#isStored) return;
    this.#session = null;
    await this.#lease.kill();
  }

  async close(): Promise<void> {
    this.#session = null;
    await this.#lease.end();
  }

  async #use<T>(work: (session: PostgresqlConnection) => Promise<T>): Promise<T> {
    const session = await this.open();
    this.#isBusy = true;
    try {
      return await work(session);
    } finally {
      this.#isBusy = false;
    }
  }
}
