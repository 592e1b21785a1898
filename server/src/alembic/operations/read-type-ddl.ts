/** One statement of raw SQL on an enum type of PostgreSQL, when every word of it is understood; null for anything else. */
export interface TypeName {
  readonly name: string;
  readonly schema: string | null;
}
export type TypeChange =
  | {
      readonly kind: 'add_value';
      readonly value: string;
      readonly place: { readonly before: string } | { readonly after: string } | null;
    }
  | { readonly kind: 'rename_value'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename_type'; readonly to: string }
  /** Types are known by the columns that have them. */
  | { readonly kind: 'create' | 'drop' };

export interface AlteredType {
  readonly kind: 'alter_type';
  readonly type: TypeName;
  readonly change: TypeChange;
}

const identifier = String.raw`(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)`;
const target = String.raw`(${identifier}(?:\s*\.\s*${identifier})?)`;
const literal = String.raw`('(?:[^']|'')*')`;
const end = String.raw`\s*$`;
/** Names that are not quoted and have capitals are folded: none of these takes them. */
const pattern = (text: string): RegExp => new RegExp(`^\\s*${text.replaceAll(' ', '\\s+')}${end}`, 'u');
const word = (text: string): string =>
  Array.from(text, (letter) => (letter === ' ' ? ' ' : `[${letter}${letter.toUpperCase()}]`)).join('');

const alter = `${word('alter type')} ${target} `;
const guard = `(?:${word('if not exists')} )?`;
const patterns = {
  addValue: pattern(
    `${alter}${word('add value')} ${guard}${literal}(?: (${word('before')}|${word('after')}) ${literal})?`,
  ),
  renameValue: pattern(`${alter}${word('rename value')} ${literal} ${word('to')} ${literal}`),
  renameType: pattern(`${alter}${word('rename to')} (${identifier})`),
  create: new RegExp(
    String.raw`^\s*create\s+type\s+${target}\s+as\s+enum\s*\((?:[^']|'(?:[^']|'')*')*\)${end}`,
    'iu',
  ),
  drop: pattern(`${word('drop type')} (?:${word('if exists')} )?${target}`),
} as const;

export function readTypeDdl(sql: string): AlteredType | null {
  const added = patterns.addValue.exec(sql);
  if (added !== null) {
    const [, type = '', value = '', side, other = ''] = added;
    const beside = side === undefined ? null : unquoted(other);
    const place =
      beside === null ? null : side?.toLowerCase() === 'before' ? { before: beside } : { after: beside };
    return altered(type, { kind: 'add_value', value: unquoted(value), place });
  }
  const renamed = patterns.renameValue.exec(sql);
  if (renamed !== null) {
    const [, type = '', from = '', to = ''] = renamed;
    return altered(type, { kind: 'rename_value', from: unquoted(from), to: unquoted(to) });
  }
  const moved = patterns.renameType.exec(sql);
  if (moved !== null) return altered(moved[1] ?? '', { kind: 'rename_type', to: unquoted(moved[2] ?? '') });
  const created = patterns.create.exec(sql);
  if (created !== null) return altered(created[1] ?? '', { kind: 'create' });
  const dropped = patterns.drop.exec(sql);
  return dropped === null ? null : altered(dropped[1] ?? '', { kind: 'drop' });
}

function altered(type: string, change: TypeChange): AlteredType {
  const parts = (type.match(/"(?:[^"]|"")+"|[^.\s"]+/gu) ?? []).map(unquoted);
  const [first = '', second] = parts;
  const name: TypeName =
    second === undefined ? { name: first, schema: null } : { name: second, schema: first };
  return { kind: 'alter_type', type: name, change };
}

function unquoted(text: string): string {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}

/** The values after a change of them. */
export function changedValues(values: readonly string[], change: TypeChange): readonly string[] {
  switch (change.kind) {
    case 'add_value': {
      if (values.includes(change.value)) return values;
      const { place } = change;
      const at =
        place === null
          ? values.length
          : 'before' in place
            ? values.indexOf(place.before)
            : values.indexOf(place.after) + 1;
      return values.toSpliced(at < 0 ? values.length : at, 0, change.value);
    }
    case 'rename_value':
      return values.map((value) => (value === change.from ? change.to : value));
    case 'rename_type':
    case 'create':
    case 'drop':
      return values;
  }
}
