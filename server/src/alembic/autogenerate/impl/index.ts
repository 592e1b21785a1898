import type { Dialect, DialectName } from '../../../sqlalchemy/engine/dialect.ts';
import type { AutogenImpl } from './autogen-impl.ts';
import { defaultImpl } from './default.ts';
import { mssqlImpl } from './mssql.ts';
import { postgresqlImpl } from './postgresql.ts';
import { sqliteImpl } from './sqlite.ts';

/** A new dialect does not compile until it is here. */
const impls: Readonly<Record<DialectName, AutogenImpl>> = {
  default: defaultImpl,
  postgresql: postgresqlImpl,
  sqlite: sqliteImpl,
  mssql: mssqlImpl,
};

/** Upstream's `DefaultImpl.get_by_dialect`. */
export function autogenImplFor(dialect: Dialect): AutogenImpl {
  return impls[dialect.name];
}
