/** The arithmetic of the builtin types among themselves. */
import type { BinaryOperator } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { setFrom } from './containers.ts';
import { bitsOf, isBig } from './integer-size.ts';
import { formatPercent } from './percent-format.ts';
import { int, list, tuple } from './native.ts';
import type { Runtime } from './runtime.ts';
import type { DictValue, SetValue, Value } from './value.ts';

/** The result for two plain values; undefined when their types do not go together. */
export function arithmetic(
  rt: Runtime,
  op: BinaryOperator,
  left: Value,
  right: Value,
  site: Origin,
): Value | undefined {
  const a = toBigInt(left);
  const b = toBigInt(right);
  if (a !== null && b !== null) {
    if (left.kind === 'bool' && right.kind === 'bool' && (op === '|' || op === '&' || op === '^')) {
      const bits = op === '|' ? a | b : op === '&' ? a & b : a ^ b;
      return { kind: 'bool', value: bits === 1n };
    }
    return integers(rt, op, a, b, site);
  }
  const x = toNumber(left);
  const y = toNumber(right);
  if (x !== null && y !== null) return floats(rt, op, x, y, site);
  switch (op) {
    case '+':
      return concatenate(rt, left, right, site);
    case '*':
      return repeat(rt, left, right, site) ?? repeat(rt, right, left, site);
    case '%':
      return left.kind === 'str' ? formatPercent(rt, left, right, site) : undefined;
    case '|':
      if (left.kind === 'dict' && right.kind === 'dict') return mergeDicts(left, right);
      return left.kind === 'set' && right.kind === 'set' ? setOperation(op, left, right) : undefined;
    case '&':
    case '-':
    case '^':
      return left.kind === 'set' && right.kind === 'set' ? setOperation(op, left, right) : undefined;
    default:
      return undefined;
  }
}

function toBigInt(value: Value): bigint | null {
  return value.kind === 'int' ? value.value : value.kind === 'bool' ? (value.value ? 1n : 0n) : null;
}

function toNumber(value: Value): number | null {
  if (value.kind === 'float') return value.value;
  const integer = toBigInt(value);
  return integer === null ? null : Number(integer);
}

/** Operations on long integers are one step of the program, but not one of the machine. */
function checkBig(rt: Runtime, op: BinaryOperator, a: bigint, b: bigint, site: Origin): void {
  const [x, y] = [bitsOf(a), bitsOf(b)];
  if (op === '*') rt.checkSize(x + y, site);
  const isProduct = op === '*' || op === '/' || op === '//' || op === '%' || op === '**';
  rt.work(isProduct ? ((x / 64) * (y / 64)) / 50 : (x + y) / 64 / 5, site);
}

function integers(rt: Runtime, op: BinaryOperator, a: bigint, b: bigint, site: Origin): Value | undefined {
  if (isBig(a) || isBig(b)) checkBig(rt, op, a, b, site);
  switch (op) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      return int(a * b);
    case '/':
      if (b === 0n) return rt.raise('ZeroDivisionError', 'division by zero', site);
      if (!Number.isFinite(Number(a)) || !Number.isFinite(Number(b)))
        return rt.unknown('Retort does not divide integers of more than 300 digits', site);
      return { kind: 'float', value: Number(a) / Number(b) };
    case '//':
    case '%': {
      if (b === 0n) return rt.raise('ZeroDivisionError', 'integer division or modulo by zero', site);
      const remainder = ((a % b) + b) % b;
      return int(op === '%' ? remainder : (a - remainder) / b);
    }
    case '**':
      if (b < 0n) return { kind: 'float', value: Number(a) ** Number(b) };
      rt.checkSize(a >= -1n && a <= 1n ? 0 : Number(b) * bitsOf(a), site);
      return int(a ** b);
    case '<<':
    case '>>':
      if (b < 0n) return rt.raise('ValueError', 'negative shift count', site);
      if (op === '<<') rt.checkSize(bitsOf(a) + Number(b), site);
      return int(op === '<<' ? a << b : a >> b);
    case '|':
      return int(a | b);
    case '^':
      return int(a ^ b);
    case '&':
      return int(a & b);
    case '@':
      return undefined;
  }
}

function floats(rt: Runtime, op: BinaryOperator, x: number, y: number, site: Origin): Value | undefined {
  const float = (value: number): Value => ({ kind: 'float', value });
  switch (op) {
    case '+':
      return float(x + y);
    case '-':
      return float(x - y);
    case '*':
      return float(x * y);
    case '/':
      if (y === 0) return rt.raise('ZeroDivisionError', 'float division by zero', site);
      return float(x / y);
    case '//':
      if (y === 0) return rt.raise('ZeroDivisionError', 'float floor division by zero', site);
      return float(Math.floor(x / y));
    case '%':
      if (y === 0) return rt.raise('ZeroDivisionError', 'float modulo', site);
      return float(x - Math.floor(x / y) * y);
    case '**':
      return float(x ** y);
    default:
      return undefined;
  }
}

function concatenate(rt: Runtime, left: Value, right: Value, site: Origin): Value | undefined {
  if (left.kind === 'str' && right.kind === 'str') {
    rt.checkSize(left.value.length + right.value.length, site);
    return { kind: 'str', value: left.value + right.value };
  }
  if (left.kind === 'list' && right.kind === 'list') {
    rt.checkSize(left.items.length + right.items.length, site);
    return list([...left.items, ...right.items]);
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') {
    rt.checkSize(left.items.length + right.items.length, site);
    return tuple([...left.items, ...right.items]);
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    rt.checkSize(left.value.length + right.value.length, site);
    const joined = new Uint8Array(left.value.length + right.value.length);
    joined.set(left.value);
    joined.set(right.value, left.value.length);
    return { kind: 'bytes', value: joined };
  }
  return undefined;
}

function repeat(rt: Runtime, sequence: Value, times: Value, site: Origin): Value | undefined {
  const count = toBigInt(times);
  if (count === null) return undefined;
  const n = Math.max(0, Number(count));
  switch (sequence.kind) {
    case 'str':
      rt.checkSize(sequence.value.length * n, site);
      return { kind: 'str', value: sequence.value.repeat(n) };
    case 'bytes':
      rt.checkSize(sequence.value.length * n, site);
      return {
        kind: 'bytes',
        value: Uint8Array.from(
          { length: sequence.value.length * n },
          (_, i) => sequence.value[i % sequence.value.length] ?? 0,
        ),
      };
    case 'list':
    case 'tuple': {
      rt.checkSize(sequence.items.length * n, site);
      const items: Value[] = [];
      for (let i = 0; i < n; i++) for (const item of sequence.items) items.push(item);
      return sequence.kind === 'list' ? list(items) : tuple(items);
    }
    default:
      return undefined;
  }
}

function mergeDicts(left: DictValue, right: DictValue): DictValue {
  const entries: DictValue['entries'] = new Map();
  for (const source of [left, right]) {
    for (const [hash, { key, value }] of source.entries) {
      entries.set(hash, { key: entries.get(hash)?.key ?? key, value });
    }
  }
  return { kind: 'dict', entries };
}

/** `|`, `&`, `-` and `^` of sets; the result has the left one's type and order. */
export function setOperation(op: '|' | '&' | '-' | '^', left: SetValue, right: SetValue): SetValue {
  const inRight = (key: unknown): boolean => right.entries.has(key);
  const kept = [...left.entries].filter(([key]) =>
    op === '|' ? true : op === '&' ? inRight(key) : !inRight(key),
  );
  const added = op === '|' || op === '^' ? [...right.entries].filter(([key]) => !left.entries.has(key)) : [];
  return setFrom(
    [...kept, ...added].map(([, value]) => value),
    left.frozen,
  );
}
