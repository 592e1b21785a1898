import { window } from 'vscode';
import { requireConnection } from '../connections/pick-connection.ts';
import type { Retort } from '../retort.ts';
import { ids } from '../runs/texts.ts';
import { showProblem } from '../show-problem.ts';
import { requireTrust } from '../trust.ts';
import { pickProject } from './pick-project.ts';

/** `alembic current`: connects, and says where the database is. */
export async function current(retort: Retort, argument: unknown): Promise<void> {
  if (!requireTrust('connect to a database')) return;
  const project = await pickProject(retort, argument);
  if (project === null) return;
  const active = await requireConnection(retort, project);
  if (active === null) return;
  const { configUri } = project.info;
  const tested = await retort.connections.withPassword(
    active,
    (connection) => retort.server.request('retort/testConnection', { configUri, connection }),
    (result) => (result.ok ? null : result),
  );
  if (tested === null) return;
  const { ok, message, current: revisions } = tested.result;
  await retort.projects.refresh();
  if (!ok) {
    await showProblem(retort, { message, severity: 'error', uri: null, line: null });
    return;
  }
  const heads = retort.projects.find(configUri)?.history?.heads ?? [];
  const atHead = revisions?.length === heads.length && heads.every((head) => revisions.includes(head));
  const where = revisions === null ? message : ids(revisions) + (atHead && heads.length > 0 ? ' (head)' : '');
  void window.showInformationMessage(`${active.connection.label} is at ${where}.`);
}
