import { EventEmitter, window, workspace, type Disposable, type Event, type ExtensionContext } from 'vscode';
import type { ConnectionInfo, ConnectionParams } from '../../../server/src/protocol.ts';
import type { RetortServer } from '../server.ts';
import {
  activeConnection,
  allConnections,
  connectionParams,
  isPasswordRefused,
  type ConnectionChoice,
} from './connection-list.ts';
import { markOf, type ConnectionMark } from './mark.ts';
import { readEnvironment } from './read-environment.ts';
import { splitPassword } from './url.ts';

/** A connection in use and every one that the project has, as one request found them. */
export interface ActiveConnection {
  readonly connection: ConnectionInfo;
  readonly mark: ConnectionMark;
  readonly all: readonly ConnectionInfo[];
}
interface Refusal {
  readonly message: string;
  readonly reason?: 'authentication' | undefined;
}

/**
 * The connections of each project. URLs without passwords are in workspaceState, passwords in SecretStorage under
 * workspace and URL, and nowhere else.
 */
export class ConnectionStore implements Disposable {
  readonly #context: ExtensionContext;
  readonly #server: RetortServer;
  readonly #changed = new EventEmitter<void>();
  /** Passwords of the environment's URLs: here and nowhere else. */
  readonly #environmentPasswords = new Map<string, string>();
  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(context: ExtensionContext, server: RetortServer) {
    this.#context = context;
    this.#server = server;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async list(configUri: string): Promise<readonly ConnectionInfo[]> {
    const found = await this.#server.request('retort/connections', { configUri });
    return allConnections(found, this.#added(configUri), await this.#environment(configUri));
  }

  async active(configUri: string): Promise<ActiveConnection | null> {
    const all = await this.list(configUri);
    const choice = this.#context.workspaceState.get<ConnectionChoice | null>(choiceKey(configUri), null);
    const connection = activeConnection(all, choice);
    return connection === null ? null : { connection, mark: this.mark(configUri, connection.url), all };
  }

  mark(configUri: string, url: string): ConnectionMark {
    return markOf(this.#marks(configUri)[url]);
  }

  async setMark(configUri: string, url: string, mark: ConnectionMark): Promise<void> {
    await this.#context.workspaceState.update(marksKey(configUri), {
      ...this.#marks(configUri),
      [url]: mark,
    });
    this.#changed.fire();
  }

  /** Whether the user agreed to look for URLs in the environment and in `.env`. */
  looksInEnvironment(configUri: string): boolean {
    return this.#context.workspaceState.get(environmentKey(configUri), false);
  }

  async setLooksInEnvironment(configUri: string, looks: boolean): Promise<void> {
    await this.#context.workspaceState.update(environmentKey(configUri), looks);
    this.#changed.fire();
  }

  async select(configUri: string, { source, url }: ConnectionChoice): Promise<void> {
    await this.#context.workspaceState.update(choiceKey(configUri), { source, url });
    this.#changed.fire();
  }

  /** Keeps a URL as the user typed it, its password apart, and takes it into use. */
  async add(configUri: string, typed: string): Promise<ConnectionInfo | null> {
    const { url, password } = splitPassword(typed);
    const added = this.#added(configUri);
    if (!added.includes(url)) await this.#context.workspaceState.update(addedKey(configUri), [...added, url]);
    if (password !== null) await this.#context.secrets.store(secretKey(url), password);
    const connection = (await this.list(configUri)).find((candidate) => candidate.url === url) ?? null;
    if (connection !== null) await this.select(configUri, connection);
    return connection;
  }

  /** Forgets an added URL and its password. */
  async remove(configUri: string, url: string): Promise<void> {
    const rest = this.#added(configUri).filter((added) => added !== url);
    await this.#context.workspaceState.update(addedKey(configUri), rest);
    await this.#context.secrets.delete(secretKey(url));
    this.#changed.fire();
  }

  /** Parameters for a request in the background: with the stored password if there is one, never asking. */
  async quietParams({ connection, all }: ActiveConnection): Promise<ConnectionParams> {
    return connectionParams(connection, all, await this.#password(connection));
  }

  /**
   * Runs `attempt` with the connection's password. Asks for a password that is needed and not stored, and once more
   * when `refusalOf` finds that the database refused it. A password that worked is stored. Null: the user gave up.
   */
  async withPassword<T>(
    { connection, all }: ActiveConnection,
    attempt: (params: ConnectionParams) => PromiseLike<T>,
    refusalOf: (result: T) => Refusal | null,
  ): Promise<{ readonly result: T; readonly params: ConnectionParams } | null> {
    const key = secretKey(connection.url);
    const stored = await this.#password(connection);
    let password = stored;
    let prompt = `Password for ${connection.label}. Leave it empty if there is none`;
    for (let tries = 0; ; tries += 1) {
      if (tries > 0 || (password === null && connection.needsPassword)) {
        password = (await window.showInputBox({ prompt, password: true, ignoreFocusOut: true })) ?? null;
        if (password === null) return null;
      }
      const params = connectionParams(connection, all, password);
      const result = await attempt(params);
      const refusal = refusalOf(result);
      if (refusal === null || !isPasswordRefused(refusal)) {
        if (refusal === null && password !== null && password !== stored) {
          await this.#context.secrets.store(key, password);
        }
        return { result, params };
      }
      if (tries > 0) return { result, params };
      prompt = `${connection.label} refused the user name or the password. Password, once more`;
    }
  }

  async #password({ url, source }: ConnectionInfo): Promise<string | null> {
    const isEnvironment = source === '.env' || source === 'environment';
    const known = isEnvironment ? this.#environmentPasswords.get(url) : undefined;
    return known ?? (await this.#context.secrets.get(secretKey(url))) ?? null;
  }

  async #environment(configUri: string): Promise<readonly ConnectionInfo[]> {
    if (!this.looksInEnvironment(configUri)) return [];
    const found = await readEnvironment(configUri);
    for (const { connection, password } of found) {
      if (password === null) this.#environmentPasswords.delete(connection.url);
      else this.#environmentPasswords.set(connection.url, password);
    }
    return found.map(({ connection }) => connection);
  }

  #marks(configUri: string): Readonly<Record<string, unknown>> {
    return this.#context.workspaceState.get<Readonly<Record<string, unknown>>>(marksKey(configUri), {});
  }

  #added(configUri: string): readonly string[] {
    return this.#context.workspaceState.get<readonly string[]>(addedKey(configUri), []);
  }
}

function choiceKey(configUri: string): string {
  return `connection:${configUri}`;
}
function addedKey(configUri: string): string {
  return `connections:${configUri}`;
}
function marksKey(configUri: string): string {
  return `marks:${configUri}`;
}
function environmentKey(configUri: string): string {
  return `environment:${configUri}`;
}
function secretKey(url: string): string {
  const folder = workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri;
  return JSON.stringify([folder?.toString() ?? '', url]);
}
