import { CommandError } from './revision-errors.ts';

/** A template as Python that fills `__out` with pairs of template line and text. */
export interface MakoSource {
  readonly python: string;
  /** The template's line (from 1) of each line of the Python. */
  readonly lines: readonly number[];
}

const control = /[ \t]*%(?!%)[ \t]*((?:\\\r?\n|[^\r\n])*)(?:\r?\n|$)/y;
const comment = /[ \t]*##[^\r\n]*(?:\r?\n|$)/y;
const percent = /([ \t]*)%%/y;
const opening = /^(?:for|if|while|with|try)\b/;
const middle = /^(?:elif|else|except|finally)\b/;
const closing = /^end(?:for|if|while|with|try)\b/;
const pythonFilters = new Set(['str', 'unicode', 'u']);
// Escaping for HTML and URLs has no place in a Python file, and would be another library to emulate.
const refusedFilters = new Set(['h', 'x', 'u', 'entity', 'decode']);

/**
 * Translates the part of Mako that revision templates use: text, `${expression}` with filters, control lines, Python
 * blocks, `<%doc>` and `<%text>`, comments, and line ends taken away by `\`. Throws CommandError, with the line, for the
 * other tags. Mirrors `mako.lexer.Lexer` and `mako.codegen`.
 */
export function compileMako(file: string, template: string): MakoSource {
  return new MakoCompiler(file, template).compile();
}

class MakoCompiler {
  private readonly file: string;
  private readonly text: string;
  private position = 0;
  private indent = 0;
  private readonly python: string[] = [];
  private readonly lines: number[] = [];

  constructor(file: string, template: string) {
    this.file = file;
    this.text = template.replaceAll('\r\n', '\n');
  }

  compile(): MakoSource {
    while (this.position < this.text.length) {
      if (this.atLineStart() && (this.controlLine() || this.match(comment) !== null)) continue;
      if (this.text.startsWith('${', this.position)) this.expression();
      else if (this.text.startsWith('<%', this.position)) this.block();
      else this.plainText();
    }
    if (this.indent > 0) throw this.refuse('a control line without its end');
    return { python: `${this.python.join('\n')}\n`, lines: this.lines };
  }

  private controlLine(): boolean {
    const start = this.position;
    const line = this.match(control)?.[1]?.trim();
    if (line === undefined) return false;
    if (closing.test(line)) this.indent -= 1;
    else if (middle.test(line)) {
      this.indent -= 1;
      this.emit(line, start);
      this.indent += 1;
    } else if (opening.test(line)) {
      this.emit(line, start);
      this.indent += 1;
    } else throw this.refuse(`a control line ("${line}")`, start);
    if (this.indent < 0) throw this.refuse(`a control line ("${line}")`, start);
    // A body of nothing but text that is taken away has to be a body all the same.
    if (!closing.test(line)) this.emit('pass', start);
    return true;
  }

  private expression(): void {
    const start = this.position;
    const end = closingBrace(this.text, start + 2);
    if (end === null) throw this.refuse('an expression without its end', start);
    const source = this.text.slice(start + 2, end);
    const bar = filterBar(source);
    const filters = source
      .slice(bar + 1)
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && each !== 'n');
    let value = `(${source.slice(0, bar).trim()})`;
    for (const filter of filters) {
      if (refusedFilters.has(filter)) throw this.refuse(`the filter "${filter}"`, start);
      if (filter === 'trim') value = `str(${value}).strip()`;
      else value = pythonFilters.has(filter) ? `str(${value})` : `${filter}(${value})`;
    }
    this.emit(`__write(${this.lineAt(start)}, ${value})`, start);
    this.position = end + 1;
  }

  private block(): void {
    const start = this.position;
    for (const tag of ['doc', 'text']) {
      if (!this.text.startsWith(`<%${tag}>`, start)) continue;
      const close = this.text.indexOf(`</%${tag}>`, start);
      if (close < 0) throw this.refuse(`a <%${tag}> without its end`, start);
      if (tag === 'text') this.write(this.text.slice(start + 7, close), start);
      this.position = close + tag.length + 4;
      return;
    }
    const code = /<%(!)?(?=\s)([^]*?)%>/y;
    const found = this.match(code);
    if (found === null) throw this.refuse('a <% … %> block', start);
    // Code before the first text is run at the same time as what stands above it, so `<%!` needs nothing of its own.
    const before = this.lineAt(start);
    dedent(found[2] ?? '').forEach((line, index) => {
      this.python.push(`${'    '.repeat(this.indent)}${line}`);
      this.lines.push(before + index);
    });
  }

  private plainText(): void {
    const start = this.position;
    let text = '';
    const doubled = this.atLineStart() ? this.match(percent) : null;
    if (doubled !== null) text = `${doubled[1] ?? ''}%`;
    while (this.position < this.text.length) {
      const character = this.text[this.position] ?? '';
      if (this.text.startsWith('${', this.position) || this.text.startsWith('<%', this.position)) break;
      if (this.text.startsWith('</%', this.position)) throw this.refuse('a </% … > tag');
      if (this.text.startsWith('\\\n', this.position)) {
        this.position += 2;
        break;
      }
      text += character;
      this.position += 1;
      if (character === '\n') break;
    }
    this.write(text, start);
  }

  private write(text: string, start: number): void {
    if (text !== '') this.emit(`__write(${this.lineAt(start)}, ${pythonString(text)})`, start);
  }

  private emit(code: string, start: number): void {
    for (const line of code.split('\n')) {
      this.python.push(`${'    '.repeat(this.indent)}${line}`);
      this.lines.push(this.lineAt(start));
    }
  }

  private atLineStart(): boolean {
    return this.position === 0 || this.text[this.position - 1] === '\n';
  }

  private lineAt(position: number): number {
    return this.text.slice(0, position).split('\n').length;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null || found[0] === '') return null;
    this.position += found[0].length;
    return found;
  }

  private refuse(what: string, position = this.position): CommandError {
    return makoRefusal(this.file, this.lineAt(position), what);
  }
}

export function makoRefusal(file: string, line: number, what: string): CommandError {
  return new CommandError(
    `${file}:${line}: the template has ${what}, which Retort cannot render; use \${…} expressions, or create the file with alembic`,
  );
}

/** A Python literal of the text. */
export function pythonString(text: string): string {
  // JSON's escapes are Python's, but for the halves of a pair, which Python writes as one character.
  return JSON.stringify(text).replaceAll('\u007f', '\\x7f');
}

/** The `}` that ends an expression; braces in its strings, and pairs of them, do not count. */
function closingBrace(text: string, start: number): number | null {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '"' || character === "'") index = endOfString(text, index);
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return index;
      depth -= 1;
    }
  }
  return null;
}

/** Where the filters of an expression begin; its end when it has none. */
function filterBar(source: string): number {
  for (let index = 0; index < source.length; index++) {
    const character = source[index] ?? '';
    if (character === '"' || character === "'") index = endOfString(source, index);
    else if (character === '|') return index;
  }
  return source.length;
}

function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index;
  }
  return text.length;
}

function dedent(code: string): readonly string[] {
  const lines = code.split('\n');
  const [first = ''] = lines;
  const indents = lines
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const margin = indents.length === 0 ? 0 : Math.min(...indents);
  return [first.trim(), ...lines.slice(1).map((line) => line.slice(Math.min(margin, line.length)))].map(
    (line) => (line.trim() === '' ? '' : line),
  );
}
