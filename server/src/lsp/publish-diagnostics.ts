import type { Project } from '../workspace/project.ts';
import { projectDiagnostics } from '../ide/diagnostics.ts';
import { knownDrift } from '../ide/known-drift.ts';
import { notesOf } from './journal.ts';
import type { Session } from './session.ts';
import * as to from './to-proto.ts';
import { pathToUri } from './uri.ts';

const debounceMilliseconds = 120;

/**
 * Computes and pushes the diagnostics of every project some time after the last change. A change that comes while
 * projects are being looked at ends that round: its results would be stale.
 */
export class DiagnosticsPublisher {
  private readonly session: Session;
  private timer: NodeJS.Timeout | null = null;
  private round = 0;
  private isDisposed = false;
  /** Path → what was last published, as text, so that an unchanged file is not sent again. */
  private readonly published = new Map<string, string>();
  private readonly signatures = new Map<string, string>();

  constructor(session: Session) {
    this.session = session;
  }

  schedule(): void {
    if (this.isDisposed) return;
    this.round++;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.run().catch((error: unknown) => {
        this.session.logError('diagnostics', error);
      });
    }, debounceMilliseconds);
  }

  dispose(): void {
    this.isDisposed = true;
    this.round++;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  /** A file that is closed or sent again with another URI gets its diagnostics anew. */
  forget(path: string): void {
    this.published.set(path, '');
  }

  private async run(): Promise<void> {
    const round = ++this.round;
    const seen = new Set<string>();
    for (const project of this.session.workspace.projects()) {
      try {
        for (const path of this.publish(project)) seen.add(path);
        this.tellChanges(project);
      } catch (error) {
        this.session.logError(`diagnostics of ${project.configPath}`, error);
      }
      // Lets waiting messages in: one of them may be the next keystroke.
      await new Promise(setImmediate);
      if (this.round !== round) return;
    }
    for (const path of this.published.keys()) if (!seen.has(path)) this.send(path, []);
    await this.refresh();
  }

  private publish(project: Project): Iterable<string> {
    const byFile = projectDiagnostics(project, {
      drift: this.session.settings.diagnostics.drift,
      parse: (file) => this.session.parse(file),
      journal: notesOf(this.session, project),
    });
    for (const [path, found] of byFile) {
      const lines = this.session.lines(path);
      const isOpen = this.session.openUris.has(path);
      this.send(
        path,
        // A hint is for who reads the file; no list of problems shows it.
        found
          .filter(({ severity }) => isOpen || severity !== 'hint')
          .map((diagnostic) => to.diagnostic(this.session, lines, diagnostic)),
      );
    }
    return byFile.keys();
  }

  private send(path: string, diagnostics: ReturnType<typeof to.diagnostic>[]): void {
    const text = JSON.stringify(diagnostics);
    if ((this.published.get(path) ?? '[]') === text) return;
    if (diagnostics.length === 0) this.published.delete(path);
    else this.published.set(path, text);
    this.session.send(this.session.connection.sendDiagnostics({ uri: this.session.uri(path), diagnostics }));
  }

  /** Tells the tree and the status bar when what they show may have changed. */
  private tellChanges(project: Project): void {
    const { revisionMap } = project.scriptDirectory;
    const signature = JSON.stringify([
      [...revisionMap.scripts.values()].map(({ path, revision, downRevisions, doc }) => [
        path,
        revision,
        downRevisions,
        doc,
      ]),
      knownDrift(project, (path) => this.session.parse(path)).map(({ message }) => message),
      project.history().refused.map(({ revision }) => revision),
      project.problems.map(({ message }) => message),
      [...project.config.mainOptions],
      project.models().source,
    ]);
    const key = `${project.kind} ${project.configPath}`;
    const before = this.signatures.get(key);
    this.signatures.set(key, signature);
    if (before !== signature)
      this.session.notify('retort/changed', { configUri: pathToUri(project.configPath) });
  }

  /** Hints depend on other files than the one they are in. */
  private async refresh(): Promise<void> {
    this.session.refreshLenses();
    if (this.session.capabilities.workspace?.inlayHint?.refreshSupport !== true) return;
    await this.session.connection.languages.inlayHint.refresh();
  }
}
