/** How much alike two things are, from 0 to 1. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import type { Column, Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../../sqlalchemy/sql/types.ts';
import { editDistance } from '../../../../util/similar.ts';

/** Of two names: by their words, or by their letters, whichever is more. */
export function nameLikeness(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const letters = 1 - editDistance(a, b) / Math.max(a.length, b.length, 1);
  return Math.max(letters, overlap(wordsOf(a), wordsOf(b)));
}

function wordsOf(name: string): ReadonlySet<string> {
  return new Set(name.split(/[_\W]+/).filter((word) => word !== ''));
}

/** The share of what both have in what either has. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = new Set([...one, ...other]);
  if (all.size === 0) return 0;
  return [...one].filter((each) => other.has(each)).length / all.size;
}

/** The type as the database writes it; null where it cannot. */
export function typeSql(type: TypeEngine, dialect: Dialect): string | null {
  try {
    return dialect.typeCompiler.process(type, { table: null, column: null }).toLowerCase();
  } catch {
    // A type without SQL here is like no other.
    return null;
  }
}

/** Where a column stands, and what refers through it. */
export interface PlacedColumn {
  readonly column: Column;
  readonly table: Table;
}

/** Null where their types differ so that no data could be kept. */
export function columnLikeness(one: PlacedColumn, other: PlacedColumn, dialect: Dialect): number | null {
  const types = [typeSql(one.column.type, dialect), typeSql(other.column.type, dialect)] as const;
  const names = nameLikeness(one.column.name, other.column.name);
  const isSameType = types[0] !== null && types[0] === types[1];
  const isSameFamily = types[0] !== null && familyOf(types[0]) === familyOf(types[1] ?? '');
  if (!isSameFamily || (!isSameType && names < 0.5)) return null;
  const same = (isSame: boolean, weight: number): number => (isSame ? weight : 0);
  return (
    same(isSameType, 0.3) +
    same(one.column.nullable === other.column.nullable, 0.1) +
    same((one.column.serverDefault === null) === (other.column.serverDefault === null), 0.05) +
    same(referredBy(one) === referredBy(other), 0.1) +
    same(isSamePlace(one, other), 0.15) +
    0.3 * names
  );
}

/** `varchar(50)` and `varchar(80)` are of one family. */
function familyOf(sql: string): string {
  return sql.replace(/\(.*\)/, '').trim();
}

function referredBy({ column, table }: PlacedColumn): string {
  const keys = table.constraints.filter((constraint) => constraint.kind === 'foreign_key');
  const key = keys.find(({ columns }) => columns.length === 1 && columns[0] === column.name);
  return key === undefined ? '' : key.referredTable;
}

/** Between the same neighbours, or at the same number. */
function isSamePlace(one: PlacedColumn, other: PlacedColumn): boolean {
  const place = ({ column, table }: PlacedColumn): number =>
    table.columns.findIndex(({ name }) => name === column.name);
  const before = ({ column, table }: PlacedColumn): string | undefined =>
    table.columns[place({ column, table }) - 1]?.name;
  return place(one) === place(other) || before(one) === before(other);
}

/** By their columns, and a little by their names. */
export function tableLikeness(one: Table, other: Table, dialect: Dialect): number {
  const types = (table: Table): readonly string[] =>
    table.columns.map((column) => familyOf(typeSql(column.type, dialect) ?? '?'));
  const [a, b] = [types(one), types(other)];
  const named = (table: Table, of: readonly string[]): ReadonlySet<string> =>
    new Set(table.columns.map(({ name }, index) => `${name} ${of[index] ?? ''}`));
  // Where columns have other names too, the same types in the same order still speak for it.
  const inPlace = a.filter((type, index) => type === b[index]).length / Math.max(a.length, b.length, 1);
  const columns = Math.max(overlap(named(one, a), named(other, b)), 0.8 * inPlace);
  return 0.7 * columns + 0.3 * nameLikeness(one.name, other.name);
}

export interface Pair<T> {
  readonly from: T;
  readonly to: T;
  readonly likeness: number;
}

/** Each at most once, the most alike first. */
export function bestPairs<T>(
  gone: readonly T[],
  come: readonly T[],
  likeness: (from: T, to: T) => number | null,
  least: number,
): readonly Pair<T>[] {
  const pairs = gone.flatMap((from) =>
    come.map((to): Pair<T> => ({ from, to, likeness: likeness(from, to) ?? 0 })),
  );
  const used = new Set<T>();
  return pairs
    .filter((pair) => pair.likeness >= least)
    .sort((a, b) => b.likeness - a.likeness)
    .filter(({ from, to }) => {
      if (used.has(from) || used.has(to)) return false;
      used.add(from).add(to);
      return true;
    });
}
