import type { ConnectionInfo, HistoryResult } from '../../server/src/protocol.ts';
import { themeColor, unmarked, type ConnectionMark } from './connections/mark.ts';

/** What the status bar item shows. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly isWarning: boolean;
  /** The database is marked as production. */
  readonly isProduction?: boolean;
  /** The theme's, of the connection's mark; null or absent: the status bar's own. */
  readonly color?: string | null;
}
export interface StatusInput {
  readonly name: string;
  readonly history: HistoryResult | null;
  readonly connection: ConnectionInfo | null;
  readonly mark?: ConnectionMark;
  readonly error: string | null;
  /** Why the models are not those of env.py; absent or null when they are. */
  readonly modelsByBase?: string | null;
}

/** The status of one project: where its database is, how many revisions are pending, and where its models are from. */
export function statusText(input: StatusInput): StatusText {
  const status = marked(databaseText(input), input);
  const { modelsByBase = null } = input;
  return modelsByBase === null ? status : { ...status, tooltip: `${status.tooltip}\n${modelsByBase}.` };
}

/** The status of a folder that has models and no configuration. */
export function modelsOnlyText(folder: { name: string; modelsByBase: string | null } | null): StatusText {
  const reason = folder?.modelsByBase ?? 'There is no alembic.ini';
  return plain(
    '$(symbol-class) Retort: models only',
    `${folder?.name ?? ''}: ${reason}.\nClick to make one (Alembic: Init).`,
  );
}

function marked(status: StatusText, { connection, mark = unmarked }: StatusInput): StatusText {
  if (connection === null) return status;
  const color = themeColor(mark);
  if (!mark.production) return { ...status, color };
  const text = status.text.replace(/^\$\([\w-]+\)/u, '$(shield) production:');
  return { ...status, text, tooltip: `Production. ${status.tooltip}`, isProduction: true, color };
}

function databaseText({ name, history, connection, error }: StatusInput): StatusText {
  if (history === null) {
    return warning('$(warning) Retort', `${name}: ${error ?? 'the history could not be read'}`);
  }
  if (connection === null) {
    return plain('$(database) Retort: no connection', `${name}: no database is chosen. Click to choose one.`);
  }
  if (history.current === null) {
    if (history.connectionError === null) {
      return plain(
        `$(database) ${connection.label}`,
        `${name}: the revision of ${connection.label} is not known.`,
      );
    }
    // A database that is not running is an everyday thing: the sign is enough, a colored bar would nag.
    return plain(
      `$(warning) ${connection.label}`,
      `${name}: cannot connect to ${connection.label}.\n${history.connectionError}`,
    );
  }
  const current = history.current.map(shortId).join(', ');
  const pending = history.revisions.filter((revision) => revision.state === 'pending').length;
  const where = `${name}: ${connection.label} is at ${current === '' ? 'base' : current}`;
  if (pending > 0) {
    const tooltip = `${where}, ${plural(pending, 'revision')} pending.`;
    return plain(`$(database) ${current === '' ? 'base' : current} → ${pending} pending`, tooltip);
  }
  if (history.revisions.length === 0) return plain('$(database) no revisions', `${name}: no revision yet.`);
  return plain(`$(database) ${current} ✓ head`, `${where} (head).`);
}

/** A revision id cut to what is readable in a narrow place, as Git shows its hashes. */
export function shortId(revision: string): string {
  return revision.length > 12 ? revision.slice(0, 8) : revision;
}

/** `1 step`, `2 steps`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function plain(text: string, tooltip: string): StatusText {
  return { text, tooltip, isWarning: false };
}
function warning(text: string, tooltip: string): StatusText {
  return { text, tooltip, isWarning: true };
}
