import type { MetaData } from '../../../sqlalchemy/sql/schema.ts';
import type { AutogenContext, UpgradeOps } from '../context.ts';
import { autogenImplFor } from '../impl/index.ts';
import { compareTables } from './tables.ts';

/**
 * What must be done to `current` so that it becomes `target`. What upstream warns about, and what cannot be compared,
 * goes to `context.report`. Mirrors `alembic.autogenerate.produce_migrations`.
 */
export function compareMetadata(
  current: MetaData,
  target: readonly MetaData[],
  context: AutogenContext,
): UpgradeOps {
  return compareTables({ autogen: context, impl: autogenImplFor(context.dialect) }, current, target);
}
