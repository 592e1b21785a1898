import { Disposable, workspace } from 'vscode';
import type { ProjectStore } from './projects.ts';

const pause = 500;

/**
 * Refreshes when another program may have changed what is shown but the server does not see it: `alembic upgrade` in a
 * terminal writes the SQLite file, and an alembic.ini that comes or goes makes or ends a project.
 */
export function watchFiles(projects: ProjectStore): Disposable {
  let timer: NodeJS.Timeout | null = null;
  const refresh = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void projects.refresh(), pause);
  };
  const watcher = workspace.createFileSystemWatcher('**/{alembic.ini,*.db,*.sqlite,*.sqlite3}');
  watcher.onDidCreate(refresh);
  watcher.onDidChange(refresh);
  watcher.onDidDelete(refresh);
  const timing = new Disposable(() => {
    if (timer !== null) clearTimeout(timer);
  });
  return Disposable.from(watcher, timing);
}
