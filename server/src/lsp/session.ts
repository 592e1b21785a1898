import type { Answers } from '../alembic/autogenerate/beyond/index.ts';
import { randomBytes } from 'node:crypto';
import {
  CodeLensRefreshRequest,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
  type ClientCapabilities,
  type Connection,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LiveEvaluator } from '../alembic/runtime/live-evaluation.ts';
import type { Journal } from '../alembic/runtime/journal.ts';
import type { PythonRunner } from '../alembic/runtime/project-python.ts';
import type { PythonProject } from '../workspace/python-project.ts';
import type { EvaluationThreadData } from '../workspace/evaluation-thread-data.ts';
import type { WriteContext } from '../ide/new-revision.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Notifications, RetortSettings } from '../protocol.ts';
import type { Connection as DatabaseConnection } from '../sqlalchemy/engine/connection.ts';
import type { Url } from '../sqlalchemy/engine/url.ts';
import { LineIndex } from '../util/line-index.ts';
import type { FileSystem } from '../workspace/file-system.ts';
import type { Project } from '../workspace/project.ts';
import { Workspace } from '../workspace/workspace.ts';
import { OverlayFileSystem } from './overlay-file-system.ts';
import { redact } from '../util/redact.ts';
import { defaultSettings } from './settings.ts';
import { pathToUri, uriToPath } from './uri.ts';

/** What the server needs of the outside; `main.ts` brings the real ones. */
export interface ServerHost {
  readonly fileSystem: FileSystem;
  /** Opens a database session. Rejects with a DatabaseError that holds no password. */
  connect(
    url: Url,
    options: {
      password?: string;
      signal?: AbortSignal;
      createFile?: boolean;
      baseDirectory: string;
      /** In milliseconds. */
      lockTimeout?: number;
      statementTimeout?: number;
    },
  ): Promise<DatabaseConnection>;
  /** Evaluates revisions that ask the database while they run. */
  evaluationThread(data: EvaluationThreadData): LiveEvaluator;
  /** What ran before, kept in a folder of the client's; null: nothing is kept. */
  journal(folder: string | null): Journal;
  /** Runs revisions that cannot be evaluated, in the project's own Python. */
  projectPython(project: PythonProject): PythonRunner;
}

const noAnswers: Answers = {};

/** The state of one client's session, and what every handler asks of it. */
export class Session {
  readonly connection: Connection;
  readonly host: ServerHost;
  readonly fs: OverlayFileSystem;
  workspace: Workspace;
  /** Absolute paths of the workspace's folders. */
  folders: readonly string[] = [];
  readonly documents = new TextDocuments(TextDocument);
  /** Configuration path → where its database was when last asked; absent until then. */
  private readonly current = new Map<string, readonly string[]>();
  /** Configuration path → what the user has answered. */
  private readonly answers = new Map<string, Answers>();
  /** Run id → what stops it. */
  readonly runs = new Map<string, AbortController>();
  /** Path → the URI that the client gave it. */
  readonly openUris = new Map<string, string>();
  capabilities: ClientCapabilities = {};
  journal: Journal;
  /** Computes the diagnostics anew: set by who publishes them. */
  refreshDiagnostics: () => void = () => undefined;
  settings: RetortSettings = defaultSettings;
  trusted = true;
  clientCommands = false;
  pythonRename = false;
  private readonly lineIndexes = new Map<string, { readonly text: string; readonly index: LineIndex }>();

  constructor(connection: Connection, host: ServerHost) {
    this.connection = connection;
    this.host = host;
    this.fs = new OverlayFileSystem(host.fileSystem);
    this.workspace = new Workspace(this.fs);
    this.journal = host.journal(null);
  }

  setFolders(folders: readonly string[]): void {
    this.folders = folders;
    this.workspace = new Workspace(this.fs, folders, {
      ...this.settings,
      answers: (configPath) => this.answersOf(configPath),
    });
  }

  answersOf(configPath: string): Answers {
    return this.answers.get(configPath) ?? noAnswers;
  }

  /** What the user has said without being asked; the client keeps it with the others. */
  addAnswers(configPath: string, answers: Answers): void {
    const all = { ...this.answersOf(configPath), ...answers };
    this.setAnswers(configPath, all);
    this.notify('retort/answered', { configUri: pathToUri(configPath), answers: all });
  }

  setAnswers(configPath: string, answers: Answers): void {
    this.answers.set(configPath, answers);
    this.refreshDiagnostics();
  }

  setSettings(settings: RetortSettings): void {
    const decisive = ({ config, types, autogenerate }: RetortSettings): string =>
      JSON.stringify([config, types, autogenerate]);
    const isOther = decisive(settings) !== decisive(this.settings);
    this.settings = settings;
    if (isOther) this.setFolders(this.folders);
  }

  documentVersion(uri: string): number | null {
    return this.documents.get(uri)?.version ?? null;
  }

  /** The project that a document belongs to, with its path; null when there is none. */
  locate(uri: string): { readonly project: Project; readonly path: string } | null {
    const path = uriToPath(uri);
    const project = path === null ? null : this.workspace.projectOf(path);
    return path === null || project === null ? null : { project, path };
  }

  /** The project of a custom request. */
  project(configUri: string): Project {
    const path = uriToPath(configUri);
    const project = this.workspace
      .projects()
      .find((candidate) => candidate.kind === 'alembic' && candidate.configPath === path);
    if (project !== undefined) return project;
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      `There is no Alembic project at ${path ?? configUri}: is its alembic.ini still there?`,
    );
  }

  parse(path: string): Module | null {
    return this.workspace.parse(path);
  }

  lines(path: string): LineIndex {
    const text = this.workspace.readFile(path) ?? '';
    const cached = this.lineIndexes.get(path);
    if (cached?.text === text) return cached.index;
    const index = new LineIndex(text);
    this.lineIndexes.set(path, { text, index });
    return index;
  }

  uri(path: string): string {
    return this.openUris.get(path) ?? pathToUri(path);
  }

  writeContext(): WriteContext {
    return {
      files: this.fs,
      parse: (path) => this.parse(path),
      now: new Date(),
      revisionId: randomBytes(6).toString('hex'),
    };
  }

  /** Refuses what reaches a database while the workspace is not trusted. */
  requireTrust(): void {
    if (this.trusted) return;
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      'Retort does not connect to a database in Restricted Mode: trust the workspace first.',
    );
  }

  notify<M extends keyof Notifications>(method: M, params: Notifications[M]): void {
    this.send(this.connection.sendNotification(method, params));
  }

  /** For messages that nobody waits for: a client that has gone meanwhile is no defect. */
  send(sent: Promise<void>): void {
    sent.catch(() => undefined);
  }

  /** Where the project's database was when last asked; null while that is not known. */
  currentOf(configPath: string): readonly string[] | null {
    return this.current.get(configPath) ?? null;
  }

  setCurrent(configPath: string, heads: readonly string[] | null): void {
    if (String(heads) === String(this.currentOf(configPath))) return;
    if (heads === null) this.current.delete(configPath);
    else this.current.set(configPath, heads);
    this.refreshLenses();
  }

  /** Where the database is has changed, and with it what the lenses say. */
  refreshLenses(): void {
    if (this.capabilities.workspace?.codeLens?.refreshSupport !== true) return;
    this.connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => {
      this.logError('code lens refresh', error);
    });
  }

  /** To the client's log; never with a password. */
  logError(what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(redact(`${what}: ${detail}`));
  }
}
