import {
  QuickPickItemKind,
  ThemeColor,
  ThemeIcon,
  commands,
  window,
  type QuickInputButton,
  type QuickPickItem,
} from 'vscode';
import type { ConnectionInfo } from '../../../server/src/protocol.ts';
import type { ProjectState } from '../projects.ts';
import type { Retort } from '../retort.ts';
import type { ActiveConnection } from './connection-store.ts';
import { themeColor, type ConnectionMark } from './mark.ts';
import { inputConnection } from './pick-connection.ts';

interface ConnectionPick extends QuickPickItem {
  readonly connection?: ConnectionInfo;
}

const test: QuickInputButton = { iconPath: new ThemeIcon('plug'), tooltip: 'Test Connection' };
const mark: QuickInputButton = { iconPath: new ThemeIcon('symbol-color'), tooltip: 'Mark Connection…' };
const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Remove Connection' };
const add: ConnectionPick = { label: '$(add) Add Connection…' };
const separator: ConnectionPick = { label: '', kind: QuickPickItemKind.Separator };

/** The pick list of the project's connections, each with what can be done with it, and the ways to more of them. */
export async function pickConnection(retort: Retort, { info }: ProjectState): Promise<ConnectionInfo | null> {
  const { configUri, name } = info;
  const active = await retort.connections.active(configUri);
  const look = lookItem(retort.connections.looksInEnvironment(configUri));
  const picker = window.createQuickPick<ConnectionPick>();
  picker.title = `Connections of ${name}`;
  picker.placeholder = 'Database to read and to migrate';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = [...connectionItems(retort, configUri, active), separator, add, look];
  const chosen = await new Promise<ConnectionPick | null>((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0] ?? null);
    });
    picker.onDidHide(() => {
      resolve(null);
    });
    picker.onDidTriggerItemButton(({ item, button }) => {
      resolve(null);
      const argument = { configUri, url: item.connection?.url };
      void commands.executeCommand(commandOf(button), argument);
    });
    picker.show();
  });
  picker.dispose();
  if (chosen === add) return inputConnection(retort, configUri);
  if (chosen === look) {
    await lookInEnvironment(retort, configUri);
    return null;
  }
  return chosen?.connection ?? null;
}

function connectionItems(
  retort: Retort,
  configUri: string,
  active: ActiveConnection | null,
): readonly ConnectionPick[] {
  return (active?.all ?? []).map((connection) => {
    const { label, source, url } = connection;
    const known = retort.connections.mark(configUri, url);
    return {
      label,
      description: [
        connection === active?.connection ? '✓ in use' : '',
        source,
        known.production ? 'production' : '',
      ]
        .filter((part) => part !== '')
        .join(' · '),
      detail: url,
      iconPath: markIcon(known),
      buttons: source === 'added' ? [test, mark, remove] : [test, mark],
      connection,
    };
  });
}

/** A shield for production, else a database; in the mark's color. */
export function markIcon(known: ConnectionMark): ThemeIcon {
  const color = themeColor(known);
  const name = known.production ? 'shield' : 'database';
  return color === null ? new ThemeIcon(name) : new ThemeIcon(name, new ThemeColor(color));
}

function commandOf(button: QuickInputButton): string {
  if (button === test) return 'retort.testConnection';
  return button === mark ? 'retort.markConnection' : 'retort.removeConnection';
}

function lookItem(looks: boolean): ConnectionPick {
  return looks
    ? { label: '$(eye-closed) Stop Looking in .env and the Environment' }
    : {
        label: '$(search) Look in .env and the Environment…',
        detail: 'For variables with a database URL, such as DATABASE_URL',
      };
}

/** Asks first: what stands there may be somebody's production password. */
async function lookInEnvironment(retort: Retort, configUri: string): Promise<void> {
  const { connections } = retort;
  if (connections.looksInEnvironment(configUri)) {
    await connections.setLooksInEnvironment(configUri, false);
    return;
  }
  const button = 'Look for URLs';
  const answer = await window.showInformationMessage(
    'Look for database URLs in .env and in the environment of VS Code?',
    {
      modal: true,
      detail:
        'Retort reads the variables that hold a SQLAlchemy URL and lists them as connections. Their passwords stay in memory: they are written nowhere and sent to nobody but the database.',
    },
    button,
  );
  if (answer !== button) return;
  const before = (await connections.list(configUri)).length;
  await connections.setLooksInEnvironment(configUri, true);
  const found = (await connections.list(configUri)).length - before;
  if (found > 0) await commands.executeCommand('retort.selectConnection', { configUri });
  else void window.showInformationMessage('There is no other database URL in .env or in the environment.');
}
