/** Where columns go in a recreated table. Mirrors `ApplyBatchImpl._adjust_self_columns_for_partial_reordering`. */
export interface ColumnOrder {
  /** All columns: those that stay in their order, then the new ones. */
  readonly columns: readonly string[];
  readonly existing: readonly string[];
  readonly added: readonly { name: string; before: string | null; after: string | null }[];
  readonly partialReordering: readonly (readonly string[])[];
}

export function orderColumns(order: ColumnOrder): readonly string[] {
  const { columns, existing, added, partialReordering } = order;
  if (
    partialReordering.length === 0 &&
    added.every(({ before, after }) => before === null && after === null)
  ) {
    return columns;
  }
  const pairs: (readonly [string, string])[] = [];
  const chains = partialReordering.length > 0 ? partialReordering : [existing];
  for (const chain of chains) {
    chain.forEach((name, index) => {
      const previous = chain[index - 1];
      if (previous !== undefined) pairs.push([previous, name]);
    });
  }
  pairs.push(...neighbours(order));
  return sortColumns(
    columns,
    pairs.filter(([before, after]) => before !== after),
  );
}

/** What comes before what, for the added columns. Upstream: `_setup_dependencies_for_add_column`. */
function neighbours({ existing, added, partialReordering }: ColumnOrder): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const { name, before, after } of added) {
    let [insertBefore, insertAfter] = [before, after];
    if (partialReordering.length === 0) {
      if (insertAfter !== null && insertBefore === null) {
        insertBefore = existing.includes(insertAfter)
          ? (existing[existing.indexOf(insertAfter) + 1] ?? null)
          : (pairs.findLast(([first]) => first === insertAfter)?.[1] ?? null);
      } else if (insertBefore !== null && insertAfter === null) {
        insertAfter = existing.includes(insertBefore)
          ? (existing[existing.indexOf(insertBefore) - 1] ?? null)
          : (pairs.findLast(([, second]) => second === insertBefore)?.[0] ?? null);
      }
    }
    const last = existing.at(-1);
    if (insertBefore !== null) pairs.push([name, insertBefore]);
    if (insertAfter !== null) pairs.push([insertAfter, name]);
    if (
      partialReordering.length === 0 &&
      insertBefore === null &&
      insertAfter === null &&
      last !== undefined
    ) {
      pairs.push([last, name]);
    }
  }
  return pairs;
}

/** `sqlalchemy.util.topological.sort(pairs, columns, deterministic_order=True)`. */
function sortColumns(
  columns: readonly string[],
  pairs: readonly (readonly [string, string])[],
): readonly string[] {
  const sorted: string[] = [];
  let todo = [...columns];
  while (todo.length > 0) {
    const ready = todo.filter(
      (name) => !pairs.some(([before, after]) => after === name && todo.includes(before)),
    );
    if (ready.length === 0) throw new Error(`Circular order of columns: ${todo.join(', ')}`);
    sorted.push(...ready);
    todo = todo.filter((name) => !ready.includes(name));
  }
  return sorted;
}
