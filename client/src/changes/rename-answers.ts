import type { ExtensionContext } from 'vscode';
import type { RetortServer } from '../server.ts';

type Answers = Readonly<Record<string, boolean>>;

/** What the user has said of renames, kept for each project in workspaceState, so that nothing is asked twice. */
export class RenameAnswers {
  readonly #context: ExtensionContext;
  readonly #server: RetortServer;

  constructor(context: ExtensionContext, server: RetortServer) {
    this.#context = context;
    this.#server = server;
  }

  /** Keeps the answers with the others, and tells the server all of them. */
  async add(configUri: string, answers: Answers): Promise<void> {
    await this.#context.workspaceState.update(key(configUri), { ...this.#of(configUri), ...answers });
    await this.send(configUri);
  }

  /** What a new server must know before it is asked anything. */
  async send(configUri: string): Promise<void> {
    await this.#server.request('retort/answers', { configUri, answers: this.#of(configUri) });
  }

  has(configUri: string): boolean {
    return Object.keys(this.#of(configUri)).length > 0;
  }

  #of(configUri: string): Answers {
    return this.#context.workspaceState.get<Answers>(key(configUri), {});
  }
}

function key(configUri: string): string {
  return `answers:${configUri}`;
}
