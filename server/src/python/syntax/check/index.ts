/** The rules of CPython that stand behind its grammar: what parses, but does not compile. */
import type { Statement, SyntaxProblem } from '../ast.ts';
import { checkFuture } from './future.ts';
import type { Place } from './place.ts';
import { checkBody } from './statements.ts';

/** The errors of a module's statements, in order of place. */
export function checkModule(body: readonly Statement[]): readonly SyntaxProblem[] {
  const problems = [...checkFuture(body)];
  const place: Place = {
    problems,
    function: null,
    inLoop: false,
    inModule: true,
    parameters: new Set(),
  };
  checkBody(place, body);
  return problems.length < 2 ? problems : problems.sort((a, b) => a.range.start - b.range.start);
}
