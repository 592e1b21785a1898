/** The operations that upstream makes from schema objects (`from_constraint`, `from_index`, `from_column_and_tablename`). */
import type { Column, Constraint, Index } from '../../../sqlalchemy/sql/schema.ts';
import type { Origin } from '../../../util/text-range.ts';
import type {
  AddColumnOp,
  AddConstraintOp,
  CreateIndexOp,
  DropColumnOp,
  MigrateOperation,
} from '../../ops/operations.ts';
import { dropConstraintOf, dropIndexOf } from '../../ops/reverse.ts';
import { pairOrigin, type TablePair } from './comparison.ts';

export function createIndex(index: Index): CreateIndexOp {
  return { kind: 'create_index', index, ifNotExists: null, origin: index.origin };
}

/** The origin of a drop is the model's table: what it drops is not in the models any more. */
export function dropIndex(index: Index, pair: TablePair): MigrateOperation {
  return { ...dropIndexOf(createIndex(index)), origin: pairOrigin(pair) };
}

export function addConstraint(constraint: Constraint, pair: TablePair): AddConstraintOp {
  const origin: Origin | null = constraint.origin ?? pairOrigin(pair);
  return { kind: 'add_constraint', table: pair.name, schema: pair.schema, constraint, origin };
}

export function dropConstraint(constraint: Constraint, pair: TablePair): MigrateOperation {
  return { ...dropConstraintOf(addConstraint(constraint, pair)), origin: pairOrigin(pair) };
}

/** Indexes, unique constraints and foreign keys of a column are operations of their own, as in the script. */
export function addColumn(column: Column, pair: TablePair): AddColumnOp {
  return {
    kind: 'add_column',
    table: pair.name,
    schema: pair.schema,
    column: withoutFlags(column),
    ifNotExists: null,
    inlineReferences: false,
    inlinePrimaryKey: false,
    insertBefore: null,
    insertAfter: null,
    origin: column.origin,
  };
}

export function dropColumn(column: Column, pair: TablePair): DropColumnOp {
  return {
    kind: 'drop_column',
    table: pair.name,
    schema: pair.schema,
    column: column.name,
    ifExists: null,
    original: withoutFlags(column),
    dialectOptions: {},
    origin: pairOrigin(pair),
  };
}

function withoutFlags(column: Column): Column {
  return { ...column, unique: null, index: null, foreignKeys: [] };
}
