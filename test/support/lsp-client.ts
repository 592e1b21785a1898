import { PassThrough } from 'node:stream';
import * as lsp from 'vscode-languageserver/node';
import type { Journal } from '../../server/src/alembic/runtime/journal.ts';
import type { InitializationOptions, Notifications, Requests } from '../../server/src/protocol.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import type { ServerHost } from '../../server/src/lsp/session.ts';
import { pathToUri } from '../../server/src/lsp/uri.ts';
import { noEvaluationThread } from './evaluation-thread.ts';
import type { MemoryFileSystem } from './memory-file-system.ts';

export interface ClientOptions {
  readonly initialization?: InitializationOptions;
  readonly capabilities?: lsp.ClientCapabilities;
  readonly connect?: ServerHost['connect'];
  readonly journal?: Journal;
  readonly projectPython?: ServerHost['projectPython'];
  readonly folder?: string;
  /** Section `retort` of the client's settings. */
  readonly configuration?: object;
}

/** An LSP client that speaks to a server in the same process over a pair of streams. */
export class LspClient {
  readonly connection: lsp.ProtocolConnection;
  /** Path → what was last published for it. */
  readonly diagnostics = new Map<string, readonly lsp.Diagnostic[]>();
  readonly log: string[] = [];
  readonly changed: Notifications['retort/changed'][] = [];
  readonly progress: Notifications['retort/progress'][] = [];
  capabilities: lsp.ServerCapabilities = {};
  private published = 0;
  private readonly server: lsp.Connection;
  private readonly versions = new Map<string, number>();
  private waiting: (() => void)[] = [];

  /** Methods that the server asked to be told of. */
  readonly registered: string[] = [];

  private constructor(fs: MemoryFileSystem, options: ClientOptions) {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    this.server = lsp.createConnection(toServer, toClient);
    this.connection = lsp.createProtocolConnection(toClient, toServer);
    startServer(this.server, {
      fileSystem: fs,
      evaluationThread: noEvaluationThread,
      journal: () => options.journal ?? { append: () => undefined, entries: () => [] },
      projectPython:
        options.projectPython ??
        (() => {
          throw new Error('this test has no Python');
        }),
      connect: options.connect ?? (() => Promise.reject(new Error('this test has no database'))),
    });
    this.connection.onNotification(lsp.PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.diagnostics.set(new URL(uri).pathname, diagnostics);
      this.published++;
      for (const resolve of this.waiting.splice(0)) resolve();
    });
    this.connection.onNotification(lsp.LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
    });
    this.connection.onNotification('retort/changed', (params: Notifications['retort/changed']) => {
      this.changed.push(params);
    });
    this.connection.onNotification('retort/progress', (params: Notifications['retort/progress']) => {
      this.progress.push(params);
    });
    this.connection.onRequest(lsp.ConfigurationRequest.type, ({ items }) =>
      items.map(() => options.configuration ?? null),
    );
    this.connection.onRequest(lsp.RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    this.connection.listen();
  }

  static async start(fs: MemoryFileSystem, options: ClientOptions = {}): Promise<LspClient> {
    const client = new LspClient(fs, options);
    const result = await client.connection.sendRequest(lsp.InitializeRequest.type, {
      processId: null,
      workspaceFolders: [{ uri: pathToUri(options.folder ?? '/app'), name: 'app' }],
      capabilities: options.capabilities ?? fullCapabilities,
      initializationOptions: options.initialization ?? { clientCommands: true },
    } as lsp.InitializeParams);
    client.capabilities = result.capabilities;
    await client.connection.sendNotification(lsp.InitializedNotification.type, {});
    return client;
  }

  open(path: string, text: string): void {
    this.versions.set(path, 1);
    const textDocument = { uri: pathToUri(path), languageId: 'python', version: 1, text };
    void this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument });
  }

  /** Replaces the whole text. */
  change(path: string, text: string): void {
    const version = (this.versions.get(path) ?? 0) + 1;
    this.versions.set(path, version);
    void this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
      textDocument: { uri: pathToUri(path), version },
      contentChanges: [{ text }],
    });
  }

  close(path: string): void {
    const textDocument = { uri: pathToUri(path) };
    void this.connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument });
  }

  fileEvent(path: string, type: lsp.FileChangeType): void {
    void this.connection.sendNotification(lsp.DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: pathToUri(path), type }],
    });
  }

  request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
  ): Promise<Requests[M]['result']> {
    return this.connection.sendRequest<Requests[M]['result']>(method, params);
  }

  /** Waits until what is published satisfies `holds`. */
  async until(holds: (client: LspClient) => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!holds(this)) {
      if (Date.now() > deadline) {
        throw new Error(
          `${what}: not after 5 s; published ${JSON.stringify([...this.diagnostics])}; log ${this.log.join('\n')}`,
        );
      }
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        setTimeout(resolve, 50);
      });
    }
  }

  /** The messages published for a file. */
  messages(path: string): readonly string[] {
    return (this.diagnostics.get(path) ?? []).map(({ message }) =>
      typeof message === 'string' ? message : message.value,
    );
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    // Answers that are still under way would find a closed stream.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.connection.dispose();
    this.server.dispose();
  }
}

const fullCapabilities: lsp.ClientCapabilities = {
  textDocument: { codeAction: { resolveSupport: { properties: ['edit', 'command'] } } },
  workspace: {
    configuration: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
  },
};
