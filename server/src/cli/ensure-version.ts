import { VersionTableStatements } from '../alembic/ddl/version-table.ts';
import { versionTableExists } from '../alembic/runtime/version-table-reader.ts';
import type { Command } from './command.ts';
import { logContext } from './context-log.ts';
import { withConnection } from './database.ts';
import { options } from './options.ts';
import { printOffline } from './run-target.ts';

export const ensureVersion: Command = {
  name: 'ensure_version',
  help: "Create the alembic version table if it doesn't exist already .",
  positionals: [],
  options: [options.sql],
  async run(context) {
    if (context.has('sql')) return printOffline(context, [], () => []);
    const { dialect } = context.project();
    const { configure } = context.project().models();
    return withConnection(context, async (connection) => {
      logContext(context, { offline: false });
      const exists = await versionTableExists(connection, dialect, configure);
      if (!exists) {
        const { create } = new VersionTableStatements(dialect, {
          name: configure.versionTable,
          schema: configure.versionTableSchema,
        });
        await connection.begin();
        await connection.execute(create);
        await connection.commit();
      }
      return { printed: [], data: { table: configure.versionTable, created: !exists } };
    });
  },
};
