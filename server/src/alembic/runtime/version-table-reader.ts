import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { VersionTableStatements } from '../ddl/version-table.ts';
import { readAsEnvironment, type EnvironmentStatements } from './environment-statements.ts';

export interface VersionTableOptions {
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  /** What env.py executes first, on which it may depend where the table is found. */
  readonly environment?: EnvironmentStatements | null;
}

/** The revisions in the version table; none when there is no such table. Upstream: `get_current_heads`. */
export async function readHeads(
  connection: Connection,
  dialect: Dialect,
  options: VersionTableOptions,
): Promise<readonly string[]> {
  return readAsEnvironment(connection, dialect, options.environment, async () => {
    if (!(await versionTableExists(connection, dialect, options))) return [];
    const statements = new VersionTableStatements(dialect, {
      name: options.versionTable,
      schema: options.versionTableSchema,
    });
    const { rows } = await connection.execute(statements.select);
    return rows.flatMap(([version]) => (typeof version === 'string' ? [version] : []));
  });
}

export async function versionTableExists(
  connection: Connection,
  dialect: Dialect,
  options: VersionTableOptions,
): Promise<boolean> {
  return readAsEnvironment(connection, dialect, options.environment, () =>
    dialect.inspector.hasTable(connection, options.versionTable, options.versionTableSchema),
  );
}
