/** Binary and unary operators, comparison, truth. */
import type { BinaryOperator, CompareOperator, UnaryOperator } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { arithmetic } from './arithmetic.ts';
import { lookup, metaclassOf } from './classes.ts';
import { hashKey, unwrap } from './containers.ts';
import { bool, int, none } from './native.ts';
import { noKeywords, type Runtime } from './runtime.ts';
import type { Value } from './value.ts';

const binaryNames: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '@': 'matmul',
  '/': 'truediv',
  '%': 'mod',
  '**': 'pow',
  '<<': 'lshift',
  '>>': 'rshift',
  '|': 'or',
  '^': 'xor',
  '&': 'and',
  '//': 'floordiv',
};

/** `left op right`, by the operands' methods first and the builtin types' own arithmetic next. */
export function binary(rt: Runtime, op: BinaryOperator, left: Value, right: Value, site: Origin): Value {
  if (left.kind === 'unknown') return computedFrom(left);
  if (right.kind === 'unknown') return computedFrom(right);
  if (hasMethods(left) || hasMethods(right)) {
    const name = binaryNames[op];
    const result =
      callOperator(rt, left, `__${name}__`, right, site) ??
      callOperator(rt, right, `__r${name}__`, left, site);
    if (result !== undefined) return result;
  }
  if (op === '|' && isTypeLike(left) && isTypeLike(right)) return union([left, right]);
  const result = arithmetic(rt, op, unwrap(left), unwrap(right), site);
  if (result !== undefined) return result;
  return rt.raise(
    'TypeError',
    `unsupported operand type(s) for ${op}: '${rt.typeOf(left).name}' and '${rt.typeOf(right).name}'`,
    site,
  );
}

function hasMethods(value: Value): boolean {
  return value.kind === 'instance' || value.kind === 'class' || value.kind === 'module';
}

/** The result of a binary method, undefined when there is none or it answers NotImplemented. */
function callOperator(rt: Runtime, self: Value, name: string, other: Value, site: Origin): Value | undefined {
  const cls = self.kind === 'instance' ? self.cls : self.kind === 'class' ? metaclassOf(self) : null;
  const method = cls === null ? undefined : lookup(cls, name);
  if (method === undefined || method.kind === 'none') return undefined;
  const result = rt.call(method, [self, other], noKeywords, site);
  return result.kind === 'not-implemented' ? undefined : result;
}

function isTypeLike(value: Value): boolean {
  return (
    value.kind === 'class' ||
    value.kind === 'generic-alias' ||
    value.kind === 'union-type' ||
    // A type variable.
    (value.kind === 'instance' && value.cls.module === 'typing') ||
    value.kind === 'none'
  );
}

/** `X | Y`, flattened and without repetitions, as `typing.Union` does. */
export function union(values: readonly Value[]): Value {
  const members = new Map<unknown, Value>();
  for (const value of values) {
    for (const member of value.kind === 'union-type' ? value.members : [value]) {
      const key = hashKey(member);
      if (!members.has(key)) members.set(key, member);
    }
  }
  const [only] = members.values();
  return members.size === 1 && only !== undefined
    ? only
    : { kind: 'union-type', members: [...members.values()] };
}

export function unary(rt: Runtime, op: UnaryOperator, operand: Value, site: Origin): Value {
  if (op === 'not') {
    const truth = rt.isTrue(operand, site);
    return truth === null ? operand : bool(!truth);
  }
  if (operand.kind === 'unknown') return operand;
  if (operand.kind === 'instance') {
    const method = lookup(operand.cls, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[op]);
    if (method !== undefined) return rt.call(method, [operand], noKeywords, site);
  }
  const value = unwrap(operand);
  if (value.kind === 'float' && op !== '~')
    return op === '-' ? { kind: 'float', value: -value.value } : value;
  if (value.kind === 'int' || value.kind === 'bool') {
    const number = BigInt(value.value);
    return int(op === '-' ? -number : op === '~' ? ~number : number);
  }
  return rt.raise('TypeError', `bad operand type for unary ${op}: '${rt.typeOf(operand).name}'`, site);
}

/** Truth value; null for an Unknown. */
export function isTrue(rt: Runtime, value: Value, site: Origin): boolean | null {
  switch (value.kind) {
    case 'unknown':
      return null;
    case 'none':
      return false;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'str':
    case 'bytes':
      return value.value.length > 0;
    case 'list':
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
    case 'set':
      return value.entries.size > 0;
    case 'instance': {
      const truth = lookup(value.cls, '__bool__');
      if (truth !== undefined) return isTrue(rt, rt.call(truth, [value], noKeywords, site), site);
      const length = lookup(value.cls, '__len__');
      if (length !== undefined) return isTrue(rt, rt.call(length, [value], noKeywords, site), site);
      const plain = unwrap(value);
      return plain === value ? true : isTrue(rt, plain, site);
    }
    default:
      return true;
  }
}

const compareNames = {
  '==': ['__eq__', '__eq__'],
  '!=': ['__ne__', '__ne__'],
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
} as const;

/** `left op right` for one comparison operator. */
export function compare(rt: Runtime, op: CompareOperator, left: Value, right: Value, site: Origin): Value {
  switch (op) {
    case 'is':
    case 'is not': {
      const same = isSame(left, right);
      return same === null ? firstUnknown(left, right) : bool(same === (op === 'is'));
    }
    case 'in':
    case 'not in': {
      const found = contains(rt, right, left, site);
      return found === null ? firstUnknown(right, left) : bool(found === (op === 'in'));
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compareOrder(rt, op, left, right, site);
  }
}

function firstUnknown(left: Value, right: Value): Value {
  if (left.kind === 'unknown' || right.kind !== 'unknown') {
    return left.kind === 'unknown'
      ? left
      : { kind: 'unknown', reason: 'it depends on a value that is not known', origin: null };
  }
  return right;
}

function isSame(left: Value, right: Value): boolean | null {
  if (left === right) return true;
  if (left.kind === 'unknown' || right.kind === 'unknown') return null;
  if (left.kind !== right.kind) return false;
  switch (left.kind) {
    case 'none':
    case 'ellipsis':
    case 'not-implemented':
      return true;
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
      return hashKey(left) === hashKey(right);
    case 'tuple':
      return left.items.length === 0 && right.kind === 'tuple' && right.items.length === 0;
    default:
      return false;
  }
}

function isOfSubclass(value: Value, other: Value): boolean {
  if (value.kind !== 'instance' || other.kind !== 'instance' || value.cls === other.cls) return false;
  return value.cls.mro.includes(other.cls);
}

function compareOrder(
  rt: Runtime,
  op: keyof typeof compareNames,
  left: Value,
  right: Value,
  site: Origin,
): Value {
  if (hasMethods(left) || hasMethods(right)) {
    const [name, reflected] = compareNames[op];
    const own = (): Value | undefined => callOperator(rt, left, name, right, site);
    const other = (): Value | undefined => callOperator(rt, right, reflected, left, site);
    // An instance of a subclass is asked first.
    const result = isOfSubclass(right, left) ? (other() ?? own()) : (own() ?? other());
    if (result !== undefined) return result;
    if (op === '!=') {
      const equal =
        callOperator(rt, left, '__eq__', right, site) ?? callOperator(rt, right, '__eq__', left, site);
      if (equal !== undefined) {
        const truth = isTrue(rt, equal, site);
        return truth === null ? equal : bool(!truth);
      }
    }
  }
  if (left.kind === 'unknown') return computedFrom(left);
  if (right.kind === 'unknown') return computedFrom(right);
  const plainLeft = unwrap(left);
  const plainRight = unwrap(right);
  if (op === '==' || op === '!=') {
    const equal = equalBuiltins(rt, plainLeft, plainRight, site);
    return equal === null ? firstUnknown(plainLeft, plainRight) : bool(equal === (op === '=='));
  }
  const order = orderOf(rt, plainLeft, plainRight, site);
  if (order === undefined) {
    return rt.raise(
      'TypeError',
      `'${op}' not supported between instances of '${rt.typeOf(left).name}' and '${rt.typeOf(right).name}'`,
      site,
    );
  }
  if (typeof order !== 'number') return order;
  if (Number.isNaN(order)) return bool(false);
  return bool(op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0);
}

/** Python's `==` as a truth value; null when it is not known. */
export function equals(rt: Runtime, left: Value, right: Value, site: Origin): boolean | null {
  if (left === right && left.kind !== 'unknown' && left.kind !== 'float') return true;
  return isTrue(rt, compareOrder(rt, '==', left, right, site), site);
}

function equalBuiltins(rt: Runtime, left: Value, right: Value, site: Origin): boolean | null {
  if (left === right) return !(left.kind === 'float' && Number.isNaN(left.value));
  if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
    if (left.items.length !== right.items.length) return false;
    return every(rt, site, left.items, (item, index) => equals(rt, item, right.items[index] ?? none, site));
  }
  if (left.kind === 'dict' && right.kind === 'dict') {
    if (left.entries.size !== right.entries.size) return false;
    return every(rt, site, [...left.entries], ([key, entry]) => {
      const other = right.entries.get(key);
      return other === undefined ? false : equals(rt, entry.value, other.value, site);
    });
  }
  if (left.kind === 'set' && right.kind === 'set') {
    rt.work(left.entries.size / 16, site);
    return (
      left.entries.size === right.entries.size && [...left.entries.keys()].every((k) => right.entries.has(k))
    );
  }
  if (left.kind === 'tuple' || left.kind === 'set') return false;
  return hashKey(left) === hashKey(right);
}

/** Three-valued: false wins over not known, not known over true. */
function every<T>(
  rt: Runtime,
  site: Origin,
  items: readonly T[],
  test: (item: T, index: number) => boolean | null,
): boolean | null {
  let result: boolean | null = true;
  for (const [index, item] of items.entries()) {
    rt.step(site.file, site);
    const answer = test(item, index);
    if (answer === false) return false;
    if (answer === null) result = null;
  }
  return result;
}

/** Negative, zero, positive, NaN; undefined when the types have no order; an Unknown when it depends on one. */
function orderOf(rt: Runtime, left: Value, right: Value, site: Origin): number | undefined | Value {
  const a = numeric(left);
  const b = numeric(right);
  if (a !== null && b !== null) return a < b ? -1 : a > b ? 1 : a <= b ? 0 : Number.NaN;
  if (left.kind === 'str' && right.kind === 'str') return compareText(left.value, right.value);
  if (left.kind === 'bytes' && right.kind === 'bytes') {
    return compareText(String.fromCharCode(...left.value), String.fromCharCode(...right.value));
  }
  if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
    for (const [index, item] of left.items.entries()) {
      rt.step(site.file, site);
      const other = right.items[index];
      if (other === undefined) return 1;
      const equal = equals(rt, item, other, site);
      if (equal === null) return firstUnknown(item, other);
      if (equal) continue;
      const less = rt.compare('<', item, other, site);
      const truth = isTrue(rt, less, site);
      return truth === null ? less : truth ? -1 : 1;
    }
    return left.items.length - right.items.length;
  }
  if (left.kind === 'set' && right.kind === 'set') {
    rt.work((left.entries.size + right.entries.size) / 16, site);
    const within = [...left.entries.keys()].every((key) => right.entries.has(key));
    const around = [...right.entries.keys()].every((key) => left.entries.has(key));
    return within && around ? 0 : within ? -1 : around ? 1 : Number.NaN;
  }
  return undefined;
}

function numeric(value: Value): number | bigint | null {
  switch (value.kind) {
    case 'int':
    case 'float':
      return value.value;
    case 'bool':
      return value.value ? 1n : 0n;
    default:
      return null;
  }
}

/** By code points, as Python orders strings; JavaScript compares UTF-16 units. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    const aIsSurrogate = a >= 0xd800 && a <= 0xdfff;
    const bIsSurrogate = b >= 0xd800 && b <= 0xdfff;
    if (aIsSurrogate !== bIsSurrogate) return aIsSurrogate ? 1 : -1;
    return a - b;
  }
  return left.length - right.length;
}

/** `item in container`; null when it is not known. */
export function contains(rt: Runtime, container: Value, item: Value, site: Origin): boolean | null {
  if (container.kind === 'unknown') return null;
  if (container.kind === 'instance' || container.kind === 'class') {
    const cls = container.kind === 'instance' ? container.cls : metaclassOf(container);
    const method = cls === null ? undefined : lookup(cls, '__contains__');
    if (method !== undefined) return isTrue(rt, rt.call(method, [container, item], noKeywords, site), site);
  }
  const plain = unwrap(container);
  const needle = unwrap(item);
  switch (plain.kind) {
    case 'str':
      if (needle.kind === 'unknown') return null;
      if (needle.kind === 'str') return plain.value.includes(needle.value);
      return rt.raise(
        'TypeError',
        `'in <string>' requires string as left operand, not ${rt.typeOf(item).name}`,
        site,
      );
    case 'dict':
    case 'set':
      if (needle.kind === 'unknown') return null;
      return plain.entries.has(rt.hash(item, site));
    default: {
      let answer: boolean | null = false;
      const known = rt.forEach(container, site, (element) => {
        const equal = equals(rt, element, item, site);
        if (equal !== false) answer = equal;
        return equal !== true;
      });
      return known ? answer : null;
    }
  }
}
