/**
 * Python's tokens, for text whose layout leaves no doubt. Anything unusual (tabs or form feeds in indentation, letters
 * beyond ASCII in names, lone carriage returns, semicolons, stray characters) is left to the grammar of tree-sitter.
 */

/** Thrown to leave a text to tree-sitter. One object for all, since nobody looks at its stack. */
export const unsupported = new Error('this text is left to tree-sitter');

export type TokenKind =
  'name' | 'keyword' | 'number' | 'string' | 'operator' | 'newline' | 'indent' | 'dedent' | 'end';

/** Tokens side by side in arrays, which cost less than as many objects. */
export interface Tokens {
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  /** A line end or dedent ends where the last comment ends that the grammar counts to the block; at 0 if there is none. */
  readonly ends: readonly number[];
  /** Of names, keywords and operators; empty for the others. */
  readonly texts: readonly string[];
}

const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Longest first among those that begin alike. */
const operators = new Map<number, readonly string[]>();
for (const operator of (
  '**= //= >>= <<= ... ** // >> << <= >= == != -> += -= *= /= %= &= |= ^= @= := ' +
  '+ - * / % @ & | ^ ~ < > ( ) [ ] { } , : . ='
).split(' ')) {
  const code = operator.charCodeAt(0);
  operators.set(code, [...(operators.get(code) ?? []), operator]);
}

const number =
  /0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*|[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?/y;

const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The tokens of `text` from `from` to `to`; throws `unsupported`. With `flat`, line ends count as space, as in brackets. */
export function tokenize(text: string, from = 0, to = text.length, flat = false): Tokens {
  return new Tokenizer(text, from, to, flat).run();
}

class Tokenizer {
  private readonly text: string;
  private readonly to: number;
  private readonly flat: boolean;
  private readonly kinds: TokenKind[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly texts: string[] = [];
  private readonly indents: number[] = [0];
  /** Those since the last statement; one at the end of its line stands as deep as any. */
  private comments: { readonly column: number; readonly end: number }[] = [];
  private at: number;
  private depth = 0;

  constructor(text: string, from: number, to: number, flat: boolean) {
    this.text = text;
    this.at = from;
    this.to = to;
    this.flat = flat;
  }

  run(): Tokens {
    if (!this.flat) this.layOut();
    while (this.at < this.to) this.next();
    if (this.depth > 0) throw unsupported;
    if (!this.flat) {
      if (this.kinds.length > 0 && this.kinds.at(-1) !== 'newline' && this.kinds.at(-1) !== 'dedent')
        this.add('newline', this.at, this.at);
      this.dedentTo(0);
    }
    this.add('end', this.at, this.at);
    const { kinds, starts, ends, texts } = this;
    return { kinds, starts, ends, texts };
  }

  private add(kind: TokenKind, start: number, end: number, text = ''): void {
    this.kinds.push(kind);
    this.starts.push(start);
    this.ends.push(end);
    this.texts.push(text);
    this.at = end;
  }

  private next(): void {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === 32) this.at++;
    else if (isLetter(code)) this.word();
    else if (code === 34 || code === 39) this.string(at);
    else if (code === 10 || code === 13) this.lineEnd(code);
    else if (code === 35) {
      this.comment();
      if (this.depth === 0) this.comments = [{ column: Infinity, end: this.at }];
    } else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) this.number();
    else if (code === 92) this.continuation();
    else if (code === 9 && this.kinds.at(-1) !== 'newline') this.at++;
    else this.operator(code);
  }

  private word(): void {
    const { text, at, to } = this;
    let end = at + 1;
    while (end < to && (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end)))) end++;
    const after = text.charCodeAt(end);
    if (after > 127) throw unsupported;
    if ((after === 34 || after === 39) && end < to) {
      this.string(end);
      return;
    }
    const word = text.slice(at, end);
    this.add(keywords.has(word) ? 'keyword' : 'name', at, end, word);
  }

  private string(quoteAt: number): void {
    const { text, at, to } = this;
    if (
      quoteAt - at > 2 ||
      !/^(?:[rRbBfFuU]|[bB][rR]|[rR][bB]|[fF][rR]|[rR][fF])?$/.test(text.slice(at, quoteAt))
    )
      throw unsupported;
    const quote = text.charAt(quoteAt);
    const triple = quote.repeat(3);
    if (text.startsWith(triple, quoteAt)) {
      let end = quoteAt + 3;
      while (!text.startsWith(triple, end)) {
        if (end >= to) throw unsupported;
        end += text.charCodeAt(end) === 92 ? 2 : 1;
      }
      this.add('string', at, end + 3);
      return;
    }
    const quoteCode = quote.charCodeAt(0);
    for (let end = quoteAt + 1; end < to; end++) {
      const code = text.charCodeAt(end);
      if (code === quoteCode) {
        this.add('string', at, end + 1);
        return;
      }
      if (code === 10 || code === 13) break;
      if (code === 92) {
        end++;
        if (text.charCodeAt(end) === 13) end++;
      }
    }
    throw unsupported;
  }

  private number(): void {
    number.lastIndex = this.at;
    const end = this.at + (number.exec(this.text)?.[0].length ?? 0);
    const after = this.text.charCodeAt(end);
    // `1if x`, `10L`, `2j`, `0777`
    if (end === this.at || isLetter(after) || isDigit(after) || after > 127) throw unsupported;
    if (this.text.charCodeAt(this.at) === 48 && isDigit(this.text.charCodeAt(this.at + 1))) throw unsupported;
    this.add('number', this.at, end);
  }

  private operator(code: number): void {
    const { text, at } = this;
    const operator = operators.get(code)?.find((each) => text.startsWith(each, at));
    if (operator === undefined) throw unsupported;
    if (code === 40 || code === 91 || code === 123) this.depth++;
    else if (code === 41 || code === 93 || code === 125) {
      if (--this.depth < 0) throw unsupported;
    }
    this.add('operator', at, at + operator.length, operator);
  }

  private comment(): void {
    while (this.at < this.to) {
      const code = this.text.charCodeAt(this.at);
      if (code === 10 || code === 13) return;
      this.at++;
    }
  }

  private continuation(): void {
    const end = this.newlineAt(this.at + 1);
    if (end === null || this.kinds.at(-1) === 'newline' || this.kinds.length === 0) throw unsupported;
    this.at = end;
  }

  /** Where the line break at `at` ends; null when there is none. */
  private newlineAt(at: number): number | null {
    const code = this.text.charCodeAt(at);
    if (code === 10) return at + 1;
    return code === 13 && this.text.charCodeAt(at + 1) === 10 ? at + 2 : null;
  }

  private lineEnd(code: number): void {
    const end = this.newlineAt(this.at);
    if (end === null || (code === 13 && end === this.at + 1)) throw unsupported;
    if (this.depth > 0 || this.flat) {
      this.at = end;
      return;
    }
    if (this.comments.at(-1)?.end !== this.at) this.comments = [];
    this.add('newline', this.at, this.comments.length > 0 ? this.at : 0);
    this.at = end;
    this.layOut();
  }

  /** At the beginning of a line: passes blank lines and comments over, and opens or closes blocks. */
  private layOut(): void {
    const { text, to } = this;
    for (;;) {
      const line = this.at;
      while (this.at < to && text.charCodeAt(this.at) === 32) this.at++;
      if (this.at >= to) return;
      const code = text.charCodeAt(this.at);
      if (code === 35) {
        const column = this.at - line;
        this.comment();
        this.comments.push({ column, end: this.at });
      }
      const end = this.newlineAt(this.at);
      if (end !== null) {
        this.at = end;
        continue;
      }
      if (this.at >= to) return;
      if (code === 9 || code === 12 || code === 35 || code === 13) throw unsupported;
      this.indentTo(this.at - line);
      return;
    }
  }

  private indentTo(column: number): void {
    const { at } = this;
    if (column > (this.indents.at(-1) ?? 0)) {
      this.indents.push(column);
      this.add('indent', at, at);
      return;
    }
    this.dedentTo(column);
    if (column !== this.indents.at(-1)) throw unsupported;
  }

  /** A block goes on through the comments that stand as deep as it does, until one stands less deep. */
  private dedentTo(column: number): void {
    const { at, comments } = this;
    let passed = 0;
    for (let current = this.indents.at(-1) ?? 0; column < current; current = this.indents.at(-1) ?? 0) {
      let end = 0;
      for (
        let next = comments[passed];
        next !== undefined && next.column >= current;
        next = comments[++passed]
      )
        end = next.end;
      this.indents.pop();
      this.add('dedent', at, end);
    }
    this.at = at;
  }
}
