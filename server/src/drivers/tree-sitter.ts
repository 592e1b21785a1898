/** tree-sitter's parser for Python, ready when it is asked for: the first text that the direct reader leaves must not wait. */
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { Parser } from 'web-tree-sitter';

/** Paths of the library (as CommonJS) and of its two WebAssembly files. */
export interface ParserFiles {
  readonly library: string;
  /** `web-tree-sitter.wasm` */
  readonly runtime: string;
  /** `tree-sitter-python.wasm` */
  readonly grammar: string;
}

/**
 * The library promises its parser, and evaluation is synchronous. So it is loaded in a context whose promises are kept
 * before `runInContext` returns, and in which WebAssembly is instantiated at once. Throws Error when a file is damaged.
 */
export function loadParser({ library, runtime, grammar }: ParserFiles): Parser {
  const context = createContext(
    {
      TextDecoder,
      TextEncoder,
      console,
      runtime: readFileSync(runtime),
      grammar: readFileSync(grammar),
      loaded: null,
      failure: null,
    },
    { microtaskMode: 'afterEvaluate' },
  );
  runInContext(`${atOnce}(() => {${readFileSync(library, 'utf8')}\n})();${load}`, context, {
    filename: library,
  });
  const { loaded, failure } = context as { loaded: Parser | null; failure: unknown };
  if (loaded === null) throw new Error('tree-sitter cannot be loaded', { cause: failure });
  return loaded;
}

/** Of the bundles' folder. */
export function bundledParser(folder: string): () => Parser {
  return () =>
    loadParser({
      library: `${folder}/tree-sitter.js`,
      runtime: `${folder}/tree-sitter.wasm`,
      grammar: `${folder}/tree-sitter-python.wasm`,
    });
}

const atOnce = `
const module = { exports: {} };
const exports = module.exports;
WebAssembly.instantiate = (bytes, imports) => {
  const compiled = new WebAssembly.Module(bytes);
  return Promise.resolve({ module: compiled, instance: new WebAssembly.Instance(compiled, imports) });
};
`;
const load = `
(async () => {
  const { Language, Parser } = module.exports;
  await Parser.init({ wasmBinary: runtime.slice().buffer });
  const language = await Language.load(new Uint8Array(grammar));
  const parser = new Parser();
  parser.setLanguage(language);
  loaded = parser;
})().catch((error) => {
  failure = error;
});
`;
