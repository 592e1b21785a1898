import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { pickHistory } from './pick-project.ts';
import { pickTarget, type RelativeTarget } from './pick-revision.ts';

const relative: readonly RelativeTarget[] = [
  { target: 'heads', description: 'everything' },
  { target: '+1', description: 'the next revision' },
];

/** `alembic upgrade` to a revision that the user picks. */
export async function upgrade(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const target = await pickTarget(picked.history, {
    title: 'Upgrade to…',
    relative,
    only: (revision) => revision.state !== 'applied',
  });
  if (target === null) return;
  await runMigration(retort, picked.project, { direction: 'upgrade', target });
}
