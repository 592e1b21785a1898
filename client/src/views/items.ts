import { themeColor, type ConnectionMark } from '../connections/mark.ts';
import type {
  ConnectionInfo,
  FileRef,
  HistoryResult,
  ProblemInfo,
  RevisionInfo,
  RevisionRef,
} from '../../../server/src/protocol.ts';
import type { StatusInput } from '../status-text.ts';
import { plural, shortId } from '../status-text.ts';
import { code, escape, revisionTooltip, states } from './tooltip.ts';

/** One line of the tree, as data: what TreeItem takes, without VS Code. */
export interface Item {
  /** Stable, so that VS Code keeps selection and expansion over a refresh. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: { readonly name: string; readonly color: string | null };
  /** What a screen reader says after label and description. */
  readonly spoken: string;
  /** What the menus of package.json match with `viewItem`. */
  readonly context: string;
  readonly click:
    { readonly command: 'retort.openFile'; readonly ref: FileRef } | { readonly command: string } | null;
  readonly configUri: string;
  /** Set on a revision's line: the argument of the revision commands. */
  readonly revision: RevisionRef | null;
  readonly children: readonly Item[];
  readonly expanded: boolean;
}
/** What the tree needs to know of one project. */
export interface ProjectInput extends StatusInput {
  readonly configUri: string;
  readonly problems: readonly ProblemInfo[];
  /** Restricted Mode: nothing connects. */
  readonly restricted: boolean;
}

const green = 'testing.iconPassed';
const yellow = 'list.warningForeground';
const red = 'list.errorForeground';

/** The whole tree: the one project's lines, or a node for each of several. */
export function treeItems(projects: readonly ProjectInput[]): readonly Item[] {
  const [only] = projects;
  if (only === undefined) return [];
  return projects.length === 1 ? projectChildren(only) : projects.map(projectItem);
}

function projectItem(project: ProjectInput): Item {
  return {
    ...blank(project.configUri),
    id: project.configUri,
    label: project.name,
    description: project.connection?.label ?? '',
    tooltip: code(decodeURIComponent(project.configUri.replace(/^file:\/\//u, ''))),
    icon: { name: 'project', color: null },
    context: 'project',
    children: projectChildren(project),
    expanded: true,
  };
}

function projectChildren(project: ProjectInput): readonly Item[] {
  const { configUri, history, connection, problems } = project;
  const items = problems.map((problem, index) => problemItem(configUri, problem, `problem:${index}`));
  if (history === null) {
    const message = project.error ?? 'The history could not be read';
    const noHistory = { message, severity: 'error' as const, uri: configUri, line: null };
    return items.length > 0 ? items : [problemItem(configUri, noHistory, 'error')];
  }
  if (project.restricted) items.push(restrictedItem(configUri));
  else if (connection === null) items.push(noConnectionItem(configUri));
  else if (history.connectionError !== null) {
    items.push(connectionErrorItem(configUri, connection.label, history.connectionError));
  } else if (project.mark !== undefined && themeColor(project.mark) !== null) {
    items.push(markedItem(configUri, connection, project.mark));
  }
  if (history.drift.length > 0) items.push(driftItem(configUri, history));
  items.push(...history.revisions.map((revision) => revisionItem(configUri, revision)));
  if (history.revisions.length === 0 && history.drift.length === 0 && problems.length === 0) {
    items.push(emptyItem(configUri));
  }
  return items;
}

/** The line of one revision. The marks come first in the description, since a narrow side bar cuts its end. */
export function revisionItem(configUri: string, revision: RevisionInfo): Item {
  const marks = [
    revision.isHead ? 'head' : '',
    revision.isCurrent ? 'current' : '',
    ...revision.branchLabels,
  ].filter((mark) => mark !== '');
  const icon = revisionIcon(revision);
  // Where the icon tells something else, so that the color is not the only sign of the state.
  const applied =
    revision.state === 'applied' && icon.name !== 'pass-filled' && !revision.isCurrent ? '✓' : '';
  const date = revision.createDate === null ? '' : revision.createDate.slice(0, 10);
  return {
    ...blank(configUri),
    id: `${configUri}#${revision.revision}`,
    label: revision.message === '' ? '(no message)' : (revision.message.split('\n', 1)[0] ?? ''),
    description: [applied, ...marks.map((mark) => `(${mark})`), shortId(revision.revision), date]
      .filter((part) => part !== '')
      .join(' '),
    tooltip: revisionTooltip(revision),
    icon,
    spoken: states[revision.state],
    context: revisionContext(revision),
    click: { command: 'retort.openFile', ref: { uri: revision.uri, line: null } },
    revision: { configUri, revision: revision.revision },
  };
}

/** Refusals come first, since they stop a run; then where the database is; then the shape of the graph. */
function revisionIcon(revision: RevisionInfo): Item['icon'] {
  const color = revision.state === 'applied' ? green : null;
  if (revision.refusals.length > 0) return { name: 'warning', color: yellow };
  if (revision.isCurrent) return { name: 'arrow-circle-right', color: green };
  if (revision.isMergePoint) return { name: 'git-merge', color };
  if (revision.isBranchPoint) return { name: 'git-branch', color };
  if (revision.branchLabels.length > 0) return { name: 'tag', color };
  switch (revision.state) {
    case 'applied':
      return { name: 'pass-filled', color };
    case 'pending':
      return { name: 'circle-outline', color };
    case 'unknown':
      return { name: 'git-commit', color };
  }
}

/** `revision applied current head`, in this order; package.json matches words of it. */
function revisionContext(revision: RevisionInfo): string {
  return ['revision', revision.state, revision.isCurrent ? 'current' : '', revision.isHead ? 'head' : '']
    .filter((word) => word !== '')
    .join(' ');
}

/** A revision that could not be evaluated may have built what the others did not: then nothing here is certain. */
function driftItem(configUri: string, { drift, revisions }: HistoryResult): Item {
  const isCertain = revisions.every(({ refusals }) => refusals.length === 0);
  return {
    ...blank(configUri),
    id: `${configUri}#drift`,
    label: plural(drift.length, isCertain ? 'model change' : 'possible model change'),
    description: isCertain ? 'no migration yet' : 'not certain',
    tooltip: [
      isCertain
        ? 'The models have what no revision builds:'
        : 'The models have what no revision that could be evaluated builds:',
      ...drift.map(({ message }) => `- ${escape(message)}`),
    ].join('\n'),
    icon: { name: 'diff', color: isCertain ? yellow : null },
    context: 'drift',
    children: drift.map((change, index) => ({
      ...blank(configUri),
      id: `${configUri}#drift:${index}:${change.message}`,
      ...driftLabel(change.message),
      tooltip: escape(change.message),
      icon: { name: 'diff-modified', color: isCertain ? yellow : null },
      context: 'driftItem',
      click: openAt(change.uri, change.line),
    })),
  };
}

/** The object's name first, since a narrow side bar cuts the end: `users.phone`, then what is said of it. */
function driftLabel(message: string): Pick<Item, 'label' | 'description'> {
  const match = /^(?!The )(?<kind>[A-Z][a-z ]*) "(?<name>[^"]+)"(?<rest> .*)$/su.exec(message)?.groups;
  if (match === undefined) return { label: message, description: '' };
  const { kind = '', name = '', rest = '' } = match;
  const difference = /^ differs from the migrations: (?<what>.+)$/su.exec(rest)?.groups?.['what'];
  if (difference !== undefined) return { label: name, description: difference };
  if (rest === ' has no migration yet') return { label: name, description: `new ${kind.toLowerCase()}` };
  return { label: name, description: `${kind.toLowerCase()}${rest}` };
}

function problemItem(configUri: string, problem: ProblemInfo, key: string): Item {
  const isError = problem.severity === 'error';
  return {
    ...blank(configUri),
    id: `${configUri}#${key}`,
    label: problem.message.split('\n', 1)[0] ?? '',
    description: placeOf(problem),
    tooltip: escape(problem.message),
    icon: { name: isError ? 'error' : 'warning', color: isError ? red : yellow },
    context: 'problem',
    click: openAt(problem.uri, problem.line),
  };
}

/** Only a marked connection has a line of its own: the title of the view names the others. */
function markedItem(configUri: string, { label, url }: ConnectionInfo, mark: ConnectionMark): Item {
  return {
    ...blank(configUri),
    id: `${configUri}#connection`,
    label,
    description: mark.production ? 'production' : '',
    tooltip: `${code(url)}${mark.production ? '\n\nProduction: every change asks for the database’s name.' : ''}`,
    icon: { name: mark.production ? 'shield' : 'database', color: themeColor(mark) },
    context: 'connection',
    click: { command: 'retort.selectConnection' },
  };
}

function connectionErrorItem(configUri: string, label: string, message: string): Item {
  return {
    ...blank(configUri),
    id: `${configUri}#connection`,
    label: 'Cannot connect',
    description: label,
    tooltip: `${escape(`Cannot connect to ${label}`)}\n\n${escape(message)}`,
    icon: { name: 'debug-disconnect', color: yellow },
    context: 'connectionError',
    click: { command: 'retort.selectConnection' },
  };
}

function restrictedItem(configUri: string): Item {
  return {
    ...blank(configUri),
    id: `${configUri}#connection`,
    label: 'Restricted Mode',
    description: 'no database is read',
    tooltip: 'Retort reads models and migrations. Trust the workspace to connect to its databases.',
    icon: { name: 'shield', color: null },
    context: 'restricted',
    click: { command: 'workbench.trust.manage' },
  };
}

function noConnectionItem(configUri: string): Item {
  return {
    ...blank(configUri),
    id: `${configUri}#connection`,
    label: 'Select a database connection',
    description: 'to see what is applied',
    tooltip: 'No connection is chosen, so Retort does not know which revisions are applied.',
    icon: { name: 'plug', color: null },
    context: 'noConnection',
    click: { command: 'retort.selectConnection' },
  };
}

function emptyItem(configUri: string): Item {
  return {
    ...blank(configUri),
    id: `${configUri}#empty`,
    label: 'No revisions yet',
    tooltip: 'Add a model, or create an empty revision.',
    icon: { name: 'info', color: null },
    context: 'empty',
    click: { command: 'retort.newRevision' },
  };
}

function blank(configUri: string): Item {
  return {
    id: configUri,
    label: '',
    description: '',
    tooltip: '',
    icon: { name: 'info', color: null },
    spoken: '',
    context: '',
    click: null,
    configUri,
    revision: null,
    children: [],
    expanded: false,
  };
}

function openAt(uri: string | null, line: number | null): Item['click'] {
  return uri === null ? null : { command: 'retort.openFile', ref: { uri, line } };
}

function placeOf({ uri, line }: ProblemInfo): string {
  if (uri === null) return '';
  const file = decodeURIComponent(uri.split('/').at(-1) ?? '');
  return line === null ? file : `${file}:${line + 1}`;
}
