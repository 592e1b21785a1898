import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { Statement } from '../ddl/statement.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { MigrationContextOptions } from './migration-context.ts';
import { OperationCompiler } from './operation-compiler.ts';

/** Compiles operations one by one for a live database, which a batch operation's table is reflected from. */
export class OnlineCompiler {
  readonly #dialect: Dialect;
  readonly #connection: Connection;
  readonly #compiler: OperationCompiler;

  constructor(dialect: Dialect, connection: Connection, configure: MigrationContextOptions) {
    this.#dialect = dialect;
    this.#connection = connection;
    // Upstream refuses literal_binds online; here it only ever concerns `--sql`.
    this.#compiler = new OperationCompiler(dialect, { ...configure, asSql: false });
  }

  committed(): void {
    this.#compiler.committed();
  }

  rolledBack(): void {
    this.#compiler.rolledBack();
  }

  /** The statements of one operation; those before it must have run. */
  async statements(operation: MigrateOperation): Promise<readonly Statement[]> {
    if (await this.#isDoneAlready(operation)) return [];
    return this.#compiler.compile(operation, await this.#reflected(operation));
  }

  /** The table of a batch operation that has to be rebuilt; null for every other operation. */
  async #reflected(operation: MigrateOperation): Promise<Table | null> {
    if (operation.kind !== 'batch_alter_table' || operation.copyFrom !== null) return null;
    if (!this.#compiler.recreates(operation)) return null;
    const { table: name, schema } = operation;
    const table = await this.#dialect.inspector.reflectTable(this.#connection, name, schema);
    // Upstream: sqlalchemy.exc.NoSuchTableError, whose text is the table's name.
    if (table === null) throw new Error(`No such table: ${name}`);
    return table;
  }

  /** `checkfirst` of an enum type: its SQL cannot say IF NOT EXISTS. */
  async #isDoneAlready(operation: MigrateOperation): Promise<boolean> {
    if (operation.kind !== 'create_enum' && operation.kind !== 'drop_enum') return false;
    const { type, checkfirst } = operation;
    const { inspector } = this.#dialect;
    if (!checkfirst || inspector.hasType === undefined) return false;
    const facts = type.kind === 'dialect' ? type.options : type;
    const name = 'name' in facts && typeof facts.name === 'string' ? facts.name : null;
    const schema = 'schema' in facts && typeof facts.schema === 'string' ? facts.schema : null;
    if (name === null) return false;
    const exists = await inspector.hasType(this.#connection, name, schema);
    return operation.kind === 'create_enum' ? exists : !exists;
  }
}
