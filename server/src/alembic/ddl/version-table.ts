/** The statements on Alembic's version table, and the words around them in `--sql` output, per dialect. */
import type { Dialect, DialectName } from '../../sqlalchemy/engine/dialect.ts';
import type { Column, Table } from '../../sqlalchemy/sql/schema.ts';

export interface VersionTable {
  readonly name: string;
  readonly schema: string | null;
}

/** How a dialect hands back the key of an inserted row: SQLAlchemy asks for it wherever the database can. */
type InsertedKey = 'none' | 'returning' | 'returning table' | 'output';

const insertedKey: Readonly<Record<DialectName, InsertedKey>> = {
  postgresql: 'returning table',
  sqlite: 'returning',
  mssql: 'output',
  default: 'none',
};

/** Mirrors `DefaultImpl.version_table_impl` and the statements of `HeadMaintainer`, as SQLAlchemy compiles them. */
export class VersionTableStatements {
  readonly create: string;
  readonly select: string;
  readonly #dialect: Dialect;
  readonly #name: string;
  readonly #key: InsertedKey;

  constructor(dialect: Dialect, table: VersionTable) {
    this.#dialect = dialect;
    this.#name = dialect.identifierPreparer.formatTable(table.name, table.schema);
    this.#key = insertedKey[dialect.name];
    this.create = dialect.ddlCompiler.createTable(versionTable(table), { ifNotExists: false }).trim();
    this.select = `SELECT ${this.#name}.version_num \nFROM ${this.#name}`;
  }

  insert(version: string): string {
    const output = this.#key === 'output' ? ' OUTPUT inserted.version_num' : '';
    const returning =
      this.#key === 'returning'
        ? ' RETURNING version_num'
        : this.#key === 'returning table'
          ? ` RETURNING ${this.#name}.version_num`
          : '';
    return `INSERT INTO ${this.#name} (version_num)${output} VALUES (${this.#literal(version)})${returning}`;
  }

  update(from: string, to: string): string {
    return `UPDATE ${this.#name} SET version_num=${this.#literal(to)} WHERE ${this.#name}.version_num = ${this.#literal(from)}`;
  }

  delete(version: string): string {
    return `DELETE FROM ${this.#name} WHERE ${this.#name}.version_num = ${this.#literal(version)}`;
  }

  /** Empties the table: `stamp --purge`. */
  deleteAll(): string {
    return `DELETE FROM ${this.#name}`;
  }

  /** Upstream writes the id between quotes as it is, so that a quote in it breaks the statement: refused here. */
  #literal(version: string): string {
    if (version.includes("'"))
      throw new Error(`The revision id ${version} cannot be written to the version table`);
    const clause = { kind: 'literal_column', text: `'${version}'` } as const;
    return this.#dialect.sqlCompiler.process(clause, { includeTable: false });
  }
}

/** What `--sql` prints around statements. Mirrors `emit_begin`, `emit_commit` and SQL Server's `batch_separator`. */
export interface OfflineSyntax {
  readonly begin: string;
  readonly commit: string;
  readonly terminator: string;
  /** A line of its own after each statement and commit; null where there is none. */
  readonly batchSeparator: string | null;
}

const plain: OfflineSyntax = { begin: 'BEGIN;', commit: 'COMMIT;', terminator: ';', batchSeparator: null };
const syntaxes: Readonly<Record<DialectName, OfflineSyntax>> = {
  postgresql: plain,
  sqlite: plain,
  mssql: { begin: 'BEGIN TRANSACTION;', commit: 'COMMIT;', terminator: ';', batchSeparator: 'GO' },
  default: plain,
};

/** `batchSeparator`: `mssql_batch_separator` of `context.configure()`; empty for none, null where it is not given. */
export function offlineSyntax(dialect: Dialect, batchSeparator: string | null = null): OfflineSyntax {
  const syntax = syntaxes[dialect.name];
  if (batchSeparator === null || syntax.batchSeparator === null) return syntax;
  return { ...syntax, batchSeparator: batchSeparator === '' ? null : batchSeparator };
}

function versionTable({ name, schema }: VersionTable): Table {
  return {
    kind: 'table',
    name,
    schema,
    columns: [versionColumn],
    constraints: [
      {
        kind: 'primary_key',
        name: { text: `${name}_pkc`, isFinal: true },
        columns: ['version_num'],
        isImplicit: false,
        comment: null,
        deferrable: null,
        initially: null,
        dialectOptions: {},
        origin: null,
      },
    ],
    indexes: [],
    comment: null,
    prefixes: [],
    info: {},
    dialectOptions: {},
    origin: null,
    nameOrigin: null,
  };
}

const versionColumn: Column = {
  kind: 'column',
  name: 'version_num',
  key: 'version_num',
  type: { kind: 'String', length: 32, collation: null },
  nullable: false,
  primaryKey: true,
  autoincrement: 'auto',
  serverDefault: null,
  hasDefault: false,
  unique: null,
  index: null,
  comment: null,
  system: false,
  foreignKeys: [],
  dialectOptions: {},
  origin: null,
};
