import { redact } from '../../util/redact.ts';
import { putToml, TomlError, type TomlTable, type TomlValue } from './toml-value.ts';

const bareKey = /[A-Za-z0-9_-]+/y;
const datetime =
  /(?:\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d:\d\d(?:\.\d+)?)/y;
const float = /[+-]?(?:\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|inf|nan)/y;
const based = /0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*/y;
const escapes = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** Reads keys and values of TOML from a text. Its methods throw TomlError where the text is not TOML. */
export class TomlScanner {
  position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text.replace(/^\uFEFF/, ' ');
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  take(token: string): boolean {
    if (!this.text.startsWith(token, this.position)) return false;
    this.position += token.length;
    return true;
  }

  expect(token: string): void {
    this.skipBlanks();
    if (!this.take(token)) throw this.error(`Expected '${token}'`);
  }

  skipBlanks(): void {
    while (this.text[this.position] === ' ' || this.text[this.position] === '\t') this.position += 1;
  }

  /** Blank lines and comments too. */
  skipLines(): void {
    for (;;) {
      this.skipBlanks();
      if (this.text[this.position] === '#') this.skipComment();
      else if (!this.take('\n') && !this.take('\r\n')) return;
    }
  }

  endOfLine(): void {
    this.skipBlanks();
    if (this.text[this.position] === '#') this.skipComment();
    if (!this.atEnd && !this.take('\n') && !this.take('\r\n')) {
      throw this.error('Expected newline or end of document after a statement');
    }
  }

  /** `a.b = value`. */
  pair(): { readonly path: readonly string[]; readonly value: TomlValue } {
    const start = this.position;
    const path = this.key();
    this.expect('=');
    const value = this.value();
    return { path, value: { ...value, range: { start, end: this.position } } };
  }

  /** A dotted key. */
  key(): readonly string[] {
    const path: string[] = [];
    do {
      this.skipBlanks();
      path.push(this.keyPart());
      this.skipBlanks();
    } while (this.take('.'));
    return path;
  }

  error(message: string, start = this.position): TomlError {
    const line = this.text.indexOf('\n', start);
    const end = line < 0 ? this.text.length : line;
    const found = redact(this.text.slice(start, Math.min(end, start + 30)));
    return new TomlError(found === '' ? message : `${message}, found ${JSON.stringify(found)}`, {
      start,
      end,
    });
  }

  private keyPart(): string {
    const next = this.text[this.position];
    if (next === '"' || next === "'") {
      return this.string();
    }
    const key = this.match(bareKey);
    if (key === null) throw this.error('Expected a key');
    return key;
  }

  private value(): TomlValue {
    this.skipBlanks();
    const start = this.position;
    const range = (): { start: number; end: number } => ({ start, end: this.position });
    const next = this.text[start];
    if (next === '"' || next === "'") {
      const value = this.string();
      return { kind: 'string', value, range: range() };
    }
    if (this.take('[')) {
      const items = this.items();
      return { kind: 'array', items, range: range() };
    }
    if (this.take('{')) return { ...this.inlineTable(), range: range() };
    if (this.take('true')) return { kind: 'boolean', value: true, range: range() };
    if (this.take('false')) return { kind: 'boolean', value: false, range: range() };
    const date = this.match(datetime);
    if (date !== null) return { kind: 'datetime', value: date, range: range() };
    const whole = this.match(based);
    if (whole !== null) return { kind: 'integer', value: Number(whole.replaceAll('_', '')), range: range() };
    const number = this.match(float);
    if (number === null) throw this.error('Invalid value');
    const kind = /^[+-]?[\d_]+$/.test(number) ? 'integer' : 'float';
    return { kind, value: Number(number.replaceAll('_', '').replace('inf', 'Infinity')), range: range() };
  }

  private items(): TomlValue[] {
    const items: TomlValue[] = [];
    for (;;) {
      this.skipLines();
      if (this.take(']')) return items;
      items.push(this.value());
      this.skipLines();
      if (!this.take(',')) {
        this.skipLines();
        if (this.take(']')) return items;
        throw this.error('Unclosed array');
      }
    }
  }

  private inlineTable(): TomlTable {
    const table: TomlTable = { kind: 'table', entries: new Map(), range: { start: 0, end: 0 } };
    this.skipBlanks();
    if (this.take('}')) return table;
    for (;;) {
      this.skipBlanks();
      const { path, value } = this.pair();
      putToml(table, path, value, () => this.error('Duplicate inline table key'));
      this.skipBlanks();
      if (this.take('}')) return table;
      if (!this.take(',')) throw this.error('Unclosed inline table');
    }
  }

  private string(): string {
    if (this.take('"""')) return this.multiline('"', true);
    if (this.take("'''")) return this.multiline("'", false);
    const start = this.position;
    const quote = this.text[start] ?? '';
    this.position += 1;
    let result = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || character === '\n') throw this.error('Unterminated string', start);
      this.position += 1;
      if (character === quote) return result;
      result += character === '\\' && quote === '"' ? this.escape() : character;
    }
  }

  private multiline(quote: string, escaped: boolean): string {
    const start = this.position;
    // A line end right behind the quotes is not part of the text.
    if (!this.take('\n')) this.take('\r\n');
    let result = '';
    for (;;) {
      if (this.take(quote.repeat(3))) {
        // Up to two more quotes belong to the text.
        if (this.take(quote)) result += quote;
        if (this.take(quote)) result += quote;
        return result;
      }
      const character = this.text[this.position];
      if (character === undefined) throw this.error('Unterminated string', start);
      this.position += 1;
      if (character !== '\\' || !escaped) result += character;
      else if (/^[ \t]*\r?\n/.test(this.text.slice(this.position))) this.skipWhitespace();
      else result += this.escape();
    }
  }

  /** After a backslash. */
  private escape(): string {
    const character = this.text[this.position] ?? '';
    this.position += 1;
    const simple = escapes.get(character);
    if (simple !== undefined) return simple;
    const digits = character === 'u' ? 4 : character === 'U' ? 8 : 0;
    const code = this.text.slice(this.position, this.position + digits);
    if (
      digits === 0 ||
      code.length < digits ||
      !/^[0-9A-Fa-f]+$/.test(code) ||
      parseInt(code, 16) > 0x10ffff
    ) {
      throw this.error("Unescaped '\\' in a string", this.position - 2);
    }
    this.position += digits;
    return String.fromCodePoint(parseInt(code, 16));
  }

  private skipWhitespace(): void {
    while (/[ \t\r\n]/.test(this.text[this.position] ?? '')) this.position += 1;
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.position);
    this.position = end < 0 ? this.text.length : end;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.position += found.length;
    return found;
  }
}
