import { window, workspace, type ExtensionContext } from 'vscode';
import { PendingChanges } from './changes/pending-changes.ts';
import { RenameAnswers } from './changes/rename-answers.ts';
import { registerCommands } from './commands/index.ts';
import { ConnectionStore } from './connections/connection-store.ts';
import { createLog } from './log.ts';
import { messageOf, ProjectStore } from './projects.ts';
import { RetortServer } from './server.ts';
import { createStatus } from './status.ts';
import { TextDocuments } from './text-documents.ts';
import { createChangesView } from './views/changes-view.ts';
import { createMigrationsView } from './views/migrations-view.ts';
import { watchFiles } from './watch-files.ts';

let running: RetortServer | null = null;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = createLog();
  const server = new RetortServer(context, log);
  const connections = new ConnectionStore(context, server);
  const answers = new RenameAnswers(context, server);
  const projects = new ProjectStore(server, connections, answers, log);
  const changes = new PendingChanges({ server, log }, projects, answers);
  const documents = new TextDocuments();
  running = server;
  const started = start(server.start());
  context.subscriptions.push(
    log,
    server,
    connections,
    projects,
    changes,
    documents,
    ...registerCommands({ server, connections, projects, changes, documents, log }),
    createMigrationsView(projects),
    createChangesView(changes),
    createStatus(projects),
    watchFiles(projects),
    workspace.onDidGrantWorkspaceTrust(() => void start(server.restart())),
  );
  await started;

  async function start(starting: Promise<void>): Promise<void> {
    try {
      await starting;
    } catch (error) {
      log.error(`The language server did not start: ${messageOf(error)}`);
      void window.showErrorMessage(`Retort could not start its language server: ${messageOf(error)}`);
    }
  }
}

/** VS Code waits for the server to end, so that a run under way is rolled back. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = null;
}
