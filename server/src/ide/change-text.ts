/** A difference in the words of the preview of a revision. */
import { narrowing } from '../alembic/autogenerate/beyond/index.ts';
import type { SingleOp } from '../alembic/autogenerate/index.ts';
import type { AlterColumnOp } from '../alembic/ops/operations.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { tableKey, type Column, type ConstraintName } from '../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../sqlalchemy/sql/types.ts';
import { columnsOf } from './operation-scope.ts';

/** `Add column phone VARCHAR(20) NOT NULL`: what it does to its table, which the preview names above it. */
export function changeText(op: SingleOp, dialect: Dialect): string {
  switch (op.kind) {
    case 'change':
      return op.title.charAt(0).toUpperCase() + op.title.slice(1);
    case 'create_table':
      return `Create table, ${String(op.table.columns.length)} ${op.table.columns.length === 1 ? 'column' : 'columns'}`;
    case 'drop_table':
      return 'Drop table';
    case 'rename_table':
      return `Rename table to ${op.newTable}`;
    case 'add_column':
      return `Add column ${columnText(op.column, op.table, dialect)}`;
    case 'drop_column':
      return `Drop column ${op.column}`;
    case 'alter_column':
      return `Alter column ${op.column}: ${alterText(op, dialect)}`;
    case 'create_index':
      return `Create ${op.index.unique ? 'unique index' : 'index'} ${named(op.index.name, op)}`;
    case 'drop_index':
      return `Drop index ${named(op.name, op)}`;
    case 'add_constraint':
      return `Add ${constraintWord(op.constraint.kind)} ${named(op.constraint.name, op)}`;
    case 'drop_constraint':
      return `Drop ${constraintWord(op.original?.kind ?? op.type ?? '')} ${named(op.name, op)}`;
    case 'create_table_comment':
      return `Set the table’s comment to “${op.comment ?? ''}”`;
    case 'drop_table_comment':
      return 'Remove the table’s comment';
    case 'execute':
    case 'bulk_insert':
    case 'batch_alter_table':
    case 'autocommit_block':
    case 'create_enum':
    case 'drop_enum':
      return op.kind.replaceAll('_', ' ');
  }
}

/** What an operation loses for good, as a sentence; null when its reverse brings everything back. */
export function destroys(op: SingleOp, dialect: Dialect): string | null {
  switch (op.kind) {
    case 'change':
      return op.destructive;
    case 'drop_table':
      return `Table ${tableKey(op.table, op.schema)} and all its rows are lost.`;
    case 'drop_column':
      return `The values of ${tableKey(op.table, op.schema)}.${op.column} are lost.`;
    case 'alter_column': {
      const narrower = narrowing(op, dialect);
      const column = `${tableKey(op.table, op.schema)}.${op.column}`;
      return narrower === null ? null : `Not every value of ${column} fits any more: ${narrower}.`;
    }
    default:
      return null;
  }
}

function columnText(column: Column, table: string, dialect: Dialect): string {
  const type = typeText(column.type, table, column.name, dialect);
  return `${column.name} ${type}${column.nullable ? '' : ' NOT NULL'}`;
}

function alterText(op: AlterColumnOp, dialect: Dialect): string {
  const sql = (type: TypeEngine | undefined): string =>
    type === undefined ? '?' : typeText(type, op.table, op.column, dialect);
  const parts: string[] = [];
  if (op.modifyName !== undefined) parts.push(`name → ${op.modifyName}`);
  if (op.modifyType !== undefined) parts.push(`${sql(op.existingType)} → ${sql(op.modifyType)}`);
  if (op.modifyNullable !== undefined) parts.push(op.modifyNullable ? 'NOT NULL → NULL' : 'NULL → NOT NULL');
  if (op.modifyServerDefault !== undefined) parts.push('server default');
  if (op.modifyComment !== undefined) parts.push('comment');
  if (op.modifyAutoincrement !== undefined) parts.push('autoincrement');
  return parts.join(', ');
}

function typeText(type: TypeEngine, table: string, column: string, dialect: Dialect): string {
  try {
    return dialect.typeCompiler.process(type, { table, column });
  } catch {
    // The dialect has no such type: writing the revision says so, with the place.
    return type.kind;
  }
}

function named(name: ConstraintName, op: SingleOp): string {
  const columns = columnsOf(op).join(', ');
  if (name === null) return columns === '' ? '(unnamed)' : `(${columns})`;
  return columns === '' ? name.text : `${name.text} (${columns})`;
}

function constraintWord(kind: string): string {
  switch (kind) {
    case 'foreign_key':
    case 'foreignkey':
      return 'foreign key';
    case 'primary_key':
    case 'primary':
      return 'primary key';
    case '':
      return 'constraint';
    default:
      return `${kind} constraint`;
  }
}
