import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { pickHistory } from './pick-project.ts';
import { pickTarget } from './pick-revision.ts';

/** `alembic upgrade head`; with several heads asks which, or all. */
export async function upgradeToHead(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const { project, history } = picked;
  const target =
    history.heads.length < 2
      ? 'head'
      : await pickTarget(history, {
          title: 'Upgrade to Head',
          relative: [{ target: 'heads', description: `all ${history.heads.length} heads` }],
          only: (revision) => revision.isHead,
        });
  if (target === null) return;
  await runMigration(retort, project, { direction: 'upgrade', target });
}
