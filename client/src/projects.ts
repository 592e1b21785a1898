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
import type { ActiveConnection, ConnectionStore } from './connections/connection-store.ts';
import type { RetortServer } from './server.ts';

/** What the views show of one project. */
export interface ProjectState {
  readonly info: ProjectInfo;
  readonly history: HistoryResult | null;
  readonly connection: ConnectionInfo | null;
  /** Why `history` is null. */
  readonly error: string | null;
}

/** The projects of the workspace with their histories, asked for again whenever something changes. */
export class ProjectStore implements Disposable {
  readonly #server: RetortServer;
  readonly #connections: ConnectionStore;
  readonly #log: LogOutputChannel;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];
  #states: readonly ProjectState[] | null = null;
  #refreshing: Promise<void> | null = null;
  #asked = 0;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(server: RetortServer, connections: ConnectionStore, log: LogOutputChannel) {
    this.#server = server;
    this.#connections = connections;
    this.#log = log;
    const refresh = (): void => void this.refresh();
    this.#subscriptions = [server.onDidChange(refresh), connections.onDidChange(refresh)];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Null until the server has answered for the first time. */
  get states(): readonly ProjectState[] | null {
    return this.#states;
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

  /** Asks the server again. Calls made meanwhile share one more round. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    if (this.#refreshing !== null) return this.#refreshing;
    this.#refreshing = this.#rounds();
    try {
      await this.#refreshing;
    } finally {
      this.#refreshing = null;
    }
  }

  async #rounds(): Promise<void> {
    let answered: number;
    do {
      answered = this.#asked;
      await this.#load();
    } while (answered !== this.#asked);
  }

  async #load(): Promise<void> {
    try {
      const projects = await this.#server.request('retort/projects', null);
      this.#states = await Promise.all(projects.map((info) => this.#state(info)));
    } catch (error) {
      this.#log.error(`Reading the projects failed: ${messageOf(error)}`);
      this.#states ??= [];
    }
    await setContexts(this.#states);
    this.#changed.fire();
  }

  async #state(info: ProjectInfo): Promise<ProjectState> {
    let active: ActiveConnection | null = null;
    try {
      active = await this.#connections.active(info.configUri);
      const connection =
        active !== null && workspace.isTrusted ? await this.#connections.quietParams(active) : null;
      const history = await this.#server.request('retort/history', { configUri: info.configUri, connection });
      return { info: history.project, history, connection: active?.connection ?? null, error: null };
    } catch (error) {
      const message = messageOf(error);
      this.#log.error(`Reading the history of ${info.name} failed: ${message}`);
      return { info, history: null, connection: active?.connection ?? null, error: message };
    }
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function folderOf(configUri: string): string {
  return Uri.joinPath(Uri.parse(configUri), '..').toString() + '/';
}

async function setContexts(states: readonly ProjectState[]): Promise<void> {
  await commands.executeCommand('setContext', 'retort.loaded', true);
  await commands.executeCommand('setContext', 'retort.hasProjects', states.length > 0);
}
