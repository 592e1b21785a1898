import type { Retort } from '../retort.ts';
import { inputMessage } from './input-message.ts';
import { pickHistory } from './pick-project.ts';
import { pickHead } from './pick-revision.ts';
import { writeRevision } from './write-files.ts';

/** `alembic revision -m`: an empty revision on top of the head. */
export async function newRevision(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const head = await pickHead(picked.history, 'New Revision: head to follow');
  if (head === undefined) return;
  const message = await inputMessage('New Revision');
  if (message === null) return;
  const { configUri } = picked.project.info;
  const result = await retort.server.request('retort/revisionFile', {
    configUri,
    message,
    autogenerate: false,
    head,
  });
  await writeRevision(retort, result);
}
