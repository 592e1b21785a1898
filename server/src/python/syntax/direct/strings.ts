/** String literals: one or several side by side, with or without fields. */
import type { Expression, FormattedValue, JoinedStr } from '../ast.ts';
import { appendText, decodeBytes, decodeString, normaliseNewlines } from '../literals.ts';
import { Reader } from './reader.ts';
import { tokenize, unsupported } from './tokens.ts';

const refuse = (): never => {
  throw unsupported;
};

/** Reads the literals here, joined as Python joins them. `readExpression` reads a field of an f-string. */
export function readStrings(reader: Reader, readExpression: (reader: Reader) => Expression): Expression {
  const { start } = reader;
  const parts: (string | FormattedValue)[] = [];
  const bytes: number[] = [];
  let count = 0;
  let ofBytes = 0;
  let isFormatted = false;
  while (reader.isAt('string')) {
    count++;
    const token = reader.text.slice(reader.start, reader.end);
    const letters = /^[a-zA-Z]*/.exec(token)?.[0].toLowerCase() ?? '';
    const quotes = token.startsWith(token.charAt(letters.length).repeat(3), letters.length) ? 3 : 1;
    const from = reader.start + letters.length + quotes;
    const to = reader.end - quotes;
    const raw = letters.includes('r');
    reader.advance();
    if (letters.includes('b')) {
      ofBytes++;
      const text = normaliseNewlines(reader.text.slice(from, to));
      if (/[^\0-\x7f]/.test(text)) throw unsupported;
      for (const byte of decodeBytes(text, raw)) bytes.push(byte);
    } else if (letters.includes('f')) {
      isFormatted = true;
      readFormatted(reader, { from, to, raw }, readExpression, parts);
    } else appendText(parts, decodeString(normaliseNewlines(reader.text.slice(from, to)), raw, refuse));
  }
  const range = reader.rangeFrom(start);
  if (ofBytes > 0) {
    if (ofBytes < count) throw unsupported;
    return { kind: 'Constant', value: { type: 'bytes', value: Uint8Array.from(bytes) }, range };
  }
  if (isFormatted) return { kind: 'JoinedStr', parts, range };
  const [text = ''] = parts;
  return { kind: 'Constant', value: { type: 'str', value: typeof text === 'string' ? text : '' }, range };
}

function readFormatted(
  reader: Reader,
  { from, to, raw }: { readonly from: number; readonly to: number; readonly raw: boolean },
  readExpression: (reader: Reader) => Expression,
  parts: (string | FormattedValue)[],
): void {
  const { text } = reader;
  const append = (start: number, end: number): void => {
    const written = text.slice(start, end);
    if (written.includes('\\N')) throw unsupported;
    const plain = normaliseNewlines(written).replaceAll('{{', '{').replaceAll('}}', '}');
    appendText(parts, decodeString(plain, raw, refuse));
  };
  let position = from;
  for (let at = from; at < to; at++) {
    const char = text.charAt(at);
    if (char !== '{' && char !== '}') continue;
    if (text.charAt(at + 1) === char && at + 1 < to) {
      at++;
      continue;
    }
    if (char === '}') throw unsupported;
    append(position, at);
    at = readField(text, at + 1, to, readExpression, parts);
    position = at + 1;
  }
  append(position, to);
}

/** Reads the field whose brace is just before `from`; gives the place of its closing brace. */
function readField(
  text: string,
  from: number,
  to: number,
  readExpression: (reader: Reader) => Expression,
  parts: (string | FormattedValue)[],
): number {
  const end = expressionEnd(text, from, to);
  let at = end;
  let conversion: FormattedValue['conversion'] = null;
  if (text.charAt(at) === '!') {
    const letter = text.charAt(at + 1);
    if (letter !== 'r' && letter !== 's' && letter !== 'a') throw unsupported;
    conversion = letter;
    at += 2;
  }
  let format: JoinedStr | null = null;
  if (text.charAt(at) === ':') {
    const close = text.indexOf('}', at);
    const spec = text.slice(at + 1, close);
    if (close < 0 || close >= to || !/^[\w.,<>^%+\- ]+$/.test(spec)) throw unsupported;
    format = { kind: 'JoinedStr', parts: [spec], range: { start: at, end: close } };
    at = close;
  }
  if (text.charAt(at) !== '}') throw unsupported;
  const reader = new Reader(text, tokenize(text, from, end, true));
  const value = readExpression(reader);
  if (reader.kind !== 'end') throw unsupported;
  parts.push({ value, conversion, format, debugText: '' });
  return at;
}

/** Where the expression of a field ends: at `!r`, `:` or `}` outside of brackets and strings. */
function expressionEnd(text: string, from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    switch (text.charAt(at)) {
      case '(':
      case '[':
        depth++;
        break;
      case ')':
      case ']':
        depth--;
        break;
      case "'":
      case '"': {
        const close = text.indexOf(text.charAt(at), at + 1);
        if (close < 0 || close >= to) throw unsupported;
        if (text.slice(at, close).includes('\n')) throw unsupported;
        at = close;
        break;
      }
      // Comparisons and `{x=}`, dictionaries, escapes and comments are rare here.
      case '=':
      case '{':
      case '\\':
      case '#':
      case '\n':
      case '\r':
        throw unsupported;
      case '!':
      case ':':
      case '}':
        if (depth === 0) return at;
        break;
      default:
        break;
    }
  }
  throw unsupported;
}
