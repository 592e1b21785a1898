/** What the two tools' answers to one job say of each other. */
import { withoutArbitraryOrder } from './arbitrary-order.ts';
import type { OurRun } from './ours.ts';
import type { CompiledRun } from './real.ts';
import { withOurRunTime } from './run-time.ts';

export type Kind =
  /** The same SQL, byte for byte. */
  | 'identical'
  /** Alembic compiles it; ours says why it does not. */
  | 'refused'
  /** Other SQL, or no reason with a place: a bug. */
  | 'different'
  /** Neither compiles it. */
  | 'both stop'
  /** Alembic fails at an import, of the application or of what it needs; ours compiles it from the source. */
  | 'beyond'
  /** Alembic fails otherwise; ours compiles it. */
  | 'only ours';

export interface Outcome {
  readonly kind: Kind;
  /** Why, and where. */
  readonly reason: string;
}

export function outcomeOf(ours: OurRun, theirs: CompiledRun): Outcome {
  if (ours.error === null && theirs.error === null) {
    const [left, right] = [ours.sql, withOurRunTime(ours.sql, theirs.sql)].map(withoutArbitraryOrder);
    return left === right
      ? { kind: 'identical', reason: '' }
      : { kind: 'different', reason: firstDifference(left ?? '', right ?? '') };
  }
  if (ours.error === null) {
    const { type, message, place, isImport } = theirs.error ?? {
      type: '',
      message: '',
      place: '',
      isImport: false,
    };
    return {
      kind: isImport ? 'beyond' : 'only ours',
      reason: `${place ?? 'alembic'}: ${type}: ${message.split('\n')[0] ?? ''}`,
    };
  }
  const reason = `${ours.error.place ?? 'no place'}: ${ours.error.message}`;
  // What is refused is refused as a whole; what was written before belongs to other steps.
  if (ours.error.place === null || !sameBeginning(ours.sql, theirs.sql)) return { kind: 'different', reason };
  if (theirs.error === null) return { kind: 'refused', reason };
  const { type, message, place } = theirs.error;
  return {
    kind: 'both stop',
    reason: `${reason} | alembic: ${place ?? ''} ${type}: ${message.split('\n')[0] ?? ''}`,
  };
}

/**
 * Whether the other tool gives the statements and lines of ours in an order that changes from run to run of it: `others` are
 * its answers in other processes.
 */
export function changesOrder(ours: OurRun, theirs: CompiledRun, others: readonly CompiledRun[]): boolean {
  const all = [theirs, ...others];
  if (ours.error !== null || all.some(({ error }) => error !== null)) return false;
  if (new Set(all.map(({ sql }) => sql)).size === 1) return false;
  const lines = sortedLines(ours.sql);
  return all.every(({ sql }) => sortedLines(sql) === lines);
}

/** A line that is no longer the last of a list has a comma. */
const sortedLines = (sql: string): string =>
  sql
    .split('\n')
    .map((line) => line.replace(/, *$/, ''))
    .sort()
    .join('\n');

/** One text may have stopped earlier, inside of a revision that it knows will fail. */
function sameBeginning(ours: string, theirs: string): boolean {
  return theirs.startsWith(ours) || ours.startsWith(theirs);
}

function firstDifference(ours: string, theirs: string): string {
  const [left, right] = [ours.split('\n'), theirs.split('\n')];
  const line = left.findIndex((text, index) => text !== right[index]);
  const at = line < 0 ? left.length : line;
  return `line ${String(at + 1)}: ours ${JSON.stringify(left[at] ?? null)}, theirs ${JSON.stringify(right[at] ?? null)}`;
}
