/** The project's own Python in plans and runs: which interpreter, for which revisions, and whether the user agreed. */
import { isTransactionalDdl, type MigrationContextOptions } from '../../alembic/runtime/migration-context.ts';
import type { PlannedStep } from '../../alembic/runtime/plan-run.ts';
import type { AskPython } from '../../alembic/runtime/project-python.ts';
import { refusedRevision, type RunError } from '../../alembic/runtime/run-error.ts';
import type { MigrateParams, ProblemInfo, PythonPlan, Requests } from '../../protocol.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { basename, dirname, join } from '../../util/paths.ts';
import { findPython } from '../../workspace/find-python.ts';
import type { Project } from '../../workspace/project.ts';
import type { Session } from '../session.ts';
import { secretsOf } from './database.ts';

/** The setting's interpreter, else the client's, else that of the virtual environment; null where there is none. */
export function interpreterOf(session: Session, project: Project, ofClient: string | null): string | null {
  const folder = dirname(project.configPath);
  const { pythonPath } = session.settings;
  if (pythonPath === '') return ofClient ?? findPython(session.fs, folder);
  const root = session.folders.find((each) => folder === each || folder.startsWith(`${each}/`)) ?? folder;
  const path = pythonPath.replaceAll(/\$\{workspaceFolder(?::[^}]*)?\}/g, root);
  // A bare name is looked for on the PATH.
  return /[/\\]/.test(path) ? join(root, path) : path;
}

/** What runs before could not follow to its end, with the reasons. */
export function leftToPython({ python }: MigrateParams): ReadonlyMap<string, string> {
  return new Map(Object.entries(python?.revisions ?? {}));
}

/** The steps that are Python's, for the question before the run; null when there is none. */
export function pythonPlan(
  interpreter: string,
  planned: readonly PlannedStep[],
  dialect: Dialect,
  configure: MigrationContextOptions,
): PythonPlan | null {
  const steps = planned.flatMap(({ step, mode, refusal }) =>
    mode === 'python' && step.kind === 'revision'
      ? [{ revision: step.script.revision, message: step.script.doc, reason: refusal?.message ?? '' }]
      : [],
  );
  const commitsBefore = isTransactionalDdl(dialect, configure) && !configure.transactionPerMigration;
  return steps.length === 0 ? null : { interpreter, steps, commitsBefore };
}

/** A refusal with what would help, where no Python was found. */
export function withPythonAdvice(error: RunError, interpreter: string | null): RunError {
  if (error.code !== refusedRevision || interpreter !== null) return error;
  const advice =
    'The project’s own Python could run it: choose an interpreter, or name one in the setting retort.pythonPath.';
  return { ...error, hint: error.hint === null ? advice : `${error.hint} ${advice}` };
}

/** Agrees to exactly the revisions of the plan that the user was shown. */
export function askPython(
  session: Session,
  project: Project,
  params: Requests['retort/migrate']['params'],
  plan: PythonPlan | null,
): AskPython {
  return (steps) => {
    const shown = new Set(plan?.steps.map(({ revision }) => revision));
    const isAgreed =
      params.agreesToPython === true && steps.every(({ step }) => shown.has(step.script.revision));
    if (!isAgreed || plan === null) return Promise.resolve(null);
    const folder = dirname(project.configPath);
    const isToml = basename(project.configPath) === 'pyproject.toml';
    const runner = session.host.projectPython({
      interpreter: plan.interpreter,
      configPaths: {
        ini: isToml ? join(folder, 'alembic.ini') : project.configPath,
        toml: join(folder, 'pyproject.toml'),
      },
      section: project.config.section,
      xArguments: [],
      tag: null,
      cwd: folder,
      secrets: secretsOf(project, params.connection),
      onOutput: (line) => {
        session.connection.console.log(line);
      },
    });
    return Promise.resolve(runner);
  };
}

/** Python reads the disk: what is only in the editor would not be what runs. */
export function unsavedForPython(
  session: Session,
  project: Project,
  plan: PythonPlan | null,
): ProblemInfo | null {
  if (plan === null) return null;
  const folder = `${dirname(project.configPath)}/`;
  const [file] = session.fs.unsaved().filter((path) => path.startsWith(folder));
  if (file === undefined) return null;
  return {
    message: `Save ${file.slice(folder.length)} first: Python runs what is on the disk. Nothing was run.`,
    severity: 'error',
    uri: session.uri(file),
    line: null,
  };
}
