import {
  Disposable,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
  type Event,
  type TreeDataProvider,
} from 'vscode';
import type { ProjectState, ProjectStore } from '../projects.ts';
import { treeItems, type Item, type ProjectInput } from './items.ts';

/** The "Migrations" view: items.ts decides what is in it. */
export function createMigrationsView(projects: ProjectStore): Disposable {
  const provider = new MigrationsProvider(projects);
  const view = window.createTreeView<Item>('retort.migrations', {
    treeDataProvider: provider,
    showCollapseAll: false,
  });
  const update = (): void => {
    const states = projects.states ?? [];
    const pending = states
      .flatMap(({ history }) => history?.revisions ?? [])
      .filter(({ state }) => state === 'pending').length;
    view.badge = pending === 0 ? undefined : { value: pending, tooltip: `Pending migrations: ${pending}` };
    view.description = states.length === 1 ? describe(states[0]) : '';
  };
  return Disposable.from(projects.onDidChange(update), view);
}

function describe(state: ProjectState | undefined): string {
  const label = state?.connection?.label ?? '';
  return state?.mark.production === true ? `production · ${label}` : label;
}

class MigrationsProvider implements TreeDataProvider<Item> {
  readonly #projects: ProjectStore;
  readonly onDidChangeTreeData: Event<void>;

  constructor(projects: ProjectStore) {
    this.#projects = projects;
    this.onDidChangeTreeData = projects.onDidChange;
  }

  async getChildren(parent?: Item): Promise<Item[]> {
    if (parent !== undefined) return [...parent.children];
    await this.#projects.loaded();
    return [...treeItems((this.#projects.states ?? []).map(inputOf))];
  }

  getTreeItem(item: Item): TreeItem {
    const tree = new TreeItem(item.label, collapsibleState(item));
    tree.id = item.id;
    tree.description = item.description;
    tree.tooltip = new MarkdownString(item.tooltip, true);
    const { name, color } = item.icon;
    tree.iconPath = color === null ? new ThemeIcon(name) : new ThemeIcon(name, new ThemeColor(color));
    if (item.spoken !== '') {
      const label = [item.label, item.description, item.spoken].join(', ');
      tree.accessibilityInformation = { label };
    }
    tree.contextValue = item.context;
    if (item.click !== null) {
      const argument = 'ref' in item.click ? item.click.ref : item;
      tree.command = { command: item.click.command, title: item.label, arguments: [argument] };
    }
    return tree;
  }
}

function inputOf({ info, history, connection, mark, error }: ProjectState): ProjectInput {
  return {
    configUri: info.configUri,
    name: info.name,
    problems: info.problems,
    history,
    connection,
    mark,
    error,
    restricted: !workspace.isTrusted,
  };
}

function collapsibleState(item: Item): TreeItemCollapsibleState {
  if (item.children.length === 0) return TreeItemCollapsibleState.None;
  return item.expanded ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}
