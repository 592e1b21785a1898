import { inputConnection } from '../connections/pick-connection.ts';
import type { Retort } from '../retort.ts';
import { pickProject } from './pick-project.ts';

/** Adds a connection by its URL and takes it into use. */
export async function addConnection(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  await inputConnection(retort, project.info.configUri);
}
