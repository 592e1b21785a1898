/** Evaluating expressions. */
import type {
  Call,
  Compare,
  Comprehension,
  Constant,
  Dict,
  Expression,
  FormattedValue,
  JoinedStr,
  Name,
} from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { assign } from './assignment.ts';
import { joinExpressions } from './branch-join.ts';
import { dictSet, emptyDict, hashKey, setFrom } from './containers.ts';
import { awaited } from './coroutines.ts';
import { makeFunction } from './definitions.ts';
import { bool, list, none, str } from './native.ts';
import { namespaceDict } from './namespaces.ts';
import { unary, union } from './operators.ts';
import { privateMember, privateName } from './private-names.ts';
import { noKeywords, type Frame, type Runtime } from './runtime.ts';
import { bindingScope, childScope, readName } from './scopes.ts';
import type { Value } from './value.ts';

export function origin(frame: Frame, node: { readonly range: Origin['range'] }): Origin {
  return { file: frame.file, range: node.range };
}

export function evaluate(rt: Runtime, node: Expression, frame: Frame): Value {
  rt.step(frame.file, node);
  const value = evaluateNode(rt, node, frame);
  return value.kind === 'unknown' && !handsOn.has(node.kind) ? computedFrom(value) : value;
}

/** Expressions whose value may be one that was there before; that of all others is computed from their operands. */
const handsOn: ReadonlySet<Expression['kind']> = new Set([
  'Name',
  'Attribute',
  'Subscript',
  'Call',
  'IfExp',
  'NamedExpr',
]);

function evaluateNode(rt: Runtime, node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case 'Constant':
      return constant(rt, node, frame);
    case 'Name':
      return name(rt, node, frame);
    case 'Attribute': {
      const value = evaluate(rt, node.value, frame);
      return value.kind === 'unknown'
        ? computedFrom(value)
        : rt.getAttribute(value, privateName(node.attr, frame), origin(frame, node));
    }
    case 'Call':
      return evaluateCall(rt, node, frame);
    case 'JoinedStr':
      return joinedStr(rt, node, frame);
    case 'BinOp':
      return binOp(rt, node, frame);
    case 'UnaryOp':
      return unary(rt, node.op, evaluate(rt, node.operand, frame), origin(frame, node));
    case 'BoolOp': {
      let value: Value = none;
      for (const operand of node.values) {
        value = evaluate(rt, operand, frame);
        const truth = rt.isTrue(value, origin(frame, operand));
        if (truth === null || truth === (node.op === 'or')) return value;
      }
      return value;
    }
    case 'Compare':
      return compareChain(rt, node, frame);
    case 'IfExp': {
      const test = evaluate(rt, node.test, frame);
      const truth = rt.isTrue(test, origin(frame, node.test));
      if (truth === null) return joinExpressions(rt, node, test, frame);
      return evaluate(rt, truth ? node.body : node.orelse, frame);
    }
    case 'NamedExpr': {
      const value = evaluate(rt, node.value, frame);
      let scope = frame.scope;
      while (scope.kind === 'comprehension' && scope.parent !== null) scope = scope.parent;
      bindingScope(scope, node.target.id).names.set(node.target.id, value);
      return value;
    }
    case 'List': {
      const items = elements(rt, node.elements, frame);
      return items.kind === 'unknown' ? items : list(items.items);
    }
    case 'Tuple':
      return elements(rt, node.elements, frame);
    case 'Set': {
      const items = elements(rt, node.elements, frame);
      if (items.kind === 'unknown') return items;
      for (const item of items.items) rt.hash(item, origin(frame, node));
      return setFrom(items.items);
    }
    case 'Dict':
      return dict(rt, node, frame);
    case 'Subscript':
      return subscript(rt, evaluate(rt, node.value, frame), node.slice, node, frame);
    case 'Slice': {
      const bound = (part: Expression | null): Value => (part === null ? none : evaluate(rt, part, frame));
      return { kind: 'slice', lower: bound(node.lower), upper: bound(node.upper), step: bound(node.step) };
    }
    case 'Lambda':
      return makeFunction(rt, node, frame);
    case 'Comprehension':
      return comprehension(rt, node, frame);
    case 'Starred':
      return rt.raise('SyntaxError', "can't use starred expression here", origin(frame, node));
    case 'Await':
      return awaited(rt, evaluate(rt, node.value, frame), origin(frame, node));
    case 'Yield': {
      const value = node.value === null ? none : evaluate(rt, node.value, frame);
      if (frame.onYield === null) {
        return rt.unknown('Retort does not evaluate `yield` outside a function', origin(frame, node));
      }
      return frame.onYield(value);
    }
    case 'YieldFrom': {
      const source = evaluate(rt, node.value, frame);
      const { onYield } = frame;
      const known = rt.forEach(source, origin(frame, node), (item) => {
        onYield?.(item);
        return true;
      });
      if (!known) onYield?.(source);
      return none;
    }
    case 'ErrorExpression':
      return rt.unknown(`it does not parse: ${node.message}`, origin(frame, node));
  }
}

function constant(rt: Runtime, { value, range }: Constant, frame: Frame): Value {
  switch (value.type) {
    case 'str':
      return { kind: 'str', value: value.value, origin: { file: frame.file, range } };
    case 'int':
    case 'float':
    case 'bytes':
      // The three have the same shape in both worlds.
      return { kind: value.type, value: value.value } as Value;
    case 'bool':
      return bool(value.value);
    case 'none':
      return none;
    case 'ellipsis':
      return { kind: 'ellipsis' };
    case 'complex':
      return rt.unknown('Retort does not compute with complex numbers', { file: frame.file, range });
  }
}

function name(rt: Runtime, node: Name, frame: Frame): Value {
  const value = readName(frame.scope, privateMember(node.id, frame)) ?? rt.findBuiltin(node.id);
  if (value !== undefined) return value;
  const root = frame.scope.module ?? frame.scope;
  const star = root.names.get('*');
  if (star !== undefined) return star;
  if (frame.isAnnotation) return str(node.id);
  if (node.id === '__class__' && frame.ownerClass?.value) return frame.ownerClass.value;
  return rt.raise('NameError', `name '${node.id}' is not defined`, origin(frame, node));
}

/** Sums and unions nest to the left, sometimes by the hundred: a loop saves the stack. */
function binOp(rt: Runtime, node: Expression & { kind: 'BinOp' }, frame: Frame): Value {
  const spine = [node];
  let leftmost = node.left;
  while (leftmost.kind === 'BinOp') {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  let value = evaluate(rt, leftmost, frame);
  for (let i = spine.length - 1; i >= 0; i--) {
    const operation = spine[i];
    if (operation === undefined) continue;
    const right = evaluate(rt, operation.right, frame);
    value =
      frame.isAnnotation && operation.op === '|'
        ? union([value, right])
        : rt.binary(operation.op, value, right, origin(frame, operation));
  }
  return value;
}

function compareChain(rt: Runtime, node: Compare, frame: Frame): Value {
  let left = evaluate(rt, node.left, frame);
  let result: Value = none;
  for (const [index, op] of node.ops.entries()) {
    const comparator = node.comparators[index];
    if (comparator === undefined) break;
    const right = evaluate(rt, comparator, frame);
    result = rt.compare(op, left, right, origin(frame, node));
    if (index < node.ops.length - 1) {
      const truth = rt.isTrue(result, origin(frame, node));
      if (truth !== true) return result;
    }
    left = right;
  }
  return result;
}

/** A tuple of the elements, stars unpacked; Unknown when one of the unpacked is. */
function elements(
  rt: Runtime,
  nodes: readonly Expression[],
  frame: Frame,
): (Value & { kind: 'tuple' }) | (Value & { kind: 'unknown' }) {
  const items: Value[] = [];
  for (const node of nodes) {
    if (node.kind !== 'Starred') {
      items.push(evaluate(rt, node, frame));
      continue;
    }
    const source = evaluate(rt, node.value, frame);
    const unpacked = rt.iterate(source, origin(frame, node));
    if (unpacked === null) return asUnknown(rt, source, origin(frame, node));
    for (const item of unpacked) items.push(item);
    rt.checkSize(items.length, origin(frame, node));
    rt.grow(unpacked.length, origin(frame, node));
  }
  return { kind: 'tuple', items };
}

function asUnknown(rt: Runtime, value: Value, site: Origin): Value & { kind: 'unknown' } {
  return value.kind === 'unknown' ? value : rt.unknown('it depends on a value that is not known', site);
}

function dict(rt: Runtime, node: Dict, frame: Frame): Value {
  const result = emptyDict();
  for (const entry of node.entries) {
    if (entry.key !== null) {
      const key = evaluate(rt, entry.key, frame);
      const value = evaluate(rt, entry.value, frame);
      rt.hash(key, origin(frame, entry.key));
      dictSet(result, key, value);
      continue;
    }
    const source = evaluate(rt, entry.value, frame);
    if (source.kind === 'unknown') return source;
    const unpacked = mappingItems(rt, source, origin(frame, entry.value));
    rt.grow(unpacked.length * 8, origin(frame, entry.value));
    for (const [key, value] of unpacked) dictSet(result, key, value);
  }
  return result;
}

/** The items of what stands behind `**`. */
export function mappingItems(rt: Runtime, source: Value, site: Origin): readonly (readonly [Value, Value])[] {
  if (source.kind === 'dict') return Array.from(source.entries.values(), (e) => [e.key, e.value] as const);
  const keys = rt.findAttribute(source, 'keys', site);
  if (keys === undefined) {
    return rt.raise('TypeError', `'${rt.typeOf(source).name}' object is not a mapping`, site);
  }
  const names = rt.iterate(rt.call(keys, [], noKeywords, site), site) ?? [];
  return names.map((key) => [key, rt.getItem(source, key, site)] as const);
}

function subscript(rt: Runtime, value: Value, slice: Expression, node: Expression, frame: Frame): Value {
  if (frame.isAnnotation && value.kind === 'class' && value.name === 'Literal') {
    // The strings of `Literal["a"]` are values, no forward references.
    const index = evaluate(rt, slice, { ...frame, isAnnotation: false });
    return rt.getItem(value, index, origin(frame, node));
  }
  const index = evaluate(rt, slice, frame);
  return rt.getItem(value, index, origin(frame, node));
}

function joinedStr(rt: Runtime, node: JoinedStr, frame: Frame): Value {
  let text = '';
  for (const part of node.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const formatted = formattedValue(rt, part, node, frame);
    if (typeof formatted !== 'string') return formatted;
    text += part.debugText + formatted;
  }
  rt.checkSize(text.length, origin(frame, node));
  return rt.account({ kind: 'str', value: text, origin: origin(frame, node) }, origin(frame, node));
}

function formattedValue(rt: Runtime, part: FormattedValue, node: JoinedStr, frame: Frame): string | Value {
  const site = origin(frame, node);
  const value = evaluate(rt, part.value, frame);
  if (value.kind === 'unknown') return value;
  let spec = '';
  if (part.format !== null) {
    const format = joinedStr(rt, part.format, frame);
    if (format.kind !== 'str') return format;
    spec = format.value;
  }
  if (part.conversion === null) return rt.format(value, spec, site);
  const text = part.conversion === 's' ? rt.str(value, site) : rt.repr(value, site);
  return rt.format(str(text), spec, site);
}

function evaluateCall(rt: Runtime, node: Call, frame: Frame): Value {
  const callee = evaluate(rt, node.func, frame);
  const args: Value[] = [];
  let unknownSplat: Value | null = null;
  for (const argument of node.args) {
    if (argument.kind !== 'Starred') {
      args.push(evaluate(rt, argument, frame));
      continue;
    }
    const source = evaluate(rt, argument.value, frame);
    const items = rt.iterate(source, origin(frame, argument));
    if (items === null) unknownSplat = source;
    else for (const item of items) args.push(item);
    rt.checkSize(args.length, origin(frame, argument));
    rt.grow(items?.length ?? 0, origin(frame, argument));
  }
  let kwargs: Map<string, Value> | null = null;
  for (const keyword of node.keywords) {
    kwargs ??= new Map();
    const value = evaluate(rt, keyword.value, frame);
    if (keyword.name !== null) {
      setKeyword(rt, kwargs, keyword.name, value, origin(frame, keyword));
    } else if (value.kind === 'unknown') {
      unknownSplat = value;
    } else {
      const unpacked = mappingItems(rt, value, origin(frame, keyword));
      rt.grow(unpacked.length * 8, origin(frame, keyword));
      for (const [key, item] of unpacked) {
        if (key.kind === 'unknown') {
          unknownSplat = key;
          continue;
        }
        const text = hashKey(key);
        if (typeof text !== 'string')
          rt.raise('TypeError', 'keywords must be strings', origin(frame, keyword));
        setKeyword(rt, kwargs, text, item, origin(frame, keyword));
      }
    }
  }
  const site = origin(frame, node);
  if (unknownSplat !== null) {
    const unknown = asUnknown(rt, unknownSplat, site);
    rt.unknownUse(site, unknown.reason, 'call');
    if (callee.kind === 'class') {
      const message = `the arguments of ${callee.name}() cannot be known: ${unknown.reason}`;
      rt.report({ code: 'unknown-arguments', severity: 'information', message, origin: site });
    }
    return unknown;
  }
  if (
    args.length === 0 &&
    callee.kind === 'class' &&
    callee.name === 'super' &&
    callee.module === 'builtins'
  ) {
    return zeroArgumentSuper(rt, frame, site);
  }
  return callInFrame(rt, callee, args, kwargs ?? noKeywords, site, frame);
}

function setKeyword(rt: Runtime, kwargs: Map<string, Value>, key: string, value: Value, site: Origin): void {
  if (kwargs.has(key)) rt.raise('TypeError', `got multiple values for keyword argument '${key}'`, site);
  kwargs.set(key, value);
}

/** `locals()`, `globals()`, `vars()` and `dir()` without arguments speak of the frame that calls them. */
function callInFrame(
  rt: Runtime,
  callee: Value,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
  frame: Frame,
): Value {
  if (callee.kind === 'native-function' && args.length === 0 && callee === rt.findBuiltin(callee.name)) {
    if (callee.name === 'locals' || callee.name === 'vars' || callee.name === 'globals') {
      const scope = callee.name === 'globals' ? (frame.scope.module ?? frame.scope) : frame.scope;
      return rt.account(namespaceDict(scope), site);
    }
  }
  return rt.call(callee, args, kwargs, site);
}

function zeroArgumentSuper(rt: Runtime, frame: Frame, site: Origin): Value {
  const cls = frame.ownerClass?.value;
  if (cls === null || cls === undefined || frame.self === null) {
    return rt.raise('RuntimeError', 'super(): no arguments', site);
  }
  return { kind: 'super', cls, self: frame.self };
}

function comprehension(rt: Runtime, node: Comprehension, frame: Frame): Value {
  const inner: Frame = { ...frame, scope: childScope('comprehension', frame.scope) };
  const [first] = node.generators;
  if (first === undefined) return none;
  // Only the first source is evaluated outside, at once; the rest of a generator waits for its consumer.
  const source = evaluate(rt, first.iter, frame);
  if (node.result === 'generator') {
    return rt.lazyIterator((onItem) => {
      const unknown = runClauses(rt, node, 0, source, inner, () => {
        onItem(evaluate(rt, node.element, inner));
      });
      if (unknown !== null) onItem(unknown);
    });
  }
  const items: Value[] = [];
  const result = emptyDict();
  const unknown = runClauses(rt, node, 0, source, inner, () => {
    const element = evaluate(rt, node.element, inner);
    if (node.value === null) items.push(element);
    else {
      rt.hash(element, origin(frame, node));
      dictSet(result, element, evaluate(rt, node.value, inner));
    }
    rt.checkSize(items.length + result.entries.size, origin(frame, node));
  });
  if (unknown !== null) return unknown;
  if (node.result === 'dict') return result;
  return node.result === 'list' ? list(items) : setFrom(items);
}

/** Runs `emit` for each combination; the Unknown that stopped it, or null. */
function runClauses(
  rt: Runtime,
  node: Comprehension,
  index: number,
  source: Value,
  frame: Frame,
  emit: () => void,
): Value | null {
  const clause = node.generators[index];
  if (clause === undefined) return null;
  let unknown: Value | null = null;
  const known = rt.forEach(source, origin(frame, clause.iter), (item) => {
    assign(rt, clause.target, item, frame);
    for (const test of clause.ifs) {
      const value = evaluate(rt, test, frame);
      const truth = rt.isTrue(value, origin(frame, test));
      if (truth === null) {
        unknown = value;
        return false;
      }
      if (!truth) return true;
    }
    const next = node.generators[index + 1];
    if (next === undefined) emit();
    else unknown = runClauses(rt, node, index + 1, evaluate(rt, next.iter, frame), frame, emit);
    return unknown === null;
  });
  return known ? unknown : source;
}
