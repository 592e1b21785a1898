import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initParser } from '../../server/src/python/syntax/parser.ts';

/** Readies the Python parser for a test file; call it in `beforeAll`. */
export async function initTestParser(): Promise<void> {
  const require = createRequire(import.meta.url);
  const [runtime, grammar] = await Promise.all([
    readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(require.resolve('tree-sitter-python/tree-sitter-python.wasm')),
  ]);
  await initParser({ runtime, grammar });
}
