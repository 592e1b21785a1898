import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import type { NamingConvention } from '../../../server/src/sqlalchemy/sql/schema.ts';

/** Operations twice: as the script that real Alembic runs, and as the values that ours compiles. */
export interface DdlCase {
  readonly name: string;
  readonly python: string;
  readonly operations: readonly MigrateOperation[];
  /** `target_metadata`'s naming convention. */
  readonly namingConvention?: NamingConvention;
}

export function ddl(name: string, python: string, ...operations: readonly MigrateOperation[]): DdlCase {
  return { name, python, operations };
}
