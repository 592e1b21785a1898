import { assertCanBeWritten } from '../../ide/autogenerate.ts';
import { changeId } from '../../ide/change-id.ts';
import { selectOps } from '../../ide/operation-scope.ts';
import { pendingChanges } from '../../ide/pending-changes.ts';
import { suggestMessage } from '../../ide/suggest-message.ts';
import type { ChangesResult, ProblemInfo, Requests } from '../../protocol.ts';
import type { Project } from '../../workspace/project.ts';
import type { Session } from '../session.ts';
import * as to from '../to-proto.ts';
import { errorProblem } from './database.ts';

/** What a revision could take up now, for the user to choose from. */
export function changes(
  session: Session,
  { configUri, chosen }: Requests['retort/changes']['params'],
): ChangesResult {
  const project = session.project(configUri);
  const found = pendingChanges(project, (path) => session.parse(path));
  const wanted = new Set(chosen ?? found.filter(({ ignored }) => !ignored).map(({ id }) => id));
  const scope = { kind: 'changes', isChosen: isIn(wanted) } as const;
  return {
    changes: found.map(({ origin, ...change }) => {
      const { uri, line } = to.problemInfo(session, { message: change.text, origin });
      return { ...change, uri, line };
    }),
    questions: project.beyond().questions.map(({ id, text, table, from, to: name, origin }) => {
      const { uri, line } = to.problemInfo(session, { message: text, origin });
      return { id, text, table, from, to: name, uri, line };
    }),
    message: suggestMessage(selectOps(project.upgradeOps(), scope)),
    error: obstacle(session, project),
  };
}

/** What is a boolean of them counts from now on. */
export function answers(session: Session, params: Requests['retort/answers']['params']): null {
  const { configPath } = session.project(params.configUri);
  const given = Object.entries(params.answers).filter(([, answer]) => typeof answer === 'boolean');
  session.setAnswers(configPath, Object.fromEntries(given));
  return null;
}

/** Chooses by id. */
export function isIn(ids: ReadonlySet<string>): (op: Parameters<typeof changeId>[0]) => boolean {
  return (op) => ids.has(changeId(op));
}

function obstacle(session: Session, project: Project): ProblemInfo | null {
  try {
    assertCanBeWritten(project, (path) => session.parse(path));
    return null;
  } catch (error) {
    return errorProblem(session, error);
  }
}
