/** The statements of `metadata.create_all(engine, checkfirst=False)`. Mirrors `sqlalchemy.sql.ddl.SchemaGenerator`. */
import { CompileError, IdentifierError } from '../sql/errors.ts';
import { namedTypes } from '../sql/named-types.ts';
import { tableKey } from '../sql/schema.ts';
import type { CreateListener, ForeignKeyConstraint, MetaData, Sequence, Table } from '../sql/schema.ts';
import { sortTablesAndConstraints } from '../sql/sort-tables.ts';
import type { Origin } from '../../util/text-range.ts';
import type { Dialect } from './dialect.ts';

/** One statement, its text exactly as upstream compiles it, and the object that it makes. */
export interface SchemaStatement {
  /** `ddl`: a `DDL("…")` that listens to a table or the MetaData. */
  readonly kind:
    | 'create_type'
    | 'create_sequence'
    | 'create_table'
    | 'create_index'
    | 'ddl'
    | 'comment'
    | 'add_constraint';
  readonly sql: string;
  readonly origin: Origin | null;
}

/** What cannot be compiled: the error names it, and this says where it stands. */
export interface SchemaFailure {
  readonly error: Error;
  readonly origin: Origin | null;
}

/**
 * The statements in the order in which they are emitted, those of DDL() listeners where they listen: types, sequences of no column, each table with its sequences,
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
  const listeners = (metadata.createListeners ?? []).filter(({ ddl }) => isFor(ddl, dialect));
  const emitListeners = (event: CreateListener['event'], table: Table | null): void => {
    const key = table === null ? null : tableKey(table.name, table.schema);
    for (const each of listeners) {
      if (each.event === event && each.table === key) emitListener(each, table, dialect, emit);
    }
  };
  // Types listen as well: everything comes in the order in which it was attached.
  const types = dialect.supportsNamedTypes ? namedTypes(metadata, dialect.name) : [];
  const before = listeners.filter((each) => each.event === 'before_create' && each.table === null);
  for (const each of [...types, ...before].sort((a, b) => a.order - b.order)) {
    if ('event' in each) emitListener(each, null, dialect, emit);
    else emit('create_type', each.origin, () => ddlCompiler.createType(each));
  }
  for (const sequence of metadata.sequences?.values() ?? []) if (!sequence.hasColumn) emitSequence(sequence);
  for (const table of tables) {
    emitListeners('before_create', table);
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
    emitListeners('after_create', table);
  }
  if (dialect.supportsAlter) {
    for (const [table, constraints] of remaining) {
      for (const constraint of constraints) emitForeignKey(constraint, table, dialect, emit);
    }
  }
  emitListeners('after_create', null);
  return { statements, failures };
}

/** Mirrors `ExecutableDDLElement._should_execute` for `execute_if(dialect=…)`. */
function isFor(ddl: CreateListener['ddl'], dialect: Dialect): boolean {
  return ddl === null || ddl.dialects === null || ddl.dialects.includes(dialect.name);
}

function emitListener(listener: CreateListener, table: Table | null, dialect: Dialect, emit: Emit): void {
  const { ddl, event, origin } = listener;
  emit('ddl', origin, () => {
    if (ddl === null) {
      throw new CompileError(`What a function does on "${event}" is known only when it runs`);
    }
    return customDdl(ddl, table, dialect);
  });
}

/** The statement with its names filled in. Mirrors `DDLCompiler.visit_ddl`. */
function customDdl(
  { statement, context }: NonNullable<CreateListener['ddl']>,
  table: Table | null,
  { identifierPreparer }: Dialect,
): string {
  const names = new Map(Object.entries(context));
  const add = (name: string, text: string): void => {
    if (!names.has(name)) names.set(name, text);
  };
  if (table !== null) {
    add('table', identifierPreparer.quote(table.name));
    add('schema', table.schema === null ? '' : identifierPreparer.quoteSchema(table.schema));
    add('fullname', identifierPreparer.formatTable(table.name, table.schema));
  }
  return statement.replace(/%(?:%|\(([^)]*)\)s|)/g, (whole, name: string | undefined) => {
    if (whole === '%%') return '%';
    const text = name === undefined ? undefined : names.get(name);
    if (text === undefined)
      throw new CompileError(`DDL() cannot fill in "${whole}": write %% for a percent sign`);
    return text;
  });
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
