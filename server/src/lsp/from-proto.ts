/** LSP's positions as offsets. */
import type * as lsp from 'vscode-languageserver';
import type { LineIndex } from '../util/line-index.ts';
import type { TextRange } from '../util/text-range.ts';

export function offset(lines: LineIndex, { line, character }: lsp.Position): number {
  return lines.offset({ line, column: character });
}

export function range(lines: LineIndex, { start, end }: lsp.Range): TextRange {
  return { start: offset(lines, start), end: offset(lines, end) };
}
