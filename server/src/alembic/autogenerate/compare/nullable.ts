import type { Column } from '../../../sqlalchemy/sql/schema.ts';
import { takesPart, warn, type Comparison } from './comparison.ts';
import type { ColumnChange } from './types.ts';

/** Mirrors `_compare_nullable`: an identity column's NOT NULL is its own. */
export function compareNullable(
  comparison: Comparison,
  table: string,
  current: Column,
  target: Column,
): ColumnChange {
  if (!takesPart(comparison, 'constraints')) return {};
  const existing: ColumnChange = { existingNullable: current.nullable };
  if (target.nullableUnknown !== undefined) {
    const message = `${table}.${target.name}: its nullability cannot be compared: ${target.nullableUnknown}`;
    warn(comparison, 'nullable-not-compared', message, target.origin);
    return existing;
  }
  if (current.nullable === target.nullable) return existing;
  const kinds = [current.serverDefault?.kind, target.serverDefault?.kind];
  // Upstream also asks whether `nullable` was written; a computed column that is nullable was not told otherwise.
  if (kinds.includes('identity') || (kinds.includes('computed') && target.nullable)) return existing;
  return { ...existing, modifyNullable: target.nullable };
}
