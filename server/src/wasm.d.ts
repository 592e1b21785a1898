/** Node has it; its types come with those of browsers only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };
