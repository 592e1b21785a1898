/** Which primary key column the database numbers. Mirrors `PrimaryKeyConstraint._autoincrement_column`. */
import { SchemaError } from './errors.ts';
import type { Column, PrimaryKeyConstraint, Table } from './schema.ts';
import { isInteger, isNumeric, resolveType } from './type-resolution.ts';

/** The column that gets SERIAL, IDENTITY or AUTOINCREMENT; null for none. Throws SchemaError for a contradiction. */
export function autoincrementColumn(table: Table): Column | null {
  const names = primaryKeyOf(table)?.columns ?? [];
  const columns = names.flatMap((name) => table.columns.filter((c) => c.name === name));
  const [first] = columns;
  if (first === undefined) return null;
  if (columns.length > 1) {
    const marked = columns.filter((c) => c.autoincrement === true);
    const [one, other] = marked;
    if (one !== undefined && other !== undefined) {
      throw new SchemaError(
        `Only one Column may be marked autoincrement=True, found both ${other.name} and ${one.name}.`,
        table.name,
      );
    }
    if (one !== undefined) assertCompatible(one, table);
    return one ?? null;
  }
  if (first.autoincrement === true) {
    assertCompatible(first, table);
    return first;
  }
  if (first.autoincrement === false || !mayIncrement(first)) return null;
  if (first.hasDefault) return null;
  if (first.serverDefault !== null && first.serverDefault.kind !== 'identity') return null;
  if (first.autoincrement !== 'ignore_fk' && hasForeignKey(first, table)) return null;
  return first;
}

export function primaryKeyOf(table: Table): PrimaryKeyConstraint | null {
  return table.constraints.find((c) => c.kind === 'primary_key') ?? null;
}

/** Also through a constraint of the table. Upstream: `Column.foreign_keys`. */
export function hasForeignKey(column: Column, table: Table): boolean {
  return table.constraints.some((c) => c.kind === 'foreign_key' && c.columns.includes(column.name));
}

function mayIncrement(column: Column): boolean {
  const type = resolveType(column.type, '');
  return isInteger(type) || isNumeric(type);
}

function assertCompatible(column: Column, table: Table): void {
  if (mayIncrement(column)) return;
  throw new SchemaError(
    `Column type ${column.type.kind} on column '${table.name}.${column.name}' is not compatible with autoincrement=True`,
    table.name,
  );
}
