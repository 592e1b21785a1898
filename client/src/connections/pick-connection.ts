import { window } from 'vscode';
import type { ConnectionInfo } from '../../../server/src/protocol.ts';
import type { ProjectState } from '../projects.ts';
import type { Retort } from '../retort.ts';
import type { ActiveConnection } from './connection-store.ts';
import { checkUrl } from './url.ts';

/** The project's active connection; asks for one where there is none. Null: the user gave up. */
export async function requireConnection(
  retort: Retort,
  { info }: ProjectState,
): Promise<ActiveConnection | null> {
  const active = await retort.connections.active(info.configUri);
  if (active !== null) return active;
  const added = await inputConnection(retort, info.configUri);
  return added === null ? null : retort.connections.active(info.configUri);
}

/** Asks for a URL, and takes its password apart before anything is stored. Null: the user gave up. */
export async function inputConnection(retort: Retort, configUri: string): Promise<ConnectionInfo | null> {
  const typed = await window.showInputBox({
    title: 'Add Connection',
    prompt:
      'SQLAlchemy URL. A password in it is moved to the secret storage; leave it out to be asked when needed.',
    placeHolder: 'postgresql://user@localhost/app',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return null;
      const check = checkUrl(text);
      return check.ok ? null : check.message;
    },
  });
  if (typed === undefined || !checkUrl(typed).ok) return null;
  return retort.connections.add(configUri, typed);
}
