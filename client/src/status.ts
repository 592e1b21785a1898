import { Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { ProjectStore } from './projects.ts';
import { statusText } from './status-text.ts';

/** One status bar item, for the project of the active editor. A click opens the quick menu. */
export function createStatus(projects: ProjectStore): Disposable {
  const item = window.createStatusBarItem('retort.status', StatusBarAlignment.Left, 5);
  item.name = 'Retort';
  item.command = 'retort.quickMenu';
  const update = (): void => {
    const project = projects.current;
    if (project === null) {
      item.hide();
      return;
    }
    const { text, tooltip, isWarning } = statusText({ name: project.info.name, ...project });
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip };
    item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  return Disposable.from(projects.onDidChange(update), window.onDidChangeActiveTextEditor(update), item);
}
