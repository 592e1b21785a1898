import type { Module } from './ast.ts';

/** The two WebAssembly files that the parser runs on. The engine does no I/O: a composition root reads them. */
export interface ParserBinaries {
  /** `web-tree-sitter.wasm` */
  readonly runtime: Uint8Array;
  /** `tree-sitter-python.wasm` */
  readonly grammar: Uint8Array;
}

/** Loads the parser once for the process; later calls return at once. Must have settled before `parseModule`. */
export async function initParser(_binaries: ParserBinaries): Promise<void> {
  await Promise.reject(new Error('not implemented'));
}

/** Parses one Python file. Never throws: what does not parse is in `errors`, the rest of the tree stands. */
export function parseModule(_file: string, _text: string): Module {
  throw new Error('not implemented');
}
