/** What reading a script directory needs of a file system. `workspace/`'s FileSystem has this shape. */
export interface ScriptFiles {
  readFile(path: string): string | null;
  /** Names in a folder, sorted; empty when it does not exist. */
  readDirectory(path: string): readonly { readonly name: string; readonly kind: 'file' | 'directory' }[];
}
