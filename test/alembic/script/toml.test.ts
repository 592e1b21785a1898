import { describe, expect, it } from 'vitest';
import { parseToml } from '../../../server/src/alembic/script/toml.ts';
import type { TomlValue } from '../../../server/src/alembic/script/toml-value.ts';

function plain(value: TomlValue): unknown {
  if (value.kind === 'table') {
    return Object.fromEntries([...value.entries].map(([key, each]) => [key, plain(each)]));
  }
  return value.kind === 'array' ? value.items.map(plain) : value.value;
}

describe('parseToml', () => {
  it.each([
    ["a = \"x\" # c\n'b c' = 'C:\\n'\n", { a: 'x', 'b c': 'C:\\n' }],
    ['a.b = 1\na.c = -2_000\n[d."e.f"]\ng = 0xFF\n', { a: { b: 1, c: -2000 }, d: { 'e.f': { g: 255 } } }],
    ['a = [ 1, # one\n  [2], \n]\nb = { c = true, d.e = "" }', { a: [1, [2]], b: { c: true, d: { e: '' } } }],
    ['[[h]]\nn = 1\n[[h]]\nn = 2\n[h.i]\nx = 1.5e3', { h: [{ n: 1 }, { n: 2, i: { x: 1500 } }] }],
    ['a = """\none\\\n   two""""\nb = \'\'\'\nx\ny\'\'\'', { a: 'onetwo"', b: 'x\ny' }],
    ['a = "\\u00e9\\t\\"\\\\"', { a: 'é\t"\\' }],
    ['a = 2024-05-01T10:00:00Z\nb = 07:32:00', { a: '2024-05-01T10:00:00Z', b: '07:32:00' }],
    ['\r\n[a]\r\nb = 1\r\n', { a: { b: 1 } }],
  ])('reads %j', (text, value) => {
    expect(parseToml(text).error).toBeNull();
    expect(plain(parseToml(text).root)).toEqual(value);
  });

  it.each([
    ['a = 1\nb', "Expected '='", 7],
    ['a = "x\n', 'Unterminated string', 4],
    ['a = [1, 2\n[b]', 'Unclosed array', 10],
    ['a = 1 b = 2', 'Expected newline', 6],
    ['a = 1\na = 2', 'Cannot overwrite a value (a)', 11],
    ['[a]\n[a]\n', 'Cannot declare a twice', 5],
    ['a = "\\x"', "Unescaped '\\'", 5],
    ['a = ', 'Invalid value', 4],
  ])('names the place of the error in %j', (text, message, start) => {
    const { error } = parseToml(text);
    expect(error?.message).toContain(message);
    expect(error?.range.start).toBe(start);
  });

  it('keeps what stands before an error', () => {
    expect(plain(parseToml('a = 1\n]\n').root)).toEqual({ a: 1 });
  });
});
