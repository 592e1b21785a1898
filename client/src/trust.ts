import { commands, window, workspace } from 'vscode';

/** True in a trusted workspace; in Restricted Mode says what it is needed for and offers to change it. */
export function requireTrust(purpose: string): boolean {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  void window
    .showWarningMessage(`Retort does not ${purpose} in Restricted Mode.`, manage)
    .then((answer) => (answer === manage ? commands.executeCommand('workbench.trust.manage') : undefined));
  return false;
}
