import { generateRevision } from '../alembic/script/generate-revision.ts';
import type { Command } from './command.ts';
import { options, positionals } from './options.ts';
import { writeRevision } from './write-revision.ts';

export const merge: Command = {
  name: 'merge',
  help: 'Merge two revisions together.  Creates a new migration file.',
  positionals: [positionals.revisions],
  options: [options.message, options.branchLabel, options.revId, options.splice],
  run(context) {
    const generated = generateRevision(context.host.files, context.project().scriptDirectory, {
      revisionId: context.value('rev_id') ?? context.host.randomRevisionId(),
      message: context.value('message'),
      head: context.positionals,
      splice: context.has('splice'),
      branchLabel: context.value('branch_label'),
      now: context.host.now(),
      config: context.project().config,
    });
    return writeRevision(context, generated);
  },
};
