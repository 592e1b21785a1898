/** SQL on enum types that Alembic has no operation for. Only for databases with named types. */
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';

export interface EnumName {
  readonly name: string;
  readonly schema: string | null;
}

function formatName(dialect: Dialect, { name, schema }: EnumName): string {
  return dialect.identifierPreparer.formatTable(name, schema);
}

/** https://www.postgresql.org/docs/current/sql-altertype.html */
export function addValueSql(
  dialect: Dialect,
  type: EnumName,
  value: string,
  place: { readonly before: string } | { readonly after: string } | null,
  ifNotExists: boolean,
): string {
  const text = (each: string): string => dialect.sqlCompiler.renderString(each);
  const where =
    place === null ? '' : 'before' in place ? ` BEFORE ${text(place.before)}` : ` AFTER ${text(place.after)}`;
  const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
  return `ALTER TYPE ${formatName(dialect, type)} ADD VALUE ${guard}${text(value)}${where}`;
}

export function renameValueSql(dialect: Dialect, type: EnumName, from: string, to: string): string {
  const text = (each: string): string => dialect.sqlCompiler.renderString(each);
  return `ALTER TYPE ${formatName(dialect, type)} RENAME VALUE ${text(from)} TO ${text(to)}`;
}

export function renameTypeSql(dialect: Dialect, type: EnumName, to: string): string {
  return `ALTER TYPE ${formatName(dialect, type)} RENAME TO ${dialect.identifierPreparer.quote(to)}`;
}

export function createTypeSql(dialect: Dialect, type: EnumName, values: readonly string[]): string {
  const texts = values.map((value) => dialect.sqlCompiler.renderString(value));
  return `CREATE TYPE ${formatName(dialect, type)} AS ENUM (${texts.join(', ')})`;
}

export function dropTypeSql(dialect: Dialect, type: EnumName): string {
  return `DROP TYPE ${formatName(dialect, type)}`;
}

/** The value of a column as the type of the same name that took the place of its own, by its text. */
export function castByText(dialect: Dialect, column: string, type: EnumName, isArray: boolean): string {
  const suffix = isArray ? '[]' : '';
  const quoted = dialect.identifierPreparer.quote(column);
  return `${quoted}::text${suffix}::${formatName(dialect, type)}${suffix}`;
}
