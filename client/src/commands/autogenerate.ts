import { commands, window } from 'vscode';
import type { QuestionInfo } from '../../../server/src/protocol.ts';
import { askRevision } from '../changes/ask-revision.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { changesOf } from './arguments.ts';
import { pickHistory } from './pick-project.ts';
import { pickHead } from './pick-revision.ts';
import { writeRevision } from './write-files.ts';

/**
 * `alembic revision --autogenerate -m`, from the models and the history; no database is asked. The changes stand in a view
 * beside, with boxes to untick, while the message is asked for.
 */
export async function autogenerate(retort: Retort, argument: unknown): Promise<void> {
  const picked = await pickHistory(retort, argument);
  if (picked === null) return;
  const { project, history } = picked;
  const { configUri } = project.info;
  const { changes } = retort;
  await changes.open(configUri, changesOf(argument));
  const { error } = changes.result;
  if (changes.result.changes.every(({ ignored }) => ignored) && error === null) {
    void window.showInformationMessage(
      'The migrations build what the models say. There is nothing to autogenerate.',
    );
    return;
  }
  if (error !== null) {
    await showProblem(retort, error);
    return;
  }
  await commands.executeCommand('retort.changes.focus');
  for (const question of changes.result.questions) {
    const answer = await askQuestion(question);
    if (answer === null) return;
    await changes.answer(question.id, answer);
  }
  const head = await pickHead(history, 'Autogenerate Revision: head to follow');
  if (head === undefined) return;
  const asked = await askRevision(retort, history, head);
  if (asked === null || !(await agreesToLoss(retort))) return;
  const result = await retort.server.request('retort/revisionFile', {
    configUri,
    message: asked.message,
    autogenerate: true,
    head,
    changes: changes.chosen.map(({ id }) => id),
    ...(asked.updates === null ? {} : { updates: asked.updates }),
  });
  if (await writeRevision(retort, result, asked.message)) changes.forgetTicks();
}

/** Null: the user gave up. */
async function askQuestion({ text }: QuestionInfo): Promise<boolean | null> {
  const yes = {
    label: '$(check) Yes, it was renamed',
    detail: 'The revision renames it, and its values stay',
  };
  const no = {
    label: '$(close) No',
    detail: 'The revision drops the one with its values, and adds the other',
  };
  const pick = await window.showQuickPick([yes, no], {
    title: text,
    placeHolder: 'Asked once for this project',
    ignoreFocusOut: true,
  });
  return pick === undefined ? null : pick === yes;
}

/** The second yes for what cannot be brought back. */
async function agreesToLoss({ changes }: Retort): Promise<boolean> {
  const lost = changes.chosen.flatMap(({ destructive }) => (destructive === null ? [] : [destructive]));
  if (lost.length === 0) return true;
  const button = 'Write It';
  const answer = await window.showWarningMessage(
    'The upgrade of this revision will lose data. Write it?',
    { modal: true, detail: lost.join('\n') },
    button,
  );
  return answer === button;
}
