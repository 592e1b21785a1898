/** Python's indentation errors, which tree-sitter's grammar forgives. */
import type { Node } from 'web-tree-sitter';
import type { ConversionContext } from './context.ts';

/** Reports statements of one block that do not start in one column. */
export function checkIndentation(context: ConversionContext, statements: readonly Node[]): void {
  let expected: string | null = null;
  for (const statement of statements) {
    const indentation = indentationBefore(context.text, statement.startIndex);
    if (indentation === null) continue;
    expected ??= indentation;
    if (indentation === expected) continue;
    const range = context.range(statement);
    const message =
      indentation.length > expected.length
        ? 'unexpected indent'
        : 'unindent does not match any outer indentation level';
    context.error({ start: range.start, end: Math.min(range.end, range.start + 1) }, message);
  }
}

/** The white space before `offset` on its line; null when something else stands there (`a; b`, `if x: y`). */
function indentationBefore(text: string, offset: number): string | null {
  let start = offset;
  while (start > 0) {
    const code = text.charCodeAt(start - 1);
    if (code === 10 || code === 13) break;
    if (code === 12) return text.slice(start, offset);
    if (code !== 32 && code !== 9 && code !== 0xfeff) return null;
    start--;
  }
  // A line continued by a backslash is no new line.
  if (start > 1 && /\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start))) return null;
  return text.slice(start, offset).replaceAll('\ufeff', '');
}
