/** The dialects by name: adding a database is adding its folder and one line here. */
import type { CompilationMode, Dialect, DialectName, DriverTraits } from '../engine/dialect.ts';
import { createDefaultDialect } from './default/dialect.ts';
import { createMssqlDialect } from './mssql/dialect.ts';
import { createPostgresqlDialect } from './postgresql/dialect.ts';
import { createSqliteDialect } from './sqlite/dialect.ts';

const factories: Readonly<Record<DialectName, (mode: CompilationMode, driver: DriverTraits) => Dialect>> = {
  default: createDefaultDialect,
  postgresql: createPostgresqlDialect,
  sqlite: createSqliteDialect,
  mssql: createMssqlDialect,
};
const created = new Map<string, Dialect>();

/**
 * The dialect for compiling with a server's facts known (`online`) or, as `--sql` does, without: then SQL Server is
 * taken for its oldest version and PostgreSQL's backslashes are doubled, as upstream does. One object per mode and kind
 * of driver.
 */
export function dialectFor(
  name: DialectName,
  mode: CompilationMode = 'offline',
  driver: DriverTraits = { doublesPercents: false },
): Dialect {
  const key = `${name} ${mode} ${String(driver.doublesPercents)}`;
  const dialect = created.get(key) ?? factories[name](mode, driver);
  created.set(key, dialect);
  return dialect;
}

/** All of them. */
export const dialectNames: readonly DialectName[] = Object.keys(factories).filter(isDialectName);

/** True for a name that `dialectFor` knows. */
export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(factories, name);
}
