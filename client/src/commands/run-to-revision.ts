import type { MigrateParams } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { runMigration } from '../runs/run-migration.ts';
import { revisionRefOf } from './arguments.ts';
import { pickProject } from './pick-project.ts';

/** "Upgrade to Here" and "Downgrade to Here", from the tree or a lens. */
export function runToRevision(
  direction: MigrateParams['direction'],
): (retort: Retort, argument: unknown) => Promise<void> {
  return async (retort, argument) => {
    const ref = revisionRefOf(argument);
    if (ref === null) return;
    const project = await pickProject(retort, ref);
    if (project === null) return;
    await runMigration(retort, project, { direction, target: ref.revision });
  };
}
