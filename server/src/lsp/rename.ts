/** Rename of columns and tables in model files. */
import * as lsp from 'vscode-languageserver';
import { rename, RenameError, subjectAt, type RenameSubject } from '../ide/rename/index.ts';
import * as from from './from-proto.ts';
import type { Session } from './session.ts';
import * as to from './to-proto.ts';

/** Null where nothing of ours is under the cursor: another extension may know it. */
export function onPrepareRename(
  session: Session,
  params: lsp.PrepareRenameParams,
): { range: lsp.Range; placeholder: string } | null {
  const at = locate(session, params);
  if (at === null) return null;
  const subject = orRefuse(() => subjectAt(at.project, at.module, at.offset));
  if (subject === null || isLeft(session, subject)) return null;
  return { range: to.range(at.lines, subject.range), placeholder: subject.name };
}

/** The edit, and beside it the answer to the question that the rename would raise. */
export function onRename(session: Session, params: lsp.RenameParams): lsp.WorkspaceEdit | null {
  const at = locate(session, params);
  if (at === null) return null;
  const { project, module, offset } = at;
  const subject = orRefuse(() => subjectAt(project, module, offset));
  if (subject === null || isLeft(session, subject)) return null;
  const known = session.answersOf(project.configPath);
  const renamed = orRefuse(() =>
    rename(project, module, offset, {
      to: params.newName,
      parse: (path) => session.parse(path),
      known,
    }),
  );
  if (renamed === null) return null;
  if (Object.keys(renamed.answers).length > 0) session.addAnswers(project.configPath, renamed.answers);
  return {
    changes: Object.fromEntries(
      [...renamed.edits].map(([path, edits]) => [
        session.uri(path),
        edits.map(({ range, text }) => ({ range: to.range(session.lines(path), range), newText: text })),
      ]),
    ),
  };
}

/**
 * VS Code takes the first answer that it gets. Ours follows an attribute through the model files alone, so where another
 * extension can follow it through all code, that one shall have it.
 */
function isLeft(session: Session, subject: RenameSubject): boolean {
  return session.pythonRename && subject.kind === 'column' && subject.isAttribute;
}

function locate(session: Session, { textDocument, position }: lsp.TextDocumentPositionParams) {
  const found = session.locate(textDocument.uri);
  const module = found === null ? null : session.parse(found.path);
  if (found === null || module === null) return null;
  const lines = session.lines(found.path);
  return { ...found, module, lines, offset: from.offset(lines, position) };
}

/** What cannot be renamed is told to the user in words. */
function orRefuse<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof RenameError)) throw error;
    throw new lsp.ResponseError(lsp.LSPErrorCodes.RequestFailed, error.message);
  }
}
