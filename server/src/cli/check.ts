import { CommandError } from '../alembic/script/revision-errors.ts';
import { neededOps } from './autogenerate.ts';
import type { Command } from './command.ts';
import { placePrefix } from './context.ts';
import { options } from './options.ts';

export const check: Command = {
  name: 'check',
  help: 'Check if revision command with autogenerate has pending upgrade ops.',
  positionals: [],
  options: [options.fromHistory],
  async run(context) {
    const needed = await neededOps(context);
    if (needed.ops.length === 0) {
      return { printed: ['No new upgrade operations detected.'], data: { clean: true, operations: [] } };
    }
    const drift = needed.drift();
    const told = drift.map((each) => `${placePrefix(context.host, each.origin)}${each.message}`);
    if (context.options.json) {
      const operations = drift.map(({ code, table, message, origin }) => ({ code, table, message, origin }));
      return { printed: [], data: { clean: false, operations }, exitCode: 255 };
    }
    throw new CommandError(`New upgrade operations detected:\n${told.map((line) => `  ${line}`).join('\n')}`);
  },
};
