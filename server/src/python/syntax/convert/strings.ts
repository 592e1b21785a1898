/** String literals: prefixes, escapes, f-strings. */
import type { Node } from 'web-tree-sitter';
import type { Constant, Expression, FormattedValue, JoinedStr } from '../ast.ts';
import { appendText, decodeBytes, decodeString, normaliseNewlines } from '../literals.ts';
import type { ConversionContext } from './context.ts';

/** Converts a `string` or `concatenated_string` node; adjacent literals are joined as Python joins them. */
export function convertString(context: ConversionContext, node: Node): Expression {
  const literals =
    node.type === 'concatenated_string' ? node.children.filter((child) => child.type === 'string') : [node];
  const parts: (string | FormattedValue)[] = [];
  const bytes: number[] = [];
  let isFormatted = false;
  let bytesCount = 0;
  for (const literal of literals) {
    const prefix = stringPrefix(context, literal);
    if (prefix.bytes) {
      bytesCount++;
      const text = literalText(context, literal);
      if (/[\u0080-\uffff]/.test(text))
        context.error(context.range(literal), 'bytes can only contain ASCII literal characters');
      for (const byte of decodeBytes(text, prefix.raw)) bytes.push(byte);
    } else if (prefix.format) {
      isFormatted = true;
      appendFormatted(context, literal, prefix.raw, parts);
    } else {
      appendText(
        parts,
        decodeString(literalText(context, literal), prefix.raw, complainAbout(context, literal)),
      );
    }
  }
  const range = context.range(node);
  if (bytesCount > 0) {
    if (bytesCount < literals.length)
      return context.errorExpression(node, 'cannot mix bytes and nonbytes literals');
    return { kind: 'Constant', value: { type: 'bytes', value: Uint8Array.from(bytes) }, range };
  }
  if (isFormatted) return { kind: 'JoinedStr', parts, range };
  const value = parts.map((part) => (typeof part === 'string' ? part : '')).join('');
  return { kind: 'Constant', value: { type: 'str', value }, range } satisfies Constant;
}

interface StringPrefix {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly format: boolean;
}

function stringPrefix(context: ConversionContext, literal: Node): StringPrefix {
  const start = literal.firstChild;
  const letters = start === null ? '' : context.source(start).toLowerCase();
  return { raw: letters.includes('r'), bytes: letters.includes('b'), format: letters.includes('f') };
}

/** The range between the quotes. The end token is no help: after a backslash in a raw string it holds that too. */
function contentBounds(context: ConversionContext, literal: Node): { start: number; end: number } {
  const open = literal.firstChild;
  const start = open?.endIndex ?? literal.startIndex;
  const quotes = open === null ? 0 : context.source(open).replace(/^[a-zA-Z]*/, '').length;
  return { start, end: Math.max(start, literal.endIndex - quotes) };
}

function literalText(context: ConversionContext, literal: Node): string {
  const { start, end } = contentBounds(context, literal);
  return normaliseNewlines(context.text.slice(start, end));
}

function appendFormatted(
  context: ConversionContext,
  literal: Node,
  raw: boolean,
  parts: (string | FormattedValue)[],
): void {
  const { start, end } = contentBounds(context, literal);
  const append = (from: number, to: number): void => {
    const text = normaliseNewlines(context.text.slice(from, to)).replaceAll('{{', '{').replaceAll('}}', '}');
    appendText(parts, decodeString(text, raw, complainAbout(context, literal)));
  };
  let position = start;
  for (const child of literal.children) {
    if (child.type !== 'interpolation') continue;
    append(position, child.startIndex);
    appendInterpolation(context, child, parts);
    position = child.endIndex;
  }
  append(position, end);
}

function appendInterpolation(
  context: ConversionContext,
  node: Node,
  parts: (string | FormattedValue)[],
): void {
  const expression = node.childForFieldName('expression');
  const conversionNode = node.childForFieldName('type_conversion');
  const formatNode = node.childForFieldName('format_specifier');
  const equals = node.children.find((child) => child.type === '=');
  let debugText = '';
  if (equals !== undefined) {
    const stop = conversionNode ?? formatNode ?? node.lastChild;
    debugText = context.text.slice(node.startIndex + 1, stop?.startIndex ?? equals.endIndex);
  }
  const letter = conversionNode === null ? '' : context.source(conversionNode).slice(1);
  const format = formatNode === null ? null : convertFormat(context, formatNode);
  const conversion = letter === 'r' || letter === 's' || letter === 'a' ? letter : null;
  if (conversionNode !== null && conversion === null) {
    const message = "f-string: invalid conversion character: expected 's', 'r', or 'a'";
    context.error(context.range(conversionNode), message);
  }
  parts.push({
    value:
      expression === null
        ? context.errorExpression(node, 'f-string: expected an expression')
        : context.expression(context, expression),
    conversion: equals !== undefined && conversion === null && format === null ? 'r' : conversion,
    format,
    debugText,
  });
}

function convertFormat(context: ConversionContext, node: Node): JoinedStr {
  const parts: (string | FormattedValue)[] = [];
  let position = node.startIndex + 1;
  for (const child of node.children) {
    if (child.type !== 'format_expression' && child.type !== 'interpolation') continue;
    appendText(parts, context.text.slice(position, child.startIndex));
    appendInterpolation(context, child, parts);
    position = child.endIndex;
  }
  appendText(parts, context.text.slice(position, node.endIndex));
  return { kind: 'JoinedStr', parts, range: context.range(node) };
}

function complainAbout(context: ConversionContext, literal: Node): (message: string) => void {
  return (message) => {
    context.error(context.range(literal), message);
  };
}
