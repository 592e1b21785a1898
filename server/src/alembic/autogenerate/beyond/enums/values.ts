/** How a list of enum values becomes another. */

/** Where a value is put: next to one that is there by then; null: at the end. */
export interface AddedValue {
  readonly value: string;
  readonly place: { readonly before: string } | { readonly after: string } | null;
}
export interface ValueChanges {
  readonly renamed: readonly (readonly [from: string, to: string])[];
  readonly added: readonly AddedValue[];
  readonly removed: readonly string[];
}

/** Values have no order of their own here: one that only stands elsewhere is no change. */
export function valueChanges(
  from: readonly string[],
  to: readonly string[],
  renames: ReadonlyMap<string, string>,
): ValueChanges {
  const renamed = from.flatMap((value): [string, string][] => {
    const now = renames.get(value);
    return now !== undefined && to.includes(now) && !from.includes(now) ? [[value, now]] : [];
  });
  const names = new Map(renamed);
  const kept = from.map((value) => names.get(value) ?? value);
  const removed = kept.filter((value) => !to.includes(value));
  const present = [...kept];
  const added: AddedValue[] = [];
  for (const [index, value] of to.entries()) {
    if (present.includes(value)) continue;
    const previous = to[index - 1];
    const first = present[0];
    const at = previous === undefined ? 0 : present.indexOf(previous) + 1;
    const isLast = at === present.length;
    if (isLast) added.push({ value, place: null });
    else if (previous !== undefined) added.push({ value, place: { after: previous } });
    else added.push({ value, place: first === undefined ? null : { before: first } });
    present.splice(at, 0, value);
  }
  return { renamed, added, removed };
}
