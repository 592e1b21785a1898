import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { NamingConvention, Table } from '../../sqlalchemy/sql/schema.ts';
import type { Statement } from '../ddl/statement.ts';
import { recreateTable } from '../operations/batch.ts';
import { toStatements, type StatementContext } from '../operations/toimpl.ts';
import type { BatchAlterTableOp, MigrateOperation } from '../ops/operations.ts';

export interface CompilerOptions {
  readonly asSql: boolean;
  readonly literalBinds: boolean;
  readonly namingConvention?: NamingConvention | null;
}

/** Compiles the operations of one run, which share what the run has made so far (enum types). */
export class OperationCompiler {
  readonly #dialect: Dialect;
  readonly #options: CompilerOptions;
  #createdEnums = new Set<string>();
  #committedEnums: ReadonlySet<string> = new Set();

  constructor(dialect: Dialect, options: CompilerOptions) {
    this.#dialect = dialect;
    this.#options = options;
  }

  /**
   * The statements of one operation. `reflected` is the live table of a batch operation; without it and without
   * `copy_from`, a batch that has to rebuild its table is refused as `--sql` refuses it.
   */
  compile(operation: MigrateOperation, reflected: Table | null): readonly Statement[] {
    const context = this.#context();
    const table = operation.kind === 'batch_alter_table' ? (operation.copyFrom ?? reflected) : null;
    if (table === null) return toStatements(operation, context);
    return toStatements(operation, { ...context, recreate: (batch) => this.#recreate(batch, table) });
  }

  /** What was made so far stays. */
  committed(): void {
    this.#committedEnums = new Set(this.#createdEnums);
  }

  /** What was made since `committed()` is gone. */
  rolledBack(): void {
    this.#createdEnums = new Set(this.#committedEnums);
  }

  /** What does not need the database: throws what `compile` would throw, and makes nothing of a table to be rebuilt. */
  check(operation: MigrateOperation): void {
    toStatements(operation, { ...this.#context(), recreate: () => [] });
  }

  /** Whether a batch operation has to rebuild its table. */
  recreates(operation: BatchAlterTableOp): boolean {
    const rebuilt: BatchAlterTableOp[] = [];
    toStatements(operation, {
      ...this.#context(),
      createdEnums: new Set(this.#createdEnums),
      recreate: (batch) => {
        rebuilt.push(batch);
        return [];
      },
    });
    return rebuilt.length > 0;
  }

  #recreate(batch: BatchAlterTableOp, table: Table): readonly Statement[] {
    // The rebuilt table belongs to no MetaData: no convention names what the old one left unnamed.
    const { namingConvention, ...context } = this.#context();
    return recreateTable({
      batch,
      table,
      dialect: this.#dialect,
      namingConvention: namingConvention ?? null,
      compile: (operation) => toStatements(operation, context),
    });
  }

  #context(): StatementContext {
    const { asSql, literalBinds, namingConvention } = this.#options;
    return {
      dialect: this.#dialect,
      createdEnums: this.#createdEnums,
      asSql,
      literalBinds,
      ...(namingConvention === undefined || namingConvention === null ? {} : { namingConvention }),
    };
  }
}
