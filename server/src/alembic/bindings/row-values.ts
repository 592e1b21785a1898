/** Values of a database as Python's drivers give them. */
import type { Interpreter, Value } from '../../python/eval/value.ts';
import { dictFromObject } from '../../python/eval/containers.ts';
import { bool, int, list, none, str } from '../../python/eval/native.ts';
import type { SqlValue } from '../../sqlalchemy/engine/connection.ts';
import type { Origin } from '../../util/text-range.ts';
import { rangeValue } from './range-value.ts';

/**
 * One value of a row. `type` is the server's name of its type where the driver tells (`numeric`, `timestamptz`, `_int4`);
 * a text of a type that Python's driver makes an object of becomes that object, or Unknown where it cannot.
 */
export function rowValue(
  interpreter: Interpreter,
  value: SqlValue,
  type: string | null,
  site: Origin,
): Value {
  if (value === null) return none;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'bigint') return int(value);
  if (typeof value === 'number') return isWhole(value, type) ? int(value) : { kind: 'float', value };
  if (value instanceof Uint8Array) return { kind: 'bytes', value };
  if (value instanceof Date)
    return made(interpreter, 'datetime', value.toISOString().replace(/Z$/, ''), site);
  return textValue(interpreter, value, type, site);
}

/** SQLite's REAL values may be whole numbers; the driver then says that the value is a real one. */
function isWhole(value: number, type: string | null): boolean {
  return Number.isInteger(value) && type !== 'real';
}

function textValue(interpreter: Interpreter, text: string, type: string | null, site: Origin): Value {
  if (type === null || plainTexts.has(type)) return str(text);
  if (type.startsWith('_')) return arrayValue(interpreter, text, type.slice(1), site);
  const make = makers[type];
  if (make !== undefined) return make(interpreter, text, site);
  return interpreter.unknown(`a value of the type ${type} is not read yet`, site);
}

const plainTexts = new Set([
  ...['text', 'varchar', 'bpchar', 'char', 'name', 'citext', 'inet', 'cidr', 'macaddr', 'xml', 'tsvector'],
  ...['enum', 'regclass', 'regtype', 'money', 'bit', 'varbit', 'unknown', 'void'],
]);

type Maker = (interpreter: Interpreter, text: string, site: Origin) => Value;

const makers: Readonly<Record<string, Maker>> = {
  float4: (_interpreter, text) => ({ kind: 'float', value: Number(text) }),
  float8: (_interpreter, text) => ({ kind: 'float', value: Number(text) }),
  numeric: (interpreter, text, site) => called(interpreter, 'decimal', 'Decimal', [str(text)], site),
  uuid: (interpreter, text, site) => called(interpreter, 'uuid', 'UUID', [str(text)], site),
  json: (interpreter, text, site) => called(interpreter, 'json', 'loads', [str(text)], site),
  jsonb: (interpreter, text, site) => called(interpreter, 'json', 'loads', [str(text)], site),
  date: (interpreter, text, site) => made(interpreter, 'date', text, site),
  time: (interpreter, text, site) => made(interpreter, 'time', text, site),
  timestamp: (interpreter, text, site) => made(interpreter, 'datetime', text, site),
  timestamptz: (interpreter, text, site) => made(interpreter, 'datetime', text, site),
  interval: (interpreter, text, site) => timedelta(interpreter, text, site),
  hstore: (_interpreter, text) => hstore(text),
  int4range: (interpreter, text, site) => range(interpreter, text, 'int4', site),
  int8range: (interpreter, text, site) => range(interpreter, text, 'int8', site),
  numrange: (interpreter, text, site) => range(interpreter, text, 'numeric', site),
  daterange: (interpreter, text, site) => range(interpreter, text, 'date', site),
  tsrange: (interpreter, text, site) => range(interpreter, text, 'timestamp', site),
  tstzrange: (interpreter, text, site) => range(interpreter, text, 'timestamptz', site),
  bytea: (_interpreter, text) => ({ kind: 'bytes', value: fromHex(text) }),
};

/** `datetime.datetime.fromisoformat(text)` and its like; PostgreSQL writes offsets as `+00`. */
function made(interpreter: Interpreter, cls: string, text: string, site: Origin): Value {
  const iso = text.replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, '$1:00');
  const module = interpreter.importModule('datetime');
  const found = module.ok ? module.value.namespace.get(cls) : undefined;
  const method = found === undefined ? undefined : interpreter.findAttribute(found, 'fromisoformat', site);
  if (method === undefined) return interpreter.unknown(`a value of the type ${cls} is not read yet`, site);
  return interpreter.call(method, [str(iso)], new Map(), site);
}

/** `1 year 2 mons -3 days +04:05:06.7` of IntervalStyle `postgres`; a month is 30 days and a year 365, as for the drivers. */
function timedelta(interpreter: Interpreter, text: string, site: Origin): Value {
  const pattern =
    /^(?:(-?\d+) years? ?)?(?:(-?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?(?:([+-])?(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;
  const match = pattern.exec(text);
  if (match === null) return interpreter.unknown('an interval in this style is not read yet', site);
  const [, years = '0', months = '0', days = '0', sign = '+', ...clock] = match;
  const [hours = 0, minutes = 0, seconds = 0] = clock
    .slice(0, 3)
    .map((part: string | undefined) => Number(part ?? 0));
  const whole = BigInt(years) * 365n + BigInt(months) * 30n + BigInt(days);
  const direction = sign === '-' ? -1 : 1;
  const microseconds = Number((clock[3] ?? '').padEnd(6, '0'));
  const time = direction * ((hours * 60 + minutes) * 60 + seconds);
  const parts = [int(whole), int(time), int(direction * microseconds)];
  return called(interpreter, 'datetime', 'timedelta', parts, site);
}

/** `"a"=>"1", "b"=>NULL`: a dict. https://www.postgresql.org/docs/current/hstore.html */
function hstore(text: string): Value {
  const unescape = (part: string): string => part.replaceAll(/\\(.)/g, '$1');
  const pairs = text.matchAll(/"((?:[^"\\]|\\.)*)"=>(?:NULL|"((?:[^"\\]|\\.)*)")/g);
  return dictFromObject(
    Array.from(pairs, ([, key = '', value]) => [
      unescape(key),
      value === undefined ? none : str(unescape(value)),
    ]),
  );
}

/** `[1,5)`, `empty`, `["2020-01-01 00:00:00",)`. https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-IO */
function range(interpreter: Interpreter, text: string, item: string, site: Origin): Value {
  if (text === 'empty') return rangeValue({ lower: none, upper: none, bounds: null }, site);
  const match = /^([[(])(?:"((?:[^"\\]|\\.|"")*)"|([^,]*)),(?:"((?:[^"\\]|\\.|"")*)"|([^\])]*))([\])])$/.exec(
    text,
  );
  if (match === null) return interpreter.unknown('this range is not read yet', site);
  const [, open = '(', quotedLower, plainLower, quotedUpper, plainUpper, close = ')'] = match;
  const end = (quoted: string | undefined, plain: string | undefined): Value => {
    const written = quoted ?? plain ?? '';
    return written === '' ? none : itemValue(interpreter, written, item, site);
  };
  const lower = end(quotedLower, plainLower);
  const upper = end(quotedUpper, plainUpper);
  return rangeValue({ lower, upper, bounds: `${open}${close}` }, site);
}

function called(interpreter: Interpreter, module: string, name: string, args: Value[], site: Origin): Value {
  const imported = interpreter.importModule(module);
  const callee = imported.ok ? imported.value.namespace.get(name) : undefined;
  if (callee === undefined) return interpreter.unknown(`${module}.${name} is not known`, site);
  return interpreter.call(callee, args, new Map(), site);
}

function fromHex(text: string): Uint8Array {
  const digits = text.startsWith('\\x') ? text.slice(2) : text;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** `{1,2,NULL,"a b"}` of one dimension. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayValue(interpreter: Interpreter, text: string, item: string, site: Origin): Value {
  if (!text.startsWith('{') || text.startsWith('{{')) {
    return interpreter.unknown('an array of several dimensions is not read yet', site);
  }
  const items: Value[] = [];
  for (const match of text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)) {
    const [, quoted, plain = ''] = match;
    if (quoted === undefined && plain === 'NULL') items.push(none);
    else items.push(itemValue(interpreter, quoted?.replaceAll(/\\(.)/g, '$1') ?? plain, item, site));
  }
  return list(items);
}

function itemValue(interpreter: Interpreter, text: string, type: string, site: Origin): Value {
  if (/^int[248]$|^oid$/.test(type)) return int(BigInt(text));
  if (type === 'bool') return bool(text === 't');
  return textValue(interpreter, text, type, site);
}
