import { Disposable, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { ProjectStore } from './projects.ts';
import { modelsOnlyText, statusText } from './status-text.ts';

/** One status bar item, for the project of the active editor. A click opens the quick menu. */
export function createStatus(projects: ProjectStore): Disposable {
  const item = window.createStatusBarItem('retort.status', StatusBarAlignment.Left, 5);
  item.name = 'Retort';
  const update = (): void => {
    const project = projects.current;
    const folder = project === null ? projects.modelsOnly : null;
    if (project === null && folder === null) {
      item.hide();
      return;
    }
    const status =
      project === null
        ? modelsOnlyText(folder)
        : statusText({ name: project.info.name, modelsByBase: project.info.modelsByBase, ...project });
    const { text, tooltip, isWarning, isProduction = false, color = null } = status;
    item.command = project === null ? 'retort.init' : 'retort.quickMenu';
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip };
    const background = isProduction ? 'error' : isWarning ? 'warning' : null;
    item.backgroundColor =
      background === null ? undefined : new ThemeColor(`statusBarItem.${background}Background`);
    // On a colored background the theme's own color is the one that can be read.
    item.color = color === null || background !== null ? undefined : new ThemeColor(color);
    item.show();
  };
  return Disposable.from(projects.onDidChange(update), window.onDidChangeActiveTextEditor(update), item);
}
