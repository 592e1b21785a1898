import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { pickProject } from './pick-project.ts';

/** `alembic downgrade -1`. */
export async function downgradeOne(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  await runMigration(retort, project, { direction: 'downgrade', target: '-1' });
}
