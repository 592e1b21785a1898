import type { GeneratedRevision } from '../alembic/script/generate-revision.ts';
import { dirname } from '../util/paths.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { withStatus } from './messages.ts';

/** Writes a generated revision file, with its folder when that is missing, and says so as alembic does. */
export function writeRevision(context: CommandContext, generated: GeneratedRevision): CommandResult {
  const { host, options } = context;
  const quiet = options.quiet || options.json;
  const folder = dirname(generated.path);
  if (host.files.version(folder) === null) {
    withStatus(host, quiet, `Creating directory ${folder}`, () => {
      host.makeDirectory(folder);
    });
  }
  withStatus(host, quiet, `Generating ${generated.path}`, () => {
    host.writeFile(generated.path, generated.text);
  });
  const hooks = context.project().config.hooks.join(', ');
  if (hooks !== '') {
    host.stderr(
      `WARNING: post_write_hooks (${hooks}) were not run: Retort starts no programs of the project\n`,
    );
  }
  return { printed: [], data: { revision: generated.revision, path: generated.path } };
}
