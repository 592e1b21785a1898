import { printShow } from '../alembic/script/listings.ts';
import type { Command } from './command.ts';
import { currentHeads } from './current-heads.ts';
import { positionals } from './options.ts';
import { revisionData } from './revision-data.ts';

export const show: Command = {
  name: 'show',
  help: 'Show the revision(s) denoted by the given symbol.',
  positionals: [positionals.rev],
  options: [],
  async run(context) {
    const { scriptDirectory } = context.project();
    const symbol = context.positionals[0] ?? '';
    const target = symbol === 'current' ? await currentHeads(context) : symbol;
    return {
      printed: printShow(scriptDirectory, target),
      data: scriptDirectory.getRevisions(target).map(revisionData),
    };
  },
};
