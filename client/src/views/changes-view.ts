import {
  Disposable,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  window,
  type Event,
  type TreeDataProvider,
} from 'vscode';
import { changeItems, type ChangeItem } from '../changes/change-items.ts';
import type { PendingChanges } from '../changes/pending-changes.ts';

/** The "Pending Changes" view: change-items.ts decides what is in it. */
export function createChangesView(pending: PendingChanges): Disposable {
  const provider = new ChangesProvider(pending);
  const view = window.createTreeView<ChangeItem>('retort.changes', {
    treeDataProvider: provider,
    manageCheckboxStateManually: true,
  });
  const update = (): void => {
    const { error, message } = pending.result;
    view.description = pending.project?.info.name ?? '';
    const isEmpty = pending.chosen.length === 0;
    view.message = error?.message ?? (isEmpty ? 'Nothing is ticked.' : `Next revision: “${message}”`);
  };
  return Disposable.from(
    pending.onDidChange(update),
    view.onDidChangeCheckboxState(({ items }) => {
      const ticks = items.flatMap(([item, state]) =>
        leavesOf(item).map((key) => [key, state === TreeItemCheckboxState.Checked] as const),
      );
      void pending.tick(new Map(ticks));
    }),
    view,
  );
}

function leavesOf(item: ChangeItem): readonly string[] {
  return item.children.length === 0 ? [item.key] : item.children.flatMap(leavesOf);
}

class ChangesProvider implements TreeDataProvider<ChangeItem> {
  readonly #pending: PendingChanges;
  readonly onDidChangeTreeData: Event<void>;

  constructor(pending: PendingChanges) {
    this.#pending = pending;
    this.onDidChangeTreeData = pending.onDidChange;
  }

  getChildren(parent?: ChangeItem): ChangeItem[] {
    return [...(parent?.children ?? changeItems(this.#pending.result, this.#pending.unticked))];
  }

  getTreeItem(item: ChangeItem): TreeItem {
    const { Collapsed, Expanded, None } = TreeItemCollapsibleState;
    const tree = new TreeItem(
      item.label,
      item.children.length === 0 ? None : item.expanded ? Expanded : Collapsed,
    );
    tree.id = item.id;
    tree.description = item.description;
    tree.tooltip = new MarkdownString(item.tooltip, true);
    const { name, color } = item.icon;
    tree.iconPath = color === null ? new ThemeIcon(name) : new ThemeIcon(name, new ThemeColor(color));
    tree.contextValue = item.context;
    if (item.checked !== null) {
      tree.checkboxState = item.checked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked;
    }
    if (item.open !== null && item.context !== 'table') {
      tree.command = { command: 'retort.openFile', title: 'Open', arguments: [item.open] };
    }
    return tree;
  }
}
