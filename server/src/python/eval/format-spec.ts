/** Python's format specification mini-language: `format(value, '>10,.2f')`. */
import type { Origin } from '../../util/text-range.ts';
import { lookup } from './classes.ts';
import { unwrap } from './containers.ts';
import { str } from './native.ts';
import { noKeywords, type Runtime } from './runtime.ts';
import { fixed, floatText, integerText } from './text.ts';
import type { Value } from './value.ts';

const pattern = /^(?:([^])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([_,])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u;

interface Spec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly type: string;
}

/** `format(value, spec)`. */
export function formatValue(rt: Runtime, value: Value, spec: string, site: Origin): string {
  if (value.kind === 'instance') {
    const method = lookup(value.cls, '__format__');
    if (method !== undefined) return rt.str(rt.call(method, [value, str(spec)], noKeywords, site), site);
  }
  if (spec === '') return rt.str(value, site);
  const plain = unwrap(value);
  const parsed = parse(rt, spec, rt.typeOf(value).name, site);
  switch (plain.kind) {
    case 'str': {
      const text = parsed.precision === null ? plain.value : plain.value.slice(0, parsed.precision);
      return pad(text, parsed, '<');
    }
    case 'bool':
    case 'int':
      if (parsed.type === '' && plain.kind === 'bool') return pad(rt.str(plain, site), parsed, '<');
      if ('eEfFgG%'.includes(parsed.type) && parsed.type !== '')
        return formatFloat(Number(plain.value), parsed);
      return formatInteger(rt, BigInt(plain.value), parsed, site);
    case 'float':
      return formatFloat(plain.value, parsed);
    default:
      return rt.raise(
        'TypeError',
        `unsupported format string passed to ${rt.typeOf(value).name}.__format__`,
        site,
      );
  }
}

function parse(rt: Runtime, spec: string, typeName: string, site: Origin): Spec {
  const match = pattern.exec(spec);
  if (match === null) {
    return rt.raise(
      'ValueError',
      `Invalid format specifier '${spec}' for object of type '${typeName}'`,
      site,
    );
  }
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type] = match;
  rt.checkSize(Number(width ?? 0) + Number(precision ?? 0), site);
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? undefined : '='),
    sign: sign ?? '-',
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping: grouping ?? '',
    precision: precision === undefined ? null : Number(precision),
    type: type ?? '',
  };
}

function pad(text: string, spec: Spec, defaultAlign: string, prefix = ''): string {
  const missing = spec.width - text.length - prefix.length;
  if (missing <= 0) return prefix + text;
  const fill = spec.fill.repeat(missing);
  switch (spec.align ?? defaultAlign) {
    case '<':
      return prefix + text + fill;
    case '^': {
      const left = Math.floor(missing / 2);
      return spec.fill.repeat(left) + prefix + text + spec.fill.repeat(missing - left);
    }
    case '=':
      return prefix + fill + text;
    default:
      return fill + prefix + text;
  }
}

function signOf(isNegative: boolean, spec: Spec): string {
  if (isNegative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function group(digits: string, separator: string, size: number): string {
  if (separator === '') return digits;
  return digits.replace(new RegExp(`\\B(?=([0-9a-fA-F]{${size.toString()}})+$)`, 'g'), separator);
}

const radixes: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInteger(rt: Runtime, value: bigint, spec: Spec, site: Origin): string {
  if (spec.type === 'c') return pad(String.fromCodePoint(Number(value)), spec, '<');
  if (spec.type === 's') {
    return rt.raise('ValueError', "Unknown format code 's' for object of type 'int'", site);
  }
  const [radix, prefix] = radixes[spec.type] ?? [10, ''];
  const magnitude =
    radix === 10
      ? integerText(rt, value < 0n ? -value : value, site)
      : (value < 0n ? -value : value).toString(radix);
  const digits = group(
    spec.type === 'X' ? magnitude.toUpperCase() : magnitude,
    spec.grouping,
    radix === 10 ? 3 : 4,
  );
  return pad(digits, spec, '>', signOf(value < 0n, spec) + (spec.alternate ? prefix : ''));
}

function formatFloat(value: number, spec: Spec): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const text = floatDigits(Math.abs(value), spec);
  const [whole = '', ...rest] = text.split(/(?=[.e%])/);
  return pad(group(whole, spec.grouping, 3) + rest.join(''), spec, '>', signOf(isNegative, spec));
}

function floatDigits(value: number, spec: Spec): string {
  if (!Number.isFinite(value)) return floatText(value);
  const precision = spec.precision ?? 6;
  switch (spec.type) {
    case 'e':
      return exponent(value.toExponential(precision));
    case 'E':
      return exponent(value.toExponential(precision)).toUpperCase();
    case 'f':
    case 'F':
      return fixed(value, precision);
    case '%':
      return `${fixed(value * 100, precision)}%`;
    case '':
      if (spec.precision === null) return floatText(value);
      return general(value, precision === 0 ? 1 : precision, true);
    default:
      return general(value, precision === 0 ? 1 : precision, false);
  }
}

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number, keepsPoint: boolean): string {
  if (value === 0) return keepsPoint ? '0.0' : '0';
  const power = Math.floor(Math.log10(Number(value.toPrecision(precision))));
  if (power < -4 || power >= (keepsPoint ? precision - 1 : precision)) {
    return exponent(value.toExponential(precision - 1).replace(/\.?0+e/, 'e'));
  }
  const fixed = value.toFixed(Math.max(0, precision - 1 - power));
  const trimmed = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return keepsPoint && !trimmed.includes('.') ? `${trimmed}.0` : trimmed;
}
