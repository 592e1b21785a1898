/** Where in the program a check stands, and where its complaints go. */
import type { TextRange } from '../../../util/text-range.ts';
import type { SyntaxProblem } from '../ast.ts';

export interface Place {
  readonly problems: SyntaxProblem[];
  /** The innermost function; null in a module or class body. */
  readonly function: 'plain' | 'async' | null;
  readonly inLoop: boolean;
  readonly inModule: boolean;
  /** Names of the innermost function's parameters. */
  readonly parameters: ReadonlySet<string>;
}

export function complain(place: Place, range: TextRange, message: string): void {
  place.problems.push({ range, message });
}
