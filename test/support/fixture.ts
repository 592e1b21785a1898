/**
 * Files, a cursor and expectations in one string, in the way of rust-analyzer's fixtures:
 *
 *     //- /app/models.py
 *     class User(Base):
 *         id$0 = Column(Integer)
 *       # ^^^^^^^^^^^^^^^^^^^^^^ missing-column: what the diagnostic says
 *
 * `//- /path` starts a file, `$0` is the cursor (taken out), and a line `# ^^^ text` (or `;^^^ text` in an ini file)
 * expects `text` on the columns of its carets in the last line above it that is no expectation. Expectations stay in
 * the file: they are comments.
 */
import { MemoryFileSystem } from './memory-file-system.ts';

export interface Expectation {
  readonly file: string;
  /** Zero-based. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
export interface Fixture {
  readonly fs: MemoryFileSystem;
  readonly cursor: { readonly file: string; readonly offset: number } | null;
  readonly expectations: readonly Expectation[];
}

export function parseFixture(source: string): Fixture {
  const files: Record<string, string> = {};
  const expectations: Expectation[] = [];
  let cursor: Fixture['cursor'] = null;
  for (const part of dedent(source)
    .split(/^\/\/- /m)
    .slice(1)) {
    const newline = part.indexOf('\n');
    const file = part.slice(0, newline).trim();
    let text = part.slice(newline + 1);
    const offset = text.indexOf('$0');
    if (offset >= 0) {
      text = text.slice(0, offset) + text.slice(offset + 2);
      cursor = { file, offset };
    }
    files[file] = text;
    expectations.push(...expectationsOf(file, text));
  }
  return { fs: new MemoryFileSystem(files), cursor, expectations };
}

function expectationsOf(file: string, text: string): readonly Expectation[] {
  const found: Expectation[] = [];
  let target = 0;
  for (const [line, content] of text.split('\n').entries()) {
    const carets = /^\s*[#;]\s*(\^+) ?(.*)$/.exec(content);
    if (carets === null) {
      target = line;
      continue;
    }
    const start = content.indexOf('^');
    const width = carets[1]?.length ?? 0;
    found.push({ file, line: target, start, end: start + width, text: carets[2] ?? '' });
  }
  return found;
}

/** Takes the indentation of the first line off every line. */
function dedent(source: string): string {
  const lines = source.replace(/^\n/, '').split('\n');
  const indent = /^\s*/.exec(lines[0] ?? '')?.[0] ?? '';
  return lines
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
}
