/** What `op.execute()` and `bind.execute()` are given. */
import type { NativeCall, Value } from '../../python/eval/value.ts';
import {
  dmlValues,
  filledColumns,
  type ColumnValue,
  type DmlContext,
} from '../../sqlalchemy/bindings/sql/dml-values.ts';
import { ClauseBuilder } from '../../sqlalchemy/orm/builders.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { SelectBuilder } from '../../sqlalchemy/bindings/sql/select.ts';
import { DmlBuilder } from '../../sqlalchemy/bindings/sql/statements.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { BindParameter } from '../../sqlalchemy/sql/elements.ts';
import type { ExecuteSQLOp } from '../ops/operations.ts';
import type { Recorder } from './recorder.ts';

/**
 * Records the statement, or refuses it with its reason. `parameters` are values for its named binds. Gives its result in
 * an online run that evaluates while it runs.
 */
export function recordStatement(
  recorder: Recorder,
  value: Value,
  { interpreter, site }: Pick<NativeCall, 'interpreter' | 'site'>,
  parameters: readonly BindParameter[] = [],
): QueryResult | null {
  const isDml = value.kind === 'instance' && value.payload instanceof DmlBuilder;
  if (isDml && recorder.database?.hasNoRows === true) return { columns: [], rows: [], rowCount: 0 };
  const context = { interpreter, site, offline: recorder.context.offline };
  const statement = statementOf(recorder, value, context, parameters);
  return statement === null ? null : recorder.record({ kind: 'execute', statement, origin: site });
}

function statementOf(
  recorder: Recorder,
  value: Value,
  context: DmlContext,
  parameters: readonly BindParameter[],
): ExecuteSQLOp['statement'] | null {
  const { site } = context;
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
      const values = valuesOf(payload, context);
      if (payload.refusal !== null || parameters.length > 0 || typeof values === 'string') {
        const reason = typeof values === 'string' ? values : 'its parameters are given apart';
        recorder.refuse(
          `the ${payload.kind} statement cannot be evaluated: ${payload.refusal ?? reason}`,
          site,
        );
        return null;
      }
      return {
        kind: payload.kind,
        table: payload.table.name,
        schema: payload.table.schema,
        values: values.map(([column, clause]) => [column, clause.build()]),
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

/** With the defaults of columns that are left out; a text says why they cannot be known. */
function valuesOf(
  { kind, table, values, fromSelect }: DmlBuilder,
  context: DmlContext,
): readonly ColumnValue[] | string {
  if (kind === 'delete') return values;
  if (fromSelect === null) return dmlValues(kind, table, values, context);
  const left = filledColumns(table).find(({ name }) => !fromSelect.columns.includes(name ?? ''));
  return left === undefined
    ? values
    : `the default of column "${left.name ?? ''}" in from_select() is not read yet`;
}
