import type { ConstraintName, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../../util/problem.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { AutogenContext } from '../context.ts';
import type { FilterAnswer, FilteredObject, FilterType } from '../filters.ts';
import type { AutogenImpl } from '../impl/autogen-impl.ts';
import { defaultPlugins, type PluginName } from '../plugins.ts';

/** What every comparator gets. */
export interface Comparison {
  readonly autogen: AutogenContext;
  readonly impl: AutogenImpl;
}

/** The two sides of one table; null where it is not. `current` is as the database shows it. */
export interface TablePair {
  readonly name: string;
  readonly schema: string | null;
  readonly current: Table | null;
  readonly target: Table | null;
}

/** Where the model says the table's name; where there is no model, where the history made it. */
export function pairOrigin(pair: TablePair): Origin | null {
  const table = pair.target ?? pair.current;
  return table?.nameOrigin ?? table?.origin ?? null;
}

/** Whether env.py leaves a comparator in (`autogenerate_plugins`). */
export function takesPart({ autogen }: Comparison, plugin: PluginName): boolean {
  return (autogen.plugins ?? defaultPlugins).has(plugin);
}

export function warn(comparison: Comparison, code: string, message: string, origin: Origin | null): void {
  const problem: Problem = { code, severity: 'warning', message, origin };
  comparison.autogen.report?.(problem);
}

/** Whether `include_object` lets an object take part. One that it cannot be asked about does not, and is told. */
export function includesObject(
  comparison: Comparison,
  object: FilteredObject,
  name: string | null,
  type: FilterType,
  options: { readonly reflected: boolean; readonly compareTo?: FilteredObject | null },
): boolean {
  const { filters } = comparison.autogen;
  if (filters === undefined || filters === null) return true;
  return settled(
    comparison,
    filters.includeObject(object, name, type, options.reflected, options.compareTo ?? null),
  );
}

/** Whether `include_name` lets a name of the database take part. */
export function includesName(
  comparison: Comparison,
  name: string | null,
  type: FilterType,
  parents: { readonly schema?: string | null; readonly table?: string },
): boolean {
  const { filters } = comparison.autogen;
  if (filters === undefined || filters === null) return true;
  return settled(comparison, filters.includeName(name, type, parents));
}

function settled(comparison: Comparison, answer: FilterAnswer): boolean {
  if (typeof answer === 'boolean') return answer;
  comparison.autogen.report?.(answer);
  return false;
}

/**
 * The name as the database has it: one that a convention or `op.f` made is shortened where it is too long; throws
 * IdentifierError for another. Upstream `_get_constraint_final_name`.
 */
export function sqlName(comparison: Comparison, name: NonNullable<ConstraintName>): string {
  const { dialect } = comparison.autogen;
  if (name.text.length <= dialect.maxIdentifierLength) return name.text;
  const formatted = dialect.identifierPreparer.formatConstraint(name);
  return /^["[]/.test(formatted) ? formatted.slice(1, -1) : formatted;
}
