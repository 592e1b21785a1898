import type { Problem } from '../util/problem.ts';
import type { Origin } from '../util/text-range.ts';
import type { ConfigureOptions, Project } from './project.ts';

/** env.py leaves open what a run must know. */
export class EnvironmentError extends Error {
  readonly origin: Origin | null;

  constructor({ message, origin }: Problem) {
    super(message);
    this.name = new.target.name;
    this.origin = origin;
  }
}

const failures = new Set(['environment-missing', 'environment-not-configured']);
// Without a script directory there is no env.py to ask.
const unusable = new Set([
  'config-missing',
  'config-option',
  'config-syntax',
  'config-unsupported',
  'script-location',
]);

/**
 * The options of `context.configure()` for a run. Throws EnvironmentError when env.py fails or leaves one open that a
 * run follows: the default in its place could be the wrong version table.
 */
export function runOptions(project: Project, mode: 'online' | 'offline' = 'online'): ConfigureOptions {
  const homeless = project.problems.find(({ code }) => unusable.has(code));
  if (homeless !== undefined) throw new EnvironmentError(homeless);
  const { problems, configure, offlineConfigure, runProblems } = project.models();
  const env = `${project.scriptDirectory.dir}/env.py`;
  const keepsFrom = ({ severity, origin }: Problem): boolean =>
    severity === 'error' && (origin === null || origin.file === env);
  // The reason before its consequence: a model that raises is what its user has to correct.
  const failed = problems.some(({ code }) => failures.has(code));
  const problem = failed
    ? problems.find(({ severity }) => severity === 'error')
    : (problems.find(keepsFrom) ?? runProblems?.[mode][0]);
  if (problem !== undefined) throw new EnvironmentError(problem);
  return mode === 'online' ? configure : offlineConfigure;
}
