import type { HistoryResult, RevisionInfo } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';
import { shortId } from '../status-text.ts';
import { revisionRefOf } from './arguments.ts';
import { pickHistory } from './pick-project.ts';
import { pickTarget } from './pick-revision.ts';

/** `alembic upgrade … --sql` of one revision, or of what the user picks, in a read-only document. */
export async function showSql(retort: Retort, argument: unknown): Promise<void> {
  const ref = revisionRefOf(argument);
  const picked = await pickHistory(retort, argument === ref ? argument : (ref ?? argument));
  if (picked === null) return;
  const { project, history } = picked;
  const target =
    ref?.revision ??
    (await pickTarget(history, {
      title: 'Show SQL of…',
      relative: [{ target: 'heads', description: 'the whole history, from base' }],
    }));
  if (target === null) return;
  const revision = history.revisions.find((candidate) => candidate.revision === target);
  const result = await retort.server.request('retort/sql', {
    configUri: project.info.configUri,
    range: rangeOf(target, revision, history),
    direction: 'upgrade',
    url: project.connection?.source === 'added' ? project.connection.url : null,
  });
  if (result.error === null) await retort.documents.showSql(titleOf(target, revision), result.text);
  else await showProblem(retort, result.error);
}

/** alembic's `start:end`. A merge point has several starts; its own SQL then starts at the first of them. */
function rangeOf(target: string, revision: RevisionInfo | undefined, history: HistoryResult): string {
  if (revision === undefined) return target;
  const [down] = revision.downRevisions;
  const known = history.revisions.some((candidate) => candidate.revision === down);
  return down === undefined || !known ? target : `${down}:${target}`;
}

function titleOf(target: string, revision: RevisionInfo | undefined): string {
  return revision === undefined ? `upgrade ${target}` : `${shortId(target)} ${revision.message}`.trim();
}
