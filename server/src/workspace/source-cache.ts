import type { Module } from '../python/syntax/ast.ts';
import { parseModule } from '../python/syntax/parser.ts';
import type { FileSystem } from './file-system.ts';

/** Parsed files, each kept until its text changes. */
export class SourceCache {
  /** False where a file is rarely looked at twice: trees of thousands of files cost more to keep than to make. */
  private readonly keepsScripts: boolean;
  private readonly modules = new Map<string, { readonly text: string; readonly module: Module }>();

  constructor(keepsScripts = true) {
    this.keepsScripts = keepsScripts;
  }

  /** The syntax tree of a revision file. */
  parseScript(path: string, text: string): Module {
    return this.keepsScripts ? this.parseText(path, text) : parseModule(path, text);
  }

  /** Null when there is no such file. */
  parse(fs: FileSystem, path: string): Module | null {
    const text = fs.readFile(path);
    return text === null ? null : this.parseText(path, text);
  }

  /** The syntax tree of a text that stands (or will stand) at `path`. */
  parseText(path: string, text: string): Module {
    const cached = this.modules.get(path);
    if (cached?.text === text) return cached.module;
    const module = parseModule(path, text);
    this.modules.set(path, { text, module });
    return module;
  }
}
