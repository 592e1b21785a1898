import type { MetaData } from '../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../util/problem.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';

/** A schema in the making, and what is not certain about it. Immutable: `replay` gives a new one. */
export interface ReplayState {
  readonly metadata: MetaData;
  /** Operations whose effect is not known (raw SQL): a comparison that touches `tables` (null: any) must say so. */
  readonly uncertain: readonly {
    readonly tables: readonly string[] | null;
    readonly reason: string;
    readonly origin: Origin | null;
  }[];
  /** An operation that does not fit the schema (drops a column that is not there). */
  readonly problems: readonly Problem[];
}

/** Applies one revision's operations, in order, as a database would. Never throws. */
export function replay(_state: ReplayState, _operations: readonly MigrateOperation[]): ReplayState {
  throw new Error('not implemented');
}
