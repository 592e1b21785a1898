import type { SessionFacts } from '../../engine/dialect.ts';

export const sessions: SessionFacts = {
  server:
    "SELECT 'SQLite ' || sqlite_version(), NULL, (SELECT file FROM pragma_database_list WHERE name = 'main')",
  // The file's full path, links followed; empty for a database in memory, which no other process has.
  identity: "SELECT file FROM pragma_database_list WHERE name = 'main'",
  number: null,
  cancel: () => '',
  lockCodes: new Set(['SQLITE_BUSY', 'SQLITE_LOCKED']),
};
