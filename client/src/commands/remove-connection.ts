import { window } from 'vscode';
import type { Retort } from '../retort.ts';
import { urlOf } from './arguments.ts';
import { pickProject } from './pick-project.ts';

/** Forgets an added connection and its password. Those of the configuration files stay. */
export async function removeConnection(retort: Retort, argument: unknown): Promise<void> {
  const project = await pickProject(retort, argument);
  if (project === null) return;
  const { configUri, name } = project.info;
  const added = (await retort.connections.list(configUri)).filter(({ source }) => source === 'added');
  if (added.length === 0) {
    void window.showInformationMessage(
      `${name} has no added connection. Others are removed in their own file.`,
    );
    return;
  }
  const url = urlOf(argument);
  if (added.some((each) => each.url === url)) {
    await retort.connections.remove(configUri, url ?? '');
    return;
  }
  const picks = added.map(({ label, url }) => ({ label, description: url, url }));
  const pick = await window.showQuickPick(picks, {
    title: 'Remove Connection',
    placeHolder: 'Connection to forget',
  });
  if (pick !== undefined) await retort.connections.remove(configUri, pick.url);
}
