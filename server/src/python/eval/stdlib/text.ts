/** `json`, `textwrap`, `string`, `uuid` and other modules of plain data. */
import { md5OfBytes } from '../../../util/md5.ts';
import { sha1Hex } from '../../../util/sha.ts';
import { argument, text } from '../builtins/arguments.ts';
import { dictFromEntries, dictSet, unwrap } from '../containers.ts';
import { bool, list, nativeClass, nativeFunction, nativeInstance, none, str, tuple } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import { floatText, integerText } from '../text.ts';
import type { ClassValue, NativeCall, RunTime, Value } from '../value.ts';
import { atRunTime } from './run-time.ts';
import { float, functionsOf, getter, methodsOf, moduleOf, runTimeOnly } from './support.ts';

/** `json.dumps`; null when a value is Unknown or no JSON. */
function dump(
  call: NativeCall,
  value: Value,
  indent: number | null,
  sortKeys: boolean,
  ascii: boolean,
  level: number,
): string | null {
  runtimeOf(call).step(call.site.file, call.site);
  runtimeOf(call).checkSize((indent ?? 0) * (level + 1), call.site);
  const plain = unwrap(value);
  const join = (parts: readonly string[], open: string, close: string): string => {
    if (parts.length === 0) return open + close;
    if (indent === null) return open + parts.join(', ') + close;
    const pad = '\n' + ' '.repeat(indent * (level + 1));
    return `${open}${pad}${parts.join(`,${pad}`)}\n${' '.repeat(indent * level)}${close}`;
  };
  switch (plain.kind) {
    case 'none':
      return 'null';
    case 'bool':
      return plain.value ? 'true' : 'false';
    case 'int':
      return integerText(runtimeOf(call), plain.value, call.site);
    case 'float':
      return Number.isFinite(plain.value) ? floatText(plain.value) : null;
    case 'str':
      return quoteJson(plain.value, ascii);
    case 'list':
    case 'tuple': {
      const parts: string[] = [];
      for (const item of plain.items) {
        const part = dump(call, item, indent, sortKeys, ascii, level + 1);
        if (part === null) return null;
        parts.push(part);
      }
      return join(parts, '[', ']');
    }
    case 'dict': {
      const pairs: [string, string][] = [];
      for (const { key, value: item } of plain.entries.values()) {
        const name = key.kind === 'str' ? key.value : dump(call, key, null, false, ascii, 0);
        const part = dump(call, item, indent, sortKeys, ascii, level + 1);
        if (name === null || part === null) return null;
        pairs.push([name, part]);
      }
      if (sortKeys) pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return join(
        pairs.map(([name, part]) => `${quoteJson(name, ascii)}: ${part}`),
        '{',
        '}',
      );
    }
    default:
      return null;
  }
}

function quoteJson(value: string, ascii: boolean): string {
  const quoted = JSON.stringify(value);
  return ascii
    ? quoted.replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : quoted;
}

function fromJson(value: unknown): Value {
  if (value === null || value === undefined) return none;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { kind: 'int', value: BigInt(value) } : float(value);
  }
  if (Array.isArray(value)) return list(value.map(fromJson));
  return dictFromEntries(Object.entries(value).map(([key, item]) => [str(key), fromJson(item)] as const));
}

/** Its instances take options; what they write and read is not followed. */
function jsonCoder(name: string): Value {
  const unread = (call: NativeCall): Value =>
    call.interpreter.unknown(`what a \`json.${name}\` gives is not followed`, call.site);
  return nativeClass({
    name,
    module: 'json',
    members: methodsOf({
      __init__: () => none,
      default: unread,
      encode: unread,
      iterencode: unread,
      decode: unread,
    }),
  });
}

export const jsonModule = moduleOf({
  JSONEncoder: jsonCoder('JSONEncoder'),
  JSONDecoder: jsonCoder('JSONDecoder'),
  JSONDecodeError: nativeClass({ name: 'JSONDecodeError', module: 'json' }),
  ...functionsOf({
    dumps: (call) => {
      const indent = call.kwargs.get('indent');
      const given = (name: string): boolean => {
        const value = call.kwargs.get(name);
        return value !== undefined && call.interpreter.isTrue(value, call.site) === true;
      };
      const isSupported = [...call.kwargs.keys()].every((k) =>
        ['indent', 'sort_keys', 'ensure_ascii'].includes(k),
      );
      const result = isSupported
        ? dump(
            call,
            call.args[0] ?? none,
            indent?.kind === 'int' ? Number(indent.value) : null,
            given('sort_keys'),
            !call.kwargs.has('ensure_ascii') || given('ensure_ascii'),
            0,
          )
        : null;
      return result === null
        ? call.interpreter.unknown('Retort cannot write this value as JSON', call.site)
        : str(result);
    },
    loads: (call) => {
      if (call.args[0]?.kind === 'unknown') return call.args[0];
      const source = text(call, 0, 'loads');
      if (/\d{16}|\d[.eE]/.test(source)) {
        // JavaScript's numbers would lose digits, or the difference between 1 and 1.0.
        return call.interpreter.unknown('Retort does not read such numbers from JSON', call.site);
      }
      try {
        return fromJson(JSON.parse(source));
      } catch {
        return call.interpreter.raise('ValueError', 'the text is no JSON', call.site);
      }
    },
    load: (call) => call.interpreter.unknown('Retort does not read files for evaluated code', call.site),
    dump: () => none,
  }),
});

/** `textwrap.dedent`. */
export function dedent(source: string): string {
  const lines = source.split('\n').map((line) => (/^[ \t]+$/.test(line) ? '' : line));
  let margin: string | null = null;
  for (const line of lines) {
    if (line === '') continue;
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (margin === null) margin = indentation;
    else {
      let shared = 0;
      while (shared < margin.length && margin.charAt(shared) === indentation.charAt(shared)) shared++;
      margin = margin.slice(0, shared);
    }
  }
  const width = margin?.length ?? 0;
  return lines.map((line) => (line === '' ? line : line.slice(width))).join('\n');
}

const known = (run: (call: NativeCall) => Value) => (call: NativeCall) =>
  call.args[0]?.kind === 'unknown' ? call.args[0] : run(call);

export const textwrapModule = moduleOf(
  functionsOf({
    dedent: known((call) => str(dedent(text(call, 0, 'dedent')))),
    indent: known((call) =>
      str(
        text(call, 0, 'indent')
          .split(/(?<=\n)/)
          .map((line) => (line.trim() === '' ? line : text(call, 1, 'indent', 'prefix') + line))
          .join(''),
      ),
    ),
    ...runTimeOnlyFunctions('textwrap', ['fill', 'wrap', 'shorten']),
  }),
);

function runTimeOnlyFunctions(
  module: string,
  names: readonly string[],
): Record<string, (call: NativeCall) => Value> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (call: NativeCall) =>
        call.interpreter.unknown(`Retort does not evaluate \`${module}.${name}\``, call.site),
    ]),
  );
}

const lower = 'abcdefghijklmnopqrstuvwxyz';

export const stringModule = moduleOf({
  ascii_lowercase: str(lower),
  ascii_uppercase: str(lower.toUpperCase()),
  ascii_letters: str(lower + lower.toUpperCase()),
  digits: str('0123456789'),
  hexdigits: str('0123456789abcdefABCDEF'),
  octdigits: str('01234567'),
  punctuation: str('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
  whitespace: str(' \t\n\r\v\f'),
  Formatter: nativeClass({ name: 'Formatter', module: 'string' }),
  ...functionsOf(runTimeOnlyFunctions('string', ['Template', 'capwords'])),
});

function uuidHex(self: Value | undefined): string {
  return self?.kind === 'instance' ? String(self.payload) : '';
}

const dashed = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const uuidClass: ClassValue = nativeClass({
  name: 'UUID',
  module: 'uuid',
  members: {
    hex: getter(({ args: [self] }) => str(uuidHex(self))),
    int: getter(({ args: [self] }) => ({ kind: 'int', value: BigInt(`0x${uuidHex(self)}`) })),
    ...methodsOf({
      __str__: ({ args: [self] }) => str(dashed(uuidHex(self))),
      __repr__: ({ args: [self] }) => str(`UUID('${dashed(uuidHex(self))}')`),
      __eq__: ({ args: [a, b] }) => bool(b?.kind === 'instance' && uuidHex(a) === uuidHex(b)),
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const source = unwrap(argument(call, 0, 'hex') ?? none);
      if (source.kind === 'unknown') return source;
      const number = call.kwargs.get('int');
      const hex =
        number?.kind === 'int'
          ? number.value.toString(16).padStart(32, '0')
          : call.interpreter
              .str(source, call.site)
              .replaceAll(/urn:|uuid:|[{}-]/g, '')
              .toLowerCase();
      if (!/^[0-9a-f]{32}$/.test(hex)) {
        return call.interpreter.raise('ValueError', 'badly formed hexadecimal UUID string', call.site);
      }
      return nativeInstance(cls, hex, call.site);
    },
  },
});

/** RFC 9562, version 4. */
function randomHex(runTime: RunTime): string {
  const hex = [...runTime.randomBytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 12)}4${hex.slice(13, 16)}${variant}${hex.slice(17)}`;
}

/** `uuid.uuid4()`, for libraries that have it under a name of their own. */
export function uuid4(call: NativeCall, what: string): Value {
  return atRunTime(call, what, (runTime) => nativeInstance(uuidClass, randomHex(runTime), call.site));
}

/** `uuid3` and `uuid5`: the hash of a namespace and a name, with the version written in. */
function namedUuid(call: NativeCall, hash: (bytes: Uint8Array) => string, version: string): Value {
  const [namespace, name] = call.args;
  const prefix = namespace?.kind === 'instance' && namespace.cls === uuidClass ? uuidHex(namespace) : null;
  const bytes =
    name?.kind === 'str' ? new TextEncoder().encode(name.value) : name?.kind === 'bytes' ? name.value : null;
  if (prefix === null || bytes === null)
    return name?.kind === 'unknown'
      ? name
      : call.interpreter.unknown('this UUID is known only at run time', call.site);
  const head = (prefix.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  const digest = hash(Uint8Array.from([...head, ...bytes]));
  const variant = ((parseInt(digest[16] ?? '0', 16) & 3) | 8).toString(16);
  const hex = `${digest.slice(0, 12)}${version}${digest.slice(13, 16)}${variant}${digest.slice(17, 32)}`;
  return nativeInstance(uuidClass, hex, call.site);
}

export const uuidModule = moduleOf({
  UUID: uuidClass,
  ...runTimeOnly('uuid', ['uuid1', 'uuid6', 'uuid7', 'uuid8', 'getnode']),
  ...functionsOf({
    uuid3: (call) => namedUuid(call, md5OfBytes, '3'),
    uuid5: (call) => namedUuid(call, sha1Hex, '5'),
  }),
  uuid4: nativeFunction('uuid4', (call) => uuid4(call, 'uuid.uuid4')),
  ...Object.fromEntries(
    Object.entries({ DNS: '0', URL: '1', OID: '2', X500: '4' }).map(([name, digit]): [string, Value] => [
      `NAMESPACE_${name}`,
      nativeInstance(uuidClass, `6ba7b81${digit}9dad11d180b400c04fd430c8`, {
        file: '',
        range: { start: 0, end: 0 },
      }),
    ]),
  ),
});

const shallow = (value: Value): Value => {
  switch (value.kind) {
    case 'list':
      return list(value.items);
    case 'dict':
      return dictFromEntries(
        Array.from(value.entries.values(), (entry) => [entry.key, entry.value] as const),
      );
    case 'set':
      return { ...value, entries: new Map(value.entries) };
    default:
      return value;
  }
};

/** What is met twice is copied once, as Python's `memo` has it. */
function deep(value: Value, call: NativeCall, memo: Map<Value, Value>): Value {
  const rt = runtimeOf(call);
  rt.step(call.site.file, call.site);
  const known = memo.get(value);
  if (known !== undefined) return known;
  switch (value.kind) {
    case 'list': {
      const copied = list([]);
      memo.set(value, copied);
      for (const item of value.items) copied.items.push(deep(item, call, memo));
      return copied;
    }
    case 'tuple': {
      const copied = tuple(value.items.map((item) => deep(item, call, memo)));
      memo.set(value, copied);
      return copied;
    }
    case 'dict': {
      const copied = dictFromEntries([]);
      memo.set(value, copied);
      for (const entry of value.entries.values()) dictSet(copied, entry.key, deep(entry.value, call, memo));
      return copied;
    }
    default:
      return shallow(value);
  }
}

/** A copied object is Unknown: what TypeScript keeps in it cannot be copied from outside. */
function copyOf(call: NativeCall, copy: (value: Value) => Value): Value {
  const [value = none] = call.args;
  if (value.kind !== 'instance') return copy(value);
  const method =
    call.interpreter.findAttribute(value, 'copy', call.site) ??
    call.interpreter.findAttribute(value, '__copy__', call.site);
  if (method !== undefined && method.kind !== 'unknown')
    return call.interpreter.call(method, [], new Map(), call.site);
  if (value.payload === undefined) {
    const copied = nativeInstance(value.cls, undefined, value.origin);
    for (const [name, attribute] of value.attributes) copied.attributes.set(name, copy(attribute));
    return copied;
  }
  return call.interpreter.unknown('Retort cannot copy this object', call.site);
}

export const copyModule = moduleOf({
  copy: nativeFunction('copy', (call) => copyOf(call, shallow)),
  deepcopy: nativeFunction('deepcopy', (call) => {
    const memo = new Map<Value, Value>();
    return copyOf(call, (value) => deep(value, call, memo));
  }),
});
