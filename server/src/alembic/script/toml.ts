import type { TextRange } from '../../util/text-range.ts';
import { TomlScanner } from './toml-scanner.ts';
import { putToml, TomlError, type TomlTable, type TomlValue } from './toml-value.ts';

export interface TomlFile {
  /** What was read before the first error. */
  readonly root: TomlTable;
  readonly error: { readonly message: string; readonly range: TextRange } | null;
}

/** Reads a TOML 1.0 document, as Python's `tomllib` does. Never throws: it stops at the first error, and tells it. */
export function parseToml(text: string): TomlFile {
  const reader = new DocumentReader(new TomlScanner(text));
  try {
    reader.read();
    return { root: reader.root, error: null };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { root: reader.root, error: { message: error.message, range: error.range } };
  }
}

class DocumentReader {
  readonly root: TomlTable = newTable({ start: 0, end: 0 });
  private readonly scanner: TomlScanner;
  private current = this.root;
  /** Tables that a header named: a second header of that name is an error. */
  private readonly declared = new Set<TomlTable>();

  constructor(scanner: TomlScanner) {
    this.scanner = scanner;
  }

  read(): void {
    const { scanner } = this;
    scanner.skipLines();
    while (!scanner.atEnd) {
      if (scanner.take('[[')) this.openItem();
      else if (scanner.take('[')) this.openTable();
      else this.assign();
      scanner.endOfLine();
      scanner.skipLines();
    }
  }

  private assign(): void {
    const { path, value } = this.scanner.pair();
    putToml(this.current, path, value, () =>
      this.scanner.error(`Cannot overwrite a value (${path.join('.')})`),
    );
  }

  private openTable(): void {
    const { scanner } = this;
    const start = scanner.position;
    const path = scanner.key();
    scanner.expect(']');
    const table = descend(this.root, path, scanner);
    if (this.declared.has(table)) throw scanner.error(`Cannot declare ${path.join('.')} twice`, start);
    this.declared.add(table);
    this.current = table;
  }

  /** `[[name]]`: one more table in the array of that name. */
  private openItem(): void {
    const { scanner } = this;
    const start = scanner.position;
    const path = scanner.key();
    scanner.expect(']]');
    const last = path.at(-1) ?? '';
    const parent = descend(this.root, path.slice(0, -1), scanner);
    const known = parent.entries.get(last);
    const item = newTable({ start, end: scanner.position });
    if (known === undefined) parent.entries.set(last, { kind: 'array', items: [item], range: item.range });
    else if (known.kind === 'array') known.items.push(item);
    else throw scanner.error(`${path.join('.')} is no array of tables`, start);
    this.current = item;
  }
}

/** The table under a dotted name, made where it is missing; of an array of tables the last one. */
function descend(from: TomlTable, path: readonly string[], scanner: TomlScanner): TomlTable {
  let table = from;
  for (const key of path) {
    let next = table.entries.get(key);
    if (next === undefined) {
      next = newTable({ start: scanner.position, end: scanner.position });
      table.entries.set(key, next);
    }
    const inner: TomlValue | undefined = next.kind === 'array' ? next.items.at(-1) : next;
    if (inner?.kind !== 'table') throw scanner.error(`${path.join('.')}: ${key} is no table`);
    table = inner;
  }
  return table;
}

function newTable(range: TextRange): TomlTable {
  return { kind: 'table', entries: new Map<string, TomlValue>(), range };
}
