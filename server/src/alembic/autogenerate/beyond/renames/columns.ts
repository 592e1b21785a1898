/** Columns that may have another name now. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type Column, type MetaData, type Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { AlterColumnOp } from '../../../ops/operations.ts';
import type { ChangeOps, ModifyTableOps, UpgradeOps } from '../../context.ts';
import { columnQuestionId, type Answers, type Question } from '../questions.ts';
import { bestPairs, columnLikeness } from './likeness.ts';

/** Less alike they are two columns. */
const leastLikeness = 0.5;

export interface ColumnRename {
  /** As it is called now. */
  readonly table: string;
  readonly schema: string | null;
  readonly from: Column;
  readonly to: Column;
  readonly likeness: number;
}

export function columnRenames(
  ops: UpgradeOps,
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  answers: Answers,
  dialect: Dialect,
): readonly ColumnRename[] {
  return ops.flatMap((op) => {
    if (op.kind !== 'modify_table') return [];
    const key = tableKey(op.table, op.schema);
    const current = tableIn([sides.current], key, op, dialect);
    const target = tableIn(sides.target, key, op, dialect);
    return current === null || target === null ? [] : renamesOf(op, current, target, answers, dialect);
  });
}

/** The comparison leaves the name of the default schema out. */
function tableIn(
  sides: readonly MetaData[],
  key: string,
  { table, schema }: ModifyTableOps,
  dialect: Dialect,
): Table | null {
  const inDefault = tableKey(table, dialect.defaultSchemaName);
  for (const { tables } of sides) {
    const found = tables.get(key) ?? (schema === null ? tables.get(inDefault) : undefined);
    if (found !== undefined) return found;
  }
  return null;
}

function renamesOf(
  { table, schema, ops }: ModifyTableOps,
  current: Table,
  target: Table,
  answers: Answers,
  dialect: Dialect,
): readonly ColumnRename[] {
  const gone = ops.flatMap((op) => {
    const column =
      op.kind === 'drop_column' ? current.columns.find(({ name }) => name === op.column) : undefined;
    return column === undefined ? [] : [{ column, table: current }];
  });
  const come = ops.flatMap((op) => (op.kind === 'add_column' ? [{ column: op.column, table: target }] : []));
  const key = tableKey(table, schema);
  return bestPairs(
    gone,
    come,
    (from, to) => {
      const answer = answers[columnQuestionId(key, from.column.name, to.column.name)];
      if (answer !== undefined) return answer ? 2 : null;
      return columnLikeness(from, to, dialect);
    },
    leastLikeness,
  ).map(({ from, to, likeness }) => ({ table, schema, from: from.column, to: to.column, likeness }));
}

function idOf({ table, schema, from, to }: ColumnRename): string {
  return columnQuestionId(tableKey(table, schema), from.name, to.name);
}

export function columnQuestion(rename: ColumnRename): Question {
  const { table, schema, from, to, likeness } = rename;
  const key = tableKey(table, schema);
  return {
    id: idOf(rename),
    kind: 'rename_column',
    table: key,
    from: from.name,
    to: to.name,
    text: `Was column "${from.name}" of table "${key}" renamed to "${to.name}"?`,
    likeness: Math.min(likeness, 1),
    origin: to.origin,
  };
}

export function isAccepted(rename: ColumnRename, answers: Answers): boolean {
  return answers[idOf(rename)] === true;
}

export function renameColumnOp({ table, schema, from, to }: ColumnRename): AlterColumnOp {
  return {
    kind: 'alter_column',
    table,
    schema,
    column: from.name,
    modifyName: to.name,
    existingType: from.type,
    existingNullable: from.nullable,
    dialectOptions: {},
    origin: to.origin,
  };
}

export function columnChange(rename: ColumnRename): ChangeOps {
  const op = renameColumnOp(rename);
  const { table, schema, from, to } = rename;
  const key = tableKey(table, schema);
  return {
    kind: 'change',
    change: 'rename_column',
    table,
    schema,
    columns: [to.name],
    message: `Column "${key}.${to.name}" is called "${from.name}" in the migrations`,
    title: `rename ${key}.${from.name} to ${to.name}`,
    upgrades: [op],
    downgrades: [{ ...op, column: to.name, modifyName: from.name }],
    destructive: null,
    origin: to.origin,
  };
}
