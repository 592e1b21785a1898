/** Mirrors `_autogen_for_tables` and `_compare_tables` of `alembic.autogenerate.compare.tables`. */
import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import {
  tableKey,
  type DialectOptions,
  type Index,
  type MetaData,
  type Table,
} from '../../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../../util/problem.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import type { UpgradeOps, ModifyTableOps } from '../context.ts';
import type { FilterType } from '../filters.ts';
import { compareCheckConstraints } from './check-constraints.ts';
import { compareColumns, removedColumns } from './columns.ts';
import { compareTableComment } from './comments.ts';
import {
  includesName,
  includesObject,
  pairOrigin,
  takesPart,
  type Comparison,
  type TablePair,
} from './comparison.ts';
import { compareForeignKeys } from './foreign-keys.ts';
import { compareIndexesAndUniques } from './indexes.ts';
import { readBack } from './read-back.ts';
import { SchemaError } from '../../../sqlalchemy/sql/errors.ts';
import { sortedTables } from '../../../sqlalchemy/sql/sort-tables.ts';

/** Added tables, removed ones, then changed ones by name. */
export function compareTables(
  comparison: Comparison,
  current: MetaData,
  targets: readonly MetaData[],
): UpgradeOps {
  if (!takesPart(comparison, 'schemas') || !takesPart(comparison, 'tables')) return [];
  const present = tablesOf(
    comparison,
    sortedTables(current).filter((table) => isNamed(comparison, table)),
  );
  requireDistinct(targets);
  const wanted = tablesOf(comparison, targets.flatMap(sortedTables));
  const ops: (MigrateOperation | ModifyTableOps)[] = [];
  const changes = (pair: TablePair, found: readonly MigrateOperation[]): void => {
    if (found.length > 0)
      ops.push({ kind: 'modify_table', table: pair.name, schema: pair.schema, ops: found });
  };
  for (const [key, { schema, table }] of wanted) {
    if (present.has(key)) continue;
    const pair: TablePair = { name: table.name, schema, current: null, target: table };
    const object = { table, item: null, isModel: true };
    if (!includesObject(comparison, object, table.name, 'table', { reflected: false })) continue;
    ops.push({ kind: 'create_table', table, ifNotExists: null, origin: pairOrigin(pair) });
    changes(
      pair,
      knownOr(comparison, null, table, (each) => compareTable(each, pair)),
    );
  }
  // Upstream drops in an arbitrary order; referring tables first can always be run.
  for (const [key, { schema, table }] of [...present].reverse()) {
    if (wanted.has(key)) continue;
    const original = shown(comparison, table, true);
    const pair: TablePair = { name: table.name, schema, current: original, target: null };
    const object = { table: original, item: null, isModel: false };
    if (!includesObject(comparison, object, table.name, 'table', { reflected: true })) continue;
    changes(pair, compareTable(comparison, pair));
    ops.push({
      kind: 'drop_table',
      table: table.name,
      schema,
      ifExists: null,
      original,
      dialectOptions: {},
      origin: pairOrigin(pair),
    });
  }
  const existing = [...wanted].filter(([key]) => present.has(key)).sort(([, a], [, b]) => bySchema(a, b));
  for (const [key, { schema, table: target }] of existing) {
    const before = present.get(key);
    if (before === undefined) continue;
    const found = knownOr(comparison, before.table, target, (each) => {
      const shownTable = shown(each, before.table, false);
      const compareTo = { table: shownTable, item: null, isModel: false };
      const object = { table: target, item: null, isModel: true };
      if (!includesObject(each, object, target.name, 'table', { reflected: false, compareTo })) return [];
      const current = withNamesIncluded(each, shownTable, schema);
      const pair: TablePair = { name: target.name, schema, current, target };
      return [
        ...compareColumns(each, pair, current, target),
        ...compareTable(each, pair),
        ...removedColumns(each, pair, current, target),
      ];
    });
    changes({ name: target.name, schema, current: before.table, target }, found);
  }
  return ops;
}

/** Upstream's error where two MetaData have a table of the same key. */
function requireDistinct(targets: readonly MetaData[]): void {
  const keys = new Set<string>();
  for (const metadata of targets) {
    const twice = [...metadata.tables.keys()].filter((key) => keys.has(key)).sort();
    if (twice.length > 0) {
      const list = twice.map((key) => `"${key}"`).join(', ');
      throw new SchemaError(`Duplicate table keys across multiple MetaData objects: ${list}`, twice[0] ?? '');
    }
    for (const key of metadata.tables.keys()) keys.add(key);
  }
}

/** What an earlier comparison of the same two tables found, and reported. */
function knownOr(
  comparison: Comparison,
  current: Table | null,
  target: Table,
  compare: (comparison: Comparison) => readonly MigrateOperation[],
): readonly MigrateOperation[] {
  const { known, report, filters } = comparison.autogen;
  // What callables of env.py answer may hang on more than the two tables.
  if (known === undefined || (filters ?? null) !== null) return compare(comparison);
  let entry = known.get(target);
  if (entry?.current !== current) {
    const problems: Problem[] = [];
    const autogen = { ...comparison.autogen, report: (problem: Problem) => problems.push(problem) };
    entry = { current, found: compare({ ...comparison, autogen }), problems };
    known.set(target, entry);
  }
  for (const problem of entry.problems) report?.(problem);
  return entry.found;
}

/** The comparators of a table in the order in which upstream registers them. */
function compareTable(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  const hasConstraints = takesPart(comparison, 'constraints');
  return [
    ...(hasConstraints ? compareIndexesAndUniques(comparison, pair) : []),
    ...(hasConstraints ? compareForeignKeys(comparison, pair) : []),
    ...compareTableComment(comparison, pair),
    ...compareCheckConstraints(comparison, pair),
  ];
}

/**
 * Whether `include_name` takes a table of the database. Without `include_schemas` upstream looks into the default schema
 * alone; a replayed history has the tables of the others, too, which are then not filtered.
 */
function isNamed(comparison: Comparison, table: Table): boolean {
  const { dialect, includeSchemas } = comparison.autogen;
  const schema = table.schema === dialect.defaultSchemaName ? null : table.schema;
  if (schema !== null && includeSchemas !== true) return true;
  return (
    includesName(comparison, schema, 'schema', {}) &&
    includesName(comparison, table.name, 'table', { schema })
  );
}

/** A table of the database without the columns, indexes and constraints that `include_name` leaves out. */
function withNamesIncluded(comparison: Comparison, table: Table, schema: string | null): Table {
  const { filters } = comparison.autogen;
  if (filters === undefined || filters === null) return table;
  const parents = { schema, table: table.name };
  const named = (name: string | null, type: FilterType): boolean =>
    includesName(comparison, name, type, parents);
  return {
    ...table,
    columns: table.columns.filter((column) => named(column.name, 'column')),
    indexes: table.indexes.filter((index) => named(index.name?.text ?? null, 'index')),
    constraints: table.constraints.filter(({ kind, name }) => {
      if (kind === 'unique') return named(name?.text ?? null, 'unique_constraint');
      if (kind === 'check' && takesPart(comparison, 'checks'))
        return name !== null && named(name.text, 'check_constraint');
      return kind !== 'foreign_key' || named(name?.text ?? null, 'foreign_key_constraint');
    }),
  };
}

/** As the database would show it, and upstream takes it. */
function shown(comparison: Comparison, table: Table, isDropped: boolean): Table {
  if (comparison.autogen.fromHistory) return readBack(table, comparison, isDropped);
  const { reflection } = comparison.impl;
  const adjusted = <T extends { readonly dialectOptions: DialectOptions }>(item: T): T => ({
    ...item,
    dialectOptions: reflection.options(item.dialectOptions),
  });
  const constraints = table.constraints.map((each) => (each.kind === 'unique' ? adjusted(each) : each));
  return {
    ...table,
    indexes: table.indexes.map((index) => adjusted(sorted(index))),
    // Those of a dropped table are written as part of it.
    constraints: isDropped ? table.constraints : constraints,
  };
}

/** With the orders of its expressions, which upstream's `_make_index` takes from the inspector. */
function sorted(index: Index): Index {
  const { expressionSorting: sorting } = index;
  if (sorting === undefined) return index;
  const expressions = index.expressions.map((expression, at) =>
    (sorting[at] ?? []).reduce<ClauseElement>(
      (operand, operator) => ({ kind: 'unary', operator, position: 'suffix', operand }),
      expression,
    ),
  );
  return { ...index, expressions };
}

interface Entry {
  /** Null for the dialect's default schema. */
  readonly schema: string | null;
  readonly table: Table;
}

/** The default schema's tables first, each schema's by name. */
function bySchema(a: Entry, b: Entry): number {
  const [one, other] = [a, b].map(({ schema, table }) => [schema ?? '', table.name] as const);
  if (one === undefined || other === undefined) return 0;
  const at = one[0] === other[0] ? 1 : 0;
  return one[at] < other[at] ? -1 : 1;
}

/** Without Alembic's own table; by key, in the order given. */
function tablesOf(comparison: Comparison, tables: readonly Table[]): ReadonlyMap<string, Entry> {
  const { dialect, versionTable, versionTableSchema } = comparison.autogen;
  const entries = new Map<string, Entry>();
  for (const table of tables) {
    const schema = table.schema === dialect.defaultSchemaName ? null : table.schema;
    if (table.name === versionTable && table.schema === versionTableSchema) continue;
    entries.set(tableKey(table.name, schema), { schema, table });
  }
  return entries;
}
