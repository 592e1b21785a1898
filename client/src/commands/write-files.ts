import { Range, Selection, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { RevisionFileResult } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { showProblem } from '../show-problem.ts';

/** Writes new files, or, when one exists already, none of them. Undo takes them away again. */
export async function createFiles(
  files: readonly { readonly uri: Uri; readonly text: string }[],
): Promise<boolean> {
  for (const { uri } of files) {
    if (await exists(uri)) {
      void window.showErrorMessage(`${workspace.asRelativePath(uri)} exists already. Nothing was written.`);
      return false;
    }
  }
  const edit = new WorkspaceEdit();
  for (const { uri, text } of files) {
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(text) });
  }
  if (await workspace.applyEdit(edit)) return true;
  void window.showErrorMessage('The files could not be written.');
  return false;
}

/**
 * Writes the revision file that the server made up, or changes the one that it updates, and opens it with the message
 * selected. False: nothing was written.
 */
export async function writeRevision(
  retort: Retort,
  result: RevisionFileResult,
  message: string | null = null,
): Promise<boolean> {
  if (result.error !== null) {
    await showProblem(retort, result.error);
    return false;
  }
  if (result.path === null || result.text === null) {
    void window.showInformationMessage('There is nothing to migrate, so no revision was written.');
    return false;
  }
  const uri = Uri.file(result.path);
  const isWritten =
    result.replaces === true
      ? await replaceText(uri, result.text)
      : await createFiles([{ uri, text: result.text }]);
  if (!isWritten) return false;
  const editor = await window.showTextDocument(uri, { preview: false });
  const at = message === null ? -1 : editor.document.getText().indexOf(message);
  if (at >= 0 && message !== null) {
    const { document } = editor;
    editor.selection = new Selection(document.positionAt(at), document.positionAt(at + message.length));
  }
  await retort.projects.refresh();
  return true;
}

/** The whole text, as one edit that can be undone; saved, so that the command sees it too. */
async function replaceText(uri: Uri, text: string): Promise<boolean> {
  const document = await workspace.openTextDocument(uri);
  const edit = new WorkspaceEdit();
  edit.replace(uri, new Range(0, 0, document.lineCount, 0), text);
  if ((await workspace.applyEdit(edit)) && (await document.save())) return true;
  void window.showErrorMessage('The file could not be written.');
  return false;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
