/** What a directive is, and what all of them read alike. */
import type { Value } from '../../python/eval/value.ts';
import { none } from '../../python/eval/native.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { dialectOptions } from '../../sqlalchemy/bindings/schema/options.ts';
import { freezeOptions } from '../../sqlalchemy/orm/freeze.ts';
import { SchemaError } from '../../sqlalchemy/sql/errors.ts';
import type { Constraint } from '../../sqlalchemy/sql/schema.ts';
import { buildTable } from '../../sqlalchemy/sql/schema-builder.ts';
import type { Recorder } from './recorder.ts';

/** The table that a batch is about. */
export interface Target {
  readonly table: string;
  readonly schema: string | null;
}
export interface Directive {
  /** Positional parameters of `op.<name>`; null: in batches only. */
  readonly parameters: readonly string[] | null;
  /** Positional parameters of `batch_op.<name>`; null: not in batches. */
  readonly batch: readonly string[] | null;
  readonly variadic?: boolean;
  readonly record: (recorder: Recorder, given: Arguments, target: Target) => Value;
}

/** The table and schema of a directive outside of a batch. */
export function targetOf(given: Arguments, tableParameter: string, schemaParameter = 'schema'): Target {
  return { table: given.string(tableParameter) ?? '', schema: given.string(schemaParameter) ?? null };
}

export function options(given: Arguments, callee: string): ReturnType<typeof freezeOptions> {
  return freezeOptions(dialectOptions(given.interpreter, callee, given.others(), given.site));
}

/** A table that stands for one whose columns are only names. Upstream: `SchemaObjects`. */
export function nameConstraint(
  recorder: Recorder,
  given: Arguments,
  target: Target,
  constraint: Constraint,
): Constraint {
  const names =
    constraint.kind === 'check' || constraint.kind === 'exclude' ? [] : [...new Set(constraint.columns)];
  try {
    const table = buildTable(
      {
        name: target.table,
        schema: target.schema,
        columns: names.map((name) => ({ name })),
        constraints: [constraint],
      },
      { namingConvention: recorder.context.namingConvention ?? {} },
    );
    return table.constraints.find((built) => built.kind === constraint.kind) ?? constraint;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    recorder.refuse(error.message, given.site);
    return constraint;
  }
}

/** Reports an argument that cannot be read; the directive then gives None. */
export function unreadable(given: Arguments, name: string, value: Value, expected: string): Value {
  given.unreadable(name, value, expected);
  return none;
}
