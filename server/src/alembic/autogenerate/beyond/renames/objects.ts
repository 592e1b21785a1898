/** Indexes and constraints that only have another name: renamed instead of made anew. */
import {
  tableKey,
  type Constraint,
  type Index,
  type MetaData,
  type Table,
} from '../../../../sqlalchemy/sql/schema.ts';
import { renameConstraintSql, renameIndexSql, type RenamedObject } from '../../../ddl/renamed-objects.ts';
import type { ExecuteSQLOp, MigrateOperation } from '../../../ops/operations.ts';
import type { ClauseElement } from '../../../../sqlalchemy/sql/elements.ts';
import { canonicalCondition } from '../constraints/expressions.ts';
import type { Comparison } from '../../compare/comparison.ts';
import { isDifferent, type Named } from '../../compare/indexes.ts';
import type { ChangeOps, ModifyTableOps, RevisionOps } from '../../context.ts';

/** A drop and a creation of the same index or unique constraint under another name become one change. */
export function withRenamedObjects(ops: RevisionOps, comparison: Comparison): RevisionOps {
  return ops.flatMap((op): RevisionOps => {
    if (op.kind !== 'modify_table') return [op];
    const changes: ChangeOps[] = [];
    const gone = new Set<MigrateOperation>();
    for (const drop of op.ops) {
      const before = droppedObject(drop);
      if (before === null) continue;
      const creation = op.ops.find((other) => {
        const after = gone.has(other) ? null : createdObject(other);
        return after !== null && isSameObject(comparison, before, after);
      });
      const after = creation === undefined ? null : createdObject(creation);
      if (creation === undefined || after === null) continue;
      const change = renameOf(comparison, op, before, after);
      if (change === null) continue;
      gone.add(drop).add(creation);
      changes.push(change);
    }
    const rest = op.ops.filter((each) => !gone.has(each));
    return [...changes, ...(rest.length === 0 ? [] : [{ ...op, ops: rest }])];
  });
}

function droppedObject(op: MigrateOperation): Named | null {
  if (op.kind === 'drop_index') return op.original;
  return op.kind === 'drop_constraint' && op.original?.kind === 'unique'
    ? { ...op.original, name: op.name }
    : null;
}

function createdObject(op: MigrateOperation): Named | null {
  if (op.kind === 'create_index') return op.index;
  return op.kind === 'add_constraint' && op.constraint.kind === 'unique' ? op.constraint : null;
}

function isSameObject(comparison: Comparison, before: Named, after: Named): boolean {
  if (before.kind !== after.kind || before.name === null || after.name === null) return false;
  return (
    !isDifferent(comparison, before, after) && optionsOf(comparison, before) === optionsOf(comparison, after)
  );
}

/** Options of the database that take part in what an object is, as text. */
function optionsOf({ autogen: { dialect } }: Comparison, { dialectOptions }: Named): string {
  const sqlOf = (clause: ClauseElement): string =>
    dialect.sqlCompiler.process(clause, { includeTable: false });
  const own = Object.entries(dialectOptions).filter(([key, value]) => {
    const isEmpty = value === null || value === false || (Array.isArray(value) && value.length === 0);
    return key.startsWith(`${dialect.name}_`) && !key.endsWith('_concurrently') && !isEmpty;
  });
  // A condition is an expression in a model, and a text where a database shows it.
  const text = (value: (typeof own)[number][1]): string => {
    const isClause =
      typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
    if (isClause) return canonicalCondition(sqlOf(value as ClauseElement));
    return typeof value === 'string' ? canonicalCondition(value) : JSON.stringify(value);
  };
  return JSON.stringify(own.map(([key, value]) => [key, text(value)]).sort());
}

function renameOf(
  { autogen: { dialect } }: Comparison,
  { table, schema }: ModifyTableOps,
  before: { readonly kind: 'index' | Constraint['kind']; readonly name: Index['name'] },
  after: { readonly name: Index['name']; readonly origin: Index['origin'] },
): ChangeOps | null {
  if (before.name === null || after.name === null) return null;
  const object: RenamedObject = { table, schema, from: before.name.text, to: after.name.text };
  const statement = before.kind === 'index' ? renameIndexSql : renameConstraintSql;
  const [sql, back] = [
    statement(dialect, object),
    statement(dialect, { ...object, from: object.to, to: object.from }),
  ];
  if (sql === null || back === null) return null;
  const execute = (text: string): ExecuteSQLOp => ({
    kind: 'execute',
    statement: { type: 'str', sql: text },
    origin: after.origin,
  });
  const what = before.kind === 'index' ? 'Index' : 'Constraint';
  return {
    kind: 'change',
    change: before.kind === 'index' ? 'rename_index' : 'rename_constraint',
    table,
    schema,
    columns: [],
    message: `${what} "${object.to}" on "${tableKey(table, schema)}" is called "${object.from}" in the migrations`,
    title: `rename ${what.toLowerCase()} ${object.from} to ${object.to}`,
    upgrades: [execute(sql)],
    downgrades: [execute(back)],
    destructive: null,
    origin: after.origin,
  };
}

/**
 * Constraints that the comparison does not tell apart by name, in tables that a rename touched: a convention has named
 * them after what is renamed.
 */
export function renamedConstraints(
  comparison: Comparison,
  current: MetaData,
  targets: readonly MetaData[],
  touched: ReadonlySet<string>,
): readonly ChangeOps[] {
  return targets.flatMap(({ tables }) =>
    [...tables].flatMap(([key, table]) => {
      const before = current.tables.get(key);
      if (before === undefined || !isTouched(table, key, touched)) return [];
      return table.constraints.flatMap((after) => {
        const same = before.constraints.find((each) => isSameConstraint(each, after));
        if (same === undefined || same.name === null || after.name === null) return [];
        if (same.name.text === after.name.text) return [];
        const { name, schema } = table;
        return (
          renameOf(comparison, { kind: 'modify_table', table: name, schema, ops: [] }, same, after) ?? []
        );
      });
    }),
  );
}

function isTouched({ constraints }: Table, key: string, touched: ReadonlySet<string>): boolean {
  return (
    touched.has(key) ||
    constraints.some(
      (each) => each.kind === 'foreign_key' && touched.has(tableKey(each.referredTable, each.referredSchema)),
    )
  );
}

function isSameConstraint(before: Constraint, after: Constraint): boolean {
  if (before.kind === 'primary_key' && after.kind === 'primary_key') return true;
  if (before.kind !== 'foreign_key' || after.kind !== 'foreign_key') return false;
  const signature = (key: typeof before): string =>
    JSON.stringify([key.columns, key.referredSchema, key.referredTable, key.referredColumns]);
  return signature(before) === signature(after);
}
