import { randomUUID } from 'node:crypto';
import {
  EventEmitter,
  extensions,
  workspace,
  type CancellationToken,
  type Disposable,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type {
  InitializationOptions,
  Notifications,
  Requests,
  RunProgress,
} from '../../server/src/protocol.ts';
import { withoutPasswords } from './without-passwords.ts';

/** Extensions that rename Python's names throughout the code. */
const pythonExtensions = [
  'ms-python.vscode-pylance',
  'ms-python.python',
  'ms-pyright.pyright',
  'detachhead.basedpyright',
  'meta.pyrefly',
  'astral-sh.ty',
];

/** The language server, with the custom requests of protocol.ts typed. */
export class RetortServer implements Disposable {
  readonly #context: ExtensionContext;
  /** The argument of `retort.openFile` that the last chosen code action left. */
  #toOpen: unknown;
  readonly #log: LogOutputChannel;
  readonly #changed = new EventEmitter<Notifications['retort/changed']>();
  readonly #progress = new EventEmitter<RunProgress>();
  readonly #answered = new EventEmitter<Notifications['retort/answered']>();
  readonly #files = workspace.createFileSystemWatcher('**/{*.py,alembic.ini,pyproject.toml,script.py.mako}');
  /** Rejects when the server could not start. */
  #client: Promise<LanguageClient> | null = null;

  /** Models, scripts or configuration changed, or the server was started again. */
  readonly onDidChange: Event<Notifications['retort/changed']> = this.#changed.event;
  /** A rename in the editor has answered a question before it was asked. */
  readonly onDidAnswer: Event<Notifications['retort/answered']> = this.#answered.event;

  constructor(context: ExtensionContext, log: LogOutputChannel) {
    this.#context = context;
    this.#log = log;
  }

  /** The file that the last chosen code action wants opened; asked for once. */
  takeFileToOpen(): unknown {
    const argument = this.#toOpen;
    this.#toOpen = undefined;
    return argument;
  }

  /** Starts the server; requests made meanwhile wait for it. Rejects when it cannot start. */
  async start(): Promise<void> {
    this.#client = this.#launch();
    await this.#client;
    this.#changed.fire({ configUri: null });
  }

  async #launch(): Promise<LanguageClient> {
    const module = this.#context.asAbsolutePath('dist/server.js');
    const options: InitializationOptions = {
      trusted: workspace.isTrusted,
      clientCommands: true,
      pythonRename: pythonExtensions.some((id) => extensions.getExtension(id) !== undefined),
      storageFolder: this.#context.globalStorageUri.fsPath,
    };
    const client = new LanguageClient(
      'retort',
      'Retort',
      {
        run: { module, transport: TransportKind.ipc },
        debug: {
          module,
          transport: TransportKind.ipc,
          options: { execArgv: ['--nolazy', '--inspect=6019'] },
        },
      },
      {
        documentSelector: [
          { scheme: 'file', language: 'python' },
          { scheme: 'file', pattern: '**/{alembic.ini,pyproject.toml,script.py.mako}' },
        ],
        initializationOptions: options,
        outputChannel: withoutPasswords(this.#log),
        synchronize: {
          fileEvents: this.#files,
        },
        middleware: {
          // VS Code forgets the arguments of an action's command together with the list of actions, which the action's
          // own edit makes stale: often before the command runs. So the arguments wait here.
          resolveCodeAction: async (action, token, next) => {
            const resolved = await next(action, token);
            if (resolved?.command?.command === 'retort.openFile') {
              this.#toOpen = resolved.command.arguments?.[0];
              resolved.command = { command: 'retort.openFile', title: resolved.command.title };
            }
            return resolved;
          },
        },
      },
    );
    client.onNotification('retort/changed', (params: Notifications['retort/changed']) => {
      this.#changed.fire(params);
    });
    client.onNotification('retort/answered', (params: Notifications['retort/answered']) => {
      this.#answered.fire(params);
    });
    client.onNotification('retort/progress', (params: RunProgress) => {
      this.#progress.fire(params);
    });
    await client.start();
    return client;
  }

  /** Starts the server again, as after the workspace was trusted. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    try {
      await (await client)?.dispose();
    } catch (error) {
      this.#log.warn(`Stopping the server: ${String(error)}`);
    }
  }

  dispose(): void {
    void this.stop();
    this.#files.dispose();
    this.#changed.dispose();
    this.#answered.dispose();
    this.#progress.dispose();
  }

  /** Sends one request. Rejects when the server is not running or answers with an error. */
  async request<M extends keyof Requests>(
    method: M,
    params: Requests[M]['params'],
    token?: CancellationToken,
  ): Promise<Requests[M]['result']> {
    if (this.#client === null) throw new Error('The Retort language server is not running.');
    const client = await this.#client;
    return client.sendRequest<Requests[M]['result']>(method, params, token);
  }

  /**
   * Runs a migration. `onProgress` hears each statement and step; a cancelled `token` asks the server to stop, and the
   * result, which still arrives, says what was done.
   */
  async migrate(
    params: Omit<Requests['retort/migrate']['params'], 'runId'>,
    onProgress: (progress: RunProgress) => void,
    token: CancellationToken,
  ): Promise<Requests['retort/migrate']['result']> {
    const runId = randomUUID();
    const subscriptions = [
      this.#progress.event((progress) => {
        if (progress.runId === runId) onProgress(progress);
      }),
      token.onCancellationRequested(() => {
        this.request('retort/cancel', { runId }).catch((error: unknown) => {
          this.#log.error(`Cancelling the run failed: ${String(error)}`);
        });
      }),
    ];
    try {
      return await this.request('retort/migrate', { ...params, runId });
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  }
}
