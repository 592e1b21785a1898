import { window } from 'vscode';
import type { ConnectionInfo } from '../../../server/src/protocol.ts';
import { urlOf } from '../commands/arguments.ts';
import { pickProject } from '../commands/pick-project.ts';
import type { Retort } from '../retort.ts';
import type { ActiveConnection } from './connection-store.ts';

/** A connection that a command is about, with all of its project's. */
export interface ChosenConnection extends ActiveConnection {
  readonly configUri: string;
}

/** The one whose URL the argument has, else the only one, else the one that the user picks. Null: none. */
export async function chooseConnection(
  retort: Retort,
  argument: unknown,
  title: string,
): Promise<ChosenConnection | null> {
  const project = await pickProject(retort, argument);
  if (project === null) return null;
  const { configUri, name } = project.info;
  const active = await retort.connections.active(configUri);
  if (active === null) {
    void window.showInformationMessage(`${name} has no connection yet: add one first.`);
    return null;
  }
  const { all } = active;
  const url = urlOf(argument);
  const known = all.find((each) => each.url === url) ?? (all.length === 1 ? all[0] : undefined);
  const connection = known ?? (await pick(all, active.connection, title));
  if (connection === null) return null;
  return { configUri, connection, mark: retort.connections.mark(configUri, connection.url), all };
}

async function pick(
  all: readonly ConnectionInfo[],
  first: ConnectionInfo,
  title: string,
): Promise<ConnectionInfo | null> {
  const ordered = [...all].sort((a, b) => Number(b === first) - Number(a === first));
  const picks = ordered.map((connection) => ({
    label: connection.label,
    description: connection === first ? `${connection.source} · in use` : connection.source,
    detail: connection.url,
    connection,
  }));
  const picked = await window.showQuickPick(picks, { title, matchOnDetail: true });
  return picked?.connection ?? null;
}
