import type {
  MigrateParams,
  MigrateResult,
  PlanResult,
  ProblemInfo,
  PythonPlan,
} from '../../../server/src/protocol.ts';
import { plural, shortId } from '../status-text.ts';

const sqlLines = 20;
const stepLines = 10;

/** The words of the question before a run. */
export interface Confirmation {
  /** Names the database and where it goes. */
  readonly message: string;
  /** The steps, then the beginning of the SQL. */
  readonly detail: string;
  /** The button that does it. */
  readonly button: string;
}
export interface Report {
  readonly severity: 'information' | 'warning' | 'error';
  readonly message: string;
}

const buttons: Readonly<Record<MigrateParams['direction'], string>> = {
  upgrade: 'Upgrade',
  downgrade: 'Downgrade',
  stamp: 'Stamp',
};

export function confirmationButton(direction: MigrateParams['direction']): string {
  return buttons[direction];
}

/** What to ask before `plan` runs. */
export function confirmation(
  direction: MigrateParams['direction'],
  plan: PlanResult,
  production = false,
): Confirmation {
  const button = plan.python === null ? buttons[direction] : `${buttons[direction]}, Using Python`;
  const from = ids(plan.from);
  const to = ids(plan.to);
  const message =
    direction === 'stamp'
      ? `Stamp ${plan.database} as ${to} (now ${from}), running no migration?`
      : `${button} ${plan.database} from ${from} to ${to}?`;
  const steps = plan.steps.map((step) => `${shortId(step.revision)}  ${firstLine(step.message)}`);
  const parts = [
    ...(production ? ['This is a PRODUCTION database.', ''] : []),
    ...(plan.stopsBefore === null ? [] : [stopsText(plan.stopsBefore), '']),
    ...plan.unfinished.flatMap((text) => [text, '']),
    ...(plan.python === null ? [] : [pythonText(plan.python), '']),
    direction === 'stamp' ? '' : `${plural(plan.steps.length, 'step')}:`,
    cut(steps, stepLines, 'steps'),
    '',
    cut(
      plan.sql.split('\n').filter((line) => line.trim() !== ''),
      sqlLines,
      'lines of SQL',
    ),
  ];
  return { message, detail: parts.join('\n').trim(), button };
}

/**
 * The whole SQL of `plan`, under a comment that says what it is for. The comment also fills the lines that the question
 * covers while the SQL is read.
 */
export function sqlDocument(direction: MigrateParams['direction'], plan: PlanResult): string {
  const { message } = confirmation(direction, plan);
  const steps = plan.steps.map((step) => `${shortId(step.revision)}  ${firstLine(step.message)}`);
  const head = [message, 'Nothing has run yet.', '', ...steps].map((line) => `-- ${line}`.trimEnd());
  return [...head, '', plan.sql.trimStart()].join('\n');
}

/** Which revisions run with which Python, and why. */
function pythonText({ interpreter, steps, commitsBefore }: PythonPlan): string {
  const lines = steps.map(({ revision, message, reason }) =>
    [`${shortId(revision)}  ${firstLine(message)}`, `    ${firstLine(reason)}`].join('\n'),
  );
  return [
    `Retort cannot evaluate ${plural(steps.length, 'revision')}, which ${steps.length === 1 ? 'runs' : 'run'} with the project’s own Python, ${interpreter}:`,
    cut(lines, stepLines, 'revisions'),
    ...(commitsBefore ? ['What ran before such a revision is committed first, and stays if it fails.'] : []),
  ].join('\n');
}

/** What to ask about a revision that could not be followed while it ran. */
export function refusedQuestion({ revision, reason }: NonNullable<MigrateResult['refused']>): {
  readonly message: string;
  readonly button: string;
} {
  const what = `Retort could not follow ${shortId(revision)} to its end and rolled it back: ${firstLine(reason)}`;
  return { message: sentences(what, 'The project’s own Python can run it.'), button: 'Plan It with Python' };
}

/** Why a run ends before its target. */
function stopsText({ message }: ProblemInfo): string {
  return `This does not reach the target: it stops before a revision that Retort cannot evaluate. ${message}`;
}

/** What to say when a plan has no steps. */
export function nothingToDo(direction: MigrateParams['direction'], target: string, plan: PlanResult): string {
  const at = ids(plan.from);
  if (direction === 'upgrade' && (target === 'head' || target === 'heads')) {
    return `${plan.database} is already at head (${at}).`;
  }
  return `${plan.database} is already at ${at}: there is nothing to ${direction}.`;
}

/** What a run did: never less than where the database is at now. */
export function report(
  direction: MigrateParams['direction'],
  result: MigrateResult,
  stopsBefore: ProblemInfo | null = null,
): Report {
  const at =
    result.current === null
      ? `The revision of ${result.database} could not be read after the run.`
      : `${result.database} is at ${ids(result.current)}.`;
  const counts = countOutcomes(result);
  const failed = result.steps.find((step) => step.outcome === 'failed');
  const error = failed?.error ?? result.error;
  if (error !== null) {
    const what = failed === undefined ? `The ${direction} failed` : `${shortId(failed.revision)} failed`;
    return { severity: 'error', message: sentences(`${what}: ${error.message}`, counts, at) };
  }
  if (result.cancelled) {
    return { severity: 'warning', message: sentences(`The ${direction} was cancelled.`, counts, at) };
  }
  if (stopsBefore !== null) {
    const rest = 'Run that revision with Alembic itself, then go on.';
    return { severity: 'error', message: sentences(at, stopsText(stopsBefore), rest) };
  }
  return { severity: 'information', message: at };
}

/** A line of the progress notification. */
export function progressText(index: number, count: number, revision: string, message: string): string {
  return `${index + 1} of ${count}: ${shortId(revision)} ${firstLine(message)}`;
}

/** `base` for none. */
export function ids(revisions: readonly string[]): string {
  return revisions.length === 0 ? 'base' : revisions.map(shortId).join(', ');
}

function countOutcomes({ steps }: MigrateResult): string {
  if (steps.length === 0) return '';
  const count = (outcome: string): number => steps.filter((step) => step.outcome === outcome).length;
  return `Done: ${count('done')}, failed: ${count('failed')}, not run: ${count('not run')}.`;
}

function sentences(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (/[.!?]$/u.test(part) ? part : `${part}.`))
    .join(' ');
}

function cut(lines: readonly string[], most: number, what: string): string {
  if (lines.length <= most) return lines.join('\n');
  return [...lines.slice(0, most), `… and ${lines.length - most} more ${what}`].join('\n');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
