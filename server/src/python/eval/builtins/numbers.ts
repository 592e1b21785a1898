/** `int`, `bool`, `float` and `complex`. */
import { BuiltinPayload, unwrap } from '../containers.ts';
import { bool, int, nativeClass, nativeInstance, none, str, tuple } from '../native.ts';
import { maximumDigits } from '../integer-size.ts';
import { runtimeOf } from '../runtime.ts';
import { fixed } from '../text.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { argument, integer, methods, unknownArgument } from './arguments.ts';

function wrap(cls: ClassValue, plain: ClassValue, value: Value, call: NativeCall): Value {
  if (cls === plain || value.kind === 'unknown') return value;
  return nativeInstance(cls, new BuiltinPayload(value), call.site);
}

/** The integer that a float is; the errors of `int(float)`. */
export function wholeNumber(call: NativeCall, value: number): bigint {
  if (Number.isFinite(value)) return BigInt(value);
  return Number.isNaN(value)
    ? call.interpreter.raise('ValueError', 'cannot convert float NaN to integer', call.site)
    : call.interpreter.raise('OverflowError', 'cannot convert float infinity to integer', call.site);
}

function toInteger(call: NativeCall): Value {
  const unknown = unknownArgument(call);
  if (unknown !== null) return unknown;
  const source = unwrap(argument(call, 0) ?? int(0));
  const base = integer(call, 1, 'int', 10, 'base');
  const invalid = (): never =>
    call.interpreter.raise(
      'ValueError',
      `invalid literal for int() with base ${base.toString()}: ${call.interpreter.repr(source, call.site)}`,
      call.site,
    );
  switch (source.kind) {
    case 'int':
      return source;
    case 'bool':
      return int(source.value ? 1 : 0);
    case 'float':
      return int(wholeNumber(call, Math.trunc(source.value)));
    case 'str': {
      const cleaned = source.value
        .trim()
        .replace(/(?<=\d)_(?=\d)/g, '')
        .toLowerCase();
      const [, sign = '', digits = ''] = /^([+-]?)(.*)$/.exec(cleaned) ?? [];
      const body = base === 16 ? digits.replace(/^0x/, '') : base === 2 ? digits.replace(/^0b/, '') : digits;
      if (!/^[0-9a-z]+$/.test(body)) return invalid();
      // Python has no limit where the base is a power of two; nobody writes such numbers there.
      if (body.length > maximumDigits) {
        return call.interpreter.raise(
          'ValueError',
          `Exceeds the limit (${maximumDigits.toString()} digits) for integer string conversion: value has ${body.length.toString()} digits; use sys.set_int_max_str_digits() to increase the limit`,
          call.site,
        );
      }
      let value = 0n;
      for (const digit of body) {
        const number = Number.parseInt(digit, 36);
        if (number >= base) return invalid();
        value = value * BigInt(base) + BigInt(number);
      }
      return int(sign === '-' ? -value : value);
    }
    default: {
      const method = call.interpreter.findAttribute(source, '__int__', call.site);
      if (method !== undefined) return call.interpreter.call(method, [], new Map(), call.site);
      return call.interpreter.raise(
        'TypeError',
        `int() argument must be a string, a bytes-like object or a real number, not '${runtimeOf(call).typeOf(source).name}'`,
        call.site,
      );
    }
  }
}

const own = (call: NativeCall): bigint => {
  const value = unwrap(call.args[0] ?? none);
  return value.kind === 'int' ? value.value : value.kind === 'bool' && value.value ? 1n : 0n;
};

export const intClass: ClassValue = nativeClass({
  name: 'int',
  module: 'builtins',
  members: {
    ...methods({
      bit_length: (call) =>
        int(own(call) === 0n ? 0 : (own(call) < 0n ? -own(call) : own(call)).toString(2).length),
      __index__: (call) => int(own(call)),
      __int__: (call) => int(own(call)),
      conjugate: (call) => int(own(call)),
      is_integer: () => bool(true),
    }),
  },
  hooks: { instantiate: (cls, call) => wrap(cls, intClass, toInteger(call), call) },
});

export const boolClass: ClassValue = nativeClass({
  name: 'bool',
  module: 'builtins',
  bases: [intClass],
  hooks: {
    instantiate: (_cls, call) => {
      const source = argument(call, 0);
      if (source === undefined) return bool(false);
      const truth = call.interpreter.isTrue(source, call.site);
      return truth === null ? source : bool(truth);
    },
  },
});

function toFloat(call: NativeCall): Value {
  const unknown = unknownArgument(call);
  if (unknown !== null) return unknown;
  const source = unwrap(argument(call, 0) ?? int(0));
  if (source.kind === 'float') return source;
  if (source.kind === 'int' || source.kind === 'bool') return { kind: 'float', value: Number(source.value) };
  if (source.kind === 'str') {
    const cleaned = source.value.trim().toLowerCase().replaceAll('_', '');
    const special = /^([+-]?)(inf|infinity|nan)$/.exec(cleaned);
    if (special !== null) {
      const value = special[2] === 'nan' ? Number.NaN : Infinity;
      return { kind: 'float', value: special[1] === '-' ? -value : value };
    }
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(cleaned))
      return { kind: 'float', value: Number(cleaned) };
    return call.interpreter.raise(
      'ValueError',
      `could not convert string to float: ${call.interpreter.repr(source, call.site)}`,
      call.site,
    );
  }
  const method = call.interpreter.findAttribute(source, '__float__', call.site);
  if (method !== undefined) return call.interpreter.call(method, [], new Map(), call.site);
  return call.interpreter.raise(
    'TypeError',
    `float() argument must be a string or a real number, not '${runtimeOf(call).typeOf(source).name}'`,
    call.site,
  );
}

export const floatClass: ClassValue = nativeClass({
  name: 'float',
  module: 'builtins',
  members: {
    ...methods({
      is_integer: ({ args: [self] }) => bool(self?.kind === 'float' && Number.isInteger(self.value)),
      as_integer_ratio: (call) => call.interpreter.unknown('Retort does not compute float ratios', call.site),
      hex: (call) => call.interpreter.unknown('Retort does not compute float.hex', call.site),
    }),
  },
  hooks: { instantiate: (cls, call) => wrap(cls, floatClass, toFloat(call), call) },
});

export const complexClass: ClassValue = nativeClass({
  name: 'complex',
  module: 'builtins',
  hooks: {
    instantiate: (_cls, call) =>
      call.interpreter.unknown('Retort does not compute with complex numbers', call.site),
  },
});

/** `divmod(a, b)`. */
export function divmod(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const [a = none, b = none] = call.args;
  return tuple([rt.binary('//', a, b, call.site), rt.binary('%', a, b, call.site)]);
}

/** `hex`, `oct` and `bin`. */
export function inRadix(call: NativeCall, radix: number, prefix: string): Value {
  const value = unwrap(call.args[0] ?? none);
  if (value.kind === 'unknown') return value;
  if (value.kind !== 'int' && value.kind !== 'bool') {
    return call.interpreter.raise('TypeError', 'object cannot be interpreted as an integer', call.site);
  }
  const number = BigInt(value.value);
  return str(`${number < 0n ? '-' : ''}${prefix}${(number < 0n ? -number : number).toString(radix)}`);
}

/** Python's rounding: half to even. */
export function round(call: NativeCall): Value {
  const value = unwrap(call.args[0] ?? none);
  const digits = argument(call, 1, 'ndigits');
  if (value.kind === 'int' || value.kind === 'bool') return int(BigInt(value.value));
  if (value.kind !== 'float') {
    const method = call.interpreter.findAttribute(value, '__round__', call.site);
    return method === undefined
      ? call.interpreter.raise('TypeError', 'type does not define __round__ method', call.site)
      : call.interpreter.call(method, call.args.slice(1), new Map(), call.site);
  }
  if (digits === undefined || digits.kind === 'none') {
    const floor = Math.floor(value.value);
    const difference = value.value - floor;
    const up = difference > 0.5 || (difference === 0.5 && floor % 2 !== 0);
    return int(wholeNumber(call, up ? floor + 1 : floor));
  }
  return {
    kind: 'float',
    value: Number(fixed(value.value, Math.max(0, integer(call, 1, 'round', 0, 'ndigits')))),
  };
}
