import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { pickProject } from './pick-project.ts';

/** `alembic history --verbose`, in a read-only document. */
export async function history(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  const { configUri, name } = project.info;
  const { text, error } = await retort.server.request('retort/historyText', { configUri, verbose: true });
  if (error === null) await retort.documents.showText(`History of ${name}`, text);
  else await showProblem(retort, error);
}
