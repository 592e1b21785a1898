import { window, type QuickPickItem } from 'vscode';
import type { MigrateParams, PlanResult } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { confirmation, sqlDocument } from './texts.ts';

const showSql = 'Show SQL';

/**
 * The modal question before a run. "Show SQL" opens the whole SQL and asks again in a pick list, which unlike a modal
 * question lets the SQL be scrolled and read before answering.
 */
export async function confirmRun(
  retort: Retort,
  direction: MigrateParams['direction'],
  plan: PlanResult,
): Promise<boolean> {
  const { message, detail, button } = confirmation(direction, plan);
  const answer = await window.showWarningMessage(message, { modal: true, detail }, button, showSql);
  if (answer !== showSql) return answer === button;
  await retort.documents.showSql(`${button} ${plan.database}`, sqlDocument(direction, plan));
  const run: QuickPickItem = { label: `$(play) ${button}`, description: plan.database };
  const leave: QuickPickItem = { label: '$(close) Cancel', description: 'Leave the database as it is' };
  const second = await window.showQuickPick([run, leave], {
    title: message,
    placeHolder: 'Read the SQL, then choose',
    ignoreFocusOut: true,
  });
  return second === run;
}
