import type { LiveEvaluator } from '../../server/src/alembic/runtime/live-evaluation.ts';

/** For tests none of whose revisions asks the database: the thread's bundle is tested by the integration suite. */
export function noEvaluationThread(): LiveEvaluator {
  return {
    run: () => Promise.reject(new Error('this test has no evaluation thread')),
    close: () => Promise.resolve(),
  };
}
