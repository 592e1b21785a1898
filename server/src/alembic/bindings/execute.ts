/** What `op.execute()` and `bind.execute()` are given. */
import type { Value } from '../../python/eval/value.ts';
import { ClauseBuilder } from '../../sqlalchemy/orm/builders.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { SelectBuilder } from '../../sqlalchemy/bindings/sql/select.ts';
import { DmlBuilder } from '../../sqlalchemy/bindings/sql/statements.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { BindParameter } from '../../sqlalchemy/sql/elements.ts';
import type { Origin } from '../../util/text-range.ts';
import type { ExecuteSQLOp } from '../ops/operations.ts';
import type { Recorder } from './recorder.ts';

/**
 * Records the statement, or refuses it with its reason. `parameters` are values for its named binds. Gives its result in
 * an online run that evaluates while it runs.
 */
export function recordStatement(
  recorder: Recorder,
  value: Value,
  site: Origin,
  parameters: readonly BindParameter[] = [],
): QueryResult | null {
  const statement = statementOf(recorder, value, site, parameters);
  return statement === null ? null : recorder.record({ kind: 'execute', statement, origin: site });
}

function statementOf(
  recorder: Recorder,
  value: Value,
  site: Origin,
  parameters: readonly BindParameter[],
): ExecuteSQLOp['statement'] | null {
  const text = stringOf(value);
  if (typeof text === 'string') {
    return parameters.length === 0
      ? { type: 'str', sql: text }
      : { kind: 'text', text, bindparams: parameters };
  }
  if (value.kind === 'instance') {
    const { payload } = value;
    if (payload instanceof ClauseBuilder) {
      const clause = payload.build();
      return clause.kind === 'text' && parameters.length > 0
        ? { ...clause, bindparams: [...clause.bindparams, ...parameters] }
        : clause;
    }
    if (payload instanceof DmlBuilder) {
      if (payload.refusal !== null || parameters.length > 0) {
        recorder.refuse(
          `the ${payload.kind} statement cannot be evaluated: ${payload.refusal ?? 'its parameters are given apart'}`,
          site,
        );
        return null;
      }
      return {
        kind: payload.kind,
        table: payload.table.name,
        schema: payload.table.schema,
        values: payload.values.map(([column, clause]) => [column, clause.build()]),
        where: payload.where?.build() ?? null,
        ...(payload.fromSelect === null
          ? {}
          : {
              fromSelect: {
                columns: payload.fromSelect.columns,
                select: payload.fromSelect.select.build(),
              },
            }),
      };
    }
    if (payload instanceof SelectBuilder) {
      if (payload.refusal === null && parameters.length === 0) return payload.build();
      recorder.refuse(
        `the query cannot be evaluated: ${payload.refusal ?? 'its parameters are given apart'}`,
        site,
      );
      return null;
    }
  }
  const reason =
    value.kind === 'unknown'
      ? value.reason
      : value.kind === 'instance'
        ? `\`${value.cls.name}\` is a statement that Retort does not read yet`
        : 'it is no SQL statement';
  recorder.refuse(`the statement of execute() cannot be known: ${reason}`, site);
  return null;
}
