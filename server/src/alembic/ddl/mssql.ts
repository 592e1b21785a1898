/** Mirrors `alembic.ddl.mssql.MSSQLImpl`. The `GO` between statements of a script is the runtime's. */
import type { AlterColumnOp, BulkInsertOp, DropColumnOp, RenameTableOp } from '../ops/operations.ts';
import { flagOption } from '../../sqlalchemy/sql/dialect-options.ts';
import { CompileError } from '../../sqlalchemy/sql/errors.ts';
import type { Column, DefaultClause, Table } from '../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { ColumnAddress } from './alter-elements.ts';
import {
  alterColumn,
  alterTable,
  formatServerDefault,
  formatTableName,
  formatType,
} from './alter-elements.ts';
import { OperationError } from './errors.ts';
import type { ImplContext } from './impl.ts';
import { DefaultImpl, involves, refuseFetched } from './impl.ts';

export class MSSQLImpl extends DefaultImpl {
  override renameTable(operation: RenameTableOp): string[] {
    const from = formatTableName(this.dialect, operation.table, operation.schema);
    return [`EXEC sp_rename '${from}', ${formatTableName(this.dialect, operation.newTable, null)}`];
  }

  override addColumn(column: Column, table: Table): string[] {
    const alter = alterTable(this.dialect, table.name, table.schema);
    return [`${alter} ADD ${this.dialect.ddlCompiler.columnSpecification(column, table)}`];
  }

  override dropColumn(operation: DropColumnOp): string[] {
    const asked = (name: string): boolean => flagOption(operation.dialectOptions, name) === true;
    return [
      ...(asked('mssql_drop_default')
        ? [this.dropColumnConstraint(operation, 'sys.default_constraints')]
        : []),
      ...(asked('mssql_drop_check') ? [this.dropColumnConstraint(operation, 'sys.check_constraints')] : []),
      ...(asked('mssql_drop_foreign_key') ? [this.dropForeignKey(operation)] : []),
      ...super.dropColumn(operation),
    ];
  }

  /** NULL and type are one ALTER; a default is a constraint that is dropped and added; the new name comes last. */
  override alterColumn(operation: AlterColumnOp): string[] {
    const { modifyServerDefault, modifyName, ...rest } = operation;
    if (modifyServerDefault?.kind === 'fetched') refuseFetched(operation);
    const usesConstruct = involves('identity', operation) || involves('computed', operation);
    const replacesDefault = modifyServerDefault !== undefined && !usesConstruct;
    const hasDefault = operation.existingServerDefault !== undefined || modifyServerDefault === null;
    const at: ColumnAddress = operation;
    return [
      ...(replacesDefault && hasDefault
        ? [this.dropColumnConstraint(operation, 'sys.default_constraints')]
        : []),
      ...super.alterColumn({
        ...withNullability(rest),
        ...(usesConstruct && modifyServerDefault !== undefined ? { modifyServerDefault } : {}),
      }),
      ...(replacesDefault && modifyServerDefault?.kind === 'default'
        ? [this.columnDefault(at, modifyServerDefault)]
        : []),
      ...(modifyName === undefined ? [] : [this.columnName(at, modifyName)]),
    ];
  }

  override bulkInsert(operation: BulkInsertOp, context: ImplContext): string[] {
    const inserts = super.bulkInsert(operation, context);
    if (!context.asSql) return inserts;
    const table = this.dialect.identifierPreparer.formatTable(operation.table, operation.schema);
    return [`SET IDENTITY_INSERT ${table} ON`, ...inserts, `SET IDENTITY_INSERT ${table} OFF`];
  }

  protected override columnNullable(at: ColumnAddress, nullable: boolean, operation: AlterColumnOp): string {
    const { existingType } = operation;
    if (existingType === undefined) {
      throw new OperationError(
        'MS-SQL ALTER COLUMN operations with NULL or NOT NULL require the existing_type or a new type_ be passed.',
        at,
      );
    }
    const type = formatType(this.dialect, existingType, at);
    return `${alterColumn(this.dialect, at)} ${type} ${nullable ? 'NULL' : 'NOT NULL'}`;
  }

  protected override columnType(at: ColumnAddress, type: TypeEngine): string {
    return `${alterColumn(this.dialect, at)} ${formatType(this.dialect, type, at)}`;
  }

  protected override columnName(at: ColumnAddress, newName: string): string {
    const { identifierPreparer } = this.dialect;
    const column = `${formatTableName(this.dialect, at.table, at.schema)}.${identifierPreparer.quote(at.column)}`;
    return `EXEC sp_rename '${column}', ${identifierPreparer.quote(newName)}, 'COLUMN'`;
  }

  protected override columnDefault(at: ColumnAddress, serverDefault: DefaultClause | null): string {
    if (serverDefault === null) throw new CompileError('SQL Server drops a default by its name only', at);
    const text = formatServerDefault(this.dialect, serverDefault);
    const column = this.dialect.identifierPreparer.quote(at.column);
    return `${alterTable(this.dialect, at.table, at.schema)} ADD DEFAULT ${text} FOR ${column}`;
  }

  protected override columnComment(
    at: ColumnAddress,
    comment: string | null,
    operation: AlterColumnOp,
  ): string {
    const { identifierPreparer, sqlCompiler, defaultSchemaName } = this.dialect;
    const schema = at.schema ?? defaultSchemaName;
    if (schema === null) {
      throw new CompileError('SQL Server keeps comments by schema: name the schema of the table', at);
    }
    const target =
      `'schema', ${identifierPreparer.quoteSchema(schema)}, 'table', ${identifierPreparer.quote(at.table)}, ` +
      `'column', ${identifierPreparer.quote(at.column)}`;
    if (comment === null) return `exec sp_dropextendedproperty 'MS_Description', ${target}`;
    const isUpdate = operation.existingComment !== undefined && operation.existingComment !== null;
    const procedure = isUpdate ? 'sp_updateextendedproperty' : 'sp_addextendedproperty';
    return `exec ${procedure} 'MS_Description', ${sqlCompiler.renderComment(comment)}, ${target}`;
  }

  /** A column's default or check has a name that the server made up: look it up and drop it. */
  private dropColumnConstraint(at: ColumnAddress, catalog: string): string {
    return [
      'declare @const_name varchar(256)',
      `select @const_name = QUOTENAME([name]) from ${catalog}`,
      `where parent_object_id = object_id('${rawName(at)}')`,
      `and col_name(parent_object_id, parent_column_id) = '${at.column}'`,
      `exec('alter table ${formatTableName(this.dialect, at.table, at.schema)} drop constraint ' + @const_name)`,
    ].join('\n');
  }

  private dropForeignKey(at: ColumnAddress): string {
    return [
      'declare @const_name varchar(256)',
      'select @const_name = QUOTENAME([name]) from',
      'sys.foreign_keys fk join sys.foreign_key_columns fkc',
      'on fk.object_id=fkc.constraint_object_id',
      `where fkc.parent_object_id = object_id('${rawName(at)}')`,
      `and col_name(fkc.parent_object_id, fkc.parent_column_id) = '${at.column}'`,
      `exec('alter table ${formatTableName(this.dialect, at.table, at.schema)} drop constraint ' + @const_name)`,
    ].join('\n');
  }
}

function rawName(at: ColumnAddress): string {
  return at.schema === null || at.schema === '' ? at.table : `${at.schema}.${at.table}`;
}

/** Where nullability is known or changes, the ALTER for it carries the new type. */
function withNullability(operation: AlterColumnOp): AlterColumnOp {
  const { modifyType, ...rest } = operation;
  if (modifyType === undefined) return operation;
  const nullable = operation.modifyNullable ?? operation.existingNullable;
  return nullable === undefined ? operation : { ...rest, existingType: modifyType, modifyNullable: nullable };
}
