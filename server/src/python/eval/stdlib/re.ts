/**
 * `re`, for the patterns that JavaScript's engine reads as Python's does and that cannot run for long: no repetition of
 * a repetition, short subjects of ASCII. Everything else is Unknown.
 */
import { argument, integer } from '../builtins/arguments.ts';
import { dictFromObject, unwrap } from '../containers.ts';
import { int, list, nativeClass, nativeInstance, none, str, tuple } from '../native.ts';
import { noKeywords, runtimeOf } from '../runtime.ts';
import type { InstanceValue, NativeCall, Value } from '../value.ts';
import { functionsOf, getter, methodsOf, moduleOf } from './support.ts';

// The time of a failing match grows with the length to the power of the repetitions.
const longestSubject = 128;
const mostRepetitions = 3;
// Each `?` may double it.
const mostOptions = 10;

interface Pattern {
  readonly source: Value;
  /** Null: Retort does not evaluate it. */
  readonly regExp: RegExp | null;
}
type Matched = RegExpExecArray;

/** The flags that mean the same in JavaScript. */
const flagLetters = new Map([
  [2n, 'i'],
  [8n, 'm'],
  [16n, 's'],
  [32n, ''],
]);

/** The pattern for JavaScript; null for one that differs there or may run for ever. */
function translate(source: string, flags: bigint): RegExp | null {
  let letters = 'dg';
  for (let bit = 1n; bit <= flags; bit <<= 1n) {
    if ((flags & bit) === 0n) continue;
    const letter = flagLetters.get(bit);
    if (letter === undefined) return null;
    letters += letter;
  }
  // eslint-disable-next-line no-control-regex
  if (!/^[\x00-\x7f]*$/.test(source) || !isPlain(source)) return null;
  const ends = (flags & 8n) === 0n ? '(?=\\n?(?![^]))' : '$';
  const text = source.replaceAll(
    /\\[^]|\[(?:\\[^]|[^\]\\])*\]|\(\?P<|\(\?P=(\w+)\)|\$/g,
    (part, name: string | undefined) => {
      if (part === '$') return ends;
      if (part === '(?P<') return '(?<';
      if (name !== undefined) return `\\k<${name}>`;
      if (part === '\\A') return '(?<![^])';
      return part === '\\Z' ? '(?![^])' : part;
    },
  );
  try {
    return new RegExp(text, letters);
  } catch {
    return null;
  }
}

/** No syntax that the engines read differently, and no repetition inside of a repeated group. */
function isPlain(source: string): boolean {
  if (/\(\?(?![:=!]|<[=!]|P[<=])|\[\^?\]|\[[^\]]*\[|\{,|[*+?}]\+|\\[^\w]*[NpPkuUxc0]/.test(source))
    return false;
  const bare = source.replaceAll(/\\[^]/g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  if ((bare.match(/[*+{]/g)?.length ?? 0) > mostRepetitions) return false;
  if ((bare.match(/(?<![(*+?}])\?/g)?.length ?? 0) > mostOptions) return false;
  const open: { repeats: boolean }[] = [];
  let closed: { repeats: boolean } | null = null;
  for (const character of bare.replaceAll(/\(\?(?:[:=!]|<[=!]|P<\w+>)/g, '(')) {
    const isRepetition = character === '*' || character === '+' || character === '{';
    if (isRepetition && closed?.repeats === true) return false;
    if (character === '(') open.push({ repeats: false });
    closed = character === ')' ? (open.pop() ?? null) : null;
    for (const group of open) if (isRepetition || character === '|') group.repeats = true;
    if (closed?.repeats === true) for (const group of open) group.repeats = true;
  }
  return true;
}

const patternOf = (value: Value | undefined): Pattern | null =>
  value?.kind === 'instance' ? (value.payload as Pattern) : null;
const matchOf = (value: Value | undefined): Matched | null =>
  value?.kind === 'instance' ? (value.payload as Matched) : null;

function compile(call: NativeCall, source: Value, flags: Value | undefined): InstanceValue {
  const plain = unwrap(source);
  const bits = flags?.kind === 'int' ? flags.value : flags === undefined ? 0n : null;
  const regExp = plain.kind === 'str' && bits !== null ? translate(plain.value, bits) : null;
  return nativeInstance(patternClass, { source, regExp } satisfies Pattern, call.site);
}

const unknown = (call: NativeCall, name: string): Value =>
  call.interpreter.unknown(`Retort does not evaluate this use of \`re.${name}\``, call.site);

/** The expression and the subject of a method call; null when the result cannot be known. */
function subjectOf(
  call: NativeCall,
  index: number,
): { readonly regExp: RegExp; readonly text: string } | null {
  const regExp = patternOf(call.args[0])?.regExp ?? null;
  const subject = unwrap(argument(call, index, 'string') ?? none);
  if (regExp === null || subject.kind !== 'str' || subject.value.length > longestSubject) return null;
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(subject.value) ? { regExp, text: subject.value } : null;
}

function matcher(name: string, wrap: (source: string) => string) {
  return (call: NativeCall): Value => {
    const found = call.args.length > 2 ? null : subjectOf(call, 1);
    if (found === null) return unknown(call, name);
    const { regExp, text } = found;
    const matched = new RegExp(wrap(regExp.source), regExp.flags.replace('g', '')).exec(text);
    return matched === null ? none : nativeInstance(matchClass, matched, call.site);
  };
}

const groupText = (matched: Matched, key: Value): Value | null => {
  if (key.kind === 'int') {
    const index = Number(key.value);
    return index < matched.length ? textOrNone(matched[index]) : null;
  }
  if (key.kind !== 'str' || matched.groups === undefined || !(key.value in matched.groups)) return null;
  return textOrNone(matched.groups[key.value]);
};
const textOrNone = (text: string | undefined): Value => (text === undefined ? none : str(text));

function group(call: NativeCall): Value {
  const [self, ...keys] = call.args;
  const matched = matchOf(self);
  if (matched === null) return unknown(call, 'Match.group');
  const texts = (keys.length === 0 ? [int(0)] : keys).map(
    (key) => groupText(matched, key) ?? call.interpreter.raise('IndexError', 'no such group', call.site),
  );
  return texts.length === 1 && texts[0] !== undefined ? texts[0] : tuple(texts);
}

function place(end: 0 | 1) {
  return (call: NativeCall): Value => {
    const matched = matchOf(call.args[0]);
    const index = call.args.length > 1 ? integer(call, 1, 'start') : 0;
    const range = matched?.indices?.[index];
    return range === undefined ? int(-1) : int(range[end]);
  };
}

const matchClass = nativeClass({
  name: 'Match',
  module: 're',
  members: methodsOf({
    group,
    __getitem__: group,
    groups: (call) => tuple((matchOf(call.args[0]) ?? []).slice(1).map(textOrNone)),
    groupdict: (call) =>
      dictFromObject(
        Object.entries(matchOf(call.args[0])?.groups ?? {}).map(
          ([key, value]) => [key, textOrNone(value)] as const,
        ),
      ),
    start: place(0),
    end: place(1),
    span: (call) => tuple([place(0)(call), place(1)(call)]),
  }),
});

/** The text of a replacement template; null for an escape that is not evaluated. */
function expand(template: string, matched: Matched): string | null {
  const missing: string[] = [];
  const text = template.replaceAll(/\\(?:g<(\w+)>|(\d)(?!\d)|(n)|(\\)|)/g, (...parts: unknown[]) => {
    const [, name, digit, newline, backslash] = parts as readonly (string | undefined)[];
    const key = name ?? digit;
    if (newline !== undefined) return '\n';
    if (backslash !== undefined) return '\\';
    const value =
      key === undefined ? null : groupText(matched, /^\d+$/.test(key) ? int(Number(key)) : str(key));
    if (value === null) missing.push(key ?? '');
    return value?.kind === 'str' ? value.value : '';
  });
  return missing.length === 0 ? text : null;
}

function substitute(call: NativeCall): Value {
  const found = subjectOf(call, 2);
  const replacement = unwrap(argument(call, 1, 'repl') ?? none);
  if (found === null || replacement.kind === 'unknown') return unknown(call, 'sub');
  const count = integer(call, 3, 'sub', 0, 'count');
  let result = '';
  let end = 0;
  let made = 0;
  for (const matched of found.text.matchAll(found.regExp)) {
    if (count > 0 && made === count) break;
    made++;
    const value: Value =
      replacement.kind === 'str'
        ? textOrUnknown(call, expand(replacement.value, matched))
        : runtimeOf(call).call(
            replacement,
            [nativeInstance(matchClass, matched, call.site)],
            noKeywords,
            call.site,
          );
    const text = unwrap(value);
    if (text.kind !== 'str') return text.kind === 'unknown' ? text : unknown(call, 'sub');
    result += found.text.slice(end, matched.index) + text.value;
    end = matched.index + matched[0].length;
  }
  return str(result + found.text.slice(end));
}

const textOrUnknown = (call: NativeCall, text: string | null): Value =>
  text === null ? unknown(call, 'sub') : str(text);

function findAll(call: NativeCall): Value {
  const found = subjectOf(call, 1);
  if (found === null) return unknown(call, 'findall');
  return list(
    Array.from(found.text.matchAll(found.regExp), (matched): Value => {
      const groups = matched.slice(1).map((text) => str(text));
      return groups[1] === undefined ? (groups[0] ?? str(matched[0])) : tuple(groups);
    }),
  );
}

function findIter(call: NativeCall): Value {
  const found = subjectOf(call, 1);
  if (found === null) return unknown(call, 'finditer');
  return list(
    Array.from(found.text.matchAll(found.regExp), (matched) =>
      nativeInstance(matchClass, matched, call.site),
    ),
  );
}

function split(call: NativeCall): Value {
  const found = call.args.length > 2 || call.kwargs.size > 0 ? null : subjectOf(call, 1);
  // Splitting at an empty match differs.
  if (found === null || new RegExp(found.regExp.source).test('')) return unknown(call, 'split');
  return list(found.text.split(found.regExp).map(textOrNone));
}

/** Methods of a compiled pattern; the functions of the module are the same with the pattern first. */
const operations: Readonly<Record<string, (call: NativeCall) => Value>> = {
  match: matcher('match', (source) => `(?<![^])(?:${source})`),
  fullmatch: matcher('fullmatch', (source) => `(?<![^])(?:${source})(?![^])`),
  search: matcher('search', (source) => source),
  sub: substitute,
  subn: (call) => unknown(call, 'subn'),
  split,
  findall: findAll,
  finditer: findIter,
};

const patternClass = nativeClass({
  name: 'Pattern',
  module: 're',
  members: {
    pattern: getter(({ args: [self] }) => patternOf(self)?.source ?? none),
    ...methodsOf(operations),
  },
});

/** `re.sub(pattern, …)`: a string is compiled first. */
function moduleFunction(run: (call: NativeCall) => Value): (call: NativeCall) => Value {
  return (call) => {
    const [pattern = call.kwargs.get('pattern') ?? none, ...rest] = call.args;
    if (pattern.kind === 'unknown') return pattern;
    if (patternOf(pattern)?.regExp !== undefined) return run(call);
    const kwargs = new Map(call.kwargs);
    const flags = kwargs.get('flags');
    kwargs.delete('flags');
    kwargs.delete('pattern');
    return run({ ...call, args: [compile(call, pattern, flags), ...rest], kwargs });
  };
}

const flag = (bit: number): Value => int(bit);

export const reModule = moduleOf({
  ...functionsOf({
    compile: (call) => compile(call, argument(call, 0, 'pattern') ?? none, argument(call, 1, 'flags')),
    escape: (call) => {
      const source = unwrap(argument(call, 0, 'pattern') ?? none);
      return source.kind === 'str'
        ? str(source.value.replace(/[-\s#&~()[\]{}?*+|^$\\.]/g, '\\$&'))
        : unknown(call, 'escape');
    },
    ...Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, moduleFunction(run)])),
  }),
  Pattern: patternClass,
  Match: matchClass,
  I: flag(2),
  IGNORECASE: flag(2),
  M: flag(8),
  MULTILINE: flag(8),
  S: flag(16),
  DOTALL: flag(16),
  U: flag(32),
  UNICODE: flag(32),
  X: flag(64),
  VERBOSE: flag(64),
  A: flag(256),
  ASCII: flag(256),
});
