/** Mirrors `alembic.autogenerate.compare.comments`. */
import type { Column } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import { pairOrigin, takesPart, type Comparison, type TablePair } from './comparison.ts';
import type { ColumnChange } from './types.ts';

export function compareColumnComment(
  comparison: Comparison,
  _table: string,
  current: Column,
  target: Column,
): ColumnChange {
  if (!comparison.autogen.dialect.supportsComments || !takesPart(comparison, 'comments')) return {};
  if (current.comment === null && target.comment === null) return {};
  const existing: ColumnChange = { existingComment: current.comment };
  return current.comment === target.comment ? existing : { ...existing, modifyComment: target.comment };
}

export function compareTableComment(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  if (!takesPart(comparison, 'comments')) return [];
  if (!comparison.autogen.dialect.supportsComments || pair.current === null || pair.target === null)
    return [];
  const existingComment = pair.current.comment;
  const { comment } = pair.target;
  if (comment === existingComment) return [];
  const where = { table: pair.name, schema: pair.schema, existingComment, origin: pairOrigin(pair) };
  return comment === null
    ? [{ kind: 'drop_table_comment', ...where }]
    : [{ kind: 'create_table_comment', ...where, comment }];
}
