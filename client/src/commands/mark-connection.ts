import { QuickPickItemKind, ThemeColor, ThemeIcon, window, type QuickPickItem } from 'vscode';
import { colors, type ConnectionMark } from '../connections/mark.ts';
import { chooseConnection } from '../connections/choose-connection.ts';
import type { Retort } from '../retort.ts';

interface MarkPick extends QuickPickItem {
  readonly mark?: ConnectionMark;
}

/** Gives a connection a color, or marks it as production: every confirmation then asks for the database's name. */
export async function markConnection(retort: Retort, argument: unknown): Promise<void> {
  const chosen = await chooseConnection(retort, argument, 'Mark Connection');
  if (chosen === null) return;
  const { configUri, connection } = chosen;
  const now = retort.connections.mark(configUri, connection.url);
  const production: MarkPick = now.production
    ? { label: '$(circle-slash) No Longer Production', mark: { ...now, production: false } }
    : {
        label: '$(shield) Production',
        detail: 'Every change asks for the database’s name first',
        mark: { ...now, production: true },
      };
  const picks: readonly MarkPick[] = [
    production,
    { label: 'Color', kind: QuickPickItemKind.Separator },
    ...colors.map((color) => ({
      label: `${color.charAt(0).toUpperCase()}${color.slice(1)}`,
      description: now.color === color ? '✓' : '',
      iconPath: new ThemeIcon('circle-filled', new ThemeColor(`charts.${color}`)),
      mark: { ...now, color },
    })),
    { label: 'None', iconPath: new ThemeIcon('circle-outline'), mark: { ...now, color: null } },
  ];
  const pick = await window.showQuickPick(picks, {
    title: `Mark ${connection.label}`,
    placeHolder: 'How the status bar and the tree show it',
  });
  if (pick?.mark !== undefined) await retort.connections.setMark(configUri, connection.url, pick.mark);
}
