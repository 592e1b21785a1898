/** Damage as hands, merges and half-typed lines do it, and worse. */
import type { Random } from './random.ts';

/** Changes a text; `other` is another file of the same kind. */
type Mutation = (text: string, other: string, random: Random) => string;

const token =
  /[rbfuRBFU]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|#[^\n]*|\d[\w.]*|[\p{L}_][\p{L}\p{N}_]*|\n[ \t]*|[ \t]+|[-+*/%=<>!|&^@:]=?|[^]/gu;

export function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

const isSpace = (part: string): boolean => /^[ \t]*$/.test(part);
const isName = (part: string): boolean => /^[\p{L}_]/u.test(part) && !/["']$/.test(part);
const isLiteral = (part: string): boolean => /["']$/.test(part) || /^\d/.test(part);

/** The place of a random token of a kind; null when there is none. */
function place(parts: readonly string[], random: Random, is: (part: string) => boolean): number | null {
  const places = parts.flatMap((part, index) => (is(part) ? [index] : []));
  return places.length === 0 ? null : random.pick(places);
}

function onTokens(
  is: (part: string) => boolean,
  change: (parts: string[], at: number, random: Random) => void,
): Mutation {
  return (text, _other, random) => {
    const parts = tokensOf(text);
    const at = place(parts, random, is);
    if (at !== null) change(parts, at, random);
    return parts.join('');
  };
}

const isWord = (part: string): boolean => !isSpace(part);
const brackets = '()[]{}'.split('');
const oddities = [
  '\u0000',
  '\ufeff',
  '\u2028',
  '\u00e9',
  '\ud83d\ude00',
  '\ud800',
  '\u200b',
  '\r',
  '\f',
  '\\',
  '\t',
  '"""',
  "'",
  '`',
  '$',
  ';',
  ':',
  ':=',
  '->',
  '...',
  '**',
  'lambda: ',
  'await ',
  'yield ',
  'async ',
  'match x:\n',
  '*',
  '\\N{DASH}',
  '0x',
  '1_',
  '1e999',
];
const explosions = [
  'None',
  'True',
  '-1',
  '0',
  '10**400',
  '"x" * 10**7',
  '[0] * 10**7',
  '()',
  '[]',
  '{}',
  'lambda *a, **k: None',
  'object()',
  '[x for x in range(1000)]',
  '""',
  '"\\0"',
  'b"x"',
  'f"{1!r:>{2}}"',
  '1.5',
  'float("nan")',
  'undefined_name',
  'acme.unknown(1)',
  'not_known()',
  'int',
  'str | None',
  '{1: {2: [3]}}',
  '9'.repeat(5000),
  '('.repeat(200) + ')'.repeat(200),
];

export const mutations: Readonly<Record<string, Mutation>> = {
  'delete a token': onTokens(isWord, (parts, at) => {
    parts.splice(at, 1);
  }),
  'delete some tokens': onTokens(isWord, (parts, at, random) => {
    parts.splice(at, 1 + random.integer(12));
  }),
  'repeat a token': onTokens(isWord, (parts, at) => {
    parts.splice(at, 0, parts[at] ?? '', ' ');
  }),
  'swap two tokens': onTokens(isWord, (parts, at, random) => {
    const other = place(parts, random, isWord) ?? at;
    [parts[at], parts[other]] = [parts[other] ?? '', parts[at] ?? ''];
  }),
  'swap two names': onTokens(isName, (parts, at, random) => {
    const other = place(parts, random, isName) ?? at;
    [parts[at], parts[other]] = [parts[other] ?? '', parts[at] ?? ''];
  }),
  'put another name': onTokens(isName, (parts, at, random) => {
    parts[at] = parts[place(parts, random, isName) ?? at] ?? '';
  }),
  'misspell a name': onTokens(isName, (parts, at, random) => {
    const name = parts[at] ?? '';
    const cut = random.integer(name.length);
    parts[at] = name.slice(0, cut) + random.pick(['', 's', '_', 'x']) + name.slice(cut + 1);
  }),
  'put another literal': onTokens(isLiteral, (parts, at, random) => {
    parts[at] = random.pick(explosions);
  }),
  'put a value for a name': onTokens(isName, (parts, at, random) => {
    parts[at] = random.pick(explosions);
  }),
  'cut the end off': (text, _other, random) => text.slice(0, random.integer(text.length)),
  'cut the start off': (text, _other, random) => text.slice(random.integer(text.length)),
  'cut a stretch out': (text, _other, random) => {
    const start = random.integer(text.length);
    return text.slice(0, start) + text.slice(start + random.integer(200));
  },
  'delete a bracket': onTokens(
    (part) => brackets.includes(part),
    (parts, at) => {
      parts.splice(at, 1);
    },
  ),
  'put another bracket': onTokens(
    (part) => brackets.includes(part),
    (parts, at, random) => {
      parts[at] = random.pick(brackets);
    },
  ),
  'put a bracket in': onTokens(isWord, (parts, at, random) => {
    parts.splice(at, 0, random.pick(brackets));
  }),
  'put something odd in': (text, _other, random) => {
    const at = random.integer(text.length + 1);
    return text.slice(0, at) + random.pick(oddities) + text.slice(at);
  },
  'change an indentation': onTokens(
    (part) => part.startsWith('\n'),
    (parts, at, random) => {
      parts[at] = `\n${' '.repeat(random.integer(10))}`;
    },
  ),
  'repeat lines': (text, _other, random) => {
    const lines = text.split('\n');
    const at = random.integer(lines.length);
    lines.splice(random.integer(lines.length), 0, ...lines.slice(at, at + 1 + random.integer(15)));
    return lines.join('\n');
  },
  'delete lines': (text, _other, random) => {
    const lines = text.split('\n');
    lines.splice(random.integer(lines.length), 1 + random.integer(4));
    return lines.join('\n');
  },
  'swap lines': (text, _other, random) => {
    const lines = text.split('\n');
    const [a, b] = [random.integer(lines.length), random.integer(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
    return lines.join('\n');
  },
  'splice in another file': (text, other, random) => {
    const lines = text.split('\n');
    const from = other.split('\n');
    const at = random.integer(from.length);
    lines.splice(random.integer(lines.length), random.integer(5), ...from.slice(at, at + random.integer(30)));
    return lines.join('\n');
  },
  'go on with another file': (text, other, random) =>
    text.slice(0, random.integer(text.length)) + other.slice(random.integer(other.length)),
};

/** One to three mutations of a text, and their names. */
export function mutate(
  text: string,
  other: string,
  random: Random,
): { readonly text: string; readonly names: readonly string[] } {
  const names: string[] = [];
  let result = text;
  const count = 1 + (random.next() < 0.3 ? 1 : 0) + (random.next() < 0.1 ? 1 : 0);
  for (let i = 0; i < count; i++) {
    const name = random.pick(Object.keys(mutations));
    names.push(name);
    result = mutations[name]?.(result, other, random) ?? result;
  }
  return { text: result, names };
}
