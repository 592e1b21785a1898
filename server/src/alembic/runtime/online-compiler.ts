import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { Statement } from '../ddl/statement.ts';
import { recreateTable } from '../operations/batch.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';
import { compileOperation, type CompileContext } from './compile-operation.ts';

/** Compiles operations one by one for a live database, which a batch operation is reflected from. */
export class OnlineCompiler {
  readonly #dialect: Dialect;
  readonly #connection: Connection;
  readonly #createdEnums = new Set<string>();

  constructor(dialect: Dialect, connection: Connection) {
    this.#dialect = dialect;
    this.#connection = connection;
  }

  /** The statements of one operation; those before it have run. */
  async *statements(operation: MigrateOperation): AsyncGenerator<Statement> {
    if (await this.#isDoneAlready(operation)) return;
    const table = await this.#reflected(operation);
    yield* compileOperation(
      operation,
      this.#context((batch) =>
        recreateTable(batch, batch.copyFrom ?? missing(table, batch), this.#dialect, (plain) =>
          compileOperation(plain, this.#context()),
        ),
      ),
    );
  }

  #context(recreate?: CompileContext['recreate']): CompileContext {
    return {
      dialect: this.#dialect,
      createdEnums: this.#createdEnums,
      asSql: false,
      ...(recreate === undefined ? {} : { recreate }),
    };
  }

  /** The table of a batch operation that has to be recreated; null for every other operation. */
  async #reflected(operation: MigrateOperation): Promise<Table | null> {
    if (operation.kind !== 'batch_alter_table' || operation.copyFrom !== null) return null;
    const found: BatchAlterTableOp[] = [];
    compileOperation(operation, {
      dialect: this.#dialect,
      createdEnums: new Set(this.#createdEnums),
      asSql: false,
      recreate: (batch) => {
        found.push(batch);
        return [];
      },
    });
    if (found.length === 0) return null;
    return this.#dialect.inspector.reflectTable(this.#connection, operation.table, operation.schema);
  }

  /** `checkfirst` of an enum type: its SQL cannot say IF NOT EXISTS. */
  async #isDoneAlready(operation: MigrateOperation): Promise<boolean> {
    if (operation.kind !== 'create_enum' && operation.kind !== 'drop_enum') return false;
    const { type, checkfirst } = operation;
    const hasType = this.#dialect.inspector.hasType?.bind(this.#dialect.inspector);
    if (!checkfirst || hasType === undefined) return false;
    const name = 'name' in type && typeof type.name === 'string' ? type.name : null;
    const schema = 'schema' in type && typeof type.schema === 'string' ? type.schema : null;
    if (name === null) return false;
    const exists = await hasType(this.#connection, name, schema);
    return operation.kind === 'create_enum' ? exists : !exists;
  }
}

function missing(table: Table | null, batch: BatchAlterTableOp): Table {
  // Upstream: sqlalchemy.exc.NoSuchTableError, whose text is the table's name.
  if (table === null) throw new Error(`No such table: ${batch.table}`);
  return table;
}
