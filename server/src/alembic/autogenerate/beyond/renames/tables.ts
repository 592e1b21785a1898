/** Tables that may have another name now. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { RenameTableOp } from '../../../ops/operations.ts';
import type { ChangeOps, UpgradeOps } from '../../context.ts';
import { tableQuestionId, type Answers, type Question } from '../questions.ts';
import { bestPairs, tableLikeness } from './likeness.ts';

/** Less alike they are two tables. */
const leastLikeness = 0.5;

export interface TableRename {
  readonly from: Table;
  readonly to: Table;
  readonly likeness: number;
}

/** Pairs of a dropped and a created table of the same schema; an answer makes any pair one, a no takes it out. */
export function tableRenames(ops: UpgradeOps, answers: Answers, dialect: Dialect): readonly TableRename[] {
  const gone = ops.flatMap((op) => (op.kind === 'drop_table' && op.original !== null ? [op.original] : []));
  const come = ops.flatMap((op) => (op.kind === 'create_table' ? [op.table] : []));
  return bestPairs(
    gone,
    come,
    (from, to) => {
      if (from.schema !== to.schema) return null;
      const answer = answers[idOf(from, to)];
      if (answer !== undefined) return answer ? 2 : null;
      return tableLikeness(from, to, dialect);
    },
    leastLikeness,
  );
}

function idOf(from: Table, to: Table): string {
  return tableQuestionId(tableKey(from.name, from.schema), to.name);
}

export function tableQuestion({ from, to, likeness }: TableRename): Question {
  const key = tableKey(from.name, from.schema);
  return {
    id: idOf(from, to),
    kind: 'rename_table',
    table: tableKey(to.name, to.schema),
    from: from.name,
    to: to.name,
    text: `Was table "${key}" renamed to "${to.name}"?`,
    likeness: Math.min(likeness, 1),
    origin: to.nameOrigin ?? to.origin,
  };
}

export function isAccepted({ from, to }: TableRename, answers: Answers): boolean {
  return answers[idOf(from, to)] === true;
}

export function renameTableOp({ from, to }: TableRename): RenameTableOp {
  const origin = to.nameOrigin ?? to.origin;
  return { kind: 'rename_table', table: from.name, newTable: to.name, schema: to.schema, origin };
}

export function tableChange(rename: TableRename): ChangeOps {
  const op = renameTableOp(rename);
  const [from, to] = [tableKey(op.table, op.schema), tableKey(op.newTable, op.schema)];
  return {
    kind: 'change',
    change: 'rename_table',
    table: op.newTable,
    schema: op.schema,
    columns: [],
    message: `Table "${to}" is called "${from}" in the migrations`,
    title: `rename table ${from} to ${op.newTable}`,
    upgrades: [op],
    downgrades: [{ ...op, table: op.newTable, newTable: op.table }],
    destructive: null,
    origin: op.origin,
  };
}
