import type { MetaData } from '../../../../sqlalchemy/sql/schema.ts';
import { tableKey } from '../../../../sqlalchemy/sql/schema.ts';
import { emptyState, replay } from '../../../operations/replay.ts';
import type { MigrateOperation } from '../../../ops/operations.ts';
import { compareMetadata } from '../../compare/index.ts';
import type { AutogenContext, ChangeOps, RevisionOps, UpgradeOps } from '../../context.ts';
import { autogenImplFor } from '../../impl/index.ts';
import type { Answers, Question } from '../questions.ts';
import * as columns from './columns.ts';
import { renamedConstraints, withRenamedObjects } from './objects.ts';
import * as tables from './tables.ts';

export interface Renamed {
  readonly ops: RevisionOps;
  readonly questions: readonly Question[];
  /** The current schema with the accepted renames done. */
  readonly current: MetaData;
}

/**
 * Pairs what looks like a rename. An answer of yes renames in the current schema, which is then compared again, so that
 * all that follows from the names is no difference any more; without an answer there is a question, and the drop and the
 * add stay. Tables first: columns of a renamed table are compared under its new name.
 */
export function compareRenames(
  ops: UpgradeOps,
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  autogen: AutogenContext,
  answers: Answers,
): Renamed {
  const { dialect } = autogen;
  const { target } = sides;
  const questions: Question[] = [];
  const changes: ChangeOps[] = [];
  const touched = new Set<string>();
  let { current } = sides;
  let compared = ops;
  const take = (renames: readonly MigrateOperation[]): void => {
    if (renames.length === 0) return;
    current = replay({ ...emptyState(), metadata: current }, renames).metadata;
    compared = compareMetadata(current, target, { ...autogen, report: () => undefined });
  };

  const tablePairs = tables.tableRenames(compared, answers, dialect);
  const renamedTables = tablePairs.filter((pair) => tables.isAccepted(pair, answers));
  for (const pair of tablePairs) {
    if (!renamedTables.includes(pair)) questions.push(tables.tableQuestion(pair));
  }
  for (const pair of renamedTables) {
    changes.push(tables.tableChange(pair));
    touched.add(tableKey(pair.to.name, pair.to.schema));
  }
  take(renamedTables.map(tables.renameTableOp));

  const columnPairs = columns.columnRenames(compared, { current, target }, answers, dialect);
  const renamedColumns = columnPairs.filter((pair) => columns.isAccepted(pair, answers));
  for (const pair of columnPairs) {
    if (!renamedColumns.includes(pair)) questions.push(columns.columnQuestion(pair));
  }
  for (const pair of renamedColumns) {
    changes.push(columns.columnChange(pair));
    touched.add(tableKey(pair.table, pair.schema));
  }
  take(renamedColumns.map(columns.renameColumnOp));

  const comparison = { autogen, impl: autogenImplFor(dialect) };
  const objects = withRenamedObjects(compared, comparison);
  const constraints = touched.size === 0 ? [] : renamedConstraints(comparison, current, target, touched);
  return { ops: [...changes, ...constraints, ...objects], questions, current };
}
