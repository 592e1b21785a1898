import type { Origin } from '../../../util/text-range.ts';
import type { AutogenImpl } from '../impl/autogen-impl.ts';
import { AutogenerateError, type AutogenContext } from '../context.ts';

/** What the renderers pass along: the settings, the imports gathered, and whether they are inside a batch block. */
export interface RenderContext {
  readonly autogen: AutogenContext;
  readonly impl: AutogenImpl;
  readonly imports: Set<string>;
  readonly inBatch: boolean;
  /** Where the thing being rendered belongs, for errors. */
  readonly table: string | null;
  readonly column: string | null;
  readonly origin: Origin | null;
}

/** Upstream `_alembic_autogenerate_prefix`. */
export function alembicPrefix(context: RenderContext): string {
  return context.inBatch ? 'batch_op.' : context.autogen.alembicModulePrefix;
}

/** Upstream `_sqlalchemy_autogenerate_prefix`. */
export function sqlalchemyPrefix(context: RenderContext): string {
  return context.autogen.sqlalchemyModulePrefix;
}

/** Refuses, naming the table and column. */
export function refuse(context: RenderContext, reason: string): never {
  throw new AutogenerateError(reason, context);
}
