/** What the user says of a connection, so that it is told from others at a glance and nobody changes it by mistake. */
export interface ConnectionMark {
  readonly color: ConnectionColor | null;
  /** Every confirmation then asks for the database's name. */
  readonly production: boolean;
}

export const colors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
export type ConnectionColor = (typeof colors)[number];

export const unmarked: ConnectionMark = { color: null, production: false };

/** The theme's color for a mark; null for none. Production is red unless the user chose another. */
export function themeColor({ color, production }: ConnectionMark): string | null {
  if (color !== null) return `charts.${color}`;
  return production ? 'charts.red' : null;
}

/** Whatever workspaceState holds, as a mark. */
export function markOf(stored: unknown): ConnectionMark {
  if (typeof stored !== 'object' || stored === null) return unmarked;
  const { color, production } = stored as Readonly<Record<string, unknown>>;
  return { color: colors.find((known) => known === color) ?? null, production: production === true };
}

/** What to type before a production database is changed: its name of `user@host:port/name`, or its file's. */
export function nameToType(database: string): string {
  return database.split(/[/\\]/u).findLast((part) => part !== '') ?? database;
}
