import type { Constant, Module } from '../../python/syntax/ast.ts';
import { LineIndex } from '../../util/line-index.ts';
import { basename } from '../../util/paths.ts';
import type { TextRange } from '../../util/text-range.ts';

export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

/** Why nothing is renamed: a part of it cannot be, so none of it is. */
export class RenameError extends Error {}

/** Where the text of a string literal stands. Throws RenameError for one whose text is not what is written. */
export function innerRange(module: Module, { range, value }: Constant): TextRange {
  const written = module.text.slice(range.start, range.end);
  const parts = /^[rRuU]?("""|'''|"|')([\s\S]*)\1$/.exec(written);
  if (parts !== null && value.type === 'str' && parts[2] === value.value) {
    const end = range.end - (parts[1]?.length ?? 0);
    return { start: end - value.value.length, end };
  }
  const { line } = new LineIndex(module.text).lineColumn(range.start);
  throw new RenameError(
    `${basename(module.file)}:${String(line + 1)}: ${written} is written in pieces or with escapes: rename it by hand first`,
  );
}

/** The places in a string literal where `pattern` matches with its last group, which is what is replaced. */
export function replacedIn(
  module: Module,
  literal: Constant,
  pattern: RegExp,
  text: string,
): readonly TextEdit[] {
  if (literal.value.type !== 'str') return [];
  const matches = [...literal.value.value.matchAll(pattern)].flatMap((match) => {
    const replaced = match.at(-1);
    if (match.length < 2 || replaced === undefined) return [];
    return [{ at: match.index + match[0].lastIndexOf(replaced), length: replaced.length }];
  });
  if (matches.length === 0) return [];
  const { start } = innerRange(module, literal);
  return matches.map(({ at, length }) => ({
    range: { start: start + at, end: start + at + length },
    text,
  }));
}

/** A name as a whole word of a regular expression. */
export function word(name: string): string {
  return `(?<![\\w$])(${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)})(?![\\w$])`;
}
