import { initTemplate } from '../alembic/script/init-template.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import { readTomlOptions } from '../alembic/script/toml-options.ts';
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
    const { ini: iniPath, toml: tomlPath } = context.options.configPaths;
    const locationFrom = (path: string): string =>
      isAbsolute(written) ? written : `%(here)s/${relative(dirname(path), directory)}`;
    const files = initTemplate(context.value('template') ?? 'generic', {
      ini: locationFrom(iniPath),
      toml: locationFrom(tomlPath ?? iniPath),
    });
    const writer = new Writer(context);
    if (host.files.version(directory) === null) writer.makeDirectory(directory);
    writer.makeDirectory(join(directory, 'versions'));
    for (const [name, text] of files.environment) writer.write('Generating', join(directory, name), text);
    if (host.files.version(iniPath) === null) writer.write('Generating', iniPath, files.ini);
    else writer.say(`File ${iniPath} already exists, skipping`);
    if (files.toml !== null && tomlPath !== null) writeToml(context, writer, tomlPath, files.toml);
    if (context.has('package')) {
      writer.write('Adding', join(directory, '__init__.py'), '');
      writer.write('Adding', join(directory, 'versions/__init__.py'), '');
    }
    const settings = 'configuration/connection/logging settings in';
    const advice =
      files.toml === null || tomlPath === null
        ? `Please edit ${settings} ${iniPath} before proceeding.`
        : `Please edit configuration settings in ${tomlPath} and ${settings} ${iniPath} before proceeding.`;
    return {
      printed: [formatMessage(advice, host.terminalWidth)],
      data: { directory, files: writer.created },
    };
  },
};

/** A pyproject.toml that is there gets one more section, unless it has it. */
function writeToml(context: CommandContext, writer: Writer, path: string, section: string): void {
  const { host } = context;
  const { files } = host;
  const before = files.readFile(path);
  if (before === null) writer.write('Generating', path, section);
  else if (!readTomlOptions(files, path).found) {
    writer.write('Appending to existing', path, `${before}\n\n${section}`);
  } else if (!context.options.json) {
    // Upstream says this with --quiet too.
    const text = `File ${path} already exists and already has a [tool.alembic] section, skipping`;
    host.stdout(`${formatMessage(text, host.terminalWidth)}\n`);
  }
}

/** Makes files and folders, and says so as alembic does. */
class Writer {
  readonly created: string[] = [];
  private readonly context: CommandContext;

  constructor(context: CommandContext) {
    this.context = context;
  }

  write(verb: string, path: string, text: string): void {
    // Upstream says that it generates a file with --quiet too.
    const { host, options } = this.context;
    const quiet = options.json || (options.quiet && verb === 'Adding');
    withStatus(host, quiet, `${verb} ${path}`, () => {
      host.writeFile(path, text);
    });
    this.created.push(path);
  }

  makeDirectory(path: string): void {
    const { host, options } = this.context;
    withStatus(host, options.quiet || options.json, `Creating directory ${path}`, () => {
      host.makeDirectory(path);
    });
  }

  say(text: string): void {
    this.context.say(`${formatMessage(text, this.context.host.terminalWidth)}\n`);
  }
}

/** `to` as seen from `from`, up and down the tree. */
function relative(from: string, to: string): string {
  const source = from.split('/').filter((part) => part !== '');
  const target = to.split('/').filter((part) => part !== '');
  let common = 0;
  while (common < source.length && common < target.length && source[common] === target[common]) common += 1;
  return [...source.slice(common).map(() => '..'), ...target.slice(common)].join('/');
}
