/** The options of `context.configure()` that running and `--sql` follow. Mirrors `alembic.runtime.migration.MigrationContext`. */
import type { ScriptEvaluation } from '../bindings/script-evaluator.ts';
import type { EnvironmentStatements } from '../bindings/environment-statements.ts';
import type { Script } from '../script/script.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { NamingConvention } from '../../sqlalchemy/sql/schema.ts';

export interface MigrationContextOptions {
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  readonly transactionPerMigration: boolean;
  /** Null: the dialect's own. */
  readonly transactionalDdl: boolean | null;
  readonly literalBinds: boolean;
  /** The driver's parameters begin with a percent sign, so that one in a script is doubled. */
  readonly doublesPercents?: boolean;
  /** `mssql_batch_separator`; null: the dialect's own. */
  readonly batchSeparator?: string | null;
  /** What env.py does besides the migrations; absent: nothing. */
  readonly environment?: EnvironmentStatements | null;
  /** `target_metadata`'s. */
  readonly namingConvention?: NamingConvention | null;
}

export const defaultOptions: MigrationContextOptions = {
  versionTable: 'alembic_version',
  versionTableSchema: null,
  transactionPerMigration: false,
  transactionalDdl: null,
  literalBinds: false,
};

/** Evaluates one direction of a revision; the caller has bound dialect and online or offline. */
export type Evaluate = (script: Script, direction: 'upgrade' | 'downgrade') => ScriptEvaluation;

/** `transactional_ddl` as configured, else the dialect's. */
export function isTransactionalDdl(dialect: Dialect, options: MigrationContextOptions): boolean {
  return options.transactionalDdl ?? dialect.transactionalDdl;
}

/** Each migration is committed by itself; else a whole run is one transaction. Upstream: `transaction_per_migration`. */
export function commitsEachStep(dialect: Dialect, options: MigrationContextOptions): boolean {
  // Where the database cannot keep DDL in a transaction of its own accord, upstream commits each migration.
  if (!isTransactionalDdl(dialect, options)) return true;
  // A transaction that env.py has begun is env.py's to end.
  return options.transactionPerMigration && options.environment?.isExternal !== true;
}

/** Throws Error where upstream fails an assertion: the transaction that the block would commit is env.py's own. */
export function refuseAutocommit({ environment }: MigrationContextOptions): void {
  if (environment?.isExternal !== true) return;
  throw new Error(
    'env.py has begun a transaction before context.configure(), which an autocommit_block cannot commit; begin none there, or ' +
      'commit it first',
  );
}
