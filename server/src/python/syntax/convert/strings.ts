/** String literals: prefixes, escapes, f-strings. */
import type { Node } from 'web-tree-sitter';
import type { Constant, Expression, FormattedValue, JoinedStr } from '../ast.ts';
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
      bytes.push(...decodeBytes(literalText(context, literal), prefix.raw));
    } else if (prefix.format) {
      isFormatted = true;
      appendFormatted(context, literal, prefix.raw, parts);
    } else {
      appendText(parts, decodeString(context, literal, literalText(context, literal), prefix.raw));
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

function normaliseNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function appendText(parts: (string | FormattedValue)[], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
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
    appendText(parts, decodeString(context, literal, text, raw));
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

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const escape = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([^]))/g;

function decodeString(context: ConversionContext, literal: Node, text: string, raw: boolean): string {
  if (raw || !text.includes('\\')) return text;
  return text.replace(
    escape,
    (
      whole: string,
      octal?: string,
      x?: string,
      u?: string,
      long?: string,
      name?: string,
      simple?: string,
    ) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const code = Number.parseInt(hex, 16);
        if (code <= 0x10ffff) return String.fromCodePoint(code);
        context.error(context.range(literal), `illegal Unicode character in ${whole}`);
        return '\uFFFD';
      }
      if (name !== undefined) {
        const known = characterNames[name.toUpperCase()];
        if (known !== undefined) return known;
        context.error(context.range(literal), `the character name in ${whole} is not known to Retort`);
        return '\uFFFD';
      }
      if (simple === 'x' || simple === 'u' || simple === 'U' || simple === 'N') {
        context.error(context.range(literal), `truncated \\${simple} escape`);
      }
      return simpleEscapes[simple ?? ''] ?? whole;
    },
  );
}

/** The names of `\N{…}` that are met in practice; Unicode's whole list would be a megabyte. */
const characterNames: Readonly<Record<string, string>> = {
  'NO-BREAK SPACE': '\u00a0',
  'EN DASH': '\u2013',
  'EM DASH': '\u2014',
  'LEFT SINGLE QUOTATION MARK': '\u2018',
  'RIGHT SINGLE QUOTATION MARK': '\u2019',
  'LEFT DOUBLE QUOTATION MARK': '\u201c',
  'RIGHT DOUBLE QUOTATION MARK': '\u201d',
  'HORIZONTAL ELLIPSIS': '\u2026',
  'DEGREE SIGN': '\u00b0',
  BULLET: '\u2022',
  SNOWMAN: '\u2603',
  'ZERO WIDTH SPACE': '\u200b',
  'EURO SIGN': '\u20ac',
};

function decodeBytes(text: string, raw: boolean): number[] {
  const result: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 92 || raw) {
      result.push(code & 0xff);
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(i + 1, i + 4));
    const hex = /^x([0-9a-fA-F]{2})/.exec(text.slice(i + 1, i + 4));
    const next = text.charAt(i + 1);
    if (octal !== null) {
      result.push(Number.parseInt(octal[0], 8) & 0xff);
      i += octal[0].length;
    } else if (hex !== null) {
      result.push(Number.parseInt(hex[1] ?? '0', 16));
      i += 3;
    } else {
      const simple = simpleEscapes[next];
      if (simple === undefined) {
        result.push(92);
      } else {
        if (simple !== '') result.push(simple.charCodeAt(0));
        i++;
      }
    }
  }
  return result;
}
