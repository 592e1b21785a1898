import { window } from 'vscode';
import type { Retort } from '../retort.ts';
import { inputMessage } from './input-message.ts';
import { pickHistory } from './pick-project.ts';
import { pickHead } from './pick-revision.ts';
import { writeRevision } from './write-files.ts';

/** `alembic revision --autogenerate -m`, from the models and the history; no database is asked. */
export async function autogenerate(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const { project, history } = picked;
  if (history.drift.length === 0 && project.info.problems.length === 0) {
    void window.showInformationMessage(
      'The migrations build what the models say. There is nothing to autogenerate.',
    );
    return;
  }
  const head = await pickHead(history, 'Autogenerate Revision: head to follow');
  if (head === undefined) return;
  const message = await inputMessage('Autogenerate Revision');
  if (message === null) return;
  const { configUri } = project.info;
  const result = await retort.server.request('retort/revisionFile', {
    configUri,
    message,
    autogenerate: true,
    head,
  });
  await writeRevision(retort, result);
}
