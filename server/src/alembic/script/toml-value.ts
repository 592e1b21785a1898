import type { TextRange } from '../../util/text-range.ts';

/** A value of a TOML document, with the place of the `key = value` or of the value in its array. */
export type TomlValue =
  | { readonly kind: 'string'; readonly value: string; readonly range: TextRange }
  | { readonly kind: 'integer' | 'float'; readonly value: number; readonly range: TextRange }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly range: TextRange }
  /** Dates and times stay text. */
  | { readonly kind: 'datetime'; readonly value: string; readonly range: TextRange }
  | { readonly kind: 'array'; readonly items: TomlValue[]; readonly range: TextRange }
  | { readonly kind: 'table'; readonly entries: Map<string, TomlValue>; readonly range: TextRange };

export type TomlTable = Extract<TomlValue, { kind: 'table' }>;

/** Puts the value of a dotted key into a table; throws what `duplicate` gives where another value stands there. */
export function putToml(
  table: TomlTable,
  path: readonly string[],
  value: TomlValue,
  duplicate: () => TomlError,
): void {
  let target = table;
  for (const key of path.slice(0, -1)) {
    let next = target.entries.get(key);
    if (next === undefined) {
      next = { kind: 'table', entries: new Map(), range: value.range };
      target.entries.set(key, next);
    }
    if (next.kind !== 'table') throw duplicate();
    target = next;
  }
  const last = path.at(-1) ?? '';
  if (target.entries.has(last)) throw duplicate();
  target.entries.set(last, value);
}

export class TomlError extends Error {
  readonly range: TextRange;

  constructor(message: string, range: TextRange) {
    super(message);
    this.name = new.target.name;
    this.range = range;
  }
}
