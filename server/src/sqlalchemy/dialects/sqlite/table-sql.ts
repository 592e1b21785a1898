/**
 * What SQLite tells only in the text of CREATE TABLE and CREATE INDEX that it keeps. The patterns are those of
 * `sqlalchemy.dialects.sqlite.base`, with their limits: what upstream does not find, a batch operation there loses.
 */
import { findMatchingParen } from '../../sql/parentheses.ts';
import type { DialectOptions } from '../../sql/schema.ts';

export function parsePrimaryKeyName(sql: string): string | null {
  const match = /CONSTRAINT\s+(?:"(.+?)"|([\p{L}\p{N}_]+))\s+PRIMARY\s+KEY/iu.exec(sql);
  return match?.[1] ?? match?.[2] ?? null;
}

export interface ParsedForeignKey {
  readonly name: string | null;
  readonly columns: string[];
  readonly table: string;
  readonly referredColumns: string[];
  readonly onupdate: string | null;
  readonly ondelete: string | null;
  readonly deferrable: boolean | null;
  readonly initially: string | null;
}

const foreignKeyPattern =
  /(?:CONSTRAINT\s+(?:"(.+?)"|([\p{L}\p{N}_]+))\s+)?FOREIGN\s+KEY\s*\(\s*(.+?)\s*\)\s+REFERENCES\s+(?:(?:"(.+?)")|([a-z0-9_]+))\s*\(\s*((?:"[^"]+"|[a-z0-9_]+)(?:(?:\s*,\s*|\s+)(?:"[^"]+"|[a-z0-9_]+))*\s*)\)\s*((?:ON\s+(?:DELETE|UPDATE)\s+(?:SET\s+NULL|SET\s+DEFAULT|CASCADE|RESTRICT|NO\s+ACTION)\s*)*)((?:NOT\s+)?DEFERRABLE)?(?:\s+INITIALLY\s+(DEFERRED|IMMEDIATE))?/giu;

/** FOREIGN KEY clauses of the table, in order. A REFERENCES in a column is not among them. */
export function parseForeignKeys(sql: string): ParsedForeignKey[] {
  return Array.from(sql.matchAll(foreignKeyPattern), (match) => {
    const actions = referentialActions(match[7] ?? '');
    return {
      name: match[1] ?? match[2] ?? null,
      columns: columnsIn(match[3] ?? ''),
      table: match[4] ?? match[5] ?? '',
      referredColumns: columnsIn(match[6] ?? ''),
      onupdate: actions.get('UPDATE') ?? null,
      ondelete: actions.get('DELETE') ?? null,
      deferrable: match[8] === undefined ? null : !match[8].toUpperCase().includes('NOT'),
      initially: match[9]?.toUpperCase() ?? null,
    };
  });
}

/** `ON DELETE CASCADE ON UPDATE …` by event; NO ACTION is the default and left out. */
function referentialActions(clauses: string): ReadonlyMap<string, string> {
  const actions = new Map<string, string>();
  const words = clauses.toUpperCase().replaceAll(/\s+/g, ' ').trim();
  for (const token of words.split(/ *\bON\b */)) {
    const action = /^(DELETE|UPDATE) ?(.*)$/.exec(token);
    if (
      action?.[1] !== undefined &&
      action[2] !== undefined &&
      action[2] !== '' &&
      action[2] !== 'NO ACTION'
    ) {
      actions.set(action[1], action[2]);
    }
  }
  return actions;
}

/** UNIQUE clauses of the table, then those written in a column. */
export function parseUniques(sql: string): { name: string | null; columns: string[] }[] {
  const clauses = Array.from(
    sql.matchAll(/(?:CONSTRAINT\s+(?:"(.+?)"|([\p{L}\p{N}_]+))\s+)?UNIQUE\s*\((.+?)\)/giu),
    (match) => ({ name: match[1] ?? match[2] ?? null, columns: columnsIn(match[3] ?? '') }),
  );
  const inline = Array.from(
    sql.matchAll(
      /(?:(".+?")|(?:[[`])?([a-z0-9_]+)(?:[\]`])?)[\t ]+[a-z0-9_]+(?:[\t ]+[a-z0-9_]+)*?[\t ]+UNIQUE/gi,
    ),
    (match) => ({ name: null, columns: columnsIn(match[1] ?? match[2] ?? '') }),
  );
  return [...clauses, ...inline];
}

const checkPattern =
  /(?<![A-Za-z0-9_])(?:CONSTRAINT\s+("(?:[^"]|"")+"|'(?:[^']|'')+'|\[(?:[^\]]|\]\])+\]|`(?:[^`]|``)+`|\S+)\s+)?CHECK\s*\(/gi;

/** CHECK clauses by name, the unnamed ones last. */
export function parseChecks(sql: string): { name: string | null; sqltext: string }[] {
  const checks: { name: string | null; sqltext: string }[] = [];
  for (const match of sql.matchAll(checkPattern)) {
    const open = match.index + match[0].length - 1;
    const close = findMatchingParen(sql, open);
    if (close === null) continue;
    const name = match[1]?.replace(
      /^(["'`])(.+)\1$|^\[(.+)\]$/s,
      (_all, _quote, quoted?: string, bracketed?: string) => quoted ?? bracketed ?? '',
    );
    checks.push({ name: name ?? null, sqltext: sql.slice(open + 1, close).trim() });
  }
  return checks.sort((a, b) => {
    const [left, right] = [a.name ?? '~', b.name ?? '~'];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** The expression of a generated column; empty when it is not found. */
export function parseGenerated(sql: string, column: string): string {
  const body =
    /^create table .*?\((.*)\)(?:\s*,?\s*(?:WITHOUT\s+ROWID|STRICT))*$/is.exec(sql.trim())?.[1]?.trim() ?? '';
  const name = column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(
    `${name}[^,]*\\s+GENERATED\\s+ALWAYS\\s+AS\\s+\\((.*)\\)\\s*(?:virtual|stored)?`,
    'i',
  );
  return pattern.exec(body)?.[1] ?? '';
}

/** `WITHOUT ROWID` and `STRICT` as SQLAlchemy's table options. */
export function parseTableOptions(sql: string): DialectOptions {
  const tail = /\)(?:\s*,?\s*(?:WITHOUT\s+ROWID|STRICT))*\s*$/i.exec(sql)?.[0] ?? '';
  return {
    ...(/WITHOUT\s+ROWID/i.test(tail) ? { sqlite_with_rowid: false } : {}),
    ...(/STRICT/i.test(tail) ? { sqlite_strict: true } : {}),
  };
}

/** The WHERE of a CREATE INDEX; null when it is not found. */
export function parseIndexPredicate(sql: string): string | null {
  return /\)\s+where\s+(.+)/i.exec(sql)?.[1] ?? null;
}

function columnsIn(list: string): string[] {
  return Array.from(list.matchAll(/(?:"(.+?)")|([a-z0-9_]+)/gi), (match) => match[1] ?? match[2] ?? '');
}
