import type { Dialect, DialectName } from '../../sqlalchemy/engine/dialect.ts';
import { DefaultImpl } from './impl.ts';
import { MSSQLImpl } from './mssql.ts';
import { PostgresqlImpl } from './postgresql.ts';
import { SQLiteImpl } from './sqlite.ts';

export { OperationError } from './errors.ts';

const impls: Readonly<Record<DialectName, new (dialect: Dialect) => DefaultImpl>> = {
  default: DefaultImpl,
  postgresql: PostgresqlImpl,
  sqlite: SQLiteImpl,
  mssql: MSSQLImpl,
};

/** How operations become SQL for a dialect. Upstream: `DefaultImpl.get_by_dialect`. */
export function implFor(dialect: Dialect): DefaultImpl {
  return new impls[dialect.name](dialect);
}
