/** `decimal.Decimal`: exact sums, differences, products and comparisons; what would have to be rounded is Unknown. */
import { argument } from '../builtins/arguments.ts';
import { unwrap } from '../containers.ts';
import { bool, int, nativeClass, nativeInstance, str } from '../native.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { float, methodsOf, moduleOf, runTimeOnly } from './support.ts';

/** `coefficient × 10^exponent`. */
interface Exact {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/** Significant digits that the default context keeps. */
const precision = 28;

function parse(text: string): Exact | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim().replaceAll('_', ''));
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const coefficient = BigInt(whole + fraction);
  // A zero of its own, which only its text knows.
  if (sign === '-' && coefficient === 0n) return null;
  return {
    coefficient: sign === '-' ? -coefficient : coefficient,
    exponent: Number(power) - fraction.length,
  };
}

/** The value of a Decimal or an int; null for anything else, and for NaN and Infinity. */
function exactOf(value: Value | undefined): Exact | null {
  if (value === undefined) return null;
  if (value.kind === 'instance' && value.cls.mro.includes(decimalClass)) return parse(String(value.payload));
  const plain = unwrap(value);
  if (plain.kind === 'int') return { coefficient: plain.value, exponent: 0 };
  return plain.kind === 'bool' ? { coefficient: plain.value ? 1n : 0n, exponent: 0 } : null;
}

/** Both with the smaller exponent. */
function aligned(a: Exact, b: Exact): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = (value: Exact): bigint => value.coefficient * 10n ** BigInt(value.exponent - exponent);
  return [scale(a), scale(b), exponent];
}

/** Mirrors `Decimal.__str__`: scientific notation for what has no digits behind it. */
function textOf({ coefficient, exponent }: Exact): string {
  const sign = coefficient < 0n ? '-' : '';
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  const adjusted = exponent + digits.length - 1;
  if (exponent <= 0 && adjusted >= -6) {
    if (exponent === 0) return sign + digits;
    const padded = digits.padStart(1 - exponent, '0');
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
  }
  const mantissa = digits.length === 1 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`;
  return `${sign}${mantissa}E${adjusted < 0 ? '' : '+'}${String(adjusted)}`;
}

function made(value: Exact, call: NativeCall): Value {
  const digits = value.coefficient.toString().replace('-', '').length;
  if (digits > precision) return call.interpreter.unknown('Retort does not round a Decimal', call.site);
  return nativeInstance(decimalClass, textOf(value), call.site);
}

type Combine = (a: Exact, b: Exact) => Exact;

function arithmetic(combine: Combine): (call: NativeCall) => Value {
  return (call) => {
    const [a, b] = [exactOf(call.args[0]), exactOf(call.args[1])];
    if (a !== null && b !== null) return made(combine(a, b), call);
    return call.args.some((each, i) => isSpecial(each, [a, b][i]))
      ? special(call)
      : { kind: 'not-implemented' };
  };
}

const reflected =
  (combine: Combine): Combine =>
  (a, b) =>
    combine(b, a);

const sum: Combine = (a, b) => {
  const [left, right, exponent] = aligned(a, b);
  return { coefficient: left + right, exponent };
};
const difference: Combine = (a, b) => sum(a, { ...b, coefficient: -b.coefficient });
const product: Combine = (a, b) => ({
  coefficient: a.coefficient * b.coefficient,
  exponent: a.exponent + b.exponent,
});

/** NaN, an infinity or a negative zero. */
function isSpecial(value: Value, exact: Exact | null | undefined): boolean {
  return exact === null && value.kind === 'instance' && value.cls.mro.includes(decimalClass);
}

const special = (call: NativeCall): Value =>
  call.interpreter.unknown('Retort does not compute with NaN, infinities and negative zeros', call.site);

function comparison(holds: (order: number) => boolean): (call: NativeCall) => Value {
  return (call) => {
    const [self, other] = call.args;
    const a = exactOf(self);
    if (self !== undefined && isSpecial(self, a)) return special(call);
    if (a === null || other === undefined) return { kind: 'not-implemented' };
    const plain = unwrap(other);
    // An integer's digits are exact; a float is compared as upstream does, by its value.
    if (plain.kind === 'float') return bool(holds(Math.sign(Number(textOf(a)) - plain.value)));
    const b = exactOf(other);
    if (isSpecial(other, b)) return special(call);
    if (b === null) return { kind: 'not-implemented' };
    const [left, right] = aligned(a, b);
    return bool(holds(left < right ? -1 : left > right ? 1 : 0));
  };
}

function truncated({ coefficient, exponent }: Exact): bigint {
  return exponent >= 0 ? coefficient * 10n ** BigInt(exponent) : coefficient / 10n ** BigInt(-exponent);
}

const text = (self: Value | undefined): string => (self?.kind === 'instance' ? String(self.payload) : '');

function unary(change: (value: Exact) => Exact): (call: NativeCall) => Value {
  return (call) => {
    const value = exactOf(call.args[0]);
    return value === null ? special(call) : made(change(value), call);
  };
}

/** Its payload is the text that `str()` gives. */
export const decimalClass: ClassValue = nativeClass({
  name: 'Decimal',
  module: 'decimal',
  members: {
    ...methodsOf({
      __str__: ({ args: [self] }) => str(text(self)),
      __repr__: ({ args: [self] }) => str(`Decimal('${text(self)}')`),
      __float__: ({ args: [self] }) => float(Number(text(self))),
      __int__: (call) => {
        const value = exactOf(call.args[0]);
        return value === null ? special(call) : int(truncated(value));
      },
      __bool__: ({ args: [self] }) => bool(exactOf(self)?.coefficient !== 0n && !/^-[0.]*$/.test(text(self))),
      __eq__: comparison((order) => order === 0),
      __lt__: comparison((order) => order < 0),
      __le__: comparison((order) => order <= 0),
      __gt__: comparison((order) => order > 0),
      __ge__: comparison((order) => order >= 0),
      __add__: arithmetic(sum),
      __radd__: arithmetic(reflected(sum)),
      __sub__: arithmetic(difference),
      __rsub__: arithmetic(reflected(difference)),
      __mul__: arithmetic(product),
      __rmul__: arithmetic(reflected(product)),
      __neg__: unary((value) => ({ ...value, coefficient: -value.coefficient })),
      __abs__: unary((value) => ({
        ...value,
        coefficient: value.coefficient < 0n ? -value.coefficient : value.coefficient,
      })),
    }),
    ...runTimeOnly('Decimal', [
      '__truediv__',
      '__rtruediv__',
      '__floordiv__',
      '__mod__',
      '__pow__',
      '__rpow__',
      'quantize',
      'normalize',
      'as_tuple',
    ]),
  },
  hooks: {
    instantiate: (cls, call) => {
      const source = unwrap(argument(call, 0, 'value') ?? str('0'));
      if (source.kind === 'unknown') return source;
      if (source.kind === 'float') {
        return call.interpreter.unknown('Retort does not expand a float to a Decimal', call.site);
      }
      const given = call.interpreter.str(source, call.site);
      const exact = parse(given);
      return nativeInstance(cls, exact === null ? given : textOf(exact), call.site);
    },
  },
});

export const decimalModule = moduleOf({
  Decimal: decimalClass,
  ROUND_HALF_UP: str('ROUND_HALF_UP'),
  ROUND_DOWN: str('ROUND_DOWN'),
  InvalidOperation: nativeClass({ name: 'InvalidOperation', module: 'decimal' }),
  ...runTimeOnly('decimal', ['getcontext', 'localcontext']),
});
