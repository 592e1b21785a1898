/** Parentheses in SQL text. Mirrors `find_matching_paren` and `strip_outer_parens` of `sqlalchemy.util.langhelpers`. */

/** The index of the `)` for the `(` at `start`, quotes respected; null when there is none. */
export function findMatchingParen(sql: string, start: number): number | null {
  let depth = 0;
  let quote: string | null = null;
  for (let index = start; index < sql.length; index++) {
    const character = sql.charAt(index);
    // A doubled quote closes and opens again, which comes to the same.
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === '(') {
      depth++;
    } else if (character === ')' && --depth === 0) {
      return index;
    }
  }
  return null;
}

/** One pair of parentheses less, where it is around the whole text. */
export function stripOuterParens(text: string): string {
  const stripped = text.trim();
  if (stripped.length < 2 || !stripped.startsWith('(') || !stripped.endsWith(')')) return text;
  return findMatchingParen(stripped, 0) === stripped.length - 1 ? stripped.slice(1, -1) : text;
}
