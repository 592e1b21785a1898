/** Operations as SQL statements. Mirrors `alembic.operations.toimpl`. */
import { assertNever } from '../../util/assert-never.ts';
import type { ImplContext } from '../ddl/impl.ts';
import type { DefaultImpl } from '../ddl/impl.ts';
import { inlineReference } from '../ddl/alter-elements.ts';
import { compileDml } from '../ddl/dml.ts';
import { OperationError, type UpstreamError } from '../ddl/errors.ts';
import { implFor } from '../ddl/index.ts';
import type { Statement } from '../ddl/statement.ts';
import type {
  AddColumnOp,
  AlterColumnOp,
  BatchAlterTableOp,
  DropConstraintOp,
  ExecuteSQLOp,
  MigrateOperation,
} from '../ops/operations.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import { CompileError, IdentifierError, SchemaError } from '../../sqlalchemy/sql/errors.ts';
import type { Constraint, ConstraintKind, NamingConvention, Table } from '../../sqlalchemy/sql/schema.ts';
import {
  applyNamingConvention,
  buildTable,
  nameLooseConstraint,
  nameLooseIndex,
} from '../../sqlalchemy/sql/schema-builder.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { recreatesTable } from './batch-mode.ts';

export interface StatementContext extends ImplContext {
  readonly dialect: Dialect;
  /** `target_metadata`'s, which Alembic applies to what the script leaves unnamed. */
  readonly namingConvention?: NamingConvention;
  /**
   * `literal_binds` of a script: a `:name` in its text becomes NULL (upstream's way), else it stays. An online run
   * refuses it. True when absent.
   */
  readonly literalBinds?: boolean;
  /** Move and copy in batch mode, of the reflected table or `copy_from`; absent where there is neither. */
  readonly recreate?: (operation: BatchAlterTableOp) => readonly Statement[];
}

/**
 * The statements of one operation, in order. Throws OperationError, with the operation's place, for what the dialect
 * cannot do; nothing is ever left out silently.
 */
export function toStatements(operation: MigrateOperation, context: StatementContext): Statement[] {
  try {
    return convert(operation, context);
  } catch (error) {
    if (error instanceof OperationError && error.origin !== null) throw error;
    if (!isCompilationFailure(error)) throw error;
    // Upstream puts the place before the reason for the columns of CREATE TABLE only.
    const isPlain = error instanceof CompileError && operation.kind !== 'create_table';
    throw new OperationError(isPlain ? error.reason : error.message, {
      operation: operation.kind,
      table: ('table' in error ? error.table : null) ?? tableOf(operation),
      column: 'column' in error ? error.column : null,
      origin: operation.origin,
      upstream: upstreamError(error, operation),
    });
  }
}

/** A statement that cannot be compiled is the first of its operation for these, so that nothing of it was printed. */
const singleStatements: ReadonlySet<MigrateOperation['kind']> = new Set([
  'add_constraint',
  'create_index',
  'drop_constraint',
  'drop_index',
]);

function upstreamError(error: Error, { kind }: MigrateOperation): UpstreamError | null {
  if (error instanceof OperationError) return error.upstream;
  return error instanceof CompileError && singleStatements.has(kind) ? 'CompileError' : null;
}

function convert(operation: MigrateOperation, given: StatementContext): Statement[] {
  const context =
    operation.wholeSchema === true ? { ...given, dialect: { ...given.dialect, wholeSchemas: true } } : given;
  switch (operation.kind) {
    case 'batch_alter_table':
      return batchStatements(operation, context);
    case 'autocommit_block':
      return operation.ops
        .flatMap((inner) => toStatements(inner, context))
        .map((statement) => ({ ...statement, autocommit: true }));
    default:
      return sqlOf(operation, context).map((sql) => ({ sql, origin: operation.origin }));
  }
}

type PlainOperation = Exclude<MigrateOperation, { kind: 'batch_alter_table' | 'autocommit_block' }>;

function sqlOf(operation: PlainOperation, context: StatementContext): string[] {
  const impl = implFor(context.dialect);
  const names = { namingConvention: context.namingConvention ?? null };
  switch (operation.kind) {
    case 'create_table':
      return impl.createTable(
        applyNamingConvention(operation.table, names),
        operation.ifNotExists ?? false,
        context,
      );
    case 'drop_table':
      return impl.dropTable({ name: operation.table, schema: operation.schema }, operation.ifExists ?? false);
    case 'rename_table':
      return impl.renameTable(operation);
    case 'add_column':
      return addColumn(operation, impl, names);
    case 'drop_column':
      return impl.dropColumn(operation);
    case 'alter_column':
      return alterColumn(operation, impl, context);
    case 'create_index':
      return impl.createIndex(nameLooseIndex(operation.index, names), operation.ifNotExists ?? false);
    case 'drop_index':
      return impl.dropIndex(operation, operation.ifExists ?? false);
    case 'add_constraint': {
      const table = looseTable(operation.table, operation.schema);
      return impl.addConstraint(nameLooseConstraint(operation.constraint, table, names), table);
    }
    case 'drop_constraint':
      return dropConstraint(operation, impl, context);
    case 'create_table_comment':
      return impl.createTableComment({ name: operation.table, schema: operation.schema }, operation.comment);
    case 'drop_table_comment':
      return impl.dropTableComment({ name: operation.table, schema: operation.schema });
    case 'execute':
      return [executeText(operation, context)];
    case 'bulk_insert':
      return impl.bulkInsert(operation, context);
    case 'create_enum':
      return impl.createEnum(operation.type, operation.checkfirst, context);
    case 'drop_enum':
      return impl.dropEnum(operation.type, operation.checkfirst, context);
    default:
      return assertNever(operation, 'operation');
  }
}

interface Names {
  readonly namingConvention: NamingConvention | null;
}

/** The column, then its constraints and indexes, which ALTER adds one by one. */
function addColumn(operation: AddColumnOp, impl: DefaultImpl, names: Names): string[] {
  const { column, table: name, schema } = operation;
  const table = buildTable({ name, schema, columns: [column] }, names);
  const built = table.columns[0] ?? column;
  const inline = operation.inlineReferences ? inlineReference(built, table) : null;
  const options = {
    ifNotExists: operation.ifNotExists ?? false,
    inlineReferences: operation.inlineReferences,
    inlinePrimaryKey: operation.inlinePrimaryKey,
  };
  return [
    ...impl.addColumn(built, table, options),
    ...table.constraints
      .filter((constraint) => constraint.kind !== 'primary_key' && constraint !== inline)
      .flatMap((constraint) => impl.addConstraint(constraint, table)),
    ...table.indexes.flatMap((index) => impl.createIndex(index, false)),
    ...impl.createColumnComment(table, built),
  ];
}

/** The CHECK of a Boolean or Enum goes with the old type and comes with the new one. */
function alterColumn(operation: AlterColumnOp, impl: DefaultImpl, context: StatementContext): string[] {
  const { existingType, modifyType } = operation;
  const checks = (type: TypeEngine): { table: Table; constraints: readonly Constraint[] } => {
    const table = buildTable(
      {
        name: operation.table,
        schema: operation.schema,
        columns: [{ name: operation.column, type }],
      },
      { namingConvention: context.namingConvention ?? null },
    );
    const constraints = table.constraints.filter(
      (c) => c.kind !== 'primary_key' && context.dialect.ddlCompiler.shouldCreate(c, table),
    );
    return { table, constraints };
  };
  const dropped =
    existingType === undefined || modifyType === undefined
      ? []
      : checks(existingType).constraints.flatMap((c) =>
          impl.dropConstraint(
            { name: c.name, table: operation.table, schema: operation.schema, kind: c.kind },
            false,
            true,
          ),
        );
  const altered = impl.alterColumn(operation);
  if (modifyType === undefined) return [...dropped, ...altered];
  const { table, constraints } = checks(modifyType);
  return [...dropped, ...altered, ...constraints.flatMap((c) => impl.addConstraint(c, table))];
}

const constraintKinds: Readonly<Record<NonNullable<DropConstraintOp['type']>, ConstraintKind>> = {
  foreignkey: 'foreign_key',
  primary: 'primary_key',
  unique: 'unique',
  check: 'check',
};

function dropConstraint(operation: DropConstraintOp, impl: DefaultImpl, context: StatementContext): string[] {
  const kind = operation.type === null ? null : constraintKinds[operation.type];
  const { table, schema } = operation;
  const name =
    kind === 'check' && operation.name !== null
      ? nameLooseConstraint(
          unnamedCheck(operation.name),
          { name: table, schema },
          { namingConvention: context.namingConvention ?? null },
        ).name
      : operation.name;
  return impl.dropConstraint({ name, table, schema, kind }, operation.ifExists ?? false, false);
}

function unnamedCheck(name: DropConstraintOp['name']): Constraint {
  return {
    kind: 'check',
    name,
    comment: null,
    deferrable: null,
    initially: null,
    dialectOptions: {},
    origin: null,
    sqltext: { kind: 'text', text: '', bindparams: [] },
    typeBound: null,
  };
}

function looseTable(name: string, schema: string | null): Table {
  return buildTable({ name, schema, columns: [] });
}

/** Text goes through `text()` as upstream: `\:` is a colon, and `:name` a bind parameter. */
function executeText(operation: ExecuteSQLOp, context: StatementContext): string {
  const { statement } = operation;
  if ('type' in statement && statement.type === 'str') {
    return compileClause({ kind: 'text', text: statement.sql, bindparams: [] }, context);
  }
  if (!('kind' in statement)) return compileClause(statement, context);
  switch (statement.kind) {
    case 'insert':
    case 'update':
    case 'delete':
      return compileDml(context.dialect, statement);
    default:
      return compileClause(statement, context);
  }
}

function compileClause(clause: ClauseElement, context: StatementContext): string {
  return context.dialect.sqlCompiler.process(clause, {
    includeTable: true,
    unboundName: (name) => {
      if (!context.asSql) throw new OperationError(`A value is required for bind parameter '${name}'`);
      return context.literalBinds === false ? `:${name}` : 'NULL';
    },
  });
}

/** Upstream collects a batch's changes of the table and makes them at its end; other statements run at once. */
function batchStatements(operation: BatchAlterTableOp, context: StatementContext): Statement[] {
  const isExecute = (inner: MigrateOperation): boolean =>
    inner.kind === 'execute' || inner.kind === 'bulk_insert';
  const executed = operation.ops.filter(isExecute).flatMap((inner) => toStatements(inner, context));
  const changes = operation.ops.filter((inner) => !isExecute(inner));
  refuseOrderOfAlter(changes, operation, context);
  if (!recreatesTable({ ...operation, ops: changes }, implFor(context.dialect).recreatesInBatch)) {
    return [...executed, ...changes.flatMap((inner) => toStatements(inner, context))];
  }
  if (context.recreate !== undefined) {
    return [...executed, ...context.recreate({ ...operation, ops: changes })];
  }
  throw new OperationError(
    `This operation cannot proceed in --sql mode; batch mode with dialect ${context.dialect.name} requires a live ` +
      `database connection with which to reflect the table "${operation.table}". To generate a batch SQL migration ` +
      `script using table "move and copy", a complete Table object should be passed to the "copy_from" argument of ` +
      `the batch_alter_table() method so that table reflection can be skipped.`,
    { upstream: 'CommandError' },
  );
}

/** Upstream asks when the column is added, so that only what stands before it decides. */
function refuseOrderOfAlter(
  changes: readonly MigrateOperation[],
  batch: BatchAlterTableOp,
  { dialect }: StatementContext,
): void {
  for (const [index, change] of changes.entries()) {
    if (change.kind !== 'add_column' || (change.insertBefore === null && change.insertAfter === null))
      continue;
    const before = { ...batch, ops: changes.slice(0, index) };
    if (recreatesTable(before, implFor(dialect).recreatesInBatch)) continue;
    throw new OperationError(
      "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'",
      { operation: change.kind, table: change.table, column: change.column.name, origin: change.origin },
    );
  }
}

function isCompilationFailure(
  error: unknown,
): error is OperationError | CompileError | IdentifierError | SchemaError {
  return [OperationError, CompileError, IdentifierError, SchemaError].some((kind) => error instanceof kind);
}

function tableOf(operation: MigrateOperation): string | null {
  if (!('table' in operation)) return operation.kind === 'create_index' ? operation.index.table : null;
  return typeof operation.table === 'object' ? (operation.table?.name ?? null) : operation.table;
}
