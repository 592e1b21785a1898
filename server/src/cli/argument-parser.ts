/** One option of a command, as argparse would know it. */
export interface OptionSpec {
  /** `['-m', '--message']` */
  readonly flags: readonly string[];
  readonly name: string;
  /** `append` collects every use. */
  readonly takes: 'nothing' | 'value' | 'append';
  /** The only values that it takes; absent: any. */
  readonly choices?: readonly string[];
  readonly help: string;
}
export interface PositionalSpec {
  readonly name: string;
  readonly many?: boolean;
  readonly optional?: boolean;
  readonly help: string;
}

export interface Parsed {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
  /** What follows the first positional, when the parser stops there (global options before a command). */
  readonly rest: readonly string[];
}

/** A command line that cannot be read: exit code 2, as argparse. */
export class UsageError extends Error {}

/**
 * Reads options as Python's argparse does: `--long=value`, unambiguous beginnings of long options, `-mvalue`, bundled
 * short flags, `--`, and `-1` as a positional. Throws UsageError.
 */
export function parseArguments(
  argv: readonly string[],
  options: readonly OptionSpec[],
  mode: { readonly stopAtPositional: boolean },
): Parsed {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  const queue = [...argv];
  for (let argument = queue.shift(); argument !== undefined; argument = queue.shift()) {
    if (argument === '--') {
      positionals.push(...queue);
      break;
    }
    if (!isOption(argument)) {
      if (mode.stopAtPositional) return { flags, values, positionals: [argument], rest: queue };
      positionals.push(argument);
      continue;
    }
    const { option, inline, bundled } = findOption(argument, options);
    if (option.takes === 'nothing') {
      if (inline !== null)
        throw new UsageError(`argument ${describe(option)}: ignored explicit argument '${inline}'`);
      flags.add(option.name);
      if (bundled !== null) queue.unshift(`-${bundled}`);
      continue;
    }
    const value = inline ?? bundled ?? takeValue(queue);
    if (value === null) throw new UsageError(`argument ${describe(option)}: expected one argument`);
    if (option.choices?.includes(value) === false) {
      const choices = option.choices.map((choice) => `'${choice}'`).join(', ');
      throw new UsageError(
        `argument ${describe(option)}: invalid choice: '${value}' (choose from ${choices})`,
      );
    }
    const known = values.get(option.name) ?? [];
    values.set(option.name, option.takes === 'append' ? [...known, value] : [value]);
  }
  return { flags, values, positionals, rest: [] };
}

export function describe(option: OptionSpec): string {
  return option.flags.join('/');
}

function isOption(argument: string): boolean {
  return argument.startsWith('-') && argument.length > 1 && !/^-\d+$|^-\d*\.\d+$/.test(argument);
}

function takeValue(queue: string[]): string | null {
  const [next] = queue;
  if (next === undefined || next === '--' || isOption(next)) return null;
  queue.shift();
  return next;
}

interface Found {
  readonly option: OptionSpec;
  readonly inline: string | null;
  /** What follows a short flag in the same word. */
  readonly bundled: string | null;
}

function findOption(argument: string, options: readonly OptionSpec[]): Found {
  const exact = options.find((option) => option.flags.includes(argument));
  if (exact !== undefined) return { option: exact, inline: null, bundled: null };
  if (!argument.startsWith('--')) {
    const short = options.find((option) => option.flags.includes(argument.slice(0, 2)));
    if (short === undefined) throw new UsageError(`unrecognized arguments: ${argument}`);
    const bundled = argument.slice(2);
    return { option: short, inline: null, bundled: bundled.startsWith('=') ? bundled.slice(1) : bundled };
  }
  const equals = argument.indexOf('=');
  const name = equals < 0 ? argument : argument.slice(0, equals);
  const inline = equals < 0 ? null : argument.slice(equals + 1);
  const whole = options.filter((option) => option.flags.includes(name));
  const matches =
    whole.length > 0 ? whole : options.filter((option) => option.flags.some((flag) => flag.startsWith(name)));
  const [option] = matches;
  if (option === undefined) throw new UsageError(`unrecognized arguments: ${argument}`);
  if (matches.length > 1) {
    const could = matches.flatMap((each) => each.flags.filter((flag) => flag.startsWith(name)));
    throw new UsageError(`ambiguous option: ${argument} could match ${could.join(', ')}`);
  }
  return { option, inline, bundled: null };
}
