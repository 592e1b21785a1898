/** CHECK constraints by name and expression. */
import type { ClauseElement } from '../../../../sqlalchemy/sql/elements.ts';
import type { CheckConstraint, Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../../ops/operations.ts';
import { pairOrigin, sqlName, type Comparison, type TablePair } from '../../compare/comparison.ts';
import { addConstraint, dropConstraint } from '../../compare/operations.ts';
import { canonicalCondition, writtenCondition } from './expressions.ts';

interface Pair extends TablePair {
  readonly current: Table;
  readonly target: Table;
}

/**
 * Named ones by their names, and those with the same name by what they say; unnamed ones by what they say alone. What a
 * type makes is compared with the type, unless the current side shows it as a constraint of its own, as a database does.
 */
export function compareChecks(comparison: Comparison, pair: Pair): readonly MigrateOperation[] {
  const present = checksOf(pair.current);
  const wanted = checksOf(pair.target);
  const ops: MigrateOperation[] = [];
  const left = new Set(present);
  for (const check of typeChecksOf(comparison, pair.target)) {
    const shown = [...left].find((other) =>
      check.name === null ? isSame(comparison, other, check) : isNamed(comparison, other, check),
    );
    if (shown === undefined) continue;
    left.delete(shown);
    if (isSame(comparison, shown, check)) continue;
    ops.push(dropConstraint(asWritten(shown), pair), addConstraint({ ...check, typeBound: null }, pair));
  }
  for (const check of wanted) {
    const same = [...left].find((other) => isSame(comparison, other, check));
    if (same !== undefined) {
      left.delete(same);
      continue;
    }
    const namesake = [...left].find((other) => isNamed(comparison, other, check));
    if (namesake !== undefined) {
      left.delete(namesake);
      ops.push(dropConstraint(asWritten(namesake), pair));
    }
    ops.push({ ...addConstraint(check, pair), origin: check.origin ?? pairOrigin(pair) });
  }
  // One without a name cannot be dropped by it; the comparison cannot know what a database called it.
  const gone = [...left].filter(({ name }) => name !== null);
  return [...gone.map((check) => dropConstraint(asWritten(check), pair)), ...ops];
}

function checksOf(table: Table): readonly CheckConstraint[] {
  const all = [...table.constraints, ...table.columns.flatMap((column) => column.checks ?? [])];
  const seen = new Set<string>();
  return all.filter((each): each is CheckConstraint => {
    if (each.kind !== 'check' || each.typeBound !== null) return false;
    const name = each.name?.text;
    if (name === undefined) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** As it can be made again. */
function asWritten(check: CheckConstraint): CheckConstraint {
  if (check.sqltext.kind !== 'text') return check;
  return { ...check, sqltext: { ...check.sqltext, text: writtenCondition(check.sqltext.text) } };
}

/** Those that the database has for types that it has not. */
function typeChecksOf({ autogen: { dialect } }: Comparison, table: Table): readonly CheckConstraint[] {
  return table.constraints.filter(
    (each): each is CheckConstraint =>
      each.kind === 'check' && each.typeBound !== null && dialect.ddlCompiler.shouldCreate(each, table),
  );
}

function isNamed(comparison: Comparison, one: CheckConstraint, other: CheckConstraint): boolean {
  if (one.name === null || other.name === null) return false;
  return sqlName(comparison, one.name) === sqlName(comparison, other.name);
}

/** A name that the model does not say is the database's choice. */
function isSame(comparison: Comparison, present: CheckConstraint, wanted: CheckConstraint): boolean {
  if (wanted.name !== null && !isNamed(comparison, present, wanted)) return false;
  const text = ({ sqltext }: CheckConstraint): string => canonicalCondition(textOf(comparison, sqltext));
  return text(present) === text(wanted);
}

function textOf({ autogen: { dialect } }: Comparison, clause: ClauseElement): string {
  return dialect.sqlCompiler.process(clause, { includeTable: false });
}
