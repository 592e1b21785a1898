import { pickConnection } from '../connections/connection-picker.ts';
import type { Retort } from '../retort.ts';
import { pickProject } from './pick-project.ts';

/** Chooses the database that the project's commands work on. */
export async function selectConnection(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  const connection = await pickConnection(retort, project);
  if (connection !== null) await retort.connections.select(project.info.configUri, connection);
}
