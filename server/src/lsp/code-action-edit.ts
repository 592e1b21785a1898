/** The edit of a code action, made only when the action is chosen. */
import * as lsp from 'vscode-languageserver';
import type { Answers } from '../alembic/autogenerate/beyond/index.ts';
import { singleOps } from '../alembic/autogenerate/index.ts';
import { autogenerateRevision } from '../ide/autogenerate.ts';
import { changeId } from '../ide/change-id.ts';
import { destroys } from '../ide/change-text.ts';
import type { CodeAction } from '../ide/code-actions.ts';
import type { GeneratedRevision } from '../ide/new-revision.ts';
import { selectOps, tableOf, type AutogenerateScope } from '../ide/operation-scope.ts';
import type { Project } from '../workspace/project.ts';
import type { Session } from './session.ts';
import { command } from './to-proto.ts';
import { pathToUri } from './uri.ts';

/** Goes to the client and comes back with the chosen action. */
interface ActionData {
  readonly configUri: string;
  readonly scope: AutogenerateScope;
  readonly answers?: Answers;
}

export function codeActionData(project: Project, action: CodeAction): ActionData {
  const { scope, answers } = action;
  return { configUri: pathToUri(project.configPath), scope, ...(answers === undefined ? {} : { answers }) };
}

/**
 * The command that opens the preview instead of writing at once: where something would be lost, or a question is open whose
 * answer changes what is written. Null where the action may write, and for clients without the preview.
 */
export function previewCommand(
  session: Session,
  project: Project,
  { scope, answers }: CodeAction,
): lsp.Command | null {
  // One that says itself what was renamed has asked enough.
  if (!session.clientCommands || answers !== undefined) return null;
  const ops = singleOps(selectOps(project.upgradeOps(), scope));
  const tables = new Set(ops.map(tableOf));
  const isOpen = project.beyond().questions.some(({ table }) => table !== null && tables.has(table));
  if (!isOpen && ops.every((op) => destroys(op, project.dialect) === null)) return null;
  const changes = ops.map(changeId).filter((id) => !project.ignoredChanges.has(id));
  const configUri = pathToUri(project.configPath);
  return command('Autogenerate Revision', 'retort.autogenerate', { configUri, changes });
}

/** Fills in the edit; throws an Error for the user when the revision cannot be written. */
export function resolveAction(session: Session, action: lsp.CodeAction): lsp.CodeAction {
  const data = action.data as ActionData | undefined;
  if (data === undefined || action.edit !== undefined || action.command !== undefined) return action;
  const project = session.project(data.configUri);
  if (data.answers !== undefined) session.addAnswers(project.configPath, data.answers);
  const file = autogenerateRevision(project, data.scope, {}, session.writeContext());
  if (file === null) throw new Error('The migrations build what the models say: there is nothing to write.');
  const uri = pathToUri(file.path);
  const open = command('Open the new revision', 'retort.openFile', { uri, line: null });
  return {
    ...action,
    edit: createFileEdit(session, file),
    ...(session.clientCommands ? { command: open } : {}),
  };
}

function createFileEdit(session: Session, { path, text }: GeneratedRevision): lsp.WorkspaceEdit {
  const uri = pathToUri(path);
  const edits = [lsp.TextEdit.insert({ line: 0, character: 0 }, text)];
  const operations = session.capabilities.workspace?.workspaceEdit?.resourceOperations;
  // A client without file operations makes the file when it applies the text.
  if (operations?.includes('create') !== true) return { changes: { [uri]: edits } };
  return {
    documentChanges: [
      lsp.CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
      lsp.TextDocumentEdit.create({ uri, version: null }, edits),
    ],
  };
}
