/** The ports to a database. `drivers/` implements Connection; the engine above knows only these. */
export type SqlValue = null | string | number | bigint | boolean | Uint8Array | Date;

export interface QueryResult {
  readonly columns: readonly string[];
  /** The server's name of each column's type (`int4`, `timestamptz`, `_text`), where the driver tells. */
  readonly types?: readonly (string | null)[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Rows changed; null where the driver does not say. */
  readonly rowCount: number | null;
}

/** One session of a database. Outside `begin`…`commit` each statement commits by itself. */
export interface Connection {
  /** One statement. Parameters are positional in the driver's own style; most callers have none. */
  execute(sql: string, parameters?: readonly SqlValue[]): Promise<QueryResult>;
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /** Asks the server to stop the running statement; its `execute` then rejects. */
  cancel(): Promise<void>;
  /** Who holds the lock that the running statement waits for, in words; absent where that cannot be asked. */
  blockers?(): Promise<readonly string[]>;
  close(): Promise<void>;
  readonly inTransaction: boolean;
}

/** What a failed statement or connection tells. Never holds a password. */
export class DatabaseError extends Error {
  /** SQLSTATE, SQLite result code name or SQL Server error number. */
  readonly code: string | null;
  /** The statement, when there was one. */
  readonly sql: string | null;
  /** 1-based character position in the statement, where the server says. */
  readonly position: number | null;
  /** What the user can do, one sentence. */
  readonly hint: string | null;

  constructor(
    message: string,
    fields: {
      code?: string | null;
      sql?: string | null;
      position?: number | null;
      hint?: string | null;
    } = {},
  ) {
    super(message);
    this.name = 'DatabaseError';
    this.code = fields.code ?? null;
    this.sql = fields.sql ?? null;
    this.position = fields.position ?? null;
    this.hint = fields.hint ?? null;
  }
}
