import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Problem } from '../util/problem.ts';
import type { ConfigureOptions } from '../workspace/project.ts';
import type { CommandContext } from './command.ts';
import { placePrefix } from './context.ts';

// What decides where the version table is, and what is committed with what.
const decisive =
  /configure\((version_table|version_table_schema|transaction_per_migration|transactional_ddl|on_version_apply)=/;

/**
 * The options of `context.configure()` for a run. Throws CommandError when env.py leaves one open that a run follows:
 * the default in its place could be the wrong version table.
 */
export function runOptions(context: CommandContext, mode: 'online' | 'offline' = 'online'): ConfigureOptions {
  const project = context.project();
  const { problems, configure, offlineConfigure } = project.models();
  const env = `${project.scriptDirectory.dir}/env.py`;
  const open = (problem: Problem): boolean =>
    (problem.severity === 'error' && (problem.origin === null || problem.origin.file === env)) ||
    decisive.test(problem.message);
  const problem = problems.find(open);
  if (problem === undefined) return mode === 'online' ? configure : offlineConfigure;
  throw new CommandError(`${placePrefix(context.host, problem.origin)}${problem.message}`);
}
