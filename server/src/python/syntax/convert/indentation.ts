/** Python's errors of indentation and line ends, which tree-sitter's grammar forgives. */
import type { Node } from 'web-tree-sitter';
import type { ConversionContext } from './context.ts';

/** Reports statements of one block that do not start in one column, or not in `first` where that is given. */
export function checkIndentation(
  context: ConversionContext,
  statements: readonly Node[],
  first: string | null,
): void {
  let expected = first;
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

/** Reports statements that begin on the line on which another ended, with no semicolon between. For trees with errors. */
export function checkSeparators(context: ConversionContext, statements: readonly Node[]): void {
  for (const [index, statement] of statements.entries()) {
    const before = statements[index - 1];
    if (before === undefined || statement.type === ';' || before.type === ';') continue;
    if (/[\n\r;]/.test(context.text.slice(before.endIndex, statement.startIndex))) continue;
    const [word = ''] = /^\S{0,40}/.exec(context.source(statement)) ?? [];
    context.error(context.range(statement), `invalid syntax near '${word}'`);
  }
}

/** Reports a line end in a simple statement outside brackets, as after an `x =` whose value is not written yet. */
export function checkLineEnds(context: ConversionContext, node: Node): void {
  if (node.startPosition.row === node.endPosition.row || node.type === 'string') return;
  let depth = 0;
  let before: Node | null = null;
  for (const child of node.children) {
    if (before !== null && depth === 0 && endsLine(context.text.slice(before.endIndex, child.startIndex))) {
      context.error(context.range(before), 'invalid syntax: the line ends too early');
      return;
    }
    if (child.type === '(' || child.type === '[' || child.type === '{') depth++;
    else if (child.type === ')' || child.type === ']' || child.type === '}') depth--;
    else if (depth === 0) checkLineEnds(context, child);
    before = child;
  }
}

function endsLine(between: string): boolean {
  return /[\n\r]/.test(between.replaceAll(/\\\r?\n/g, ''));
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
