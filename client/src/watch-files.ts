import { workspace, type Disposable } from 'vscode';
import type { ProjectStore } from './projects.ts';

// Longer than the language client keeps file events back: the server must know of a new alembic.ini first.
const pause = 500;

/**
 * Refreshes when another program may have changed what is shown but the server does not see it: `alembic upgrade` in a
 * terminal writes the SQLite file, and an alembic.ini that comes or goes makes or ends a project.
 */
export function watchFiles(projects: ProjectStore): Disposable {
  const refresh = (): void => {
    projects.refreshSoon(pause);
  };
  const watcher = workspace.createFileSystemWatcher('**/{alembic.ini,*.db,*.sqlite,*.sqlite3}');
  watcher.onDidCreate(refresh);
  watcher.onDidChange(refresh);
  watcher.onDidDelete(refresh);
  return watcher;
}
