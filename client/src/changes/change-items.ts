import type { ChangeInfo, ChangesResult, FileRef, QuestionInfo } from '../../../server/src/protocol.ts';
import { escape } from '../views/tooltip.ts';

/** One line of the view of pending changes, as data: what TreeItem takes, without VS Code. */
export interface ChangeItem {
  /** Stable, so that VS Code keeps selection and expansion over a refresh. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: { readonly name: string; readonly color: string | null };
  /** Null: the line has no box. */
  readonly checked: boolean | null;
  /** What the menus of package.json match with `viewItem`. */
  readonly context: 'question' | 'table' | 'change' | 'change destructive' | 'ignored' | 'group';
  /** Of the change or the question. */
  readonly key: string;
  readonly open: FileRef | null;
  readonly children: readonly ChangeItem[];
  readonly expanded: boolean;
}

const yellow = 'list.warningForeground';
const red = 'list.errorForeground';

/** Questions first, since their answers change the rest; then a node for each table; what is ignored for good last. */
export function changeItems(
  { changes, questions }: Pick<ChangesResult, 'changes' | 'questions'>,
  unticked: ReadonlySet<string>,
): readonly ChangeItem[] {
  const wanted = changes.filter(({ ignored }) => !ignored);
  const ignored = changes.filter((change) => change.ignored);
  const tables = [...new Set(wanted.map(({ table }) => table))];
  return [
    ...questions.map(questionItem),
    ...tables.map((table) =>
      tableItem(
        table,
        wanted.filter((change) => change.table === table),
        unticked,
      ),
    ),
    ...(ignored.length === 0 ? [] : [ignoredItem(ignored)]),
  ];
}

/** The names first, since a narrow side bar cuts the end of a question. */
function questionItem({ id, text, table, from, to, uri, line }: QuestionInfo): ChangeItem {
  return {
    ...blank(`question:${id}`, id),
    label: `${from} → ${to}?`,
    description: table === null ? 'renamed?' : `${table}, renamed?`,
    tooltip: `${escape(text)}\n\nUntil you answer, one is dropped with its values and the other is added.`,
    icon: { name: 'question', color: yellow },
    context: 'question',
    open: uri === null ? null : { uri, line },
  };
}

function tableItem(table: string, changes: readonly ChangeInfo[], unticked: ReadonlySet<string>): ChangeItem {
  const children = changes.map((change) => changeItem(change, !unticked.has(change.id)));
  const lost = changes.some(({ destructive }) => destructive !== null);
  return {
    ...blank(`table:${table}`, table),
    label: table === '' ? 'The database' : table,
    description: `${children.filter(({ checked }) => checked).length} of ${children.length}`,
    icon: { name: 'table', color: lost ? red : null },
    checked: children.every(({ checked }) => checked),
    context: 'table',
    open: children[0]?.open ?? null,
    children,
    expanded: true,
  };
}

function changeItem(change: ChangeInfo, checked: boolean): ChangeItem {
  const { id, text, destructive, certain, uri, line } = change;
  const doubt = certain ? [] : ['A revision that could not be evaluated may have made it already.'];
  return {
    ...blank(`change:${id}`, id),
    label: text,
    description: destructive === null ? (certain ? '' : 'not certain') : 'loses data',
    tooltip: [text, ...(destructive === null ? [] : [destructive]), ...doubt].map(escape).join('\n\n'),
    icon: destructive === null ? iconOf(change) : { name: 'warning', color: red },
    checked,
    context: destructive === null ? 'change' : 'change destructive',
    open: uri === null ? null : { uri, line },
  };
}

function iconOf({ kind }: ChangeInfo): ChangeItem['icon'] {
  if (/^(?:create|add)_/u.test(kind))
    return { name: 'diff-added', color: 'gitDecoration.addedResourceForeground' };
  if (kind.startsWith('drop_'))
    return { name: 'diff-removed', color: 'gitDecoration.deletedResourceForeground' };
  return { name: 'diff-modified', color: 'gitDecoration.modifiedResourceForeground' };
}

function ignoredItem(changes: readonly ChangeInfo[]): ChangeItem {
  return {
    ...blank('ignored', ''),
    label: 'Ignored',
    description: String(changes.length),
    tooltip: 'By `retort.autogenerate.ignore` in the settings of the project.',
    icon: { name: 'eye-closed', color: null },
    context: 'group',
    children: changes.map((change) => ({
      ...changeItem(change, false),
      description: change.table,
      checked: null,
      context: 'ignored',
    })),
  };
}

function blank(id: string, key: string): ChangeItem {
  return {
    id,
    label: '',
    description: '',
    tooltip: '',
    icon: { name: 'info', color: null },
    checked: null,
    context: 'change',
    key,
    open: null,
    children: [],
    expanded: false,
  };
}
