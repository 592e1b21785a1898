/**
 * Merges two lists, keeping the order of both as far as possible: the names and the annotations of a class body.
 * Mirrors `sqlalchemy.util.merge_lists_w_ordering`, whose result is not always the order of writing.
 */
export function mergeListsWithOrdering(first: readonly string[], second: readonly string[]): string[] {
  const inSecond = new Set(second);
  const overlap = new Set(first.filter((name) => inSecond.has(name)));
  const result: string[] = [];
  let current = { items: first, at: 0 };
  let other = { items: second, at: 0 };
  for (;;) {
    const name = current.items[current.at];
    if (name === undefined) {
      result.push(...other.items.slice(other.at));
      return result;
    }
    current.at += 1;
    if (overlap.delete(name)) [current, other] = [other, current];
    else result.push(name);
  }
}
