/** Number literals. */
import type { Node } from 'web-tree-sitter';
import type { Expression } from '../ast.ts';
import { readNumber } from '../literals.ts';
import type { ConversionContext } from './context.ts';

export function convertNumber(context: ConversionContext, node: Node): Expression {
  const value = readNumber(context.source(node));
  if (typeof value === 'string') return context.errorExpression(node, value);
  return { kind: 'Constant', value, range: context.range(node) };
}
