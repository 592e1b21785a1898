import type { Column } from '../../../sqlalchemy/sql/schema.ts';
import type { Comparison } from './comparison.ts';
import type { ColumnChange } from './types.ts';

/** Mirrors `_compare_nullable`: an identity column's NOT NULL is its own. */
export function compareNullable(
  _comparison: Comparison,
  _table: string,
  current: Column,
  target: Column,
): ColumnChange {
  const existing: ColumnChange = { existingNullable: current.nullable };
  if (current.nullable === target.nullable) return existing;
  const kinds = [current.serverDefault?.kind, target.serverDefault?.kind];
  // Upstream also asks whether `nullable` was written; a computed column that is nullable was not told otherwise.
  if (kinds.includes('identity') || (kinds.includes('computed') && target.nullable)) return existing;
  return { ...existing, modifyNullable: target.nullable };
}
