import type { MigrateOperation } from '../alembic/ops/operations.ts';
import type { SingleOp } from '../alembic/autogenerate/index.ts';
import { tableKey, type ConstraintName } from '../sqlalchemy/sql/schema.ts';
import { columnsOf, tableOf } from './operation-scope.ts';

/**
 * What one difference is kept by: the same text for the same difference in each comparison of a project, as long as the
 * same thing is to be done to the same object. `alter_column users.name type nullable`.
 */
export function changeId(op: SingleOp): string {
  return op.kind === 'change' ? op.title : [op.kind, ...partsOf(op)].join(' ');
}

function partsOf(op: MigrateOperation): readonly string[] {
  switch (op.kind) {
    case 'create_table':
    case 'drop_table':
    case 'rename_table':
    case 'bulk_insert':
    case 'batch_alter_table':
    case 'create_table_comment':
    case 'drop_table_comment':
      return [tableOf(op) ?? ''];
    case 'add_column':
      return [`${tableKey(op.table, op.schema)}.${op.column.name}`];
    case 'drop_column':
      return [`${tableKey(op.table, op.schema)}.${op.column}`];
    case 'alter_column': {
      const changed = Object.entries({
        type: op.modifyType,
        nullable: op.modifyNullable,
        server_default: op.modifyServerDefault,
        comment: op.modifyComment,
        name: op.modifyName,
        autoincrement: op.modifyAutoincrement,
      }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      return [`${tableKey(op.table, op.schema)}.${op.column}`, ...changed];
    }
    case 'create_index':
      return [tableOf(op) ?? '', nameOr(op.index.name, op)];
    case 'drop_index':
      return [tableOf(op) ?? '', nameOr(op.name, op)];
    case 'add_constraint':
      return [tableOf(op) ?? '', op.constraint.kind, nameOr(op.constraint.name, op)];
    case 'drop_constraint':
      return [tableOf(op) ?? '', op.original?.kind ?? op.type ?? '', nameOr(op.name, op)];
    case 'execute':
    case 'autocommit_block':
    case 'create_enum':
    case 'drop_enum':
      return [
        JSON.stringify(op, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ];
  }
}

function nameOr(name: ConstraintName, op: SingleOp): string {
  return name?.text ?? columnsOf(op).join(',');
}
