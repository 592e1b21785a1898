import type { UpgradeOps } from '../alembic/autogenerate/index.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { CommandContext } from './command.ts';
import { placePrefix } from './context.ts';

/**
 * What the models need beyond the history. Throws CommandError when either cannot be known for certain: a revision made
 * from half a schema would drop the other half.
 */
export function modelUpgradeOps(context: CommandContext): UpgradeOps {
  const project = context.project();
  const models = project.models();
  const problem = models.problems.find((each) => each.severity === 'error');
  if (problem !== undefined) {
    throw new CommandError(`${placePrefix(context.host, problem.origin)}${problem.message}`);
  }
  if (models.metadata.length === 0) {
    throw new CommandError(
      `Can't proceed with --autogenerate option; environment script ${project.scriptDirectory.dir}/env.py does not ` +
        'provide a MetaData object or sequence of objects to the context.',
    );
  }
  const [refused] = project.history().refused;
  const refusal = refused?.evaluation.refusals[0];
  if (refused !== undefined && refusal !== undefined) {
    throw new CommandError(
      `${placePrefix(context.host, refusal.origin)}the history is not certain: revision ${refused.revision} cannot be evaluated: ${refusal.message}`,
    );
  }
  const ops = project.upgradeOps();
  const failed = project.comparisonProblems().find(({ severity }) => severity === 'error');
  if (failed !== undefined) {
    throw new CommandError(`${placePrefix(context.host, failed.origin)}${failed.message}`);
  }
  return ops;
}
