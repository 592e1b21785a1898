/** Errors of building and compiling schema objects; messages are upstream's. Mirrors `sqlalchemy.exc`. */

/** A construct that cannot be rendered as SQL. `table` and `column` say where it was used, when that is known. */
export class CompileError extends Error {
  /** The message without its place. */
  readonly reason: string;
  readonly table: string | null;
  readonly column: string | null;

  constructor(reason: string, site: { table?: string | null; column?: string | null } = {}) {
    const table = site.table ?? null;
    const column = site.column ?? null;
    super(
      table === null || column === null ? reason : `(in table '${table}', column '${column}'): ${reason}`,
    );
    this.name = 'CompileError';
    this.reason = reason;
    this.table = table;
    this.column = column;
  }
}

/** An identifier that is longer than the database allows and that must not be shortened. */
export class IdentifierError extends Error {
  constructor(identifier: string, maxLength: number) {
    super(`Identifier '${identifier}' exceeds maximum length of ${String(maxLength)} characters`);
    this.name = 'IdentifierError';
  }
}

/** A table definition that contradicts itself: a constraint on a missing column, a name convention without a name. */
export class SchemaError extends Error {
  readonly table: string;

  constructor(message: string, table: string) {
    super(message);
    this.name = 'SchemaError';
    this.table = table;
  }
}
