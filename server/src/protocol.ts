/**
 * The custom requests between client and server, and their data: the one server file that the client imports. Plain
 * data only; no password ever appears in a result or a notification.
 */

export interface ProjectInfo {
  /** `models`: a folder that has models and no configuration. There is no history to ask for. */
  readonly kind: 'alembic' | 'models';
  /** `file:` URI of `alembic.ini` (or `pyproject.toml`); of a `models` project, where it would be. */
  readonly configUri: string;
  /** Folder name, for the tree and the status bar. */
  readonly name: string;
  readonly dialect: string | null;
  readonly problems: readonly ProblemInfo[];
  /** Why the models were looked for by their base, with what was found; null where env.py tells which they are. */
  readonly modelsByBase: string | null;
}
export interface ProblemInfo {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly uri: string | null;
  /** Zero-based. */
  readonly line: number | null;
  /** `authentication`: the database refused the user or the password, so asking for another password may help. */
  readonly reason?: 'authentication';
}

export interface RevisionInfo {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  readonly branchLabels: readonly string[];
  readonly message: string;
  readonly createDate: string | null;
  readonly uri: string;
  readonly isHead: boolean;
  readonly isBase: boolean;
  readonly isBranchPoint: boolean;
  readonly isMergePoint: boolean;
  /** `unknown` while no connection is chosen or reachable. */
  readonly state: 'applied' | 'pending' | 'unknown';
  readonly isCurrent: boolean;
  /** Why upgrade() or downgrade() cannot be evaluated, with the place. */
  readonly refusals: readonly ProblemInfo[];
  /** What the journal of runs says of it: edited after it was applied, left half done. */
  readonly notes: readonly string[];
}
export interface HistoryResult {
  readonly project: ProjectInfo;
  /** Heads first, as `alembic history`. */
  readonly revisions: readonly RevisionInfo[];
  readonly heads: readonly string[];
  readonly current: readonly string[] | null;
  /** Why `current` is null, when a connection is chosen. */
  readonly connectionError: string | null;
  /** As ProblemInfo.reason, for `connectionError`. */
  readonly connectionReason?: 'authentication';
  /** Tables and columns of the models that the history does not build, as sentences. */
  readonly drift: readonly DriftInfo[];
}
export interface DriftInfo {
  readonly message: string;
  readonly uri: string | null;
  readonly line: number | null;
}

/** Passed with every request that connects. The client reads the password from SecretStorage and sends it for that one request. */
export interface ConnectionParams {
  /** A SQLAlchemy URL, without its password. Null: `sqlalchemy.url` of the configuration, or what env.py evaluates to. */
  readonly url: string | null;
  readonly password: string | null;
}

export interface MigrateParams {
  readonly configUri: string;
  readonly connection: ConnectionParams;
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  /** `head`, `heads`, `+1`, `-1`, `base`, an id … */
  readonly target: string;
  /** Returned by `retort/plan`; a run whose plan has changed is refused. */
  readonly planId?: string;
  readonly python?: PythonParams;
}
/** What a client knows of the project's own Python. */
export interface PythonParams {
  /** Path of the interpreter that the user chose for the project; null: that of its virtual environment. */
  readonly interpreter: string | null;
  /** Revisions that an earlier run could not follow to their end (MigrateResult.refused), with the reasons. */
  readonly revisions: Readonly<Record<string, string>>;
}
/** The revisions of a plan that the project's own Python is to run. */
export interface PythonPlan {
  readonly interpreter: string;
  readonly steps: readonly { readonly revision: string; readonly message: string; readonly reason: string }[];
  /** The run would be one transaction: what ran before such a revision is committed first, and stays if it fails. */
  readonly commitsBefore: boolean;
}
export interface PlanStep {
  readonly revision: string;
  readonly message: string;
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  readonly sql: string;
}
export interface PlanResult {
  readonly planId: string;
  /** `user@host/database` or a file name: what the modal question names. */
  readonly database: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly steps: readonly PlanStep[];
  /** Why the steps end before the target: the first revision that cannot be evaluated. Null when they reach it. */
  readonly stopsBefore: ProblemInfo | null;
  /** What earlier runs on this database have left half done. */
  readonly unfinished: readonly string[];
  /** What of it Python is to run, which `retort/migrate` does only with `agreesToPython`; null: nothing. */
  readonly python: PythonPlan | null;
  /** The whole SQL as `--sql` prints it. */
  readonly sql: string;
  readonly error: ProblemInfo | null;
}
export interface StepResult {
  readonly revision: string;
  readonly message: string;
  readonly outcome: 'done' | 'failed' | 'not run';
  readonly error: ProblemInfo | null;
}
export interface MigrateResult {
  readonly database: string;
  readonly steps: readonly StepResult[];
  /** Where the database is now; null when that could not be read. */
  readonly current: readonly string[] | null;
  readonly error: ProblemInfo | null;
  readonly cancelled: boolean;
  /** The revision that could not be followed to its end, and was rolled back: the project's own Python may run it. */
  readonly refused: { readonly revision: string; readonly reason: string } | null;
}
/** Sent while a run goes on, in order. */
export interface RunProgress {
  readonly runId: string;
  readonly revision: string;
  readonly message: string;
  readonly index: number;
  readonly count: number;
  readonly statement: string | null;
  /** What the run waits for, and who has it: the end of another run, before anything is done, or a lock. */
  readonly waitingFor?: string;
}

/** One difference of the models and the history, as the preview of a revision lists it. */
export interface ChangeInfo {
  /** The same for the same difference in each answer, so that it can be chosen and ignored. */
  readonly id: string;
  /** The operation: `add_column`. */
  readonly kind: string;
  /** `table` or `schema.table`; empty where it is of no table. */
  readonly table: string;
  /** The one column that it is about. */
  readonly column: string | null;
  /** `Add column phone VARCHAR(20) NOT NULL`. */
  readonly text: string;
  /** What is lost by it, as a sentence; null: nothing. It then needs a second yes. */
  readonly destructive: string | null;
  /** False when a revision that could not be evaluated may have made it already. */
  readonly certain: boolean;
  /** For good: `retort.autogenerate.ignore` has it. */
  readonly ignored: boolean;
  readonly uri: string | null;
  readonly line: number | null;
}
/** What only the user can tell: was a thing renamed, or dropped and another added? */
export interface QuestionInfo {
  /** What the answer is kept by. */
  readonly id: string;
  /** `Was column "name" of table "users" renamed to "full_name"?` */
  readonly text: string;
  /** As it is called now; null for a value of an enum. */
  readonly table: string | null;
  readonly from: string;
  readonly to: string;
  readonly uri: string | null;
  readonly line: number | null;
}
export interface ChangesParams {
  readonly configUri: string;
  /** Ids of the changes that the message is to be about; absent: all that are not ignored. */
  readonly chosen?: readonly string[];
}
export interface ChangesResult {
  readonly changes: readonly ChangeInfo[];
  /** Open ones. Until they are answered the changes are what Alembic would do. */
  readonly questions: readonly QuestionInfo[];
  /** Proposed from the chosen changes: `add phone to users`. */
  readonly message: string;
  /** Why no revision can be written. */
  readonly error: ProblemInfo | null;
}
export interface RevisionFileParams {
  readonly configUri: string;
  readonly message: string;
  readonly autogenerate: boolean;
  readonly head?: string | null;
  /** Only what is about these tables; absent: everything. */
  readonly tables?: readonly string[];
  /** Only these changes (ChangeInfo.id). */
  readonly changes?: readonly string[];
  /** A revision that takes up the changes, instead of a new one after it. */
  readonly updates?: string;
}
export interface RevisionFileResult {
  /** The file to write: the client (a WorkspaceEdit) or the command writes it. */
  readonly path: string | null;
  readonly text: string | null;
  /** The file is there: `text` is its new text. */
  readonly replaces?: boolean;
  readonly revision: string | null;
  readonly error: ProblemInfo | null;
}
export interface InitParams {
  readonly folderUri: string;
  /** Directory name of the environment, `alembic` by default. */
  readonly directory: string;
  readonly template: string;
}
export interface InitResult {
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  readonly error: ProblemInfo | null;
}
export interface ConnectionInfo {
  /** Without password. */
  readonly url: string;
  readonly label: string;
  /** The last three are the client's: what a user agreed to look for, and what one added. */
  readonly source: 'alembic.ini' | 'pyproject.toml' | 'env.py' | '.env' | 'environment' | 'added';
  readonly needsPassword: boolean;
}
export interface TestConnectionResult {
  readonly ok: boolean;
  /** What `Connected to …` is, as it says itself; null when not `ok`. */
  readonly server: ServerInfo | null;
  readonly message: string;
  /** As ProblemInfo.reason, when not `ok`. */
  readonly reason?: 'authentication';
  readonly current: readonly string[] | null;
}
export interface ServerInfo {
  /** `PostgreSQL 15.3`. */
  readonly version: string;
  /** Null where there are none. */
  readonly user: string | null;
  /** Its name, or a file's path. */
  readonly database: string;
}
export interface TextResult {
  readonly text: string;
  readonly error: ProblemInfo | null;
}

/** What the client tells the server when it starts. Any other LSP client may leave all of it out. */
export interface InitializationOptions {
  /** False in Restricted Mode: the server then refuses to connect to a database. True when absent. */
  readonly trusted?: boolean;
  /** Path of a folder of the client's for what the server remembers: the journal of runs. Absent: it remembers nothing. */
  readonly storageFolder?: string;
  /** The client has the commands below, so lenses and code actions may name them. */
  readonly clientCommands?: boolean;
  /** Another extension renames Python names, instances' uses included: attributes of models are left to it. */
  readonly pythonRename?: boolean;
}
/** The settings of section `retort`, as `workspace/configuration` gives them; package.json has the defaults. */
export interface RetortSettings {
  readonly config: string;
  /** The interpreter of the project's own Python; empty: the one that the client names, else the virtual environment's. */
  readonly pythonPath: string;
  /** How long a statement of a run may wait for another session's lock, and how long it may run, in seconds; 0: no limit of ours. */
  readonly lockTimeout: number;
  readonly statementTimeout: number;
  /** A type's qualified name → the SQLAlchemy type that it stands for, as Python writes it. */
  readonly types: Readonly<Record<string, string>>;
  /** What autogenerate does that Alembic does not; `[tool.retort.autogenerate]` of pyproject.toml goes before it. */
  readonly autogenerate: {
    /** Ids of changes (ChangeInfo.id) that no revision takes up, and no diagnostic tells. */
    readonly ignore: readonly string[];
    readonly safeOrder: boolean;
    readonly constraintNames: boolean;
    readonly renames: boolean;
    readonly enums: boolean;
    readonly constraints: boolean;
    readonly notNullInSteps: boolean;
  };
  readonly inlayHints: { readonly types: boolean; readonly revision: boolean };
  readonly diagnostics: { readonly drift: 'error' | 'warning' | 'information' | 'hint' | 'off' };
}
/** The one argument of `retort.upgradeTo`, `retort.downgradeTo`, `retort.showSql`, `retort.openRevision` and `retort.copyRevisionId`. */
export interface RevisionRef {
  readonly configUri: string;
  readonly revision: string;
}
/** The one argument of `retort.openFile`. */
export interface FileRef {
  readonly uri: string;
  /** Zero-based. */
  readonly line: number | null;
}
/** The one argument of `retort.autogenerate`: what is to be ticked, by ChangeInfo.id. */
export interface ChangesRef {
  readonly configUri: string;
  readonly changes: readonly string[];
}
/** Commands that the client has and the server may name in a lens or a code action, with their one argument. */
export interface ClientCommands {
  'retort.upgradeTo': RevisionRef;
  'retort.downgradeTo': RevisionRef;
  'retort.showSql': RevisionRef;
  'retort.openRevision': RevisionRef;
  'retort.openFile': FileRef;
  'retort.autogenerate': ChangesRef;
}

/** Method names, with the types of their parameters and results: `Requests['retort/history']`. */
export interface Requests {
  'retort/projects': { params: null; result: readonly ProjectInfo[] };
  'retort/history': {
    params: { configUri: string; connection: ConnectionParams | null };
    result: HistoryResult;
  };
  'retort/plan': { params: MigrateParams; result: PlanResult };
  'retort/migrate': {
    params: MigrateParams & { runId: string; agreesToPython?: boolean };
    result: MigrateResult;
  };
  'retort/sql': {
    params: { configUri: string; range: string; direction: 'upgrade' | 'downgrade'; url: string | null };
    result: TextResult;
  };
  /**
   * All that the user has answered so far, by QuestionInfo.id: sent when the server starts and at each answer. What the
   * models need, and their diagnostics, follow it.
   */
  'retort/answers': {
    params: { configUri: string; answers: Readonly<Record<string, boolean>> };
    result: null;
  };
  'retort/changes': { params: ChangesParams; result: ChangesResult };
  'retort/revisionFile': { params: RevisionFileParams; result: RevisionFileResult };
  'retort/mergeFile': {
    params: { configUri: string; revisions: readonly string[]; message: string };
    result: RevisionFileResult;
  };
  'retort/historyText': { params: { configUri: string; verbose: boolean }; result: TextResult };
  'retort/check': { params: { configUri: string }; result: TextResult & { readonly clean: boolean } };
  'retort/init': { params: InitParams; result: InitResult };
  'retort/connections': { params: { configUri: string }; result: readonly ConnectionInfo[] };
  'retort/testConnection': {
    params: { configUri: string; connection: ConnectionParams };
    result: TestConnectionResult;
  };
  'retort/cancel': { params: { runId: string }; result: null };
}
export interface Notifications {
  /** Server to client: answers to questions that nobody asked, by a rename in the editor; to be kept with the others. */
  'retort/answered': {
    readonly configUri: string;
    readonly answers: Readonly<Record<string, boolean>>;
  };
  /** Server to client: models, scripts or configuration changed so that a tree or status shown may be stale. */
  'retort/changed': { readonly configUri: string | null };
  'retort/progress': RunProgress;
}
