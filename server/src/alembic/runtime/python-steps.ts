/** The steps of a run that the project's own Python takes. */
import type { Connection } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import { readAsEnvironment } from './environment-statements.ts';
import type { MigrationContextOptions } from './migration-context.ts';
import type { PlannedStep } from './plan-run.ts';
import { PythonFailure, type AskPython, type PythonRunner, type PythonTask } from './project-python.ts';

interface Run {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly configure: Pick<MigrationContextOptions, 'environment'>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The runner for the steps that need Python, after the user has agreed and it has proved that it loads every script and
 * comes to the same database. Null where there is no such step or no agreement.
 */
export async function askPython(
  run: Run,
  ask: AskPython,
  steps: readonly PlannedStep[],
  heads: readonly string[],
): Promise<PythonRunner | null> {
  const needed = steps.flatMap(({ step, mode, refusal }) =>
    mode === 'python' && step.kind === 'revision'
      ? [{ step, reason: refusal?.message ?? '', origin: refusal?.origin ?? null }]
      : [],
  );
  const [first] = needed;
  if (first === undefined) return null;
  const runner = await ask(needed);
  if (runner === null) return null;
  await runner.check({ ...(await facts(run)), step: first.step, heads }, run.signal);
  return runner;
}

/** Runs one step in Python. Aborting stops its statement too, which no signal to the process would. */
export async function runInPython(
  run: Run,
  python: PythonRunner,
  step: Pick<PythonTask, 'step' | 'heads'>,
  onStatement: (sql: string) => void,
): Promise<void> {
  const { connection, dialect, signal } = run;
  let session: string | null = null;
  const stop = (): void => {
    if (session === null || dialect.sessions === null) return;
    void connection.execute(dialect.sessions.cancel(session)).catch(() => undefined);
  };
  signal?.addEventListener('abort', stop);
  try {
    const onSession = (number: string): void => {
      session = number;
    };
    await python.run({ ...(await facts(run)), ...step }, { onStatement, onSession }, signal);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function facts({
  connection,
  dialect,
  configure,
}: Run): Promise<Pick<PythonTask, 'identity' | 'sessionNumber'>> {
  if (dialect.sessions === null) throw new PythonFailure('there is no database for Python to connect to');
  const { identity, number } = dialect.sessions;
  // With the search path of env.py, where it sets one: Python answers with it too.
  const { rows } = await readAsEnvironment(connection, dialect, configure.environment, () =>
    connection.execute(identity),
  );
  const answer = rows[0]?.[0];
  if (typeof answer !== 'string' || answer === '') {
    throw new PythonFailure(
      'The database is in memory: the project’s own Python would see another one, so nothing was run',
    );
  }
  return { identity: { sql: identity, answer }, sessionNumber: number };
}
