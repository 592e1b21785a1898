import * as lsp from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';
import { handlers } from './handlers.ts';
import { DiagnosticsPublisher } from './publish-diagnostics.ts';
import { Session, type ServerHost } from './session.ts';
import { mergeSettings } from './settings.ts';
import { uriToPath } from './uri.ts';

/** Serves one client over `connection` until it disconnects. */
export function startServer(connection: lsp.Connection, host: ServerHost): void {
  const session = new Session(connection, host);
  const publisher = new DiagnosticsPublisher(session);
  session.refreshDiagnostics = () => {
    publisher.schedule();
  };
  const pull = async (): Promise<void> => {
    await readSettings(session);
    publisher.schedule();
  };

  connection.onInitialize((params) => initialize(session, params));
  connection.onInitialized(async () => {
    await watchFiles(session);
    await watchSettings(session);
    await pull();
  });
  connection.onDidChangeConfiguration(pull);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) fileChanged(session, uri);
    publisher.schedule();
  });
  connection.onShutdown(() => {
    publisher.dispose();
    for (const run of session.runs.values()) run.abort();
  });
  syncDocuments(session, publisher);
  for (const register of handlers) register(session);
  connection.listen();
}

function initialize(session: Session, params: lsp.InitializeParams): lsp.InitializeResult {
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  session.capabilities = params.capabilities;
  session.trusted = options.trusted ?? true;
  session.journal = session.host.journal(options.storageFolder ?? null);
  session.clientCommands = options.clientCommands ?? false;
  session.pythonRename = options.pythonRename ?? false;
  const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
  session.setFolders(folders.flatMap((uri) => uriToPath(uri) ?? []));
  return {
    serverInfo: { name: 'retort' },
    capabilities: {
      textDocumentSync: { openClose: true, change: lsp.TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      inlayHintProvider: true,
      codeLensProvider: {},
      definitionProvider: true,
      renameProvider: { prepareProvider: true },
      documentLinkProvider: {},
      completionProvider: { triggerCharacters: ['"', "'", '.'] },
      codeActionProvider: {
        codeActionKinds: [
          lsp.CodeActionKind.QuickFix,
          lsp.CodeActionKind.Source,
          lsp.CodeActionKind.Refactor,
        ],
        resolveProvider: true,
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

function syncDocuments(session: Session, publisher: DiagnosticsPublisher): void {
  const { documents } = session;
  documents.onDidChangeContent(({ document }) => {
    const path = uriToPath(document.uri);
    if (path === null) return;
    session.openUris.set(path, document.uri);
    session.fs.setOpen(path, document.getText());
    session.workspace.fileChanged(path);
    publisher.schedule();
  });
  documents.onDidClose(({ document }) => {
    const path = uriToPath(document.uri);
    if (path === null) return;
    session.openUris.delete(path);
    session.fs.setClosed(path);
    session.workspace.fileChanged(path);
    publisher.forget(path);
    publisher.schedule();
  });
  documents.listen(session.connection);
}

function fileChanged(session: Session, uri: string): void {
  const path = uriToPath(uri);
  if (path !== null) session.workspace.fileChanged(path);
}

/** A client with Retort's commands watches by itself; any other is asked to. */
async function watchFiles(session: Session): Promise<void> {
  const { connection, capabilities, clientCommands } = session;
  if (capabilities.workspace?.workspaceFolders === true) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const paths = (folders: readonly lsp.WorkspaceFolder[]): string[] =>
        folders.flatMap(({ uri }) => uriToPath(uri) ?? []);
      const gone = new Set(paths(removed));
      session.setFolders([...session.folders.filter((folder) => !gone.has(folder)), ...paths(added)]);
    });
  }
  if (clientCommands || capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  await connection.client.register(lsp.DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: '**/{*.py,alembic.ini,pyproject.toml,script.py.mako}' }],
  });
}

/** Clients tell of changed settings only where they are asked to. */
async function watchSettings({ connection, capabilities }: Session): Promise<void> {
  if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
  await connection.client.register(lsp.DidChangeConfigurationNotification.type, { section: 'retort' });
}

/** The client's settings of section `retort`; what stands stays when the client does not tell. Never throws. */
async function readSettings(session: Session): Promise<void> {
  if (session.capabilities.workspace?.configuration !== true) return;
  try {
    session.setSettings(mergeSettings(await session.connection.workspace.getConfiguration('retort')));
  } catch (error) {
    session.logError('settings', error);
  }
}
