/** What "move and copy" does differently per dialect. */
import type { Dialect, DialectName } from '../../sqlalchemy/engine/dialect.ts';
import type { Column } from '../../sqlalchemy/sql/schema.ts';

const casting: Readonly<Record<DialectName, boolean>> = {
  sqlite: true,
  postgresql: false,
  mssql: false,
  default: false,
};

/** Whether values are CAST when a column's type changes. Upstream: `SQLiteImpl.cast_for_batch_migrate`. */
export function castsInBatch(dialect: Dialect): boolean {
  return casting[dialect.name];
}

/**
 * A reflected default as it is written in the new table: SQLite gives an expression back without the parentheses that
 * it demands. Upstream: `SQLiteImpl.autogen_column_reflect`.
 */
export function reflectedDefault(dialect: Dialect, value: Column['serverDefault']): Column['serverDefault'] {
  if (!casting[dialect.name] || value?.kind !== 'default' || value.arg.type !== 'clause') return value;
  const { clause } = value.arg;
  if (clause.kind !== 'text' || !isBareExpression(clause.text)) return value;
  return { kind: 'default', arg: { type: 'clause', clause: { ...clause, text: `(${clause.text})` } } };
}

/** Upstream: `_guess_if_default_is_unparenthesized_sql_expr`. */
function isBareExpression(sql: string): boolean {
  return sql !== '' && !/^[0-9.]$/.test(sql) && !/^'.+'$/.test(sql) && !/^\(.+\)$/.test(sql);
}
