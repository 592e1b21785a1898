import type { Column } from '../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { Refusal } from './script-evaluation.ts';

/** Column types that the operations need and that could not be evaluated. `existing_type` is not needed. */
export function unknownTypes(operations: readonly MigrateOperation[]): readonly Refusal[] {
  return operations.flatMap((operation): readonly Refusal[] => {
    switch (operation.kind) {
      case 'create_table':
        return operation.table.columns.flatMap((column) => ofColumn(operation.table.name, column));
      case 'add_column':
        return ofColumn(operation.table, operation.column);
      case 'alter_column':
        return operation.modifyType === undefined
          ? []
          : ofType(operation.table, operation.column, operation.modifyType, operation.origin);
      case 'batch_alter_table':
      case 'autocommit_block':
        return unknownTypes(operation.ops);
      case 'create_enum':
      case 'drop_enum':
        return ofType(null, null, operation.type, operation.origin);
      default:
        return [];
    }
  });
}

function ofColumn(table: string, column: Column): readonly Refusal[] {
  return ofType(table, column.name, column.type, column.origin);
}

function ofType(
  table: string | null,
  column: string | null,
  type: TypeEngine,
  origin: Refusal['origin'],
): readonly Refusal[] {
  if (type.kind === 'decorated') return ofType(table, column, type.impl, origin);
  if (type.kind === 'ARRAY') return ofType(table, column, type.item, origin);
  if (type.kind !== 'unknown') return [];
  const place = table === null ? 'a type' : `the type of ${table}.${column ?? ''}`;
  return [{ message: `${place} cannot be known: ${type.reason}`, origin: type.origin ?? origin }];
}
