import { readHeads } from '../alembic/runtime/version-table-reader.ts';
import type { CommandContext } from './command.ts';
import { withConnection } from './database.ts';
import { runOptions } from './run-options.ts';
import { logContext } from './context-log.ts';

/** What the version table of the database holds. */
export async function currentHeads(context: CommandContext): Promise<readonly string[]> {
  const { dialect } = context.project();
  const configure = runOptions(context);
  return withConnection(context, async (connection) => {
    logContext(context, { offline: false });
    return readHeads(connection, dialect, configure);
  });
}
