import type { SqlValue } from '../../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../../sqlalchemy/engine/dialect.ts';
import type { Column, DefaultClause, DialectOptions, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import type { Reflection } from './autogen-impl.ts';

/** What `alembic.ddl.postgresql.PostgresqlImpl` does with reflected tables, and asks the server. */
export const postgresqlReflection: Reflection = {
  defaultSchemaQuery: 'SELECT pg_catalog.current_schema()',
  query: ownersQuery,
  hasUniqueConstraints: true,
  adjust: withoutSerialDefaults,
  options: withoutEmptyInclude,
  sameDefaults,
};

/** The sequence whose next value is the column's default, as the server writes its name. */
function sequenceOf({ type, serverDefault }: Column): string | null {
  if (type.kind !== 'INTEGER' && type.kind !== 'BIGINT') return null;
  if (serverDefault?.kind !== 'default' || serverDefault.arg.type !== 'clause') return null;
  const { clause } = serverDefault.arg;
  return clause.kind === 'text' ? (/^nextval\('(.+?)'::regclass\)/.exec(clause.text)?.[1] ?? null) : null;
}

/** Which column owns each sequence that a default of these tables draws from. */
function ownersQuery(tables: readonly Table[]): string | null {
  const names = new Set(tables.flatMap((table) => table.columns.flatMap((each) => sequenceOf(each) ?? [])));
  if (names.size === 0) return null;
  // The names stand in a literal of the server's, and so does this list.
  const values = [...names].map((name) => `'${name}'`).join(', ');
  return `SELECT w.name, a.attname FROM pg_catalog.unnest(ARRAY[${values}]) AS w(name)
JOIN pg_catalog.pg_class c ON c.oid = w.name::regclass AND c.relkind = 'S'
JOIN pg_catalog.pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid`;
}

/** A sequence that a column of the same name owns is taken for a SERIAL's: upstream compares the names alone. */
function withoutSerialDefaults(table: Table, rows: readonly (readonly SqlValue[])[]): Table {
  const owners = new Map(rows.map(([name, owner]) => [name, owner]));
  const columns = table.columns.map((column): Column => {
    const sequence = sequenceOf(column);
    return sequence !== null && owners.get(sequence) === column.name
      ? { ...column, serverDefault: null }
      : column;
  });
  return { ...table, columns };
}

/** An empty list says no more than none. */
function withoutEmptyInclude(options: DialectOptions): DialectOptions {
  const include = options['postgresql_include'];
  if (include === undefined || (Array.isArray(include) && include.length > 0)) return options;
  const { postgresql_include: _empty, ...others } = options;
  return others;
}

/** Upstream asks the server whether the two expressions are equal. */
function sameDefaults(
  {
    current,
    wanted,
    column,
  }: { readonly current: string; readonly wanted: DefaultClause; readonly column: Column },
  dialect: Dialect,
): string {
  const { arg } = wanted;
  if (arg.type === 'str') {
    const text = isNumeric(column.type) ? arg.value : `'${arg.value.replaceAll(/^'|'$/g, '')}'`;
    return `${current} = ${text}`;
  }
  const operator = arg.clause.kind === 'null' ? 'IS' : '=';
  return `${current} ${operator} ${dialect.sqlCompiler.process(arg.clause, { includeTable: false })}`;
}

/** `Numeric` and `Float` with all that derive from them, of a reflected column. */
function isNumeric(type: TypeEngine): boolean {
  return ['NUMERIC', 'DECIMAL', 'FLOAT', 'REAL', 'DOUBLE', 'DOUBLE_PRECISION'].includes(type.kind);
}
