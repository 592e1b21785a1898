import { CommandError } from '../alembic/script/revision-errors.ts';
import type { ConfigureOptions } from '../workspace/project.ts';
import { EnvironmentError, runOptions as environmentOptions } from '../workspace/run-options.ts';
import type { CommandContext } from './command.ts';
import { placePrefix } from './context.ts';

/**
 * The options of `context.configure()` for a run. Throws CommandError when env.py leaves one open that a run follows.
 * What is wrong with the models alone keeps no script from running; upstream would stop, so it is said.
 */
export function runOptions(context: CommandContext, mode: 'online' | 'offline' = 'online'): ConfigureOptions {
  const { host } = context;
  try {
    const options = environmentOptions(context.project(), mode);
    const errors = context
      .project()
      .models()
      .problems.filter(({ severity }) => severity === 'error');
    for (const text of new Set(
      errors.map(({ origin, message }) => `${placePrefix(host, origin)}${message}`),
    )) {
      host.stderr(`WARNING: ${text}\n`);
    }
    return options;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new CommandError(`${placePrefix(host, error.origin)}${error.message}`, { cause: error });
  }
}
