import { printBranches } from '../alembic/script/listings.ts';
import type { Command } from './command.ts';
import { options } from './options.ts';
import { revisionData } from './revision-data.ts';

export const branches: Command = {
  name: 'branches',
  help: 'Show current branch points.',
  positionals: [],
  options: [options.verbose],
  run(context) {
    const { scriptDirectory } = context.project();
    return {
      printed: printBranches(scriptDirectory, { verbose: context.has('verbose') }),
      data: scriptDirectory
        .walkRevisions()
        .filter((revision) => revision.isBranchPoint)
        .map(revisionData),
    };
  },
};
