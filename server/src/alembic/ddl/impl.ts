/**
 * Operations as the SQL of one dialect. Mirrors `alembic.ddl.impl.DefaultImpl`: each method gives the statements, in
 * order, that upstream's method of that name executes. They throw CompileError and OperationError.
 */
import type { AlterColumnOp, BulkInsertOp, DropColumnOp, RenameTableOp } from '../ops/operations.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type {
  ConstraintReference,
  IndexReference,
  TableReference,
} from '../../sqlalchemy/sql/ddl-compiler.ts';
import { CompileError } from '../../sqlalchemy/sql/errors.ts';
import type {
  Column,
  Computed,
  Constraint,
  DefaultClause,
  Identity,
  Index,
  Table,
} from '../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { AddColumnOptions, ColumnAddress } from './alter-elements.ts';
import {
  addColumn,
  alterColumn,
  alterTable,
  formatServerDefault,
  formatTableName,
  formatType,
} from './alter-elements.ts';
import { compileBulkInsert } from './bulk-insert.ts';

/** What the statements of one run depend on beyond the operation. */
export interface ImplContext {
  /** Enum types that `create_table` made in this run; upstream's `impl.memo`. */
  readonly createdEnums: Set<string>;
  /** A script is written (`--sql`), so nothing can be looked up. */
  readonly asSql: boolean;
}

export class DefaultImpl {
  protected readonly dialect: Dialect;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** True when batch mode must copy the table because ALTER cannot do it. */
  readonly recreatesInBatch: boolean = false;

  createTable(table: Table, ifNotExists: boolean, _context: ImplContext): string[] {
    const { ddlCompiler, supportsComments } = this.dialect;
    return [
      ddlCompiler.createTable(table, { ifNotExists }),
      ...table.indexes.map((index) => ddlCompiler.createIndex(index, { ifNotExists: false })),
      ...(supportsComments && table.comment !== null && table.comment !== ''
        ? [ddlCompiler.setTableComment(table, table.comment)]
        : []),
      ...table.columns.flatMap((column) => this.createColumnComment(table, column)),
    ];
  }

  dropTable(table: TableReference, ifExists: boolean): string[] {
    return [this.dialect.ddlCompiler.dropTable(table, { ifExists })];
  }

  renameTable(operation: RenameTableOp): string[] {
    const { table, newTable, schema } = operation;
    const to = formatTableName(this.dialect, newTable, schema);
    return [`${alterTable(this.dialect, table, schema)} RENAME TO ${to}`];
  }

  /** `table` holds the column and what it brings along. */
  addColumn(column: Column, table: Table, options: AddColumnOptions): string[] {
    const alter = alterTable(this.dialect, table.name, table.schema);
    return [`${alter} ${addColumn(this.dialect, column, table, options)}`];
  }

  createColumnComment(table: TableReference, column: Column): string[] {
    if (!this.dialect.supportsComments || column.comment === null || column.comment === '') return [];
    return [this.dialect.ddlCompiler.setColumnComment(table, column.name, column.comment)];
  }

  dropColumn(operation: DropColumnOp): string[] {
    const { identifierPreparer } = this.dialect;
    const ifExists = operation.ifExists === true ? 'IF EXISTS ' : '';
    const column = identifierPreparer.quote(operation.column);
    return [
      `${alterTable(this.dialect, operation.table, operation.schema)} DROP COLUMN ${ifExists}${column}`,
    ];
  }

  alterColumn(operation: AlterColumnOp): string[] {
    const at: ColumnAddress = operation;
    const { modifyNullable, modifyServerDefault, modifyType, modifyComment, modifyName } = operation;
    return [
      ...(modifyNullable === undefined ? [] : [this.columnNullable(at, modifyNullable, operation)]),
      ...(modifyServerDefault === undefined ? [] : [this.serverDefault(at, operation)]),
      ...(modifyType === undefined ? [] : [this.columnType(at, modifyType, operation)]),
      ...(modifyComment === undefined ? [] : [this.columnComment(at, modifyComment, operation)]),
      ...(modifyName === undefined ? [] : [this.columnName(at, modifyName)]),
    ];
  }

  createIndex(index: Index, ifNotExists: boolean): string[] {
    return [this.dialect.ddlCompiler.createIndex(index, { ifNotExists })];
  }

  dropIndex(index: IndexReference, ifExists: boolean): string[] {
    return [this.dialect.ddlCompiler.dropIndex(index, { ifExists })];
  }

  addConstraint(constraint: Constraint, table: Table): string[] {
    if (!this.dialect.ddlCompiler.shouldCreate(constraint, table)) return [];
    return [this.dialect.ddlCompiler.addConstraint(constraint, table)];
  }

  /** `isImplicit`: made by a type, not asked for by name. */
  dropConstraint(constraint: ConstraintReference, ifExists: boolean, _isImplicit: boolean): string[] {
    return [this.dialect.ddlCompiler.dropConstraint(constraint, { ifExists })];
  }

  createTableComment(table: TableReference, comment: string | null): string[] {
    if (comment === null) return this.dropTableComment(table);
    return [this.dialect.ddlCompiler.setTableComment(table, comment)];
  }

  dropTableComment(table: TableReference): string[] {
    return [this.dialect.ddlCompiler.dropTableComment(table)];
  }

  bulkInsert(operation: BulkInsertOp, context: ImplContext): string[] {
    return compileBulkInsert(this.dialect, operation, context.asSql);
  }

  /** CREATE TYPE where the database has enum types. `checkfirst`: not when it is there already. */
  createEnum(_type: TypeEngine, _checkfirst: boolean, _context: ImplContext): string[] {
    return [];
  }

  dropEnum(_type: TypeEngine, _checkfirst: boolean, _context: ImplContext): string[] {
    return [];
  }

  protected columnNullable(at: ColumnAddress, nullable: boolean, _operation: AlterColumnOp): string {
    return `${alterColumn(this.dialect, at)} ${nullable ? 'DROP NOT NULL' : 'SET NOT NULL'}`;
  }

  protected columnType(at: ColumnAddress, type: TypeEngine, _operation: AlterColumnOp): string {
    return `${alterColumn(this.dialect, at)} TYPE ${formatType(this.dialect, type, at)}`;
  }

  protected columnName(at: ColumnAddress, newName: string): string {
    const { identifierPreparer } = this.dialect;
    const names = `${identifierPreparer.quote(at.column)} TO ${identifierPreparer.quote(newName)}`;
    return `${alterTable(this.dialect, at.table, at.schema)} RENAME ${names}`;
  }

  protected columnComment(_at: ColumnAddress, _comment: string | null, operation: AlterColumnOp): string {
    throw new CompileError(`${this.dialect.name} has no ALTER for the comment of a column`, operation);
  }

  protected columnDefault(at: ColumnAddress, serverDefault: DefaultClause | null): string {
    const text =
      serverDefault === null
        ? 'DROP DEFAULT'
        : `SET DEFAULT ${formatServerDefault(this.dialect, serverDefault)}`;
    return `${alterColumn(this.dialect, at)} ${text}`;
  }

  protected identityDefault(
    at: ColumnAddress,
    _identity: Identity | null,
    _operation: AlterColumnOp,
  ): string {
    throw new CompileError(
      'Adding, removing or modifying an "identity" construct, e.g. GENERATED AS IDENTITY, to or from an existing ' +
        'column is not supported in this dialect.',
      at,
    );
  }

  private serverDefault(at: ColumnAddress, operation: AlterColumnOp): string {
    const { modifyServerDefault, existingServerDefault } = operation;
    if (involves('computed', operation) || modifyServerDefault?.kind === 'computed') {
      throw new CompileError(
        'Adding or removing a "computed" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not ' +
          'supported.',
        at,
      );
    }
    if (modifyServerDefault?.kind === 'identity') {
      return this.identityDefault(at, modifyServerDefault, operation);
    }
    if (existingServerDefault?.kind === 'identity') {
      // A plain default in place of an identity goes upstream's same way, which only takes an identity or None.
      if (modifyServerDefault === null || modifyServerDefault === undefined) {
        return this.identityDefault(at, null, operation);
      }
      throw new CompileError('An identity cannot be changed to a plain server default in one step.', at);
    }
    if (modifyServerDefault?.kind === 'fetched') refuseFetched(at);
    return this.columnDefault(at, modifyServerDefault ?? null);
  }
}

/** Upstream writes `SET DEFAULT None`. */
export function refuseFetched(at: ColumnAddress): never {
  throw new CompileError('FetchedValue() says that there is a default, not which: it cannot be set', at);
}

/** The new or the existing default is of this kind. Upstream: `_server_default_is_computed`, `…_is_identity`. */
export function involves(kind: Computed['kind'] | Identity['kind'], operation: AlterColumnOp): boolean {
  return operation.modifyServerDefault?.kind === kind || operation.existingServerDefault?.kind === kind;
}
