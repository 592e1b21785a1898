/** Operators between expressions. */
import type { Node } from 'web-tree-sitter';
import type { BinaryOperator, BinOp, CompareOperator, Expression } from '../ast.ts';
import { isBroken, type ConversionContext } from './context.ts';

/** `a + b + c + …` nests to the left; it is walked in a loop, so that its length is no depth. */
export function convertBinary(context: ConversionContext, node: Node): Expression {
  const spine: Node[] = [];
  let leftmost = node;
  while (leftmost.type === 'binary_operator' && !(context.hasErrors && leftmost.children.some(isBroken))) {
    spine.push(leftmost);
    leftmost = required(leftmost, 'left');
  }
  let result = context.expression(context, leftmost);
  for (const operation of spine.reverse()) {
    const next: BinOp = {
      kind: 'BinOp',
      left: result,
      op: required(operation, 'operator').type as BinaryOperator,
      right: field(context, operation, 'right'),
      range: context.range(operation),
    };
    result = next;
  }
  return result;
}

export function convertBoolean(context: ConversionContext, node: Node): Expression {
  const op = required(node, 'operator').type === 'and' ? 'and' : 'or';
  const operands: Node[] = [];
  let left = node;
  while (left.type === 'boolean_operator' && required(left, 'operator').type === op) {
    operands.push(required(left, 'right'));
    left = required(left, 'left');
  }
  operands.push(left);
  return {
    kind: 'BoolOp',
    op,
    values: operands.reverse().map((operand) => context.expression(context, operand)),
    range: context.range(node),
  };
}

const compareOperators: ReadonlySet<string> = new Set<CompareOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'is',
  'is not',
  'in',
  'not in',
]);

export function convertComparison(context: ConversionContext, node: Node): Expression {
  const operands: Expression[] = [];
  const ops: CompareOperator[] = [];
  for (const child of context.children(node)) {
    if (compareOperators.has(child.type)) ops.push(child.type as CompareOperator);
    else if (child.type === '<>') return context.errorExpression(child, "invalid syntax: use '!=' for '<>'");
    else operands.push(context.expression(context, child));
  }
  const [left, ...comparators] = operands;
  if (left === undefined || comparators.length !== ops.length) {
    return context.errorExpression(node, 'invalid syntax: expected an expression');
  }
  return { kind: 'Compare', left, ops, comparators, range: context.range(node) };
}

function required(node: Node, name: string): Node {
  return node.childForFieldName(name) ?? node;
}

function field(context: ConversionContext, node: Node, name: string): Expression {
  const child = node.childForFieldName(name);
  return child === null
    ? context.errorExpression(node, 'invalid syntax: expected an expression')
    : context.expression(context, child);
}
