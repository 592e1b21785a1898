import { window, type QuickPickItem } from 'vscode';
import type { MigrateParams, PlanResult } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { nameToType, type ConnectionMark } from '../connections/mark.ts';
import { confirmation, confirmationButton, sqlDocument } from './texts.ts';

const showSql = 'Show SQL';

/**
 * The modal question before a run. "Show SQL" opens the whole SQL and asks again in a pick list, which unlike a modal
 * question lets the SQL be scrolled and read before answering.
 */
export async function confirmRun(
  retort: Retort,
  direction: MigrateParams['direction'],
  plan: PlanResult,
  mark: ConnectionMark,
): Promise<boolean> {
  if (!(await askForRun(retort, direction, plan, mark))) return false;
  return !mark.production || typesName(direction, plan);
}

async function askForRun(
  retort: Retort,
  direction: MigrateParams['direction'],
  plan: PlanResult,
  mark: ConnectionMark,
): Promise<boolean> {
  const { message, detail, button } = confirmation(direction, plan, mark.production);
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

/** A click is a habit; a name is not. */
async function typesName(direction: MigrateParams['direction'], { database }: PlanResult): Promise<boolean> {
  const name = nameToType(database);
  const typed = await window.showInputBox({
    title: `${confirmationButton(direction)} production: ${database}`,
    prompt: `Type “${name}” to change this production database`,
    placeHolder: name,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' || text === name ? null : `This is not “${name}”.`),
  });
  return typed === name;
}
