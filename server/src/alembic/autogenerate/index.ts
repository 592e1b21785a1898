/** Comparison of two schemata and its rendering as a revision file. Mirrors `alembic.autogenerate`. */
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { MetaData } from '../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../ops/operations.ts';

/** Upstream's `ModifyTableOps`: the changes to one existing table. */
export interface ModifyTableOps {
  readonly kind: 'modify_table';
  readonly table: string;
  readonly schema: string | null;
  readonly ops: readonly MigrateOperation[];
}
/** In upstream's order. */
export type UpgradeOps = readonly (MigrateOperation | ModifyTableOps)[];

export interface AutogenContext {
  readonly dialect: Dialect;
  /** `compare_type`, on by default since Alembic 1.12. */
  readonly compareType: boolean;
  readonly compareServerDefault: boolean;
  readonly renderAsBatch: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  /** Prefixes of rendered code: `sa.` and `op.`. */
  readonly sqlalchemyModulePrefix: string;
  readonly alembicModulePrefix: string;
  readonly userModulePrefix: string | null;
  /**
   * The current schema is a replayed history, not a reflected database: types and defaults compare as written instead
   * of by reflection rules.
   */
  readonly fromHistory: boolean;
}

export interface RenderedRevision {
  /** Bodies of `upgrade()` and `downgrade()`, without indentation of the function, `pass` when empty. */
  readonly upgrades: string;
  readonly downgrades: string;
  /** Extra import lines, sorted as upstream. */
  readonly imports: readonly string[];
}

/** What must be done to `current` so that it becomes `target`. */
export function compareMetadata(
  _current: MetaData,
  _target: readonly MetaData[],
  _context: AutogenContext,
): UpgradeOps {
  throw new Error('not implemented');
}

/** Upstream's `reverse()` of a whole script, in its order. */
export function reverseOps(_ops: UpgradeOps): UpgradeOps {
  throw new Error('not implemented');
}

/** Renders both directions as upstream's `render_python_code` does with the "# ### commands auto generated" markers. */
export function renderRevision(_ops: UpgradeOps, _context: AutogenContext): RenderedRevision {
  throw new Error('not implemented');
}
