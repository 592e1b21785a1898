import { askDirectives, type DirectiveRequest, type RevisionDirective } from '../alembic/bindings/index.ts';
import type { Value } from '../python/eval/value.ts';
import type { Problem } from '../util/problem.ts';
import type { FilterSource } from './environment-filters.ts';

/** What `process_revision_directives` of env.py makes of a new revision; null: none is to be written. */
export type ProcessDirectives = (request: DirectiveRequest) => RevisionDirective | null | Problem;

/** Null when env.py gives no such callable. */
export function processDirectives(source: FilterSource): ProcessDirectives | null {
  const fn = source.configure.get('process_revision_directives');
  if (fn === undefined || fn.kind === 'none') return null;
  return (request) => {
    const { interpreter, monitor, site } = source;
    interpreter.renew();
    monitor.take();
    const context = interpreter.unknown('the migration context is known only when Alembic runs', site);
    const answer =
      fn.kind === 'unknown' ? { refusal: fn.reason } : askDirectives(interpreter, fn, context, request, site);
    const reason = monitor.take();
    if (answer !== null && 'refusal' in answer) return refusal(answer.refusal, fn, source);
    return reason === null ? answer : refusal(reason, fn, source);
  };
}

function refusal(reason: string, fn: Value, { site }: FilterSource): Problem {
  return {
    code: 'environment-directives',
    severity: 'error',
    message: `process_revision_directives of env.py cannot be followed: ${reason}; create the revision with alembic`,
    origin: fn.kind === 'function' ? { file: fn.file, range: fn.definition.range } : site,
  };
}

/**
 * What keeps the text of a revision from being Alembic's: `render_item` could change any part of it, and with several
 * databases there is a part for each.
 */
export function renderingProblem({
  problems,
}: {
  readonly problems: readonly Problem[];
}): Problem | undefined {
  return problems.find(({ code }) => code === 'environment-rendering' || code === 'environment-several');
}

/** What becomes of a revision; null: it is not to be written. Throws DirectivesError where that is not known. */
export function revised(
  process: ProcessDirectives | null | undefined,
  request: DirectiveRequest,
): RevisionDirective | null {
  if (process === null || process === undefined) return request.directive;
  const answer = process(request);
  if (answer !== null && 'severity' in answer) throw new DirectivesError(answer);
  return answer;
}

/** env.py decides about the revision in a way that is not known. */
export class DirectivesError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = new.target.name;
    this.problem = problem;
  }
}
