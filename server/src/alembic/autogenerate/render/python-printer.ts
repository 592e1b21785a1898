/** Writes statements with the indentation of the block that they are in. Mirrors mako's `PythonPrinter`. */
export class PythonPrinter {
  private indent = 0;
  private text = '';

  /** A statement, of one or more lines; only its first line is indented. An empty one closes a block, a last `:` opens one. */
  writeLine(line: string): void {
    const isBlank = /^\s*(#|$)/.test(line);
    if (isBlank && !line.startsWith('#') && this.indent > 0) this.indent--;
    this.text += `${'    '.repeat(this.indent)}${line}\n`;
    if (/:[ \t]*(?:#.*)?$/.test(line)) this.indent++;
  }

  toString(): string {
    return this.text;
  }
}
