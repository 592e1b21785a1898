import type { MigrationStep } from '../alembic/runtime/migration-step.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { ScriptDirectory } from '../alembic/script/script-directory.ts';
import type { Command } from './command.ts';
import { options, positionals, runFlags } from './options.ts';
import { printOffline, runOnline } from './run-target.ts';

export const upgrade: Command = {
  name: 'upgrade',
  help: 'Upgrade to a later version.',
  positionals: [positionals.revision],
  options: [options.sql, options.tag, ...runFlags],
  run(context) {
    const { scriptDirectory } = context.project();
    const given = context.positionals[0] ?? '';
    const colon = given.indexOf(':');
    const sql = context.has('sql');
    if (colon >= 0 && !sql) throw new CommandError('Range revision not allowed');
    const target = given.slice(colon + 1);
    const plan = (current: readonly string[]): readonly MigrationStep[] =>
      scriptDirectory
        .upgradeRevs(target, current)
        .map((script) => ({ kind: 'revision', script, direction: 'upgrade' }));
    if (!sql) return runOnline(context, plan);
    const start = colon < 0 ? null : given.slice(0, colon);
    return printOffline(context, () => startingHeads(scriptDirectory, start), plan);
  },
};

/**
 * What `a:b` begins with: one revision, or none for base. Mirrors `MigrationContext.get_current_heads` of an offline
 * context.
 */
export function startingHeads(scriptDirectory: ScriptDirectory, start: string | null): readonly string[] {
  if (start === null || start === 'base') return [];
  // Upstream ends with a traceback for these.
  if (start === '')
    throw new CommandError('A range needs a revision before the colon; base:… begins at the start');
  const revision = scriptDirectory.getRevision(start);
  if (revision === null) throw new CommandError(`'${start}' is no revision to start from; use base`);
  return [revision.revision];
}
