import { historyRevisions, parseHistoryRange, printHistory } from '../alembic/script/listings.ts';
import type { Command } from './command.ts';
import { currentHeads } from './current-heads.ts';
import { options } from './options.ts';
import { revisionData } from './revision-data.ts';

export const history: Command = {
  name: 'history',
  help: 'List changeset scripts in chronological order.',
  positionals: [],
  options: [options.revRange, options.verbose, options.indicateCurrent],
  async run(context) {
    const { scriptDirectory } = context.project();
    const range = context.value('rev_range');
    const indicateCurrent = context.has('indicate_current');
    const { needsCurrent } = parseHistoryRange(range);
    const currents = needsCurrent || indicateCurrent ? await currentHeads(context) : null;
    const request = { range, verbose: context.has('verbose'), indicateCurrent, currents };
    return {
      printed: printHistory(scriptDirectory, request),
      // For `--json` alone.
      get data() {
        return historyRevisions(scriptDirectory, request).map((revision) => ({
          ...revisionData(revision),
          ...(indicateCurrent ? { is_current: currents?.includes(revision.revision) ?? false } : {}),
        }));
      },
    };
  },
};
