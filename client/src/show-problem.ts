import { Position, Range, Uri, window } from 'vscode';
import type { FileRef, ProblemInfo } from '../../server/src/protocol.ts';
import type { Retort } from './retort.ts';

/** An error with a way to its place, where it has one, and to the log. */
export async function showProblem(retort: Retort, problem: ProblemInfo): Promise<void> {
  retort.log.error(problem.message);
  const openFile = 'Open File';
  const showLog = 'Show Log';
  const actions = problem.uri === null ? [showLog] : [openFile, showLog];
  const answer = await window.showErrorMessage(problem.message, ...actions);
  if (answer === openFile && problem.uri !== null) await openAt({ uri: problem.uri, line: problem.line });
  if (answer === showLog) retort.log.show();
}

/** Opens a file, with the cursor at the line if there is one. */
export async function openAt({ uri, line }: FileRef): Promise<void> {
  const position = line === null ? null : new Position(line, 0);
  await window.showTextDocument(
    Uri.parse(uri),
    position === null ? { preview: true } : { preview: true, selection: new Range(position, position) },
  );
}
