/** Number literals. */
import type { Node } from 'web-tree-sitter';
import type { Expression } from '../ast.ts';
import type { ConversionContext } from './context.ts';

export function convertNumber(context: ConversionContext, node: Node): Expression {
  const range = context.range(node);
  const source = context.source(node).replaceAll('_', '').toLowerCase();
  const isHexadecimal = source.startsWith('0x');
  if (source.endsWith('j')) {
    return { kind: 'Constant', value: { type: 'complex', imaginary: Number(source.slice(0, -1)) }, range };
  }
  if (source.endsWith('l') || (/^0[0-9]*[1-9]/.test(source) && /^[0-9]+$/.test(source))) {
    return context.errorExpression(node, `invalid number literal '${context.source(node)}'`);
  }
  if (!isHexadecimal && /[.e]/.test(source)) {
    return { kind: 'Constant', value: { type: 'float', value: Number(source) }, range };
  }
  if (source.length > 4300) return context.errorExpression(node, 'the number literal has too many digits');
  return { kind: 'Constant', value: { type: 'int', value: BigInt(source) }, range };
}
