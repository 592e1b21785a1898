import { encodeOutput } from '../alembic/script/encode.ts';
import type { GeneratedRevision } from '../alembic/script/generate-revision.ts';
import { dirname } from '../util/paths.ts';
import type { CommandContext, CommandResult } from './command.ts';
import { withStatus } from './messages.ts';

/** Writes a generated revision file, with its folders when they are missing, and says so as alembic does. */
export function writeRevision(context: CommandContext, generated: GeneratedRevision): CommandResult {
  const { host, options } = context;
  const { settings } = context.project().scriptDirectory;
  const quiet = options.quiet || options.json;
  const content = encodeOutput(generated.text, settings.outputEncoding);
  // Upstream makes a version location that is named first, then what file_template has below it.
  const folders = [...(settings.explicitVersionLocations ? [generated.folder] : []), dirname(generated.path)];
  for (const folder of new Set(folders)) {
    if (host.files.version(folder) !== null) continue;
    withStatus(host, quiet, `Creating directory ${folder}`, () => {
      host.makeDirectory(folder);
    });
  }
  withStatus(host, quiet, `Generating ${generated.path}`, () => {
    host.writeFile(generated.path, content);
  });
  const hooks = context.project().config.hooks.join(', ');
  if (hooks !== '') {
    host.stderr(
      `WARNING: post_write_hooks (${hooks}) were not run: Retort starts no programs of the project\n`,
    );
  }
  return { printed: [], data: { revision: generated.revision, path: generated.path } };
}
