/** Columns that change from an enum type to the one that took its name. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement } from '../../../../sqlalchemy/sql/elements.ts';
import {
  tableKey,
  type Column,
  type Constraint,
  type Index,
  type Table,
} from '../../../../sqlalchemy/sql/schema.ts';
import type { DialectType, TypeEngine } from '../../../../sqlalchemy/sql/types.ts';
import { castByText } from '../../../ddl/enum-statements.ts';
import { checkColumns } from '../../../operations/default-names.ts';
import type { AlterColumnOp, MigrateOperation } from '../../../ops/operations.ts';
import { reverseOperation } from '../../../ops/reverse.ts';
import { enumType, type EnumColumn, type NativeEnum } from '../native-enums.ts';

/**
 * A default is of the old type, so it goes before and comes back after; so do conditions of indexes and CHECK
 * constraints, which compare with the old type's values. `defaults`: those to come; null: those that there were.
 */
export function swappedColumns(
  columns: readonly EnumColumn[],
  types: { readonly from: readonly string[]; readonly to: NativeEnum },
  dialect: Dialect,
  defaults: ReadonlyMap<string, Column['serverDefault']> | null,
): readonly MigrateOperation[] {
  const leaning = columns.flatMap(({ table, column }) => leaningOn(table, column, dialect));
  const unique = [...new Map(leaning.map((op) => [JSON.stringify(nameOf(op)), op])).values()];
  return [
    ...unique.map(reverseOperation),
    ...columns.flatMap((each) => swapped(each, types, dialect, defaults)),
    ...unique,
  ];
}

function swapped(
  { table, column, type: before }: EnumColumn,
  { from, to: type }: { readonly from: readonly string[]; readonly to: NativeEnum },
  dialect: Dialect,
  defaults: ReadonlyMap<string, Column['serverDefault']> | null,
): readonly MigrateOperation[] {
  const alter = (change: Partial<AlterColumnOp>): AlterColumnOp => ({
    kind: 'alter_column',
    table: table.name,
    schema: table.schema,
    column: column.name,
    dialectOptions: {},
    origin: column.origin,
    ...change,
  });
  const key = `${tableKey(table.name, table.schema)} ${column.name}`;
  const after = defaults?.has(key) === true ? (defaults.get(key) ?? null) : column.serverDefault;
  const hasDefault = column.serverDefault?.kind === 'default';
  const change = alter({
    existingType: typeOf({ ...before, values: from }),
    modifyType: typeOf({ ...type, isArray: before.isArray }),
    existingNullable: column.nullable,
    dialectOptions: { postgresql_using: castByText(dialect, column.name, type, before.isArray) },
  });
  return [
    ...(hasDefault ? [alter({ modifyServerDefault: null })] : []),
    change,
    ...(after?.kind === 'default' && (hasDefault || defaults !== null)
      ? [alter({ modifyServerDefault: after })]
      : []),
  ];
}

function typeOf(type: NativeEnum): TypeEngine {
  const inner = enumType(type);
  if (!type.isArray) return inner;
  const array: DialectType = {
    kind: 'dialect',
    dialect: 'postgresql',
    name: 'ARRAY',
    options: { item_type: inner },
  };
  return array;
}

/** As they are made again. */
function leaningOn(table: Table, column: Column, dialect: Dialect): readonly MigrateOperation[] {
  const { name, schema, origin } = table;
  const indexes = table.indexes.filter((index) => hasCondition(index, column.name, dialect));
  const checks = table.constraints.filter(
    (constraint): constraint is Constraint & { kind: 'check' } =>
      constraint.kind === 'check' &&
      constraint.typeBound === null &&
      checkColumns(constraint, table).includes(column.name),
  );
  return [
    ...indexes.map((index): MigrateOperation => ({ kind: 'create_index', index, ifNotExists: null, origin })),
    ...checks.map((constraint): MigrateOperation => ({
      kind: 'add_constraint',
      table: name,
      schema,
      constraint,
      origin,
    })),
  ];
}

/** An index on the plain column is made anew by the database itself. */
function hasCondition({ expressions, dialectOptions }: Index, column: string, dialect: Dialect): boolean {
  const mentions = (sql: string): boolean => {
    const words: readonly string[] = sql.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
    return words.includes(column);
  };
  const text = (clause: ClauseElement): string =>
    dialect.sqlCompiler.process(clause, { includeTable: false });
  // A condition is an expression in a history, and a text where a database shows it.
  const where = dialectOptions[`${dialect.name}_where`] ?? '';
  const isClause = typeof where === 'object' && 'kind' in where;
  return (
    (typeof where === 'string' && mentions(where)) ||
    (isClause && mentions(text(where as ClauseElement))) ||
    expressions.some((expression) => expression.kind !== 'column' && mentions(text(expression)))
  );
}

function nameOf(op: MigrateOperation): unknown {
  if (op.kind === 'create_index') return [op.index.table, op.index.schema, op.index.name];
  return op.kind === 'add_constraint' ? [op.table, op.schema, op.constraint.name] : op.kind;
}
