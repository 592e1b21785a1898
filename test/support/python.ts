import { createRequire } from 'node:module';
import { loadParser, type ParserFiles } from '../../server/src/drivers/tree-sitter.ts';
import { useParser } from '../../server/src/python/syntax/parser.ts';

const require = createRequire(import.meta.url);

/** Where the packages keep them. */
export const parserFiles: ParserFiles = {
  library: require.resolve('web-tree-sitter'),
  runtime: require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
  grammar: require.resolve('tree-sitter-python/tree-sitter-python.wasm'),
};

/** Readies the Python parser for a test file; call it in `beforeAll`. */
export function initTestParser(): Promise<void> {
  useParser(() => loadParser(parserFiles));
  return Promise.resolve();
}
