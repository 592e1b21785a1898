import { CommandError } from './revision-errors.ts';

const utf8 = new Set(['utf8', 'u8', 'utf']);
const signed = new Set(['utf8sig']);
const latin1 = new Set(['latin1', 'iso88591', 'l1', 'latin', 'cp819']);
// These write ASCII as ASCII, and most revision files hold nothing else.
const asciiBased =
  /^(?:ascii|usascii|646|cp\d+|windows\d+|iso8859\d+|koi8r|koi8u|mac\w+|gbk|gb2312|gb18030|big5|shiftjis|sjis|eucjp|euckr)$/;

/**
 * The text of a revision file in the encoding that `output_encoding` names. Throws CommandError for an encoding that is
 * not known, and for text that it cannot hold.
 */
export function encodeOutput(text: string, encoding: string): string | Uint8Array {
  const name = encoding.toLowerCase().replaceAll(/[-_ ]/g, '');
  if (utf8.has(name)) return text;
  if (signed.has(name)) return `\uFEFF${text}`;
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const limit = latin1.has(name) ? 0x100 : 0x80;
  if (!latin1.has(name) && !asciiBased.test(name)) {
    throw new CommandError(`output_encoding '${encoding}' is not known; use utf-8`);
  }
  const beyond = codes.find((code) => code >= limit);
  if (beyond !== undefined) {
    const character = String.fromCodePoint(beyond);
    throw new CommandError(
      `output_encoding '${encoding}' cannot be written with "${character}" in the file; use utf-8`,
    );
  }
  return Uint8Array.from(codes);
}
