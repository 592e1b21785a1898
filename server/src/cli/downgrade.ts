import type { MigrationStep } from '../alembic/runtime/migration-step.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Command } from './command.ts';
import { options, positionals, runFlags } from './options.ts';
import { printOffline, runOnline } from './run-target.ts';
import { startingHeads } from './upgrade.ts';

export const downgrade: Command = {
  name: 'downgrade',
  help: 'Revert to a previous version.',
  positionals: [positionals.revision],
  options: [options.sql, options.tag, ...runFlags],
  run(context) {
    const { scriptDirectory } = context.project();
    const given = context.positionals[0] ?? '';
    const colon = given.indexOf(':');
    const sql = context.has('sql');
    if (colon >= 0 && !sql) throw new CommandError('Range revision not allowed');
    if (colon < 0 && sql) throw new CommandError('downgrade with --sql requires <fromrev>:<torev>');
    const target = given.slice(colon + 1);
    const plan = (current: readonly string[]): readonly MigrationStep[] => {
      if (/^-\d+$/.test(target) && new Set(current).size > 1) {
        context.host.stderr(
          'WARNING: downgrade -1 from multiple heads is ambiguous; name a branch: <branchname>@-1\n',
        );
      }
      return scriptDirectory
        .downgradeRevs(target, current)
        .map((script) => ({ kind: 'revision', script, direction: 'downgrade' }));
    };
    if (!sql) return runOnline(context, plan);
    return printOffline(context, () => startingHeads(scriptDirectory, given.slice(0, colon)), plan);
  },
};
