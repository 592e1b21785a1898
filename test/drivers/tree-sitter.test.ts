import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadParser } from '../../server/src/drivers/tree-sitter.ts';
import { parserFiles } from '../support/python.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'retort-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('is ready at once, and again', () => {
  for (let time = 0; time < 2; time++) {
    const tree = loadParser(parserFiles).parse('x = [1');
    expect(tree?.rootNode.toString()).toBe('(module (ERROR (identifier) (integer)))');
  }
});

test('says what is wrong with a damaged file', () => {
  const grammar = path.join(folder, 'grammar.wasm');
  writeFileSync(grammar, 'no WebAssembly');
  expect(() => loadParser({ ...parserFiles, grammar })).toThrow('tree-sitter cannot be loaded');
});
