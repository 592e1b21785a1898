import { describe, expect, it } from 'vitest';
import { encodeOutput } from '../../../server/src/alembic/script/encode.ts';

describe('encodeOutput', () => {
  it('leaves UTF-8 to the file system, under all its names', () => {
    for (const name of ['utf-8', 'UTF8', 'utf_8']) expect(encodeOutput('é', name)).toBe('é');
    expect(encodeOutput('é', 'utf-8-sig')).toBe('\uFEFFé');
  });

  it('writes one byte a character', () => {
    expect(encodeOutput('aé', 'latin-1')).toEqual(Uint8Array.of(0x61, 0xe9));
    expect(encodeOutput('a', 'cp1252')).toEqual(Uint8Array.of(0x61));
  });

  it.each([
    ['ü', 'ascii', `output_encoding 'ascii' cannot be written with "ü" in the file`],
    ['€', 'latin-1', `cannot be written with "€"`],
    ['ü', 'cp1252', `cannot be written with "ü"`],
    ['a', 'utf-16', "output_encoding 'utf-16' is not known"],
  ])('refuses %j in %s', (text, encoding, message) => {
    expect(() => encodeOutput(text, encoding)).toThrow(message);
  });
});
