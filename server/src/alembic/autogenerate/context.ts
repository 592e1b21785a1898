/** The types that comparison and rendering share. Mirrors `alembic.autogenerate.api`. */
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { AutogenFilters } from './filters.ts';
import type { PluginName } from './plugins.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';

/** Upstream's `ModifyTableOps`: the changes to one existing table. */
export interface ModifyTableOps {
  readonly kind: 'modify_table';
  readonly table: string;
  readonly schema: string | null;
  readonly ops: readonly MigrateOperation[];
  /** `naming_convention=` of a batch block: the names by which it knows constraints that have none. */
  readonly batchConvention?: Readonly<Record<string, string>>;
}
/**
 * A change that upstream does not know (`beyond/`): the plain operations that make it, and those that undo it. One thing
 * to the user, and never there in a plain comparison.
 */
export interface ChangeOps {
  readonly kind: 'change';
  readonly change: ChangeKind;
  /** The table (and columns) that it shows at; null for one that is of no table. */
  readonly table: string | null;
  readonly schema: string | null;
  readonly columns: readonly string[];
  /** What is different, as a sentence. */
  readonly message: string;
  /** What it does, in the imperative: `rename column users.name to full_name`. */
  readonly title: string;
  /** What the reader of the script has to know or to fill in, above the first operation of each direction. */
  readonly notes?: { readonly upgrade: string | null; readonly downgrade: string | null };
  readonly upgrades: readonly MigrateOperation[];
  readonly downgrades: readonly MigrateOperation[];
  /** What is lost by it; null: nothing. */
  readonly destructive: string | null;
  readonly origin: Origin | null;
}
export type ChangeKind =
  | 'rename_table'
  | 'rename_column'
  | 'rename_index'
  | 'rename_constraint'
  | 'alter_enum'
  | 'alter_check'
  | 'alter_primary_key'
  | 'alter_exclude'
  | 'add_column_in_steps';

/** In upstream's order. */
export type UpgradeOps = readonly (MigrateOperation | ModifyTableOps)[];
/** With what Retort finds beyond upstream, where that is wanted. */
export type RevisionOps = readonly (UpgradeOps[number] | ChangeOps)[];
/** One difference. */
export type SingleOp = MigrateOperation | ChangeOps;

/** Without the tables around the operations. */
export function singleOps(ops: RevisionOps): readonly SingleOp[] {
  return ops.flatMap((op): readonly SingleOp[] => (op.kind === 'modify_table' ? op.ops : [op]));
}

/** What was found for a table of the models, while both sides are the same objects. */
export type KnownComparisons = WeakMap<
  Table,
  {
    readonly current: Table | null;
    readonly found: readonly MigrateOperation[];
    readonly problems: readonly Problem[];
  }
>;

/** A condition that only the database can tell, as SQL. */
export interface DatabaseQuestion {
  readonly condition: string;
  readonly table: string;
  readonly column: string;
  readonly origin: Origin | null;
}

export interface AutogenContext {
  readonly dialect: Dialect;
  /** `compare_type`, on by default since Alembic 1.12. */
  readonly compareType: boolean;
  readonly compareServerDefault: boolean;
  /** Which comparators take part; absent: upstream's usual ones. */
  readonly plugins?: ReadonlySet<PluginName>;
  readonly renderAsBatch: boolean;
  readonly versionTable: string;
  readonly versionTableSchema: string | null;
  /** Prefixes of rendered code: `sa.` and `op.`. */
  readonly sqlalchemyModulePrefix: string;
  readonly alembicModulePrefix: string;
  readonly userModulePrefix: string | null;
  /**
   * The current schema is a replayed history, not a reflected database. It is then read as the dialect's inspector would
   * read the database that this history builds, so that the comparison and the rendered code are those of upstream.
   */
  readonly fromHistory: boolean;
  /** Of a live database: whether a condition holds there; null where it has not been asked yet, which it then is. */
  readonly holds?: (question: DatabaseQuestion) => boolean | null;
  /** Of earlier comparisons with the same options; absent: every table is compared. */
  readonly known?: KnownComparisons;
  /** Callables of env.py; absent: it gives none. */
  readonly filters?: AutogenFilters | null;
  /** Writes `create_type=False` of an ENUM, which its `repr()` leaves out and upstream with it. */
  readonly writesCreateType?: boolean;
  /** `include_schemas`. */
  readonly includeSchemas?: boolean;
  /** Receives what upstream warns about, and what cannot be compared. */
  readonly report?: (problem: Problem) => void;
}

export interface RenderedRevision {
  /** Bodies of `upgrade()` and `downgrade()`, without indentation of the function, `pass` when empty. */
  readonly upgrades: string;
  readonly downgrades: string;
  /** Extra import lines, sorted as upstream. */
  readonly imports: readonly string[];
}

/** Something that cannot be rendered truthfully: nothing is written then. */
export class AutogenerateError extends Error {
  readonly table: string | null;
  readonly column: string | null;
  readonly origin: Origin | null;

  constructor(
    reason: string,
    fields: { table: string | null; column: string | null; origin: Origin | null },
  ) {
    const place =
      fields.table === null ? '' : ` for ${[fields.table, fields.column].filter(Boolean).join('.')}`;
    super(`cannot render a revision${place}: ${reason}`);
    this.name = 'AutogenerateError';
    this.table = fields.table;
    this.column = fields.column;
    this.origin = fields.origin;
  }
}
