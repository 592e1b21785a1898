import { headRevisions, printHeads } from '../alembic/script/listings.ts';
import type { Command } from './command.ts';
import { options } from './options.ts';
import { revisionData } from './revision-data.ts';

export const heads: Command = {
  name: 'heads',
  help: 'Show current available heads in the script directory.',
  positionals: [],
  options: [options.verbose, options.resolveDependencies],
  run(context) {
    const { scriptDirectory } = context.project();
    const resolveDependencies = context.has('resolve_dependencies');
    return {
      printed: printHeads(scriptDirectory, { verbose: context.has('verbose'), resolveDependencies }),
      data: headRevisions(scriptDirectory, resolveDependencies).map(revisionData),
    };
  },
};
