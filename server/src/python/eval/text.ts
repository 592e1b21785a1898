/** `str()` and `repr()`. */
import type { Origin } from '../../util/text-range.ts';
import { lookup } from './classes.ts';
import { BuiltinPayload } from './containers.ts';
import { bitsOf, isBig, maximumDigits } from './integer-size.ts';
import type { Runtime } from './runtime.ts';
import { noKeywords } from './runtime.ts';
import type { ClassValue, InstanceValue, Value } from './value.ts';

/** A float as Python writes it: `1.0`, `1e+16`, `inf`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = value.toString();
  return text.includes('.') || text.includes('e') ? text : `${text}.0`;
}

/** `toFixed` with Python's rounding: a number exactly half way goes to the even digit, JavaScript's goes up. */
export function fixed(value: number, digits: number): string {
  const places = Math.min(digits, 100);
  const text = value.toFixed(places);
  const longer = value.toFixed(Math.min(100, places + 30));
  if (longer.includes('e') || places > 70) return text;
  const rest = longer.slice(longer.length - 30);
  if (!/^50*$/.test(rest)) return text;
  const down = longer.slice(0, longer.length - 30).replace(/\.$/, '');
  return /[02468]$/.test(down) ? down : text;
}

/** A string as `repr` writes it: single quotes unless it holds those and no double ones. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = mark;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === mark || character === '\\') result += `\\${character}`;
    else if (character === '\n') result += '\\n';
    else if (character === '\r') result += '\\r';
    else if (character === '\t') result += '\\t';
    else if (code < 32 || code === 127) result += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code < 0xa1 && code > 127) result += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code === 0xad) result += '\\xad';
    else if (code > 0xa0 && /[\p{C}\p{Z}]/u.test(character)) {
      result +=
        code <= 0xff
          ? `\\x${code.toString(16)}`
          : code <= 0xffff
            ? `\\u${code.toString(16).padStart(4, '0')}`
            : `\\U${code.toString(16).padStart(8, '0')}`;
    } else result += character;
  }
  return result + mark;
}

function quoteBytes(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = `b${mark}`;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === mark || character === '\\') result += `\\${character}`;
    else if (character === '\n') result += '\\n';
    else if (character === '\r') result += '\\r';
    else if (character === '\t') result += '\\t';
    else if (code < 32 || code > 126) result += `\\x${code.toString(16).padStart(2, '0')}`;
    else result += character;
  }
  return result + mark;
}

/** `str(value)`. */
export function strOf(rt: Runtime, value: Value, site: Origin): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__str__');
    if (method !== undefined)
      return textResult(rt, rt.call(method, [value], noKeywords, site), '__str__', site);
    if (value.payload instanceof BuiltinPayload && lookup(value.cls, '__repr__') === undefined) {
      return strOf(rt, value.payload.value, site);
    }
  }
  return reprOf(rt, value, site);
}

function textResult(rt: Runtime, value: Value, method: string, site: Origin): string {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'instance' && value.payload instanceof BuiltinPayload)
    return strOf(rt, value.payload.value, site);
  if (value.kind === 'unknown') return unknownText(value.reason);
  return rt.raise('TypeError', `${method} returned non-string (type ${rt.typeOf(value).name})`, site);
}

/** Only messages show this: formatting an Unknown gives an Unknown before it comes here. */
function unknownText(reason: string): string {
  return `<unknown: ${reason}>`;
}

/** An integer in decimal digits, no more of them than Python writes. */
export function integerText(rt: Runtime, value: bigint, site: Origin): string {
  const text = isBig(value) && bitsOf(value) > maximumDigits * 7 ? null : value.toString();
  if (text !== null && text.replace('-', '').length <= maximumDigits) return text;
  return rt.raise(
    'ValueError',
    `Exceeds the limit (${maximumDigits.toString()} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    site,
  );
}

/** `repr(value)`. */
export function reprOf(rt: Runtime, value: Value, site: Origin): string {
  rt.enter(site);
  try {
    rt.work(3, site);
    return repr(rt, value, site);
  } finally {
    rt.leave();
  }
}

function repr(rt: Runtime, value: Value, site: Origin): string {
  const each = (items: readonly Value[]): string => items.map((item) => reprOf(rt, item, site)).join(', ');
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return integerText(rt, value.value, site);
    case 'float':
      return floatText(value.value);
    case 'str':
      return quote(value.value);
    case 'bytes':
      return quoteBytes(value.value);
    case 'ellipsis':
      return 'Ellipsis';
    case 'not-implemented':
      return 'NotImplemented';
    case 'list':
      return `[${each(value.items)}]`;
    case 'tuple':
      return value.items.length === 1 ? `(${each(value.items)},)` : `(${each(value.items)})`;
    case 'dict':
      return `{${Array.from(
        value.entries.values(),
        (entry) => `${reprOf(rt, entry.key, site)}: ${reprOf(rt, entry.value, site)}`,
      ).join(', ')}}`;
    case 'set': {
      const items = each([...value.entries.values()]);
      if (value.frozen) return items === '' ? 'frozenset()' : `frozenset({${items}})`;
      return items === '' ? 'set()' : `{${items}}`;
    }
    case 'slice':
      return `slice(${each([value.lower, value.upper, value.step])})`;
    case 'iterator':
      return '<iterator>';
    case 'function':
      return `<function ${value.qualname}>`;
    case 'native-function':
      return `<built-in function ${value.name}>`;
    case 'bound-method':
      return `<bound method of ${reprOf(rt, value.self, site)}>`;
    case 'property':
      return '<property object>';
    case 'staticmethod':
      return '<staticmethod>';
    case 'classmethod':
      return '<classmethod>';
    case 'class':
      return `<class '${classPath(value)}'>`;
    case 'instance':
      return reprInstance(rt, value, site);
    case 'super':
      return `<super: ${classPath(value.cls)}>`;
    case 'module':
      return value.file === null
        ? `<module '${value.name}'>`
        : `<module '${value.name}' from '${value.file}'>`;
    case 'generic-alias':
      return `${typePath(rt, value.origin, site)}[${value.args.map((arg) => typePath(rt, arg, site)).join(', ')}]`;
    case 'union-type':
      return value.members.map((member) => typePath(rt, member, site)).join(' | ');
    case 'unknown':
      return unknownText(value.reason);
  }
}

function classPath(cls: ClassValue): string {
  return cls.module === 'builtins' ? cls.qualname : `${cls.module}.${cls.qualname}`;
}

function typePath(rt: Runtime, value: Value, site: Origin): string {
  if (value.kind === 'class') return classPath(value);
  if (value.kind === 'none') return 'None';
  if (value.kind === 'ellipsis') return '...';
  return reprOf(rt, value, site);
}

function reprInstance(rt: Runtime, value: InstanceValue, site: Origin): string {
  const method = lookup(value.cls, '__repr__');
  if (method !== undefined)
    return textResult(rt, rt.call(method, [value], noKeywords, site), '__repr__', site);
  if (value.payload instanceof BuiltinPayload) return reprOf(rt, value.payload.value, site);
  return defaultRepr(value);
}

/** What `object.__repr__` gives, without the address, which no two runs share. */
export function defaultRepr(value: InstanceValue): string {
  return `<${classPath(value.cls)} object>`;
}
