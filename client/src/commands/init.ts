import { Uri, window, workspace } from 'vscode';
import type { Retort } from '../retort.ts';
import { openAt, showProblem } from '../show-problem.ts';
import { createFiles } from './write-files.ts';

/** `alembic init`: alembic.ini and the environment's directory, in the workspace folder. */
export async function init(retort: Retort): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void window.showInformationMessage('Open a folder first: alembic.ini goes into it.');
    return;
  }
  const folder =
    folders.length === 1
      ? folders[0]
      : await window.showWorkspaceFolderPick({ placeHolder: 'Folder for alembic.ini' });
  if (folder === undefined) return;
  const directory = await window.showInputBox({
    title: 'Initialize Alembic',
    prompt: `Directory for the migrations, in ${folder.name}`,
    value: 'alembic',
    ignoreFocusOut: true,
    validateInput: (text) => directoryProblem(text),
  });
  if (directory === undefined) return;
  const result = await retort.server.request('retort/init', {
    folderUri: folder.uri.toString(),
    directory: directory.trim(),
    template: 'generic',
  });
  if (result.error !== null) {
    await showProblem(retort, result.error);
    return;
  }
  const files = result.files.map(({ uri, text }) => ({ uri: Uri.parse(uri), text }));
  if (!(await createFiles(files))) return;
  await workspace.fs.createDirectory(Uri.joinPath(folder.uri, directory.trim(), 'versions'));
  await retort.projects.refresh();
  const ini = files.find(({ uri }) => uri.path.endsWith('/alembic.ini'));
  if (ini !== undefined) await openAt({ uri: ini.uri.toString(), line: urlLine(ini.text) });
}

function directoryProblem(text: string): string | null {
  const directory = text.trim();
  if (directory === '') return 'Enter a directory.';
  if (/^(?:\/|[a-z]:)|(?:^|\/)\.\.(?:\/|$)/iu.test(directory)) return 'Enter a directory inside the folder.';
  return null;
}

/** Where the user goes on: the database's URL. */
function urlLine(ini: string): number | null {
  const line = ini.split('\n').findIndex((text) => text.startsWith('sqlalchemy.url'));
  return line < 0 ? null : line;
}
