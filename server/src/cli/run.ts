import { CommandError } from '../alembic/script/revision-errors.ts';
import { DatabaseError } from '../sqlalchemy/engine/connection.ts';
import { ArgumentError, makeUrl, secretsOf } from '../sqlalchemy/engine/url.ts';
import { basename, join } from '../util/paths.ts';
import { redact } from '../util/redact.ts';
import { parseArguments, UsageError, type Parsed } from './argument-parser.ts';
import type { Command, CommandContext, GlobalOptions } from './command.ts';
import { createContext } from './context.ts';
import { commandHelp, commandUsage, programHelp, programUsage } from './help.ts';
import type { Host } from './host.ts';
import { formatMessage } from './messages.ts';
import { globalOptions, retortOptions } from './options.ts';
import { version } from './version.ts';

/** Runs one command line and gives the exit code: 0, 2 for a bad command line, 255 for a failed command, as alembic's. */
export async function run(
  argv: readonly string[],
  host: Host,
  commands: readonly Command[],
): Promise<number> {
  let command: Command | undefined;
  let context: CommandContext;
  try {
    const globals = parseArguments(argv, [...globalOptions, ...retortOptions], { stopAtPositional: true });
    if (globals.flags.has('help')) {
      host.stdout(programHelp(commands));
      return 0;
    }
    if (globals.flags.has('version')) {
      host.stdout(`retort ${version}\n`);
      return 0;
    }
    const [name] = globals.positionals;
    if (name === undefined) throw new UsageError('too few arguments');
    command = commands.find((each) => each.name === name);
    if (command === undefined) {
      const names = commands.map((each) => `'${each.name}'`).join(', ');
      throw new UsageError(
        `argument {${commandNames(commands)}}: invalid choice: '${name}' (choose from ${names})`,
      );
    }
    const help = { name: 'help', help: '', flags: ['-h', '--help'], takes: 'nothing' as const };
    const local = parseArguments(globals.rest, [help, ...command.options, ...retortOptions], {
      stopAtPositional: false,
    });
    if (local.flags.has('help')) {
      host.stdout(commandHelp(command));
      return 0;
    }
    checkPositionals(command, local.positionals);
    context = createContext(host, readGlobals(globals, local, host), local);
  } catch (error) {
    if (error instanceof CommandError) return failed(host, false, redact(error.message));
    if (!(error instanceof UsageError)) throw error;
    const usage = command === undefined ? programUsage(commands) : commandUsage(command);
    const program = command === undefined ? 'retort' : `retort ${command.name}`;
    host.stderr(`${usage}${program}: error: ${redact(error.message)}\n`);
    return 2;
  }
  return runCommand(command, context, host);
}

async function runCommand(command: Command, context: CommandContext, host: Host): Promise<number> {
  const { json, quiet, raiseErrors } = context.options;
  try {
    const result = await command.run(context);
    if (json) host.stdout(`${JSON.stringify(result.data, null, 2)}\n`);
    else if (!quiet) for (const text of result.printed) host.stdout(`${text}\n`);
    return result.exitCode ?? 0;
  } catch (error) {
    if (raiseErrors) {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
      host.stderr(`${redact(trace, urlSecrets(context))}\n`);
    }
    const told = userMessage(error);
    if (told === null) throw error;
    const message = redact(told, urlSecrets(context));
    context.log('ERROR', 'alembic.util.messaging', message);
    if (json) {
      host.stdout(`${JSON.stringify({ error: { message } }, null, 2)}\n`);
      return 255;
    }
    return failed(host, quiet, message);
  }
}

/** alembic says why it failed on standard output. */
function failed(host: Host, quiet: boolean, message: string): number {
  if (!quiet) host.stdout(`${formatMessage(`FAILED: ${message}`, host.terminalWidth)}\n`);
  return 255;
}

/** What no message may hold: the password of the database's URL. */
function urlSecrets(context: CommandContext): readonly string[] {
  try {
    const project = context.project();
    const texts = [context.options.url, project.config.getMainOption('sqlalchemy.url'), project.models().url];
    return texts.flatMap((text) => (text === null || text === undefined ? [] : secretsIn(text)));
  } catch {
    // No project, or a URL that nobody can read: what looks like a password is hidden all the same.
    return [];
  }
}

function secretsIn(text: string): readonly string[] {
  try {
    return secretsOf(makeUrl(text));
  } catch {
    return [];
  }
}

/** What a user can act on; null for a defect of ours. */
function userMessage(error: unknown): string | null {
  if (error instanceof CommandError || error instanceof ArgumentError) return error.message;
  if (error instanceof DatabaseError) {
    return error.hint === null ? error.message : `${error.message}. ${error.hint}`;
  }
  return null;
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const missing = command.positionals.filter((spec, index) => !spec.optional && given[index] === undefined);
  if (missing.length > 0) {
    const names = missing.map((spec) => spec.name).join(', ');
    throw new UsageError(`the following arguments are required: ${names}`);
  }
  const many = command.positionals.some((spec) => spec.many);
  if (!many && given.length > command.positionals.length) {
    throw new UsageError(`unrecognized arguments: ${given.slice(command.positionals.length).join(' ')}`);
  }
}

function readGlobals(globals: Parsed, local: Parsed, host: Host): GlobalOptions {
  const { ini, toml } = configFiles(globals.values.get('config') ?? [], host.environment['ALEMBIC_CONFIG']);
  const configPath = join(host.cwd, ini);
  return {
    configName: ini,
    configPath,
    configPaths: { ini: configPath, toml: join(host.cwd, toml) },
    section: globals.values.get('name')?.at(-1) ?? 'alembic',
    xArguments: globals.values.get('x') ?? [],
    quiet: globals.flags.has('quiet'),
    raiseErrors: globals.flags.has('raiseerr'),
    json: globals.flags.has('json') || local.flags.has('json'),
    url: local.values.get('url')?.at(-1) ?? globals.values.get('url')?.at(-1) ?? null,
  };
}

/** The names of both configuration files. Mirrors `CommandLine._inis_from_config`. */
function configFiles(
  names: readonly string[],
  fromEnvironment: string | undefined,
): { readonly ini: string; readonly toml: string } {
  const isToml = (name: string): boolean => basename(name) === 'pyproject.toml';
  const inis = names.filter((name) => !isToml(name));
  const tomls = names.filter(isToml);
  if (tomls.length > 1) throw new CommandError('pyproject.toml indicated more than once');
  if (inis.length > 1) throw new CommandError('only one ini file may be indicated');
  const usable = fromEnvironment === undefined || fromEnvironment === '' ? [] : [fromEnvironment];
  const [ini = 'alembic.ini'] = [...inis, ...usable.filter((name) => !isToml(name))];
  const [toml = 'pyproject.toml'] = [...tomls, ...usable.filter(isToml)];
  return { ini, toml };
}

function commandNames(commands: readonly Command[]): string {
  return commands.map((each) => each.name).join(',');
}
