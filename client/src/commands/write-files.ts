import { Uri, WorkspaceEdit, window, workspace } from 'vscode';
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

/** Writes the revision file that the server made up, and opens it. */
export async function writeRevision(retort: Retort, result: RevisionFileResult): Promise<void> {
  if (result.error !== null) {
    await showProblem(retort, result.error);
    return;
  }
  if (result.path === null || result.text === null) {
    void window.showInformationMessage('There is nothing to migrate, so no revision was written.');
    return;
  }
  const uri = Uri.file(result.path);
  if (!(await createFiles([{ uri, text: result.text }]))) return;
  await window.showTextDocument(uri, { preview: false });
  await retort.projects.refresh();
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
