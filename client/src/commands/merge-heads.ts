import { window } from 'vscode';
import type { HistoryResult } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { shortId } from '../status-text.ts';
import { inputMessage } from './input-message.ts';
import { pickHistory } from './pick-project.ts';
import { writeRevision } from './write-files.ts';

/** `alembic merge`: one revision on top of several heads. */
export async function mergeHeads(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const { project, history } = picked;
  if (history.heads.length < 2) {
    void window.showInformationMessage('There is one head. There is nothing to merge.');
    return;
  }
  const revisions = history.heads.length === 2 ? history.heads : await pickHeads(history);
  if (revisions === null) return;
  const suggestion = `merge ${revisions.map(shortId).join(' and ')}`;
  const message = await inputMessage('Merge Heads', suggestion);
  if (message === null) return;
  const { configUri } = project.info;
  await writeRevision(
    retort,
    await retort.server.request('retort/mergeFile', { configUri, revisions, message }),
  );
}

async function pickHeads(history: HistoryResult): Promise<readonly string[] | null> {
  const picks = history.revisions
    .filter((revision) => revision.isHead)
    .map(({ revision, message }) => ({
      label: message,
      description: shortId(revision),
      picked: true,
      revision,
    }));
  const chosen = await window.showQuickPick(picks, {
    title: 'Merge Heads',
    placeHolder: 'Two heads or more',
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length < 2) return null;
  return chosen.map(({ revision }) => revision);
}
