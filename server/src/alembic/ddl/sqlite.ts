/** Mirrors `alembic.ddl.sqlite.SQLiteImpl`. */
import type { RenameTableOp } from '../ops/operations.ts';
import type { ConstraintReference } from '../../sqlalchemy/sql/ddl-compiler.ts';
import type { Constraint, Table } from '../../sqlalchemy/sql/schema.ts';
import type { ColumnAddress } from './alter-elements.ts';
import { alterTable, formatTableName } from './alter-elements.ts';
import { noAlterOfConstraints, OperationError } from './errors.ts';
import { DefaultImpl } from './impl.ts';

export class SQLiteImpl extends DefaultImpl {
  override readonly recreatesInBatch = true;

  override renameTable(operation: RenameTableOp): string[] {
    const alter = alterTable(this.dialect, operation.table, operation.schema);
    return [`${alter} RENAME TO ${formatTableName(this.dialect, operation.newTable, null)}`];
  }

  /** The CHECK of a type is left out with a warning upstream; any other constraint is refused. */
  override addConstraint(constraint: Constraint, table: Table): string[] {
    if (constraint.kind === 'check' && constraint.typeBound !== null) return [];
    throw new OperationError(noAlterOfConstraints, { table: table.name, upstream: 'NotImplementedError' });
  }

  override dropConstraint(
    constraint: ConstraintReference,
    _ifExists: boolean,
    isImplicit: boolean,
  ): string[] {
    if (isImplicit) return [];
    throw new OperationError(noAlterOfConstraints, {
      table: constraint.table,
      upstream: 'NotImplementedError',
    });
  }

  protected override columnName(at: ColumnAddress, newName: string): string {
    const { identifierPreparer } = this.dialect;
    const names = `${identifierPreparer.quote(at.column)} TO ${identifierPreparer.quote(newName)}`;
    return `${alterTable(this.dialect, at.table, at.schema)} RENAME COLUMN ${names}`;
  }
}
