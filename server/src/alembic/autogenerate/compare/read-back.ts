import { autoincrementColumn } from '../../../sqlalchemy/sql/autoincrement.ts';
import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type {
  CheckConstraint,
  Column,
  Constraint,
  DialectOption,
  DialectOptions,
  Index,
  Table,
  UniqueConstraint,
} from '../../../sqlalchemy/sql/schema.ts';
import { resolveType } from '../../../sqlalchemy/sql/type-resolution.ts';
import type { TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import { finalName, reflectedDefault, textClause } from '../impl/autogen-impl.ts';
import { isExpression } from './indexes.ts';
import { sqlName, warn, type Comparison } from './comparison.ts';

/**
 * A replayed table as the dialect's inspector would read it from the database that the history builds: types by their
 * SQL, defaults by the text that the database shows, constraints with the names that the database gives them.
 */
export function readBack(table: Table, comparison: Comparison, isDropped: boolean): Table {
  const { reading } = comparison.impl;
  const { dialect } = comparison.autogen;
  const names = reading.constraintNames(table);
  const serial = autoincrementOf(table);
  const constraints = table.constraints.flatMap((constraint): Constraint[] => {
    if (constraint.kind === 'check' && !isCreated(constraint, table, comparison)) return [];
    // `op.create_table` leaves it to an ALTER TABLE that nobody makes.
    if (constraint.kind === 'foreign_key' && constraint.useAlter && dialect.supportsAlter) return [];
    if (constraint.kind === 'unique' && reading.mergesUniqueIntoKey && isKeyAgain(constraint, table))
      return [];
    const name = names.get(constraint);
    const named = { ...constraint, name: finalName(shownName(comparison, name)) };
    if (named.kind === 'unique') {
      return [{ ...named, dialectOptions: reading.uniqueOptions(named.dialectOptions, isDropped) }];
    }
    if (named.kind === 'check')
      return [
        {
          ...named,
          sqltext: asText(reading.checkExpression(named.sqltext, table), comparison),
          typeBound: null,
        },
      ];
    return [named];
  });
  return {
    ...table,
    columns: table.columns.map((column) => readColumn(column, column.name === serial, table, comparison)),
    constraints,
    indexes: table.indexes
      .map((index) => readIndex(index, table, comparison))
      // Upstream's reflection leaves out those that it could only read as text.
      .filter((index) => comparison.impl.reflectsExpressionIndexes || !index.expressions.some(isExpression)),
    comment: comparison.autogen.dialect.supportsComments ? table.comment : null,
    prefixes: [],
    info: {},
    dialectOptions: {},
  };
}

function autoincrementOf(table: Table): string | null {
  try {
    return autoincrementColumn(table)?.name ?? null;
  } catch {
    // A contradiction between columns is reported where the table is compiled.
    return null;
  }
}

function readColumn(column: Column, isSerial: boolean, table: Table, comparison: Comparison): Column {
  const { reading } = comparison.impl;
  return {
    ...column,
    key: column.name,
    type: readType(column.type, table, column, comparison),
    nullable: column.nullable && !(reading.keysAreNotNull && isKey(column, table)),
    serverDefault: readServerDefault(column, comparison),
    autoincrement: reading.autoincrement(column, isSerial || column.serverDefault?.kind === 'identity'),
    comment: comparison.autogen.dialect.supportsComments ? column.comment : null,
    dialectOptions: {},
  };
}

/** Whether a UNIQUE of the CREATE TABLE itself says again what the primary key says. */
function isKeyAgain(unique: UniqueConstraint, table: Table): boolean {
  const key = table.constraints.find((each) => each.kind === 'primary_key');
  if (key?.columns.join('\0') !== unique.columns.join('\0') || unique.deferrable === true) return false;
  const [inner, outer] = [unique.origin, table.origin];
  if (inner === null || outer === null) return inner === outer;
  const isInside = outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
  return inner.file === outer.file && isInside;
}

function isKey({ name }: Column, table: Table): boolean {
  return table.constraints.some((each) => each.kind === 'primary_key' && each.columns.includes(name));
}

function readType(written: TypeEngine, table: Table, column: Column, comparison: Comparison): TypeEngine {
  const { dialect } = comparison.autogen;
  const { reading } = comparison.impl;
  const type = resolveType(written, dialect.name);
  if (type.kind === 'unknown' || type.kind === 'NullType') return type;
  const read = (inner: TypeEngine): TypeEngine => readType(inner, table, column, comparison);
  const structured = reading.structuredType(type, read);
  if (structured !== null) return structured;
  try {
    return (
      reading.type(dialect.typeCompiler.process(type, { table: table.name, column: column.name })) ?? type
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(comparison, 'type-not-read-back', `${table.name}.${column.name}: ${reason}`, column.origin);
    return type;
  }
}

function readServerDefault(column: Column, comparison: Comparison): Column['serverDefault'] {
  const { serverDefault } = column;
  if (serverDefault === null || serverDefault.kind === 'identity') return serverDefault;
  // No DDL says what it is, so the database that this history builds has none.
  if (serverDefault.kind === 'fetched') return null;
  if (serverDefault.kind === 'computed') {
    return { ...serverDefault, sqltext: asText(serverDefault.sqltext, comparison) };
  }
  const sql = comparison.autogen.dialect.sqlCompiler.renderServerDefault(serverDefault, column);
  return reflectedDefault(comparison.impl.reading.serverDefault(sql, column));
}

/** What a name has become in the database, which took it. */
function shownName(comparison: Comparison, name: string | undefined): string | undefined {
  return name === undefined ? undefined : sqlName(comparison, { text: name, isFinal: true });
}

/** A type's CHECK is not made where the database has the type itself. Upstream `_should_create_constraint`. */
function isCreated(constraint: CheckConstraint, table: Table, comparison: Comparison): boolean {
  if (constraint.typeBound === null) return true;
  const { dialect } = comparison.autogen;
  const column = table.columns.find((c) => c.name === constraint.typeBound);
  if (column === undefined) return true;
  const type = resolveType(column.type, dialect.name);
  if (type.kind === 'Boolean') return type.createConstraint && !dialect.supportsNativeBoolean;
  if (type.kind === 'Enum') return type.createConstraint && !(type.nativeEnum && dialect.supportsNativeEnum);
  return false;
}

function readIndex(index: Index, table: Table, comparison: Comparison): Index {
  const name = shownName(comparison, index.name?.text);
  const { reading } = comparison.impl;
  return {
    ...index,
    name: finalName(name),
    ...(reading.uniqueIsNumber ? { uniqueIsNumber: true } : {}),
    expressions: index.expressions.map((expression) => reading.indexExpression(expression, table)),
    dialectOptions: readOptions(index.dialectOptions, comparison),
  };
}

/** Only the dialect's own options are in the database; a condition comes back as text. */
function readOptions(options: DialectOptions, comparison: Comparison): DialectOptions {
  const prefix = `${comparison.autogen.dialect.name}_`;
  const read: Record<string, DialectOption> = {};
  for (const [key, value] of Object.entries(options)) {
    if (!key.startsWith(prefix) || value === null || value === false) continue;
    if (key.endsWith('_concurrently') || key.endsWith('_ops')) continue;
    read[key] = isClause(value) ? comparison.impl.reading.indexCondition(sqlText(value, comparison)) : value;
  }
  return read;
}

function isClause(value: DialectOption): value is ClauseElement {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

function asText(clause: ClauseElement, comparison: Comparison): ClauseElement {
  return textClause(sqlText(clause, comparison));
}

function sqlText(clause: ClauseElement, comparison: Comparison): string {
  return comparison.autogen.dialect.sqlCompiler.process(clause, { includeTable: false });
}
