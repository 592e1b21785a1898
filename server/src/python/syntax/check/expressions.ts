/** Rules inside of expressions. */
import type { Call, Expression, Keyword, Parameter } from '../ast.ts';
import { complain, type Place } from './place.ts';
import { checkTarget } from './targets.ts';

/** A place of a value: no star stands there by itself. */
export function checkValue(place: Place, node: Expression | null): void {
  if (node?.kind === 'Starred') complain(place, node.range, "can't use starred expression here");
  checkExpression(place, node);
}

export function checkExpressions(place: Place, nodes: readonly (Expression | null)[]): void {
  for (const node of nodes) checkExpression(place, node);
}

export function checkExpression(place: Place, expression: Expression | null): void {
  if (expression === null) return;
  // Chains such as `a.b(c).d[e]` nest to the left, as long sums do: a loop saves the stack.
  let node = expression;
  for (;;) {
    if (node.kind === 'Attribute') node = node.value;
    else if (node.kind === 'Call') {
      checkArguments(place, node);
      node = node.func;
    } else if (node.kind === 'Subscript') {
      checkExpression(place, node.slice);
      node = node.value;
    } else if (node.kind === 'BinOp') {
      checkExpression(place, node.right);
      node = node.left;
    } else break;
  }
  switch (node.kind) {
    case 'Name':
    case 'Constant':
    case 'ErrorExpression':
      return;
    case 'Starred':
      checkExpression(place, node.value);
      return;
    case 'UnaryOp':
      checkExpression(place, node.operand);
      return;
    case 'BoolOp':
      checkExpressions(place, node.values);
      return;
    case 'Compare':
      checkExpression(place, node.left);
      checkExpressions(place, node.comparators);
      return;
    case 'IfExp':
      checkExpressions(place, [node.test, node.body, node.orelse]);
      return;
    case 'NamedExpr':
      checkExpression(place, node.value);
      return;
    case 'Lambda':
      checkDefaults(place, node.parameters);
      checkExpression({ ...place, function: 'plain' }, node.body);
      return;
    case 'List':
    case 'Tuple':
    case 'Set':
      checkExpressions(place, node.elements);
      return;
    case 'Dict':
      for (const { key, value } of node.entries) {
        checkExpression(place, key);
        checkValue(place, value);
      }
      return;
    case 'Comprehension':
      if (node.element.kind === 'Starred')
        complain(place, node.element.range, 'iterable unpacking cannot be used in comprehension');
      checkExpressions(place, [node.element, node.value]);
      for (const { target, iter, ifs, isAsync } of node.generators) {
        checkTarget(place, target);
        checkValue(place, iter);
        checkExpressions(place, ifs);
        if (isAsync && node.result !== 'generator' && place.function === 'plain')
          complain(place, node.range, 'asynchronous comprehension outside of an asynchronous function');
      }
      return;
    case 'Slice':
      checkExpressions(place, [node.lower, node.upper, node.step]);
      return;
    case 'JoinedStr':
      for (const part of node.parts) {
        if (typeof part === 'string') continue;
        checkExpressions(place, [part.value, part.format]);
      }
      return;
    case 'Yield':
    case 'YieldFrom':
      if (place.function === null) complain(place, node.range, "'yield' outside function");
      else if (place.function === 'async' && node.kind === 'YieldFrom')
        complain(place, node.range, "'yield from' inside async function");
      checkExpression(place, node.value);
      return;
    case 'Await':
      if (place.function === null) complain(place, node.range, "'await' outside function");
      else if (place.function === 'plain') complain(place, node.range, "'await' outside async function");
      checkExpression(place, node.value);
      return;
  }
}

/** Arguments of a call or of a class statement. */
export function checkArguments(place: Place, { args, keywords }: Pick<Call, 'args' | 'keywords'>): void {
  checkExpressions(place, args);
  if (keywords.length === 0) return;
  const unpacked = keywords.find(({ name }) => name === null);
  const late = unpacked && args.find(({ range }) => range.start > unpacked.range.start);
  if (late !== undefined) {
    const what = late.kind === 'Starred' ? 'iterable argument unpacking' : 'positional argument';
    complain(place, late.range, `${what} follows keyword argument unpacking`);
  }
  checkNames(place, keywords);
  for (const { value } of keywords) checkValue(place, value);
}

function checkNames(place: Place, keywords: readonly Keyword[]): void {
  const seen = new Set<string>();
  for (const { name, range } of keywords) {
    if (name === null) continue;
    if (seen.has(name)) complain(place, range, `keyword argument repeated: ${name}`);
    seen.add(name);
  }
}

export function checkDefaults(place: Place, parameters: readonly Parameter[]): void {
  for (const parameter of parameters) {
    checkExpression(place, parameter.annotation);
    checkValue(place, parameter.default);
  }
}
