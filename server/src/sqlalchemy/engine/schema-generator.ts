/** The statements of `metadata.create_all(engine, checkfirst=False)`. Mirrors `sqlalchemy.sql.ddl.SchemaGenerator`. */
import { IdentifierError } from '../sql/errors.ts';
import { namedTypes } from '../sql/named-types.ts';
import type { ForeignKeyConstraint, MetaData, Sequence, Table } from '../sql/schema.ts';
import { sortTablesAndConstraints } from '../sql/sort-tables.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Dialect } from './dialect.ts';

/** One statement, its text exactly as upstream compiles it, and the object that it makes. */
export interface SchemaStatement {
  readonly kind:
    'create_type' | 'create_sequence' | 'create_table' | 'create_index' | 'comment' | 'add_constraint';
  readonly sql: string;
  readonly origin: Origin | null;
}

/** What cannot be compiled: the error names it, and this says where it stands. */
export interface SchemaFailure {
  readonly error: Error;
  readonly origin: Origin | null;
}

/**
 * The statements in the order in which they are emitted: types, sequences of no column, each table with its sequences,
 * indexes and comments, foreign keys that had to wait. Where upstream goes through a set (the indexes of a table, the
 * foreign keys at the end) the order is that of definition.
 */
export function createAll(
  metadata: MetaData,
  dialect: Dialect,
): { readonly statements: readonly SchemaStatement[]; readonly failures: readonly SchemaFailure[] } {
  const statements: SchemaStatement[] = [];
  const failures: SchemaFailure[] = [];
  const emit = (kind: SchemaStatement['kind'], origin: Origin | null, compile: () => string): void => {
    try {
      statements.push({ kind, sql: compile(), origin });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push({ error, origin });
    }
  };
  const { ddlCompiler } = dialect;
  const emitSequence = (sequence: Sequence): void => {
    if (!dialect.supportsSequences || (dialect.sequencesOptional && sequence.optional)) return;
    emit('create_sequence', sequence.origin, () => ddlCompiler.createSequence(sequence));
  };

  const { tables, remaining } = sortTablesAndConstraints([...metadata.tables.values()]);
  if (dialect.supportsNamedTypes) {
    for (const type of namedTypes(metadata, dialect.name))
      emit('create_type', type.origin, () => ddlCompiler.createType(type));
  }
  for (const sequence of metadata.sequences?.values() ?? []) if (!sequence.hasColumn) emitSequence(sequence);
  for (const table of tables) {
    for (const { sequence } of table.columns) if (sequence !== undefined) emitSequence(sequence);
    const laterForeignKeys = remaining.get(table) ?? [];
    emit('create_table', table.nameOrigin ?? table.origin, () => {
      validateIdentifier(table.name, dialect);
      if (table.schema !== null) validateIdentifier(table.schema, dialect);
      return ddlCompiler.createTable(table, { ifNotExists: false, laterForeignKeys });
    });
    for (const index of table.indexes.filter((each) => ddlCompiler.isMeant(each))) {
      const origin = index.origin ?? table.origin;
      emit('create_index', origin, () => ddlCompiler.createIndex(index, { ifNotExists: false }));
    }
    if (dialect.supportsComments) emitComments(table, dialect, emit);
  }
  if (dialect.supportsAlter) {
    for (const [table, constraints] of remaining) {
      for (const constraint of constraints) emitForeignKey(constraint, table, dialect, emit);
    }
  }
  return { statements, failures };
}

type Emit = (kind: SchemaStatement['kind'], origin: Origin | null, compile: () => string) => void;

function emitComments(table: Table, dialect: Dialect, emit: Emit): void {
  const { ddlCompiler } = dialect;
  const { comment } = table;
  if (comment !== null) emit('comment', table.origin, () => ddlCompiler.setTableComment(table, comment));
  for (const column of table.columns) {
    const text = column.comment;
    if (text === null) continue;
    emit('comment', column.origin, () => ddlCompiler.setColumnComment(table, column.name, text));
  }
  if (!dialect.supportsConstraintComments) return;
  for (const constraint of table.constraints) {
    if (constraint.comment === null) continue;
    emit('comment', constraint.origin, () => ddlCompiler.setConstraintComment(constraint, table));
  }
}

function emitForeignKey(constraint: ForeignKeyConstraint, table: Table, dialect: Dialect, emit: Emit): void {
  emit('add_constraint', constraint.origin ?? table.origin, () =>
    dialect.ddlCompiler.addConstraint(constraint, table),
  );
}

function validateIdentifier(name: string, dialect: Dialect): void {
  if (Array.from(name).length > dialect.maxIdentifierLength)
    throw new IdentifierError(name, dialect.maxIdentifierLength);
}
