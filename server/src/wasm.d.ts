/** WebAssembly files are bundled as bytes (esbuild's `binary` loader). */
declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}

/** Node has it; its types come with those of browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };
