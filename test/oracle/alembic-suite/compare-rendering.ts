/** Python that Alembic's tests have rendered, and ours. */
import { evaluateTest } from './evaluated-test.ts';
import { isSame, whyNoAnswer } from './exceptions.ts';
import type { Comparison, Outcome } from './outcome.ts';
import type { Suite } from './suite.ts';

/** The tests of rendering; others render on the way to something else. */
const files = ['test_autogen_render.py', 'test_postgresql.py', 'test_sqlite.py'];

/** The parser must be ready. */
export function compareRendering(suite: Suite): readonly Comparison[] {
  return suite.tests.flatMap((test) => {
    if (!files.includes(test.file) || test.rendered.length === 0) return [];
    const evaluated = evaluateTest(suite.folder, test);
    return test.rendered.map((rendering, index): Comparison => {
      const found = evaluated.rendered[index];
      const name = `${test.file}::${test.id} ${rendering.how}`;
      const theirs = rendering.error === null ? String(rendering.text) : `error: ${rendering.error.message}`;
      const ours =
        found === undefined
          ? ''
          : found.error === null
            ? String(found.text)
            : `error: ${found.error.replace(/^cannot render a revision: /, '')}`;
      const answer = (outcome: Outcome, reason: string): Comparison => ({
        name,
        group: rendering.how,
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
      return answer('refused', evaluated.problems[0] ?? found?.error ?? 'the test cannot be followed');
    });
  });
}
