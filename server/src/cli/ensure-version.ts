import { offlineSyntax, VersionTableStatements, type OfflineSyntax } from '../alembic/ddl/version-table.ts';
import { compileStatements, runBefore, runWithin } from '../alembic/runtime/environment-statements.ts';
import { isTransactionalDdl } from '../alembic/runtime/migration-context.ts';
import { versionTableExists } from '../alembic/runtime/version-table-reader.ts';
import type { Command } from './command.ts';
import { logContext } from './context-log.ts';
import { runOptions } from './run-options.ts';
import { requireDialect, withConnection } from './database.ts';
import { options } from './options.ts';

export const ensureVersion: Command = {
  name: 'ensure_version',
  help: "Create the alembic version table if it doesn't exist already .",
  positionals: [],
  options: [options.sql],
  async run(context) {
    const { dialect } = context.project();
    const configure = runOptions(context, context.has('sql') ? 'offline' : 'online');
    const { create } = new VersionTableStatements(dialect, {
      name: configure.versionTable,
      schema: configure.versionTableSchema,
    });
    if (context.has('sql')) {
      requireDialect(context);
      logContext(context, { offline: true });
      const inTransaction = isTransactionalDdl(dialect, configure) && !configure.transactionPerMigration;
      const { before = [], within = [] } = configure.environment ?? {};
      const sql = offlineText(
        offlineSyntax(dialect, configure.batchSeparator),
        compileStatements(dialect, before, true),
        [...compileStatements(dialect, within, true), create],
        inTransaction,
      );
      if (!context.options.json) context.host.stdout(sql);
      return { printed: [], data: { table: configure.versionTable, sql } };
    }
    return withConnection(context, async (connection) => {
      logContext(context, { offline: false });
      const exists = await versionTableExists(connection, dialect, configure);
      if (!exists) {
        const { environment } = configure;
        if (environment !== null) await runBefore(connection, dialect, environment);
        await connection.begin();
        if (environment !== null) await runWithin(connection, dialect, environment);
        await connection.execute(create);
        await connection.commit();
      }
      return { printed: [], data: { table: configure.versionTable, created: !exists } };
    });
  },
};

/** Each statement with its blank line, in the words of the dialect. */
function offlineText(
  syntax: OfflineSyntax,
  before: readonly string[],
  within: readonly string[],
  inTransaction: boolean,
): string {
  const separator = syntax.batchSeparator === null ? [] : [syntax.batchSeparator];
  const told = (sql: string): readonly string[] => [
    sql.replaceAll('\t', '    ').trim() + syntax.terminator,
    ...separator,
  ];
  const parts = [
    ...before.flatMap(told),
    ...(inTransaction ? [syntax.begin] : []),
    ...within.flatMap(told),
    ...(inTransaction ? [syntax.commit, ...separator] : []),
  ];
  return parts.map((part) => `${part}\n\n`).join('');
}
