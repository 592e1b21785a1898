import { tableKey, type ForeignKeyConstraint, type MetaData, type Table } from './schema.ts';

/** Tables in the order in which they can be created, and what only an ALTER afterwards can say. */
export interface SortedTables {
  readonly tables: readonly Table[];
  /**
   * Foreign keys with `use_alter`, and all those of tables in a cycle. Upstream keeps them in a set, so their order there
   * is by chance; here it is that of the tables.
   */
  readonly remaining: ReadonlyMap<Table, readonly ForeignKeyConstraint[]>;
}

type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** Referred tables first, else as given. Mirrors `sqlalchemy.sql.ddl.sort_tables_and_constraints`. */
export function sortTablesAndConstraints(given: readonly Table[]): SortedTables {
  const byKey = new Map(given.map((table) => [tableKey(table.name, table.schema), table]));
  const keys = [...byKey.keys()];
  const dependencies = new Map([...byKey].map(([key, table]) => [key, dependenciesOf(key, table)]));
  let sorted = topologicalSort(keys, dependencies);
  let cyclic: ReadonlySet<string> = new Set();
  if (sorted === null) {
    cyclic = new Set(keys.filter((key) => reachesItself(key, dependencies)));
    const independent = new Map(
      [...dependencies].map(([key, parents]) => [key, cyclic.has(key) ? new Set<string>() : parents]),
    );
    sorted = topologicalSort(keys, independent) ?? keys;
  }
  const tables = sorted.flatMap((key) => byKey.get(key) ?? []);
  const remaining = new Map<Table, readonly ForeignKeyConstraint[]>();
  for (const table of tables) {
    const isCyclic = cyclic.has(tableKey(table.name, table.schema));
    const later = foreignKeysOf(table).filter(({ useAlter }) => isCyclic || useAlter);
    if (later.length > 0) remaining.set(table, later);
  }
  return { tables, remaining };
}

/** Mirrors `MetaData.sorted_tables`: by key, then referred tables first; foreign keys of a cycle do not count. */
export function sortedTables(metadata: MetaData): readonly Table[] {
  const keys = [...metadata.tables.keys()].sort();
  return sortTablesAndConstraints(keys.flatMap((key) => metadata.tables.get(key) ?? [])).tables;
}

function foreignKeysOf(table: Table): ForeignKeyConstraint[] {
  return table.constraints.filter((constraint) => constraint.kind === 'foreign_key');
}

function dependenciesOf(key: string, table: Table): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const constraint of foreignKeysOf(table)) {
    if (constraint.useAlter) continue;
    const parent = tableKey(constraint.referredTable, constraint.referredSchema);
    if (parent !== key) parents.add(parent);
  }
  return parents;
}

/** Mirrors `sqlalchemy.util.topological.sort`: round after round, those that depend on nothing left. Null for a cycle. */
function topologicalSort(keys: readonly string[], dependencies: Dependencies): string[] | null {
  const sorted: string[] = [];
  const left = new Set(keys);
  let todo = keys;
  while (todo.length > 0) {
    const ready: string[] = [];
    const waiting: string[] = [];
    for (const key of todo) {
      const waits = [...(dependencies.get(key) ?? [])].some((parent) => left.has(parent));
      (waits ? waiting : ready).push(key);
    }
    if (ready.length === 0) return null;
    sorted.push(...ready);
    for (const key of ready) left.delete(key);
    todo = waiting;
  }
  return sorted;
}

function reachesItself(start: string, dependencies: Dependencies): boolean {
  const seen = new Set<string>();
  const stack = [...(dependencies.get(start) ?? [])];
  for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
    if (key === start) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    stack.push(...(dependencies.get(key) ?? []));
  }
  return false;
}
