import { commands, window } from 'vscode';
import type { Retort } from '../retort.ts';
import { plural } from '../status-text.ts';
import { pickProject } from './pick-project.ts';

/** What a click on the status bar offers, the likeliest first. */
export async function quickMenu(retort: Retort): Promise<void> {
  const project = retort.projects.current ?? (await pickProject(retort, undefined));
  if (project === null) return;
  const argument = { configUri: project.info.configUri };
  if (project.connection === null) {
    await commands.executeCommand('retort.selectConnection', argument);
    return;
  }
  const { history, connection } = project;
  const pending = history?.revisions.filter(({ state }) => state === 'pending').length ?? 0;
  const drift = history?.drift.length ?? 0;
  const entries = [
    {
      label: '$(arrow-up) Upgrade to Head',
      description: `${pending} pending`,
      command: 'retort.upgradeToHead',
    },
    {
      label: '$(wand) Autogenerate Revision',
      description: plural(drift, 'model change'),
      command: 'retort.autogenerate',
    },
    { label: '$(arrow-down) Downgrade One', description: '', command: 'retort.downgradeOne' },
    {
      label: '$(database) Select Connection',
      description: connection.label,
      command: 'retort.selectConnection',
    },
    { label: '$(list-tree) Show Migrations', description: '', command: 'retort.migrations.focus' },
  ];
  const shown = entries.filter(
    ({ command }) =>
      (command !== 'retort.upgradeToHead' || pending > 0) && (command !== 'retort.autogenerate' || drift > 0),
  );
  const pick = await window.showQuickPick(shown, {
    title: `Alembic: ${project.info.name}`,
    placeHolder: `What to do with ${connection.label}`,
  });
  if (pick !== undefined) await commands.executeCommand(pick.command, argument);
}
