import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { HistoryResult, RevisionInfo } from '../../../server/src/protocol.ts';
import { revisionItem } from '../views/items.ts';

/** A choice that is not one revision: `+1`, `base`, `heads`. */
export interface RelativeTarget {
  readonly target: string;
  readonly description: string;
}
interface TargetPick extends QuickPickItem {
  readonly target?: string;
}

/** Asks for a revision of the history, or one of `relative`. Gives what alembic takes on its command line, or null. */
export async function pickTarget(
  history: HistoryResult,
  options: {
    readonly title: string;
    readonly relative?: readonly RelativeTarget[];
    readonly only?: (revision: RevisionInfo) => boolean;
  },
): Promise<string | null> {
  const relative = (options.relative ?? []).map(({ target, description }): TargetPick => ({
    label: `$(arrow-both) ${target}`,
    description,
    target,
  }));
  const separator: TargetPick = { label: 'Revisions', kind: QuickPickItemKind.Separator };
  const revisions = history.revisions.filter(options.only ?? (() => true)).map((revision): TargetPick => {
    const { label, description, icon } = revisionItem(history.project.configUri, revision);
    return { label: `$(${icon.name}) ${label}`, description, target: revision.revision };
  });
  const picks = relative.length === 0 ? revisions : [...relative, separator, ...revisions];
  const pick = await window.showQuickPick(picks, {
    title: options.title,
    placeHolder: 'Revision id or message',
    matchOnDescription: true,
  });
  return pick?.target ?? null;
}

/** The head that a new revision follows, asked for when there are several. Undefined: the user gave up. */
export async function pickHead(history: HistoryResult, title: string): Promise<string | null | undefined> {
  if (history.heads.length < 2) return null;
  const head = await pickTarget(history, { title, only: (revision) => revision.isHead });
  return head ?? undefined;
}
