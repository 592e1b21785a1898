/** Mirrors `_compare_columns` of `alembic.autogenerate.compare.tables`. */
import type { Column, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { AlterColumnOp, MigrateOperation } from '../../ops/operations.ts';
import { compareColumnComment } from './comments.ts';
import { includesObject, type Comparison, type TablePair } from './comparison.ts';
import { compareNullable } from './nullable.ts';
import { addColumn, dropColumn } from './operations.ts';
import { compareServerDefault } from './server-defaults.ts';
import { compareType } from './types.ts';

/** Added columns, then altered ones, in the order of the model. */
export function compareColumns(
  comparison: Comparison,
  pair: TablePair,
  current: Table,
  target: Table,
): MigrateOperation[] {
  const present = new Map(current.columns.map((column) => [column.name, column]));
  const wanted = target.columns.filter((column) => !column.system);
  const added = wanted
    .filter((column) => {
      if (present.has(column.name)) return false;
      const object = { table: target, item: column, isModel: true };
      return includesObject(comparison, object, column.name, 'column', { reflected: false });
    })
    .map((column) => addColumn(column, pair));
  const altered = wanted.flatMap((column) => {
    const before = present.get(column.name);
    if (before === undefined) return [];
    const object = { table: target, item: column, isModel: true };
    const compareTo = { table: current, item: before, isModel: false };
    return includesObject(comparison, object, column.name, 'column', { reflected: false, compareTo })
      ? alterColumn(comparison, pair, { current, target }, before, column)
      : [];
  });
  return [...added, ...altered];
}

/** Columns that are no longer in the model; upstream's order is arbitrary, this is the table's. */
export function removedColumns(
  comparison: Comparison,
  pair: TablePair,
  current: Table,
  target: Table,
): MigrateOperation[] {
  const wanted = new Set(target.columns.filter((column) => !column.system).map((column) => column.name));
  return current.columns
    .filter((column) => {
      if (wanted.has(column.name)) return false;
      const object = { table: current, item: column, isModel: false };
      return includesObject(comparison, object, column.name, 'column', { reflected: true });
    })
    .map((column) => dropColumn(column, pair));
}

function alterColumn(
  comparison: Comparison,
  pair: TablePair,
  tables: { readonly current: Table; readonly target: Table },
  current: Column,
  target: Column,
): MigrateOperation[] {
  const { target: table } = tables;
  const op: AlterColumnOp = {
    kind: 'alter_column',
    table: pair.name,
    schema: pair.schema,
    column: target.name,
    ...compareType(comparison, tables, current, target),
    ...compareNullable(comparison, table.name, current, target),
    ...compareServerDefault(comparison, tables, current, target),
    ...compareColumnComment(comparison, table.name, current, target),
    dialectOptions: {},
    origin: target.origin,
  };
  const hasChanges =
    op.modifyType !== undefined ||
    op.modifyNullable !== undefined ||
    op.modifyServerDefault !== undefined ||
    op.modifyComment !== undefined;
  return hasChanges ? [op] : [];
}
