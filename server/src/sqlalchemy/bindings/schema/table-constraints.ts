/** `table.constraints`, with those that flags and `ForeignKey`s of its columns make. */
import type { ClassValue, InstanceValue } from '../../../python/eval/value.ts';
import { nativeInstance } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import {
  ConstraintBuilder,
  type ColumnBuilder,
  type ConstraintData,
  type ForeignKeyBuilder,
  type TableBuilder,
} from '../../orm/builders.ts';
import {
  checkConstraintClass,
  excludeConstraintClass,
  foreignKeyConstraintClass,
  primaryKeyConstraintClass,
  uniqueConstraintClass,
} from './constraints.ts';

const classes: Readonly<Record<ConstraintData['kind'], ClassValue>> = {
  primary_key: primaryKeyConstraintClass,
  unique: uniqueConstraintClass,
  foreign_key: foreignKeyConstraintClass,
  check: checkConstraintClass,
  exclude: excludeConstraintClass,
};

/** The primary key first; upstream's is a set without an order. */
export function constraintValues(table: TableBuilder, site: Origin): readonly InstanceValue[] {
  const written = table.items.filter((item) => item instanceof ConstraintBuilder);
  const hasKey = written.some(({ data }) => data.kind === 'primary_key');
  const keys = table.columns.filter((column) => column.primaryKey);
  const implied = table.columns.flatMap((column) => [
    ...(column.unique === true ? [unique(column)] : []),
    ...column.foreignKeys.map((key) => foreignKey(column, key)),
  ]);
  const all = [...(hasKey ? [] : [primaryKey(keys, table)]), ...written, ...implied];
  return all.map((constraint) => constraintValue(constraint, table, site));
}

/** The constraint of one `ForeignKey` of a column. */
export function foreignKeyConstraint(
  column: ColumnBuilder,
  key: ForeignKeyBuilder,
  site: Origin,
): InstanceValue | null {
  return column.table === null ? null : constraintValue(foreignKey(column, key), column.table, site);
}

function constraintValue(constraint: ConstraintBuilder, table: TableBuilder, site: Origin): InstanceValue {
  constraint.table ??= table;
  return nativeInstance(classes[constraint.data.kind], constraint, site);
}

const plain = { comment: null, deferrable: null, initially: null, dialectOptions: {} } as const;

function primaryKey(columns: readonly ColumnBuilder[], { origin }: TableBuilder): ConstraintBuilder {
  return new ConstraintBuilder({ ...plain, kind: 'primary_key', name: null, columns, origin });
}

function unique(column: ColumnBuilder): ConstraintBuilder {
  return new ConstraintBuilder({
    ...plain,
    kind: 'unique',
    name: null,
    columns: [column],
    origin: column.origin,
  });
}

function foreignKey(column: ColumnBuilder, key: ForeignKeyBuilder): ConstraintBuilder {
  const { onupdate, ondelete, match, useAlter, deferrable, initially } = key.options;
  return new ConstraintBuilder({
    ...plain,
    kind: 'foreign_key',
    name: key.name,
    columns: [column],
    targets: [key.target],
    onupdate,
    ondelete,
    match,
    useAlter,
    deferrable,
    initially,
    dialectOptions: key.dialectOptions,
    linkToName: key.linkToName,
    origin: key.origin,
  });
}
