import {
  Disposable,
  EventEmitter,
  Uri,
  commands,
  workspace,
  type Event,
  type LogOutputChannel,
} from 'vscode';
import type { ChangeInfo, ChangesResult } from '../../../server/src/protocol.ts';
import { messageOf, type ProjectState, type ProjectStore } from '../projects.ts';
import type { RetortServer } from '../server.ts';
import type { RenameAnswers } from './rename-answers.ts';

interface Surroundings {
  readonly server: RetortServer;
  readonly log: LogOutputChannel;
}

const nothing: ChangesResult = { changes: [], questions: [], message: '', error: null };

/** What the next revision of a project could take up, and what of it the user has ticked. */
export class PendingChanges implements Disposable {
  readonly #retort: Surroundings;
  readonly #projects: ProjectStore;
  readonly #answers: RenameAnswers;
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;
  #configUri: string | null = null;
  #result = nothing;
  /** For once: what is ignored for good is in the settings. */
  #unticked: ReadonlySet<string> = new Set();
  #asked = 0;

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(retort: Surroundings, projects: ProjectStore, answers: RenameAnswers) {
    this.#retort = retort;
    this.#projects = projects;
    this.#answers = answers;
    this.#subscription = Disposable.from(
      projects.onDidChange(() => void this.refresh()),
      retort.server.onDidAnswer(({ configUri, answers: given }) => void answers.add(configUri, given)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get result(): ChangesResult {
    return this.#result;
  }

  get unticked(): ReadonlySet<string> {
    return this.#unticked;
  }

  /** The project that the view is about: the one that was last asked for, else the editor's. */
  get project(): ProjectState | null {
    const chosen = this.#configUri === null ? null : this.#projects.find(this.#configUri);
    return chosen ?? this.#projects.current;
  }

  get chosen(): readonly ChangeInfo[] {
    return this.#result.changes.filter(({ id, ignored }) => !ignored && !this.#unticked.has(id));
  }

  /** Turns to a project; with `only`, just these changes are ticked. */
  async open(configUri: string, only: readonly string[] | null): Promise<void> {
    const isOther = this.#configUri !== configUri;
    this.#configUri = configUri;
    if (isOther) this.#unticked = new Set();
    await this.refresh();
    if (only === null) return;
    const others = this.#result.changes.map(({ id }) => id).filter((id) => !only.includes(id));
    await this.tick(
      new Map([...only.map((id) => [id, true] as const), ...others.map((id) => [id, false] as const)]),
    );
  }

  async tick(states: ReadonlyMap<string, boolean>): Promise<void> {
    const unticked = new Set(this.#unticked);
    for (const [id, ticked] of states) {
      if (ticked) unticked.delete(id);
      else unticked.add(id);
    }
    this.#unticked = unticked;
    // The boxes at once, the proposed message when the server has answered.
    this.#changed.fire();
    await this.refresh();
  }

  /** What was left out of a revision that is written now is ticked again for the next one. */
  forgetTicks(): void {
    this.#unticked = new Set();
  }

  async answer(question: string, answer: boolean): Promise<void> {
    const { project } = this;
    if (project === null) return;
    await this.#answers.add(project.info.configUri, { [question]: answer });
    await this.refresh();
  }

  /** In the settings of the workspace folder, so that the project remembers it. */
  async ignore(id: string, ignored: boolean): Promise<void> {
    const { project } = this;
    if (project === null) return;
    const settings = workspace.getConfiguration('retort', Uri.parse(project.info.configUri));
    const before = settings.get<readonly string[]>('autogenerate.ignore', []);
    const rest = before.filter((each) => each !== id);
    await settings.update('autogenerate.ignore', ignored ? [...rest, id] : rest);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    const configUri = this.project?.info.configUri ?? null;
    const result = configUri === null ? nothing : await this.#ask(configUri);
    // Nothing is drawn anew for the same answer: a line that is just being clicked would lose the click.
    if (turn !== this.#asked || JSON.stringify(result) === JSON.stringify(this.#result)) return;
    this.#result = result;
    const count = result.changes.length + result.questions.length;
    await commands.executeCommand('setContext', 'retort.hasChanges', count > 0);
    this.#changed.fire();
  }

  async #ask(configUri: string): Promise<ChangesResult> {
    const { server, log } = this.#retort;
    try {
      const all = await server.request('retort/changes', { configUri });
      if (this.#unticked.size === 0) return all;
      const chosen = all.changes.filter(({ id, ignored }) => !ignored && !this.#unticked.has(id));
      return await server.request('retort/changes', { configUri, chosen: chosen.map(({ id }) => id) });
    } catch (error) {
      log.error(`Reading the pending changes failed: ${messageOf(error)}`);
      return nothing;
    }
  }
}
