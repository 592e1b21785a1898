import { Disposable, ThemeIcon, window, type QuickInputButton } from 'vscode';
import type { HistoryResult, RevisionInfo } from '../../../server/src/protocol.ts';
import type { Retort } from '../retort.ts';
import { plural, shortId } from '../status-text.ts';

/** What to write. */
export interface AskedRevision {
  readonly message: string;
  /** The revision whose file takes up the changes; null: a new one. */
  readonly updates: string | null;
}

/**
 * Asks for the message, proposed from the ticked changes, which can be changed meanwhile. A head that no database has yet can
 * take up the changes instead of a new revision. Null: the user gave up.
 */
export async function askRevision(
  { changes }: Retort,
  history: HistoryResult,
  head: string | null,
): Promise<AskedRevision | null> {
  const newest = pendingHead(history, head);
  const update: QuickInputButton = {
    iconPath: new ThemeIcon('edit'),
    tooltip:
      newest === null
        ? ''
        : `Update “${newest.message}” (${shortId(newest.revision)}) instead: it is not applied yet`,
  };
  const box = window.createInputBox();
  let proposed = changes.result.message;
  box.title = 'Autogenerate Revision';
  box.placeholder = 'What the revision does, in a few words';
  box.ignoreFocusOut = true;
  box.value = proposed;
  box.buttons = newest === null ? [] : [update];
  const describe = (): void => {
    const what = plural(changes.chosen.length, 'change');
    const or =
      newest === null
        ? ''
        : ` The pencil above updates “${newest.message}” instead, which is not applied yet.`;
    box.prompt = `${what}. Untick in Pending Changes what it shall not have. The message becomes part of the file name.${or}`;
    box.validationMessage = changes.chosen.length === 0 ? 'Tick a change in Pending Changes.' : undefined;
  };
  describe();
  const done = new Promise<AskedRevision | null>((resolve) => {
    const subscriptions = Disposable.from(
      changes.onDidChange(() => {
        // What the user typed stays.
        if (box.value === proposed) box.value = changes.result.message;
        proposed = changes.result.message;
        describe();
      }),
      box.onDidChangeValue((text) => {
        box.validationMessage = text.trim() === '' ? 'Enter a message.' : undefined;
      }),
      box.onDidTriggerButton(() => {
        if (changes.chosen.length > 0)
          resolve({ message: box.value.trim(), updates: newest?.revision ?? null });
      }),
      box.onDidAccept(() => {
        const message = box.value.trim();
        if (message !== '' && changes.chosen.length > 0) resolve({ message, updates: null });
      }),
      box.onDidHide(() => {
        resolve(null);
        subscriptions.dispose();
      }),
    );
  });
  box.show();
  const asked = await done;
  box.dispose();
  return asked;
}

/** The head to follow, where the database is known not to have it. */
function pendingHead({ revisions, heads }: HistoryResult, head: string | null): RevisionInfo | null {
  const wanted = head ?? heads[0];
  const found = revisions.find(({ revision }) => revision === wanted) ?? null;
  return found?.state === 'pending' && found.downRevisions.length < 2 ? found : null;
}
