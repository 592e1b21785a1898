/** Reading dialect keyword arguments (`postgresql_using`, `mssql_include`) by their full name. */
import type { ClauseElement } from './elements.ts';
import type { DialectOption, DialectOptions } from './schema.ts';

const dialectKeyword = /^(postgresql|mssql|sqlite|mysql|mariadb|oracle)_/;
const foreignKeyword = /^(mysql|mariadb|oracle)_/;

/** A keyword argument for a dialect of SQLAlchemy's. */
export const isDialectOption = (name: string): boolean => dialectKeyword.test(name);

/** A tuple of names: Python's repr() of an option tells it from a list. */
export class NameTuple extends Array<string> {}

/** One that only dialects read which are not supported here: no statement depends on it. */
export const isForeignOption = (name: string): boolean => foreignKeyword.test(name);

export function textOption(options: DialectOptions, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** True or false where it is given; null where not, or None. */
export function flagOption(options: DialectOptions, name: string): boolean | null {
  const value = options[name];
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'boolean' ? value : null;
}

/** Names; a single string is one name. */
export function listOption(options: DialectOptions, name: string): readonly string[] {
  const value = options[name];
  if (typeof value === 'string') return [value];
  return isNames(value) ? value : [];
}

/** An expression; a plain string is SQL text. */
export function clauseOption(options: DialectOptions, name: string): ClauseElement | null {
  const value = options[name];
  if (typeof value === 'string') return { kind: 'text', text: value, bindparams: [] };
  return isClause(value) ? value : null;
}

/** A dict of scalars in its order. */
export function mapOption(options: DialectOptions, name: string): ReadonlyMap<string, string> {
  const value = options[name];
  if (typeof value !== 'object' || value === null || isNames(value) || isClause(value)) return new Map();
  return new Map(Object.entries(value).map(([key, item]) => [key, scalarText(item)]));
}

function scalarText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'None';
}

function isNames(value: DialectOption | undefined): value is readonly string[] {
  return Array.isArray(value);
}

function isClause(value: DialectOption | undefined): value is ClauseElement {
  return typeof value === 'object' && value !== null && !isNames(value) && typeof value['kind'] === 'string';
}
