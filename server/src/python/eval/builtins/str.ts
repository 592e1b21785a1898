/** `str`. */
import { BuiltinPayload, dictFromEntries, unwrap } from '../containers.ts';
import { bool, int, list, nativeClass, nativeFunction, nativeInstance, none, str, tuple } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { argument, integer, items, methods, optionalText, text, unknownArgument } from './arguments.ts';
import { formatTemplate } from './str-format.ts';

const self = (call: NativeCall): string => text(call, 0, 'str');

function instantiate(cls: ClassValue, call: NativeCall): Value {
  const unknown = unknownArgument(call);
  if (unknown !== null) return unknown;
  const source = argument(call, 0, 'object');
  let value: Value;
  if (source === undefined) value = str('');
  else if (source.kind === 'bytes' && (call.args.length > 1 || call.kwargs.size > 0)) {
    value = str(new TextDecoder().decode(source.value));
  } else value = str(call.interpreter.str(source, call.site));
  return cls === strClass ? value : nativeInstance(cls, new BuiltinPayload(value), call.site);
}

function strip(call: NativeCall, start: boolean, end: boolean): Value {
  const value = self(call);
  const characters = optionalText(call, 1, 'strip');
  const isStripped = (c: string): boolean => (characters === null ? /\s/.test(c) : characters.includes(c));
  let from = 0;
  let to = value.length;
  while (start && from < to && isStripped(value.charAt(from))) from++;
  while (end && to > from && isStripped(value.charAt(to - 1))) to--;
  return str(value.slice(from, to));
}

function split(call: NativeCall, fromEnd: boolean): Value {
  const value = self(call);
  const separator = optionalText(call, 1, 'split', 'sep');
  const limit = integer(call, 2, 'split', -1, 'maxsplit');
  if (separator === '') return call.interpreter.raise('ValueError', 'empty separator', call.site);
  let parts: string[];
  if (separator === null) {
    const trimmed = fromEnd ? value.trimEnd() : value.trimStart();
    if (limit < 0) parts = value.split(/\s+/).filter((part) => part !== '');
    else parts = splitSpace(trimmed, limit, fromEnd);
  } else {
    parts = value.split(separator);
    if (limit >= 0 && parts.length > limit + 1) {
      parts = fromEnd
        ? [parts.slice(0, parts.length - limit).join(separator), ...parts.slice(parts.length - limit)]
        : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
    }
  }
  runtimeOf(call).grow(parts.length * 8, call.site);
  return list(parts.map(str));
}

function splitSpace(value: string, limit: number, fromEnd: boolean): string[] {
  const parts: string[] = [];
  let rest = value;
  while (parts.length < limit) {
    const match = fromEnd ? /^([^]*?)\s+(\S+)$/.exec(rest) : /^(\S+)\s+([^]*)$/.exec(rest);
    if (match === null) break;
    const [, before = '', after = ''] = match;
    parts.push(fromEnd ? after : before);
    rest = fromEnd ? before : after;
  }
  if (rest !== '') parts.push(rest);
  return fromEnd ? parts.reverse() : parts;
}

function affix(call: NativeCall, test: (value: string, part: string) => boolean): Value {
  const value = self(call);
  const from = integer(call, 2, 'startswith', 0);
  const part = unwrap(argument(call, 1) ?? none);
  const options = part.kind === 'tuple' ? part.items : [part];
  return bool(options.some((option) => option.kind === 'str' && test(value.slice(from), option.value)));
}

function partition(call: NativeCall, at: number, separator: string): Value {
  const value = self(call);
  return tuple([str(value.slice(0, at)), str(separator), str(value.slice(at + separator.length))]);
}

function find(call: NativeCall, last: boolean): number {
  const value = self(call);
  const part = text(call, 1, 'find');
  const start = integer(call, 2, 'find', 0);
  const end = integer(call, 3, 'find', value.length);
  const window = value.slice(0, end < 0 ? end + value.length : end);
  const at = last ? window.lastIndexOf(part) : window.indexOf(part, start < 0 ? start + value.length : start);
  return at < start ? -1 : at;
}

function pad(call: NativeCall, side: 'left' | 'right' | 'both'): Value {
  const value = self(call);
  const width = integer(call, 1, 'just');
  const fill = optionalText(call, 2, 'just') ?? ' ';
  runtimeOf(call).checkSize(width, call.site);
  const missing = Math.max(0, width - value.length);
  if (side === 'left') return str(fill.repeat(missing) + value);
  if (side === 'right') return str(value + fill.repeat(missing));
  const left = Math.floor(missing / 2) + (missing & width & 1);
  return str(fill.repeat(left) + value + fill.repeat(missing - left));
}

const capitalize = (value: string): string => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase();

function replace(call: NativeCall): Value {
  const value = self(call);
  const from = text(call, 1, 'replace', 'old');
  const to = text(call, 2, 'replace', 'new');
  const limit = integer(call, 3, 'replace', -1, 'count');
  const found = from === '' ? value.length + 1 : value.length / from.length;
  const most = Math.max(0, limit < 0 ? found : Math.min(limit, found));
  // Where the most that it may become is too much, what it does become is counted first.
  if (value.length + most * to.length > 1_000_000) {
    const times = Math.min(most, value.split(from).length - 1);
    runtimeOf(call).checkSize(value.length + times * (to.length - from.length), call.site);
  }
  if (limit < 0) return str(from === '' ? value.replaceAll('', () => to) : value.split(from).join(to));
  let rest = value;
  let done = '';
  for (let i = 0; i < limit; i++) {
    const at = rest.indexOf(from);
    if (at < 0) break;
    done += rest.slice(0, at) + to;
    rest = rest.slice(at + from.length);
    if (from === '') break;
  }
  return str(done + rest);
}

function join(call: NativeCall): Value {
  const parts = items(call, 1);
  if ('kind' in parts) return parts;
  const texts: string[] = [];
  for (const [index, part] of parts.entries()) {
    const plain = unwrap(part);
    if (plain.kind === 'unknown') return plain;
    if (plain.kind !== 'str') {
      const type = runtimeOf(call).typeOf(part).name;
      return call.interpreter.raise(
        'TypeError',
        `sequence item ${index.toString()}: expected str instance, ${type} found`,
        call.site,
      );
    }
    texts.push(plain.value);
  }
  const separator = self(call);
  let length = separator.length * Math.max(0, texts.length - 1);
  for (const each of texts) length += each.length;
  runtimeOf(call).checkSize(length, call.site);
  return str(texts.join(separator));
}

function index(call: NativeCall, last: boolean): Value {
  const at = find(call, last);
  return at < 0 ? call.interpreter.raise('ValueError', 'substring not found', call.site) : int(at);
}

const isEvery = (pattern: RegExp) => (call: NativeCall) => bool(pattern.test(self(call)));

export const strClass: ClassValue = nativeClass({
  name: 'str',
  module: 'builtins',
  members: {
    ...methods({
      strip: (call) => strip(call, true, true),
      lstrip: (call) => strip(call, true, false),
      rstrip: (call) => strip(call, false, true),
      split: (call) => split(call, false),
      rsplit: (call) => split(call, true),
      splitlines: (call) => {
        const keep = argument(call, 1, 'keepends');
        const lines = self(call).match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
        const keeps = keep !== undefined && call.interpreter.isTrue(keep, call.site) === true;
        return list(lines.map((line) => str(keeps ? line : line.replace(/[\r\n]+$/, ''))));
      },
      join,
      replace,
      lower: (call) => str(self(call).toLowerCase()),
      casefold: (call) => str(self(call).toLowerCase()),
      upper: (call) => str(self(call).toUpperCase()),
      capitalize: (call) => str(capitalize(self(call))),
      title: (call) => str(self(call).replaceAll(/\p{L}+/gu, capitalize)),
      swapcase: (call) =>
        str(
          Array.from(self(call), (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join(''),
        ),
      startswith: (call) => affix(call, (value, part) => value.startsWith(part)),
      endswith: (call) => affix(call, (value, part) => value.endsWith(part)),
      removeprefix: (call) => {
        const prefix = text(call, 1, 'removeprefix');
        const value = self(call);
        return str(value.startsWith(prefix) ? value.slice(prefix.length) : value);
      },
      removesuffix: (call) => {
        const suffix = text(call, 1, 'removesuffix');
        const value = self(call);
        return str(suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value);
      },
      find: (call) => int(find(call, false)),
      rfind: (call) => int(find(call, true)),
      index: (call) => index(call, false),
      rindex: (call) => index(call, true),
      count: (call) => {
        const part = text(call, 1, 'count');
        return int(part === '' ? self(call).length + 1 : self(call).split(part).length - 1);
      },
      partition: (call) => {
        const separator = text(call, 1, 'partition');
        const at = self(call).indexOf(separator);
        return at < 0 ? tuple([str(self(call)), str(''), str('')]) : partition(call, at, separator);
      },
      rpartition: (call) => {
        const separator = text(call, 1, 'rpartition');
        const at = self(call).lastIndexOf(separator);
        return at < 0 ? tuple([str(''), str(''), str(self(call))]) : partition(call, at, separator);
      },
      ljust: (call) => pad(call, 'right'),
      rjust: (call) => pad(call, 'left'),
      center: (call) => pad(call, 'both'),
      zfill: (call) => {
        const [, sign = '', digits = ''] = /^([+-]?)([^]*)$/.exec(self(call)) ?? [];
        const width = integer(call, 1, 'zfill');
        runtimeOf(call).checkSize(width, call.site);
        return str(sign + digits.padStart(width - sign.length, '0'));
      },
      expandtabs: (call) => {
        const width = Math.max(0, integer(call, 1, 'expandtabs', 8));
        runtimeOf(call).checkSize(self(call).split('\t').length * width, call.site);
        return str(self(call).replaceAll('\t', ' '.repeat(width)));
      },
      encode: (call) => ({ kind: 'bytes', value: new TextEncoder().encode(self(call)) }),
      format: (call) => formatTemplate(call, self(call)),
      format_map: (call) => {
        const mapping = argument(call, 1);
        const entries = mapping?.kind === 'dict' ? [...mapping.entries.values()] : [];
        const kwargs = new Map(
          entries.flatMap((e) => (e.key.kind === 'str' ? [[e.key.value, e.value] as const] : [])),
        );
        return formatTemplate({ ...call, args: call.args.slice(0, 1), kwargs }, self(call));
      },
      translate: (call) => {
        const table = argument(call, 1);
        if (table?.kind !== 'dict') return str(self(call));
        return str(
          Array.from(self(call), (character) => {
            const entry = table.entries.get(BigInt(character.codePointAt(0) ?? 0))?.value;
            if (entry === undefined) return character;
            if (entry.kind === 'int') return String.fromCodePoint(Number(entry.value));
            return entry.kind === 'str' ? entry.value : '';
          }).join(''),
        );
      },
      isdigit: isEvery(/^\p{Nd}+$/u),
      isdecimal: isEvery(/^\p{Nd}+$/u),
      isnumeric: isEvery(/^\p{N}+$/u),
      isalpha: isEvery(/^\p{L}+$/u),
      isalnum: isEvery(/^[\p{L}\p{N}]+$/u),
      isspace: isEvery(/^\s+$/u),
      isidentifier: isEvery(/^[\p{L}_][\p{L}\p{N}_]*$/u),
      isascii: (call) => bool(!/[\u0080-\uffff]/.test(self(call))),
      islower: (call) => bool(/\p{Ll}/u.test(self(call)) && self(call) === self(call).toLowerCase()),
      isupper: (call) => bool(/\p{Lu}/u.test(self(call)) && self(call) === self(call).toUpperCase()),
      isprintable: (call) => bool(!/[\p{C}]/u.test(self(call))),
    }),
    maketrans: {
      kind: 'staticmethod',
      function: nativeFunction('maketrans', (call) => {
        const [first, second] = call.args;
        if (first?.kind === 'dict') {
          return dictFromEntries(
            Array.from(first.entries.values(), ({ key, value }) => [
              key.kind === 'str' ? int(key.value.codePointAt(0) ?? 0) : key,
              value,
            ]),
          );
        }
        const to = second?.kind === 'str' ? Array.from(second.value) : [];
        const from = first?.kind === 'str' ? Array.from(first.value) : [];
        return dictFromEntries(
          from.map((c, i) => [int(c.codePointAt(0) ?? 0), int(to[i]?.codePointAt(0) ?? 0)] as const),
        );
      }),
    },
  },
  hooks: { instantiate },
});
