import { initTemplate } from '../alembic/script/init-template.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import { dirname, isAbsolute, join } from '../util/paths.ts';
import type { Command, CommandContext } from './command.ts';
import { formatMessage, withStatus } from './messages.ts';
import { options, positionals } from './options.ts';

export const init: Command = {
  name: 'init',
  help: 'Initialize a new scripts directory.',
  positionals: [positionals.directory],
  options: [options.template, options.package],
  run(context) {
    const { host } = context;
    const written = (context.positionals[0] ?? '').replace(/(.)\/+$/, '$1');
    const directory = join(host.cwd, written);
    if (host.files.readDirectory(directory).length > 0) {
      throw new CommandError(`Directory ${written} already exists and is not empty`);
    }
    const { configPath } = context.options;
    const location = isAbsolute(written) ? written : `%(here)s/${relative(dirname(configPath), directory)}`;
    const files = initTemplate(context.value('template') ?? 'generic', location);
    const created: string[] = [];
    const status = (text: string, work: () => void): void => {
      withStatus(host, context.options.quiet || context.options.json, text, work);
    };
    const write = (path: string, text: string, verb = 'Generating'): void => {
      status(`${verb} ${path}`, () => {
        host.writeFile(path, text);
      });
      created.push(path);
    };
    if (!exists(context, directory)) makeDirectory(context, status, directory);
    makeDirectory(context, status, join(directory, 'versions'));
    for (const [name, text] of files.environment) write(join(directory, name), text);
    if (host.files.version(configPath) === null) write(configPath, files.ini);
    else context.say(`${formatMessage(`File ${configPath} already exists, skipping`, host.terminalWidth)}\n`);
    if (context.has('package')) {
      write(join(directory, '__init__.py'), '', 'Adding');
      write(join(directory, 'versions/__init__.py'), '', 'Adding');
    }
    const advice = `Please edit configuration/connection/logging settings in ${configPath} before proceeding.`;
    return {
      printed: [formatMessage(advice, host.terminalWidth)],
      data: { directory, files: created },
    };
  },
};

function makeDirectory(
  context: CommandContext,
  status: (text: string, work: () => void) => void,
  path: string,
): void {
  status(`Creating directory ${path}`, () => {
    context.host.makeDirectory(path);
  });
}

function exists(context: CommandContext, path: string): boolean {
  return context.host.files.version(path) !== null;
}

/** `to` as seen from `from`. A folder that is not below it is refused, as upstream does for an ini file elsewhere. */
function relative(from: string, to: string): string {
  const prefix = from === '/' ? '/' : `${from}/`;
  if (to.startsWith(prefix)) return to.slice(prefix.length);
  throw new CommandError(`${to} is not below the configuration file's folder ${from}; give an absolute path`);
}
