import pg from 'pg';
import {
  DatabaseError,
  type Connection,
  type QueryResult,
  type SqlValue,
} from '../sqlalchemy/engine/connection.ts';
import { describeUrl, type Url } from '../sqlalchemy/engine/url.ts';
import { hideSecret } from './messages.ts';
import { connectionError } from './postgresql-errors.ts';
import { typeName, typeNamesQuery } from './postgresql-types.ts';

/** A session over a connected client of `pg`. `cancel` stops the statement under way, as the way to the server has it. */
export class PostgresqlConnection implements Connection {
  #inTransaction = false;
  readonly #userTypes = new Map<number, string>();
  /** psycopg2 asks for hstore when it connects: one that comes later stays text. */
  #isHstoreNew = false;
  readonly #client: pg.Client;
  readonly #url: Url;
  readonly #cancel: () => Promise<void>;
  /** Who blocks this session, asked in another one; absent where there can be no other. */
  readonly blockers?: () => Promise<readonly string[]>;

  constructor(
    client: pg.Client,
    url: Url,
    cancel: () => Promise<void>,
    blockers?: () => Promise<readonly string[]>,
  ) {
    this.#client = client;
    this.#url = url;
    this.#cancel = cancel;
    if (blockers !== undefined) this.blockers = blockers;
  }

  get inTransaction(): boolean {
    return this.#inTransaction;
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult> {
    if (/\bcreate\s+extension\b/i.test(sql)) await this.#lookForHstore();
    const result = await this.#query(sql, parameters);
    return {
      columns: result.fields.map((field) => field.name),
      types: await this.#typeNames(result.fields.map((field) => field.dataTypeID)),
      rows: result.rows,
      rowCount: result.rowCount,
    };
  }

  async begin(): Promise<void> {
    await this.#query('BEGIN', []);
    this.#inTransaction = true;
  }

  async commit(): Promise<void> {
    const result = await this.#query('COMMIT', []);
    this.#inTransaction = false;
    // The server answers ROLLBACK to the COMMIT of a transaction in which a statement failed.
    if (result.command === 'ROLLBACK') {
      throw new DatabaseError('The transaction had failed: it was rolled back instead of committed', {
        code: '25P02',
        sql: 'COMMIT',
      });
    }
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    await this.#query('ROLLBACK', []);
  }

  async cancel(): Promise<void> {
    await this.#cancel();
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  /** Types that users made are looked up once in a session. */
  async #typeNames(oids: readonly number[]): Promise<(string | null)[]> {
    const unknown = oids.filter((oid) => typeName(oid) === null && !this.#userTypes.has(oid));
    if (unknown.length > 0) {
      const { rows } = await this.#query(typeNamesQuery, [`{${unknown.join(',')}}`]);
      for (const [oid, name] of rows) this.#userTypes.set(Number(oid), String(name));
    }
    return oids.map((oid) => {
      const name = typeName(oid) ?? this.#userTypes.get(oid) ?? null;
      return name === 'hstore' && this.#isHstoreNew ? 'text' : name;
    });
  }

  /** Before an extension is made. */
  async #lookForHstore(): Promise<void> {
    const { rows } = await this.#query("SELECT 1 FROM pg_catalog.pg_type WHERE typname = 'hstore'", []);
    if (rows.length === 0) this.#isHstoreNew = true;
  }

  async #query(sql: string, parameters: readonly SqlValue[]): Promise<pg.QueryArrayResult<SqlValue[]>> {
    try {
      // A text of several statements gives one result each.
      const results = (await this.#client.query({
        text: sql,
        rowMode: 'array',
        ...(parameters.length === 0 ? {} : { values: [...parameters] }),
      })) as pg.QueryArrayResult<SqlValue[]> | pg.QueryArrayResult<SqlValue[]>[];
      const last = Array.isArray(results) ? results.at(-1) : results;
      return last ?? { command: '', rowCount: null, oid: 0, fields: [], rows: [] };
    } catch (error) {
      throw this.#statementError(error, sql);
    }
  }

  #statementError(error: unknown, sql: string): DatabaseError {
    if (!(error instanceof pg.DatabaseError))
      return connectionError(error, describeUrl(this.#url), this.#url);
    const detail = error.detail === undefined ? '' : `\nDETAIL: ${error.detail}`;
    return new DatabaseError(hideSecret(error.message + detail, this.#url), {
      code: error.code ?? null,
      sql,
      position: error.position === undefined ? null : Number(error.position),
      hint: error.hint ?? null,
    });
  }
}

/** What every client is configured with. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string) => readValue(oid, text),
};

/** Integers and booleans as such, everything else as the text that the server sent. Keys are type OIDs of pg_type. */
function readValue(oid: number, text: string): SqlValue {
  switch (oid) {
    case 16:
      return text === 't';
    case 20:
      return BigInt(text);
    case 21:
    case 23:
    case 26:
      return Number(text);
    default:
      return text;
  }
}
