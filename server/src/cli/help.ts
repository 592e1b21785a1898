import type { OptionSpec } from './argument-parser.ts';
import type { Command } from './command.ts';
import { globalOptions, retortOptions } from './options.ts';

/** The usage line, ending in a line end. */
export function programUsage(commands: readonly Command[]): string {
  const options = [...globalOptions, ...retortOptions].map(bracketed).join(' ');
  return `usage: retort ${options} {${commands.map((each) => each.name).join(',')}} ...\n`;
}

export function commandUsage(command: Command): string {
  const parts = [
    '[-h]',
    ...[...command.options, ...retortOptions].map(bracketed),
    ...command.positionals.map((spec) => {
      const name = spec.many ? `${spec.name} [${spec.name} ...]` : spec.name;
      return spec.optional ? `[${name}]` : name;
    }),
  ];
  return `usage: retort ${command.name} ${parts.join(' ')}\n`;
}

export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((each) => each.name.length));
  const list = commands.map((each) => `  ${each.name.padEnd(width)}  ${each.help}`);
  return (
    `${programUsage(commands)}\nThe arguments are those of alembic.\n\ncommands:\n${list.join('\n')}\n\n` +
    `options:\n${optionLines([...globalOptions, ...retortOptions])}`
  );
}

export function commandHelp(command: Command): string {
  const positionals = command.positionals.map((spec) => `  ${spec.name}  ${spec.help}\n`).join('');
  const arguments_ = positionals === '' ? '' : `\npositional arguments:\n${positionals}`;
  const lines = optionLines([...command.options, ...retortOptions]);
  return `${commandUsage(command)}\n${command.help}\n${arguments_}\noptions:\n${lines}`;
}

function optionLines(options: readonly OptionSpec[]): string {
  return options
    .map((option) => `  ${option.flags.join(', ')}${valueName(option)}\n      ${option.help}\n`)
    .join('');
}

function bracketed(option: OptionSpec): string {
  return `[${option.flags[0] ?? ''}${valueName(option)}]`;
}

function valueName(option: OptionSpec): string {
  return option.takes === 'nothing' ? '' : ` ${option.name.toUpperCase()}`;
}
