/** Drivers that many commands do without: each is loaded, with the parts of Node that it uses, by the first that needs it. */
import type { LiveEvaluator } from '../alembic/runtime/live-evaluation.ts';
import type { PythonRunner } from '../alembic/runtime/project-python.ts';
import type { EvaluationThreadData } from '../workspace/evaluation-thread-data.ts';
import type { PythonProject } from '../workspace/python-project.ts';
import type { connect as connectNow } from './connect.ts';

export const connect: typeof connectNow = async (...given) => {
  const driver = await import('./connect.ts');
  return driver.connect(...given);
};

export function evaluationThread(script: string, data: EvaluationThreadData): LiveEvaluator {
  let thread: LiveEvaluator | null = null;
  return {
    run: async (...given) => {
      const driver = await import('./evaluation-thread.ts');
      thread ??= driver.evaluationThread(script, data);
      return thread.run(...given);
    },
    close: async () => thread?.close(),
  };
}

export function projectPython(project: PythonProject): PythonRunner {
  return {
    check: async (...given) => {
      const driver = await import('./project-python.ts');
      return driver.projectPython(project).check(...given);
    },
    run: async (...given) => {
      const driver = await import('./project-python.ts');
      return driver.projectPython(project).run(...given);
    },
  };
}
