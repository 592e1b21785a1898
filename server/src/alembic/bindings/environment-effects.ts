import type { Value } from '../../python/eval/value.ts';
import type { EngineEffect } from '../../sqlalchemy/bindings/index.ts';
import type { Problem } from '../../util/problem.ts';
import type { EnvironmentCapture, EnvironmentRun } from './state.ts';

/**
 * What env.py does that a native run does not do: listeners, options of the connection, several runs.
 * The codes `environment-effect` and `environment-several` are for what a run without it could not be Alembic's;
 * `environment-listener` is told only.
 */
export function environmentEffects(
  capture: EnvironmentCapture,
  effects: readonly EngineEffect[],
  failure: Problem | null,
): readonly Problem[] {
  const problems: Problem[] = capture.effects.map(({ message, origin, isDecisive }) => ({
    code: isDecisive ? 'environment-effect' : 'environment-listener',
    severity: 'warning',
    message,
    origin,
  }));
  for (const effect of effects) {
    const problem = engineProblem(effect);
    if (problem !== null) problems.push(problem);
  }
  if (failure !== null && capture.configure !== null && capture.runs.length === 0) {
    problems.push({
      code: 'environment-effect',
      severity: 'warning',
      message: `env.py fails before context.run_migrations() (${failure.message})`,
      origin: failure.origin ?? capture.configureSite,
    });
  }
  const [, second] = capture.runs;
  if (second !== undefined) {
    problems.push({
      code: 'environment-several',
      severity: 'warning',
      message:
        `env.py runs the migrations ${capture.runs.length} times (${capture.runs.map(describeRun).join('; ')}): ` +
        'Retort compares the models of the first, and runs nothing natively',
      origin: second.site,
    });
  }
  return problems;
}

/** Null for what `environment-statements.ts` follows. */
function engineProblem({ kind, what, site: origin }: EngineEffect): Problem | null {
  if (kind === 'option') {
    return {
      code: 'environment-effect',
      severity: 'warning',
      message: `The connection gets the execution option ${what}, which Retort does not follow`,
      origin,
    };
  }
  if (kind !== 'listener') return null;
  return {
    code: 'environment-listener',
    severity: 'information',
    message: `A listener of engines' "${what}" events runs here in Alembic; Retort does not call it`,
    origin,
  };
}

/** By what tells the runs apart. */
export function describeRun(run: EnvironmentRun, index: number): string {
  const text = (value: Value | undefined): string | null => (value?.kind === 'str' ? value.value : null);
  const told = [...run.arguments].map(([name, value]) => `${name}=${text(value) ?? '…'}`);
  const schema = text(run.configure.get('version_table_schema'));
  if (schema !== null) told.push(`version_table_schema=${schema}`);
  return told.length === 0 ? `run ${index + 1}` : told.join(', ');
}
