import { tableKey, type MetaData, type Table } from '../../../sqlalchemy/sql/schema.ts';

/** `MetaData.sorted_tables`: by key, then referred tables first; foreign keys of a cycle do not count. */
export function sortedTables(metadata: MetaData): readonly Table[] {
  const keys = [...metadata.tables.keys()].sort();
  const dependencies = new Map(keys.map((key) => [key, dependenciesOf(key, metadata)] as const));
  const sorted =
    topologicalSort(keys, dependencies) ?? topologicalSort(keys, withoutCycles(keys, dependencies)) ?? keys;
  return sorted.flatMap((key) => metadata.tables.get(key) ?? []);
}

type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

function dependenciesOf(key: string, metadata: MetaData): ReadonlySet<string> {
  const parents = new Set<string>();
  for (const constraint of metadata.tables.get(key)?.constraints ?? []) {
    if (constraint.kind !== 'foreign_key' || constraint.useAlter) continue;
    const parent = tableKey(constraint.referredTable, constraint.referredSchema);
    if (parent !== key) parents.add(parent);
  }
  return parents;
}

/** Upstream `topological.sort`: round after round, those that depend on nothing that is left. Null for a cycle. */
function topologicalSort(keys: readonly string[], dependencies: Dependencies): string[] | null {
  const sorted: string[] = [];
  let todo = [...keys];
  while (todo.length > 0) {
    const left = new Set(todo);
    const ready = todo.filter(
      (key) => ![...(dependencies.get(key) ?? [])].some((parent) => left.has(parent)),
    );
    if (ready.length === 0) return null;
    sorted.push(...ready);
    const done = new Set(ready);
    todo = todo.filter((key) => !done.has(key));
  }
  return sorted;
}

/** Tables that reach themselves lose all their dependencies, as upstream does. */
function withoutCycles(keys: readonly string[], dependencies: Dependencies): Dependencies {
  const inCycle = (start: string): boolean => {
    const seen = new Set<string>();
    const stack = [...(dependencies.get(start) ?? [])];
    for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
      if (key === start) return true;
      if (seen.has(key)) continue;
      seen.add(key);
      stack.push(...(dependencies.get(key) ?? []));
    }
    return false;
  };
  return new Map(
    keys.map((key) => [key, inCycle(key) ? new Set<string>() : (dependencies.get(key) ?? new Set())]),
  );
}
