/** Enums that are texts with a CHECK: the constraint follows the values. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import {
  type CheckConstraint,
  type Column,
  type MetaData,
  type Table,
} from '../../../../sqlalchemy/sql/schema.ts';
import { resolveType } from '../../../../sqlalchemy/sql/type-resolution.ts';
import type { EnumType } from '../../../../sqlalchemy/sql/types.ts';
import type { AlterColumnOp, MigrateOperation } from '../../../ops/operations.ts';
import type { ModifyTableOps, RevisionOps } from '../../context.ts';

/**
 * `op.alter_column` with both types, which drops the old CHECK and makes the new one; a change of the column that is
 * there already gets the old type. Only where both sides are known as enums: a database shows a text and a constraint.
 */
export function withCheckedEnums(
  ops: RevisionOps,
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  dialect: Dialect,
): RevisionOps {
  const changes = sides.target.flatMap(({ tables }) =>
    [...tables].flatMap(([key, table]) => {
      const before = sides.current.tables.get(key);
      return before === undefined ? [] : changesOf(before, table, dialect);
    }),
  );
  return changes.reduce(withChange, ops);
}

function withChange(ops: RevisionOps, change: AlterColumnOp): RevisionOps {
  const isOfTable = (op: RevisionOps[number]): op is ModifyTableOps =>
    op.kind === 'modify_table' && op.table === change.table && op.schema === change.schema;
  const isOfColumn = (op: MigrateOperation): op is AlterColumnOp =>
    op.kind === 'alter_column' && op.column === change.column;
  const block = ops.find(isOfTable);
  if (block === undefined) {
    const { table, schema } = change;
    return [...ops, { kind: 'modify_table', table, schema, ops: [change] }];
  }
  const known = block.ops.find(isOfColumn);
  const { existingType, modifyType } = change;
  const types = {
    ...(existingType === undefined ? {} : { existingType }),
    ...(modifyType === undefined ? {} : { modifyType }),
  };
  const inner =
    known === undefined
      ? [...block.ops, change]
      : block.ops.map((op) => (op === known ? { ...known, ...types } : op));
  return ops.map((op) => (op === block ? { ...block, ops: inner } : op));
}

function changesOf(before: Table, table: Table, dialect: Dialect): readonly AlterColumnOp[] {
  return table.columns.flatMap((column) => {
    const old = before.columns.find(({ name }) => name === column.name);
    return old === undefined ? [] : changeOf({ before, table }, old, column, dialect);
  });
}

function changeOf(
  { before, table }: { readonly before: Table; readonly table: Table },
  old: Column,
  column: Column,
  dialect: Dialect,
): readonly AlterColumnOp[] {
  const [from, to] = [checkedEnum(old, dialect), checkedEnum(column, dialect)];
  if (from === null || to === null) return [];
  const [was, is] = [new Set(from.enums), new Set(to.enums)];
  if (was.size === is.size && [...was].every((value) => is.has(value))) return [];
  const constraint = before.constraints.find(
    (each): each is CheckConstraint => each.kind === 'check' && each.typeBound === column.name,
  );
  // Without a name nothing can drop it.
  if (constraint === undefined || constraint.name === null) return [];
  return [
    {
      kind: 'alter_column',
      table: table.name,
      schema: table.schema,
      column: column.name,
      existingType: from,
      modifyType: to,
      existingNullable: old.nullable,
      dialectOptions: {},
      origin: column.origin,
    },
  ];
}

/** With a CHECK on this database. */
function checkedEnum({ type: written }: Column, dialect: Dialect): EnumType | null {
  const type = resolveType(written, dialect.name);
  if (type.kind !== 'Enum' || !type.createConstraint) return null;
  return type.nativeEnum && dialect.supportsNativeEnum ? null : type;
}
