import { commands, window } from 'vscode';
import type { HistoryResult } from '../../../server/src/protocol.ts';
import type { ProjectState } from '../projects.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { configUriOf } from './arguments.ts';

/** The project that the argument names, else the only one, else the one that the user picks. */
export async function pickProject(retort: Retort, argument: unknown): Promise<ProjectState | null> {
  await retort.projects.loaded();
  const configUri = configUriOf(argument);
  if (configUri !== null) {
    const found = retort.projects.find(configUri);
    if (found !== null) return found;
  }
  const states = retort.projects.states ?? [];
  const [first] = states;
  if (first === undefined) {
    const init = 'Initialize Alembic';
    const answer = await window.showInformationMessage('There is no alembic.ini in this workspace.', init);
    if (answer === init) await commands.executeCommand('retort.init');
    return null;
  }
  if (states.length === 1) return first;
  const current = retort.projects.current;
  const ordered = [...states].sort((a, b) => Number(b === current) - Number(a === current));
  const picks = ordered.map((state) => ({
    label: state.info.name,
    description: state.connection?.label ?? '',
    detail: decodeURIComponent(state.info.configUri.replace(/^file:\/\//u, '')),
    state,
  }));
  const pick = await window.showQuickPick(picks, { placeHolder: 'Migration project' });
  return pick?.state ?? null;
}

/** A project together with its history; says why when the history cannot be read. */
export async function pickHistory(
  retort: Retort,
  argument: unknown,
): Promise<{ readonly project: ProjectState; readonly history: HistoryResult } | null> {
  const project = await pickProject(retort, argument);
  if (project === null) return null;
  if (project.history !== null) return { project, history: project.history };
  const message = project.error ?? `The history of ${project.info.name} could not be read.`;
  await showProblem(retort, { message, severity: 'error', uri: project.info.configUri, line: null });
  return null;
}
