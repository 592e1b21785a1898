/** INSERT, UPDATE and DELETE with their values written in. Mirrors `SQLCompiler.visit_insert` and its kin. */
import type { DmlStatement } from '../ops/operations.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import { tableKey } from '../../sqlalchemy/sql/schema.ts';

export function compileInsert(
  dialect: Dialect,
  table: string,
  schema: string | null,
  values: readonly (readonly [column: string, value: ClauseElement])[],
): string {
  const { identifierPreparer, sqlCompiler } = dialect;
  const target = identifierPreparer.formatTable(table, schema);
  if (values.length === 0) return `INSERT INTO ${target} DEFAULT VALUES`;
  const columns = values.map(([column]) => identifierPreparer.quote(column));
  const literals = values.map(([, value]) => sqlCompiler.process(value, { includeTable: true }));
  return `INSERT INTO ${target} (${columns.join(', ')}) VALUES (${literals.join(', ')})`;
}

/** A Core statement given to `op.execute`. */
export function compileDml(dialect: Dialect, statement: DmlStatement): string {
  const { identifierPreparer, sqlCompiler } = dialect;
  // A subquery leaves the changed table to the statement around it.
  const enclosingFroms = [tableKey(statement.table, statement.schema)];
  const compile = (clause: ClauseElement): string =>
    sqlCompiler.process(clause, { includeTable: true, enclosingFroms });
  const target = identifierPreparer.formatTable(statement.table, statement.schema);
  const where = statement.where === null ? '' : ` WHERE ${compile(statement.where)}`;
  switch (statement.kind) {
    case 'insert':
      if (statement.fromSelect) {
        const columns = statement.fromSelect.columns.map((column) => identifierPreparer.quote(column));
        const rows = sqlCompiler.process(statement.fromSelect.select, { includeTable: true });
        return `INSERT INTO ${target} (${columns.join(', ')}) ${rows}`;
      }
      return compileInsert(dialect, statement.table, statement.schema, statement.values);
    case 'update': {
      const set = statement.values.map(
        ([column, value]) => `${identifierPreparer.quote(column)}=${compile(value)}`,
      );
      return `UPDATE ${target} SET ${set.join(', ')}${where}`;
    }
    case 'delete':
      return `DELETE FROM ${target}${where}`;
  }
}
