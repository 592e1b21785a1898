import type { TextRange } from '../../../util/text-range.ts';
import { tokenize, unsupported, type TokenKind, type Tokens } from './tokens.ts';

/** Nesting past this is left to tree-sitter, whose converter counts it exactly and says so. */
const maximumDepth = 60;

/** A place in the tokens of a text, and what all parsing functions need of it. */
export class Reader {
  readonly text: string;
  /** Set by `yield`; a function definition reads and restores it. */
  sawYield = false;
  /** Where the block that was read last ends. */
  blockEnd = 0;
  private readonly tokens: Tokens;
  private at = 0;
  private depth = 0;

  constructor(text: string, tokens: Tokens = tokenize(text)) {
    this.text = text;
    this.tokens = tokens;
  }

  get kind(): TokenKind {
    return this.tokens.kinds[this.at] ?? 'end';
  }

  /** Of the current token when it is a name, keyword or operator; else the empty string. */
  get word(): string {
    return this.tokens.texts[this.at] ?? '';
  }

  get start(): number {
    return this.tokens.starts[this.at] ?? this.text.length;
  }

  get end(): number {
    return this.tokens.ends[this.at] ?? this.text.length;
  }

  /** Where the token before the current one ended. */
  get lastEnd(): number {
    return this.tokens.ends[this.at - 1] ?? 0;
  }

  /** The word of the token after the current one. */
  get nextWord(): string {
    return this.tokens.texts[this.at + 1] ?? '';
  }

  advance(): void {
    this.at++;
  }

  isAt(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  /** True for an operator or keyword. */
  is(word: string): boolean {
    return this.word === word && this.kind !== 'name';
  }

  accept(word: string): boolean {
    if (!this.is(word)) return false;
    this.at++;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw unsupported;
  }

  expectKind(kind: TokenKind): void {
    if (this.kind !== kind) throw unsupported;
    this.at++;
  }

  /** The name here, with its place. */
  name(): { readonly id: string; readonly range: TextRange } {
    if (this.kind !== 'name') throw unsupported;
    const name = { id: this.word, range: { start: this.start, end: this.end } };
    this.at++;
    return name;
  }

  /** From `start` to the end of the last token read. */
  rangeFrom(start: number): TextRange {
    return { start, end: this.lastEnd };
  }

  enter(): void {
    if (++this.depth > maximumDepth) throw unsupported;
  }

  leave(): void {
    this.depth--;
  }
}
