import { commands, window } from 'vscode';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { pickProject } from './pick-project.ts';

/** `alembic check`, against the history: do the models need a new revision? */
export async function check(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  const { configUri, name } = project.info;
  const { clean, text, error } = await retort.server.request('retort/check', { configUri });
  if (error !== null) {
    await showProblem(retort, error);
    return;
  }
  if (clean) {
    void window.showInformationMessage(
      text.trim() === '' ? 'No new upgrade operations detected.' : text.trim(),
    );
    return;
  }
  retort.log.info(text);
  const autogenerate = 'Autogenerate Revision';
  const details = 'Show Details';
  const answer = await window.showWarningMessage(
    `The models of ${name} have changes that no revision makes.`,
    autogenerate,
    details,
  );
  if (answer === autogenerate) await commands.executeCommand('retort.autogenerate', { configUri });
  if (answer === details) await retort.documents.showText(`Check of ${name}`, text);
}
