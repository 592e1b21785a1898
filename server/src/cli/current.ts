import { printCurrent } from '../alembic/script/listings.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import { renderAsString } from '../sqlalchemy/engine/url.ts';
import type { Command } from './command.ts';
import { currentHeads } from './current-heads.ts';
import { databaseUrl } from './database.ts';
import { options } from './options.ts';

export const current: Command = {
  name: 'current',
  help: 'Display the current revision for a database.',
  positionals: [],
  options: [options.checkHeads, options.verbose],
  async run(context) {
    const { scriptDirectory } = context.project();
    const rows = await currentHeads(context);
    const url = renderAsString(databaseUrl(context), { hidePassword: true });
    const verbose = context.has('verbose');
    if (context.has('check_heads') && !sameSet(rows, scriptDirectory.revisionMap.heads)) {
      if (verbose) context.say(`Current revision(s) for ${url}:\n`);
      throw new CommandError('Database is not on all head revisions');
    }
    return {
      printed: printCurrent(scriptDirectory, rows, { verbose, url }),
      data: { database: url, current: rows },
    };
  },
};

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  const set = new Set(left);
  return set.size === new Set(right).size && right.every((each) => set.has(each));
}
