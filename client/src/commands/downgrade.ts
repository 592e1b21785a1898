import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { pickHistory } from './pick-project.ts';
import { pickTarget, type RelativeTarget } from './pick-revision.ts';

const relative: readonly RelativeTarget[] = [
  { target: '-1', description: 'undo the last revision' },
  { target: 'base', description: 'undo everything' },
];

/** `alembic downgrade` to a revision that the user picks. */
export async function downgrade(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const target = await pickTarget(picked.history, {
    title: 'Downgrade to…',
    relative,
    only: (revision) => revision.state !== 'pending' && !revision.isCurrent,
  });
  if (target === null) return;
  await runMigration(retort, picked.project, { direction: 'downgrade', target });
}
