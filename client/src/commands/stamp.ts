import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { pickHistory } from './pick-project.ts';
import { pickTarget, type RelativeTarget } from './pick-revision.ts';

const relative: readonly RelativeTarget[] = [
  { target: 'heads', description: 'as if every revision had run' },
  { target: 'base', description: 'as if none had run' },
];

/** `alembic stamp`: writes the revision into the database and runs nothing. */
export async function stamp(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const target = await pickTarget(picked.history, { title: 'Stamp as…', relative });
  if (target === null) return;
  await runMigration(retort, picked.project, { direction: 'stamp', target });
}
