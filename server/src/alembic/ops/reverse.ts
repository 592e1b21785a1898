import { assertNever } from '../../util/assert-never.ts';
import type { Constraint } from '../../sqlalchemy/sql/schema.ts';
import { OperationError } from './operation-error.ts';
import type {
  AddConstraintOp,
  AlterColumnOp,
  CreateIndexOp,
  DropConstraintOp,
  DropIndexOp,
  MigrateOperation,
} from './operations.ts';

/**
 * The operation that undoes another. Throws OperationError where that cannot be known: raw SQL, data, or a drop whose
 * original is not there. Mirrors `MigrateOperation.reverse()`.
 */
export function reverseOperation(op: MigrateOperation): MigrateOperation {
  const { origin } = op;
  switch (op.kind) {
    case 'create_table':
      return {
        kind: 'drop_table',
        table: op.table.name,
        schema: op.table.schema,
        ifExists: null,
        original: op.table,
        dialectOptions: op.table.dialectOptions,
        origin,
      };
    case 'drop_table':
      return { kind: 'create_table', table: known(op.original, op, 'table'), ifNotExists: null, origin };
    case 'rename_table':
      return { ...op, table: op.newTable, newTable: op.table };
    case 'add_column':
      return {
        kind: 'drop_column',
        table: op.table,
        schema: op.schema,
        column: op.column.name,
        ifExists: op.ifNotExists,
        original: op.column,
        dialectOptions: {},
        origin,
      };
    case 'drop_column':
      return {
        kind: 'add_column',
        table: op.table,
        schema: op.schema,
        column: known(op.original, op, 'column'),
        ifNotExists: op.ifExists,
        inlineReferences: false,
        inlinePrimaryKey: false,
        insertBefore: null,
        insertAfter: null,
        origin,
      };
    case 'alter_column':
      return reverseAlterColumn(op);
    case 'create_index':
      return dropIndexOf(op);
    case 'drop_index':
      return { kind: 'create_index', index: known(op.original, op, 'index'), ifNotExists: null, origin };
    case 'add_constraint':
      return dropConstraintOf(op);
    case 'drop_constraint':
      return {
        kind: 'add_constraint',
        table: op.table,
        schema: op.schema,
        constraint: { ...known(op.original, op, 'constraint'), name: op.name },
        origin,
      };
    case 'create_table_comment': {
      const { table, schema } = op;
      return op.existingComment === null
        ? { kind: 'drop_table_comment', table, schema, existingComment: op.comment, origin }
        : { ...op, comment: op.existingComment, existingComment: op.comment };
    }
    case 'drop_table_comment': {
      const { table, schema, existingComment: comment } = op;
      return { kind: 'create_table_comment', table, schema, comment, existingComment: null, origin };
    }
    case 'create_enum':
      return { ...op, kind: 'drop_enum' };
    case 'drop_enum':
      return { ...op, kind: 'create_enum' };
    case 'batch_alter_table':
    case 'autocommit_block':
      return { ...op, ops: op.ops.map(reverseOperation).reverse() };
    case 'execute':
    case 'bulk_insert':
      throw new OperationError(op, 'it cannot be reversed; write its opposite by hand');
    default:
      return assertNever(op, 'operation');
  }
}

/** Upstream `DropIndexOp.from_index`. */
export function dropIndexOf(op: CreateIndexOp): DropIndexOp {
  const { index } = op;
  return {
    kind: 'drop_index',
    name: index.name,
    table: index.table,
    schema: index.schema,
    ifExists: null,
    original: index,
    dialectOptions: index.dialectOptions,
    origin: op.origin,
  };
}

/** Upstream `DropConstraintOp.from_constraint`. */
export function dropConstraintOf(op: AddConstraintOp): DropConstraintOp {
  return {
    kind: 'drop_constraint',
    name: op.constraint.name,
    table: op.table,
    schema: op.schema,
    type: constraintTypes[op.constraint.kind],
    ifExists: null,
    original: op.constraint,
    dialectOptions: {},
    origin: op.origin,
  };
}

/** `type_=` of `op.drop_constraint`; an exclude constraint has none. */
const constraintTypes: Readonly<Record<Constraint['kind'], DropConstraintOp['type']>> = {
  primary_key: 'primary',
  foreign_key: 'foreignkey',
  unique: 'unique',
  check: 'check',
  exclude: null,
};

/** What is modified and what is existing change places; a rename goes back too, which upstream leaves out. */
function reverseAlterColumn(op: AlterColumnOp): AlterColumnOp {
  const { modifyType, modifyNullable, modifyServerDefault, modifyComment, modifyName, ...rest } = op;
  const { existingType, existingNullable, existingServerDefault, existingComment, ...kept } = rest;
  return {
    ...kept,
    ...(modifyType === undefined
      ? optional('existingType', existingType)
      : { existingType: modifyType, ...optional('modifyType', existingType) }),
    ...(modifyNullable === undefined
      ? optional('existingNullable', existingNullable)
      : { existingNullable: modifyNullable, ...optional('modifyNullable', existingNullable) }),
    ...(modifyServerDefault === undefined
      ? optional('existingServerDefault', existingServerDefault)
      : {
          existingServerDefault: modifyServerDefault,
          ...optional('modifyServerDefault', existingServerDefault),
        }),
    ...(modifyComment === undefined
      ? optional('existingComment', existingComment)
      : { existingComment: modifyComment, modifyComment: existingComment ?? null }),
    ...(modifyName === undefined ? {} : { column: modifyName, modifyName: op.column }),
  };
}

/** An object with the property, or without it where the value is absent. */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

function known<T>(original: T | null, op: MigrateOperation, what: string): T {
  if (original !== null) return original;
  throw new OperationError(op, `it is not reversible; the original ${what} is not present`);
}
