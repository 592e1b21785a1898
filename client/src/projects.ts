import {
  EventEmitter,
  Uri,
  commands,
  window,
  workspace,
  type Disposable,
  type Event,
  type LogOutputChannel,
} from 'vscode';
import type { ConnectionInfo, HistoryResult, ProjectInfo } from '../../server/src/protocol.ts';
import type { RenameAnswers } from './changes/rename-answers.ts';
import type { ActiveConnection, ConnectionStore } from './connections/connection-store.ts';
import { unmarked, type ConnectionMark } from './connections/mark.ts';
import type { RetortServer } from './server.ts';

// While a line is being typed the models are broken at every other key; the tree waits until the hands rest.
const typingPause = 700;

/** What the views show of one project. */
export interface ProjectState {
  readonly info: ProjectInfo;
  readonly history: HistoryResult | null;
  readonly connection: ConnectionInfo | null;
  /** Of the connection. */
  readonly mark: ConnectionMark;
  /** Why `history` is null. */
  readonly error: string | null;
}

/** The projects of the workspace with their histories, asked for again whenever something changes. */
export class ProjectStore implements Disposable {
  readonly #server: RetortServer;
  readonly #connections: ConnectionStore;
  readonly #answers: RenameAnswers;
  readonly #log: LogOutputChannel;
  /** Projects whose answers the server has; a new server has none. */
  readonly #told = new Set<string>();
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  #states: readonly ProjectState[] | null = null;
  #withoutConfiguration: readonly ProjectInfo[] = [];
  #timer: NodeJS.Timeout | null = null;
  #asked = 0;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(
    server: RetortServer,
    connections: ConnectionStore,
    answers: RenameAnswers,
    log: LogOutputChannel,
  ) {
    this.#server = server;
    this.#connections = connections;
    this.#answers = answers;
    this.#log = log;
    this.#subscriptions = [
      server.onDidChange(({ configUri }) => {
        if (configUri === null) this.#told.clear();
        this.refreshSoon(isTyping() ? typingPause : undefined);
      }),
      connections.onDidChange(() => {
        this.refreshSoon();
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#timer !== null && document.languageId === 'python') this.refreshSoon(typingPause);
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#changed.dispose();
  }

  /** Refreshes once for all the changes of a moment, in milliseconds. */
  refreshSoon(moment = 100): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.refresh();
    }, moment);
  }

  /** Waits for the server's first answer. */
  async loaded(): Promise<void> {
    if (this.#states !== null) return;
    const shown = new Promise<void>((resolve) => {
      const subscription = this.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
    void this.refresh();
    await shown;
  }

  /** Null until the server has answered for the first time. */
  get states(): readonly ProjectState[] | null {
    return this.#states;
  }

  /** A folder that has models and no configuration: of the active editor's file, else the first. */
  get modelsOnly(): ProjectInfo | null {
    const file = window.activeTextEditor?.document.uri.toString() ?? '';
    const folders = this.#withoutConfiguration;
    return folders.find(({ configUri }) => file.startsWith(folderOf(configUri))) ?? folders[0] ?? null;
  }

  find(configUri: string): ProjectState | null {
    return this.#states?.find((state) => state.info.configUri === configUri) ?? null;
  }

  /** The project of the active editor's file, else the first. */
  get current(): ProjectState | null {
    const states = this.#states ?? [];
    const file = window.activeTextEditor?.document.uri.toString() ?? '';
    const containing = states
      .filter(({ info }) => file.startsWith(folderOf(info.configUri)))
      .sort((a, b) => b.info.configUri.length - a.info.configUri.length);
    return containing[0] ?? states[0] ?? null;
  }

  /**
   * Asks the server again, and gives up what an earlier call still waits for. Where the database is not known to answer,
   * the history is shown before it is asked, since an unreachable one takes long to say so.
   */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    try {
      const all = await this.#server.request('retort/projects', null);
      const projects = all.filter(({ kind }) => kind === 'alembic');
      if (turn === this.#asked) this.#withoutConfiguration = all.filter(({ kind }) => kind === 'models');
      await this.#tellAnswers(projects);
      if (projects.some(({ configUri }) => !this.#connects(configUri))) {
        const states = await Promise.all(projects.map((info) => this.#withoutDatabase(info)));
        if (turn === this.#asked) await this.#show(states);
      }
      const states = await Promise.all(projects.map((info) => this.#state(info, workspace.isTrusted)));
      if (turn === this.#asked) await this.#show(states);
    } catch (error) {
      this.#log.error(`Reading the projects failed: ${messageOf(error)}`);
      if (turn === this.#asked) await this.#show(this.#states ?? []);
    }
  }

  async #show(states: readonly ProjectState[]): Promise<void> {
    this.#states = states;
    await setContexts(states);
    this.#changed.fire();
  }

  async #tellAnswers(projects: readonly ProjectInfo[]): Promise<void> {
    for (const { configUri } of projects) {
      if (this.#told.has(configUri)) continue;
      this.#told.add(configUri);
      if (this.#answers.has(configUri)) await this.#answers.send(configUri);
    }
  }

  #connects(configUri: string): boolean {
    const before = this.find(configUri)?.history ?? null;
    return before !== null && before.connectionError === null;
  }

  /** The history alone; what was said of the connection before stays until it is known better. */
  async #withoutDatabase(info: ProjectInfo): Promise<ProjectState> {
    const before = this.find(info.configUri);
    if (before !== null && this.#connects(info.configUri)) return before;
    const state = await this.#state(info, false);
    const connectionError = before?.history?.connectionError ?? null;
    return { ...state, history: state.history === null ? null : { ...state.history, connectionError } };
  }

  async #state(info: ProjectInfo, connects: boolean): Promise<ProjectState> {
    let active: ActiveConnection | null = null;
    try {
      active = await this.#connections.active(info.configUri);
      const connection = connects && active !== null ? await this.#connections.quietParams(active) : null;
      const history = await this.#server.request('retort/history', { configUri: info.configUri, connection });
      return { info: history.project, history, ...shown(active), error: null };
    } catch (error) {
      const message = messageOf(error);
      this.#log.error(`Reading the history of ${info.name} failed: ${message}`);
      return { info, history: null, ...shown(active), error: message };
    }
  }
}

function shown(active: ActiveConnection | null): Pick<ProjectState, 'connection' | 'mark'> {
  return { connection: active?.connection ?? null, mark: active?.mark ?? unmarked };
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isTyping(): boolean {
  return window.activeTextEditor?.document.isDirty === true;
}

function folderOf(configUri: string): string {
  return Uri.joinPath(Uri.parse(configUri), '..').toString() + '/';
}

async function setContexts(states: readonly ProjectState[]): Promise<void> {
  await commands.executeCommand('setContext', 'retort.loaded', true);
  await commands.executeCommand('setContext', 'retort.hasProjects', states.length > 0);
}
