/** The values of string and number literals, without their quotes. */
import type { Constant, FormattedValue } from './ast.ts';

export function normaliseNewlines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** Adds text to the parts of an f-string, joined with text before it. */
export function appendText(parts: (string | FormattedValue)[], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else parts.push(text);
}

/** What a backslash and one character stand for in a string. */
export const simpleEscapes: Readonly<Record<string, string>> = {
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

/** The value of a literal's text; `report` gets what Python refuses in it. */
export function decodeString(text: string, raw: boolean, report: (message: string) => void): string {
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
        report(`illegal Unicode character in ${whole}`);
        return '\uFFFD';
      }
      if (name !== undefined) {
        const known = characterNames[name.toUpperCase()];
        if (known !== undefined) return known;
        report(`the character name in ${whole} is not known to Retort`);
        return '\uFFFD';
      }
      if (simple === 'x' || simple === 'u' || simple === 'U' || simple === 'N') {
        report(`truncated \\${simple} escape`);
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

export function decodeBytes(text: string, raw: boolean): number[] {
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

/** The value of a number literal, or what is wrong with it. */
export function readNumber(text: string): Constant['value'] | string {
  if (/_(?![0-9a-fA-F])/.test(text)) return `invalid number literal '${text}'`;
  const source = text.replaceAll('_', '').toLowerCase();
  const isHexadecimal = source.startsWith('0x');
  if (source.endsWith('j')) return { type: 'complex', imaginary: Number(source.slice(0, -1)) };
  if (source.endsWith('l') || (/^0[0-9]*[1-9]/.test(source) && /^[0-9]+$/.test(source))) {
    return `invalid number literal '${text}'`;
  }
  if (!isHexadecimal && /[.e]/.test(source)) return { type: 'float', value: Number(source) };
  if (source.length > 4300) return 'the number literal has too many digits';
  return { type: 'int', value: BigInt(source) };
}
