import type { Constraint, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import { textClause, type AutogenImpl, type Reading, type Reflection } from './autogen-impl.ts';

/** Reads everything back as it was written. */
export const asWritten: Reading = {
  type: () => null,
  structuredType: (type) => type,
  serverDefault: (sql) => sql,
  autoincrement: (column) => column.autoincrement,
  keysAreNotNull: true,
  mergesUniqueIntoKey: false,
  uniqueIsNumber: false,
  indexExpression: (clause) => clause,
  checkExpression: (clause) => clause,
  indexCondition: textClause,
  uniqueOptions: () => ({}),
  constraintNames: namedConstraints,
};

/** Takes everything as it was reflected. */
export const asReflected: Reflection = {
  defaultSchemaQuery: null,
  query: () => null,
  adjust: (table) => table,
  options: (options) => options,
  hasUniqueConstraints: true,
  sameDefaults: null,
};

/** `alembic.ddl.impl.DefaultImpl`. */
export const defaultImpl: AutogenImpl = {
  typeSynonyms: [new Set(['numeric', 'decimal'])],
  rendersSubtypes: false,
  reflectsExpressionIndexes: true,
  comparesIndexExpressions: false,
  identityAttrsIgnore: ['order', 'on_null'],
  ignoresSerialDefault: false,
  quotesComparedDefaults: false,
  reading: asWritten,
  reflection: asReflected,
  renderDdlSqlExpr: (clause, _use, dialect) => dialect.sqlCompiler.process(clause, { includeTable: false }),
  normalizeServerDefault: (text) => text,
};

/** Only those that were given a name. */
export function namedConstraints(table: Table): ReadonlyMap<Constraint, string> {
  const names = new Map<Constraint, string>();
  for (const constraint of table.constraints) {
    if (constraint.name !== null) names.set(constraint, constraint.name.text);
  }
  return names;
}

/** The name and the numbers of a type's SQL: `NUMERIC(10, 2) WITH …` → `NUMERIC WITH …`, [10, 2]. */
export function splitTypeSql(sql: string): { readonly name: string; readonly args: readonly number[] } {
  const args = /\(([^)]*)\)/.exec(sql)?.[1] ?? '';
  const name = sql.replace(/\s*\([^)]*\)/, '').trim();
  return { name, args: [...args.matchAll(/\d+/g)].map(([digits]) => Number(digits)) };
}

/** Types of `sqlalchemy.types` from a SQL name. */
export function genericType(name: string, args: readonly number[]): TypeEngine | null {
  const [first = null, second = null] = args;
  switch (name) {
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'CHAR':
    case 'NCHAR':
    case 'TEXT':
    case 'CLOB':
      return { kind: name, length: first, collation: null };
    case 'NUMERIC':
    case 'DECIMAL':
      return { kind: name, precision: first, scale: second, asdecimal: true };
    case 'FLOAT':
    case 'REAL':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return { kind: name, precision: first, asdecimal: false };
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'TIME':
      return { kind: name, timezone: false };
    case 'INTEGER':
    case 'SMALLINT':
    case 'BIGINT':
    case 'DATE':
    case 'BOOLEAN':
      return { kind: name };
    case 'BLOB':
    case 'BINARY':
    case 'VARBINARY':
      return { kind: name, length: first };
    case 'UUID':
      return { kind: 'UUID', asUuid: true, nativeUuid: true };
    default:
      return null;
  }
}
