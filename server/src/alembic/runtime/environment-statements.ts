/** Runs what env.py executes before the migrations, in the place where env.py does. */
import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { EnvironmentStatements } from '../bindings/environment-statements.ts';
import type { ExecuteSQLOp } from '../ops/operations.ts';
import { OperationCompiler } from './operation-compiler.ts';
import { OperationFailure } from './run-error.ts';

export type { EnvironmentStatements };

/** What env.py commits before the transaction of the migrations. Outside a transaction. */
export async function runBefore(
  connection: Connection,
  dialect: Dialect,
  { before, within }: EnvironmentStatements,
): Promise<void> {
  // A database without DDL in transactions has begun none for the driver that upstream uses: PRAGMAs need that.
  if (!dialect.transactionalDdl) return execute(connection, dialect, [...before, ...within]);
  if (before.length === 0) return;
  await connection.begin();
  await execute(connection, dialect, before);
  await connection.commit();
}

/** What it executes at the start of that transaction. Inside of it. */
export async function runWithin(
  connection: Connection,
  dialect: Dialect,
  { within }: EnvironmentStatements,
): Promise<void> {
  if (dialect.transactionalDdl) await execute(connection, dialect, within);
}

/** Reads as the migrations would, with the search path of env.py say, and leaves nothing behind. */
export async function readAsEnvironment<T>(
  connection: Connection,
  dialect: Dialect,
  statements: EnvironmentStatements | null | undefined,
  read: () => Promise<T>,
): Promise<T> {
  const { before, within } = statements ?? { before: [], within: [] };
  if (before.length + within.length === 0 || connection.inTransaction) return read();
  await connection.begin();
  try {
    await execute(connection, dialect, [...before, ...within]);
    return await read();
  } finally {
    await connection.rollback();
  }
}

/** The texts of statements. Throws OperationFailure, with the place in env.py, for what cannot be compiled. */
export function compileStatements(
  dialect: Dialect,
  operations: readonly ExecuteSQLOp[],
  asSql: boolean,
): readonly string[] {
  const compiler = new OperationCompiler(dialect, { asSql, literalBinds: false });
  return operations.flatMap((operation) =>
    atPlace(operation, () => compiler.compile(operation, null).map(({ sql }) => sql)),
  );
}

async function execute(
  connection: Connection,
  dialect: Dialect,
  operations: readonly ExecuteSQLOp[],
): Promise<void> {
  for (const operation of operations) {
    for (const sql of compileStatements(dialect, [operation], false)) {
      try {
        await connection.execute(sql);
      } catch (error) {
        throw new OperationFailure(error, operation.origin);
      }
    }
  }
}

function atPlace<T>(operation: ExecuteSQLOp, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new OperationFailure(error, operation.origin);
  }
}
