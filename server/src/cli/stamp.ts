import type { MigrationStep } from '../alembic/runtime/migration-step.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Command } from './command.ts';
import { options, positionals } from './options.ts';
import { printOffline, runOnline } from './run-target.ts';
import { startingHeads } from './upgrade.ts';

export const stamp: Command = {
  name: 'stamp',
  help: "'stamp' the revision table with the given revision; don't run any migrations.",
  positionals: [positionals.revisions],
  options: [options.sql, options.tag, options.purge],
  run(context) {
    const { scriptDirectory } = context.project();
    const sql = context.has('sql');
    const purge = context.has('purge');
    const { destinations, start } = sql
      ? splitRanges(context.positionals)
      : { destinations: context.positionals, start: null };
    const plan = (current: readonly string[]): readonly MigrationStep[] => {
      if (purge && sql) throw new CommandError("Can't use --purge with --sql mode");
      return scriptDirectory.stampRevs(destinations, purge ? [] : current);
    };
    if (!sql) return runOnline(context, plan, { purge });
    return printOffline(context, () => startingHeads(scriptDirectory, start), plan);
  },
};

function splitRanges(revisions: readonly string[]): {
  readonly destinations: readonly string[];
  readonly start: string | null;
} {
  const starts = new Set<string>();
  const destinations = revisions.map((revision) => {
    const colon = revision.indexOf(':');
    if (colon >= 0) starts.add(revision.slice(0, colon));
    return revision.slice(colon + 1);
  });
  const [start, ...others] = starts;
  if (others.length > 0) {
    throw new CommandError('Stamp operation with --sql only supports a single starting revision at a time');
  }
  return { destinations, start: start ?? null };
}
