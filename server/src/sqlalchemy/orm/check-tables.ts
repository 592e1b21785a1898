/** What SQLAlchemy refuses of tables once it sorts or creates them: foreign keys to nowhere, columns without a type. */
import type { Problem } from '../../util/problem.ts';
import type { ForeignKeyConstraint, MetaData, Table } from '../sql/schema.ts';
import { tableKey } from '../sql/schema.ts';

/** Reports each once, as a warning: importing the models does not fail of it. */
export function checkTables(metadata: MetaData, report: (problem: Problem) => void): void {
  for (const table of metadata.tables.values()) {
    for (const constraint of table.constraints)
      if (constraint.kind === 'foreign_key') checkForeignKey(metadata, table, constraint, report);
    const referring = new Set(
      table.constraints.flatMap((each) => (each.kind === 'foreign_key' ? each.columns : [])),
    );
    for (const { name, type, origin } of table.columns) {
      // The type of a foreign key column is that of what it refers to.
      if (type.kind !== 'NullType' || referring.has(name)) continue;
      const message = `(in table '${table.name}', column '${name}'): Can't generate DDL for NullType(); did you forget to specify a type on this Column?`;
      report({ code: 'missing-type', severity: 'warning', message, origin });
    }
  }
}

function checkForeignKey(
  metadata: MetaData,
  table: Table,
  constraint: ForeignKeyConstraint,
  report: (problem: Problem) => void,
): void {
  // Its target could not be read, and that was told.
  if (constraint.referredTable === '') return;
  const key = tableKey(constraint.referredTable, constraint.referredSchema);
  const target = metadata.tables.get(key);
  const owner = tableKey(table.name, table.schema);
  for (const [index, column] of constraint.columns.entries()) {
    const referred = constraint.referredColumns[index] ?? '';
    if (target?.columns.some(({ name, key: alias }) => name === referred || alias === referred)) continue;
    const message =
      target === undefined
        ? `Foreign key associated with column '${owner}.${column}' could not find table '${key}' with which to generate a foreign key to target column '${referred}'`
        : `Could not initialize target column for ForeignKey '${key}.${referred}' on table '${table.name}': table '${key}' has no column named '${referred}'`;
    const origin =
      constraint.origin ?? table.columns.find(({ name }) => name === column)?.origin ?? table.origin;
    report({ code: 'invalid-foreign-key', severity: 'warning', message, origin });
  }
}
