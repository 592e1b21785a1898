/** Operations of Alembic's tests: the statements that Alembic wrote, and ours. */
import { evaluateTest, type EvaluatedTest } from './evaluated-test.ts';
import { isSame, whyNoAnswer } from './exceptions.ts';
import type { OurEvent } from './our-contexts.ts';
import type { Comparison, Outcome } from './outcome.ts';
import type { RecordedContext, RecordedEvent, RecordedTest, Suite } from './suite.ts';

const dialects = ['default', 'postgresql', 'mssql', 'sqlite'];

/** Every operation on one of our dialects. The parser must be ready. */
export function compareOperations(suite: Suite): readonly Comparison[] {
  return suite.tests.flatMap((test) => {
    if (!test.contexts.some((context) => dialectOf(context) !== null && context.events.length > 0)) return [];
    const evaluated = evaluateTest(suite.folder, test);
    return test.contexts.flatMap((context, index) => {
      const dialect = dialectOf(context);
      if (dialect === null) return [];
      return context.events.map((event, position) =>
        compare(test, dialect, event, evaluated.contexts[index]?.events[position], evaluated),
      );
    });
  });
}

function dialectOf({ dialect }: RecordedContext): string | null {
  const [name = ''] = dialect.split('+');
  return dialects.includes(name) ? name : null;
}

function compare(
  test: RecordedTest,
  dialect: string,
  event: RecordedEvent,
  found: OurEvent | undefined,
  { problems }: EvaluatedTest,
): Comparison {
  const name = `${test.file}::${test.id} ${event.op}`;
  const theirs = event.error === null ? written(event) : `error: ${event.error.message}`;
  const ours =
    found === undefined
      ? ''
      : found.error === null
        ? JSON.stringify(found.statements)
        : `error: ${found.error}`;
  const answer = (outcome: Outcome, reason: string): Comparison => ({
    name,
    group: dialect,
    outcome,
    reason,
    theirs,
    ours,
  });
  if (isSame(test, theirs, ours)) return answer('identical', '');
  const excused = whyNoAnswer(test);
  if (excused !== null) return answer('not applicable', excused);
  const isRefused = found === undefined || found.doubts > 0 || found.error !== null;
  if (!isRefused) return answer('different', '');
  return answer('refused', found?.error ?? problems[0] ?? 'the test cannot be followed');
}

/** The statements; rows with the parameters' values in them, since ours sends no parameters. */
function written({ statements }: RecordedEvent): string {
  return JSON.stringify(statements.flatMap(({ text, literal }) => literal ?? [text]));
}
