import type { ConfigPaths } from '../alembic/script/config.ts';
import type { Project } from '../workspace/project.ts';
import type { OptionSpec, PositionalSpec } from './argument-parser.ts';
import type { Host } from './host.ts';

/** What a command gives: lines for people, or data with `--json`. */
export interface CommandResult {
  /** Printed one by one, each with a line end of its own. */
  readonly printed: readonly string[];
  readonly data: unknown;
  /** 0 when absent. */
  readonly exitCode?: number;
}

export interface GlobalOptions {
  /** Absolute path of the INI file, which need not be there. */
  readonly configPath: string;
  readonly configPaths: ConfigPaths;
  /** As given on the command line, for messages. */
  readonly configName: string;
  readonly section: string;
  readonly xArguments: readonly string[];
  readonly quiet: boolean;
  readonly raiseErrors: boolean;
  readonly json: boolean;
  readonly url: string | null;
}

export interface CommandContext {
  readonly host: Host;
  readonly options: GlobalOptions;
  readonly positionals: readonly string[];
  has(flag: string): boolean;
  /** The last value of an option; null when it was not given. */
  value(name: string): string | null;
  values(name: string): readonly string[];
  /** Opens the project; throws CommandError for what makes every command useless. */
  project(): Project;
  /** Text while the command works; nothing with `--json` or `-q`. */
  say(text: string): void;
  /** A line of alembic's log, on standard error. */
  log(level: 'INFO' | 'ERROR', logger: string, message: string): void;
}

/** One subcommand: its arguments are those of alembic's. */
export interface Command {
  readonly name: string;
  readonly help: string;
  readonly positionals: readonly PositionalSpec[];
  readonly options: readonly OptionSpec[];
  run(context: CommandContext): Promise<CommandResult> | CommandResult;
}
