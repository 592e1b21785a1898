import { reflectedText } from '../../../sql/reflected.ts';
import type { IndexSpec } from '../../../sql/schema-builder.ts';
import { parseIndexPredicate } from '../table-sql.ts';
import type { IndexRow } from './catalog.ts';

export interface ReflectedIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Null for an index on an expression. */
  readonly columns: readonly string[] | null;
  readonly partial: boolean;
  /** Made by SQLite for a UNIQUE or PRIMARY KEY. */
  readonly isAutomatic: boolean;
}

/** All indexes of a table, by name. */
export function indexesOf(rows: readonly IndexRow[]): readonly ReflectedIndex[] {
  const found = new Map<string, IndexRow[]>();
  for (const row of rows) {
    const of = found.get(row.index);
    if (of === undefined) found.set(row.index, [row]);
    else of.push(row);
  }
  const indexes = [...found].map(([name, parts]): ReflectedIndex => {
    const columns = parts.flatMap(({ column }) => (column === null ? [] : [column]));
    return {
      name,
      unique: parts[0]?.unique ?? false,
      columns: columns.length === parts.length ? columns : null,
      partial: parts[0]?.partial ?? false,
      isAutomatic: name.startsWith('sqlite_autoindex'),
    };
  });
  return indexes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those that reflection gives. Mirrors `SQLiteDialect.get_indexes`. */
export function indexSpecs(
  indexes: readonly ReflectedIndex[],
  sqlOf: ReadonlyMap<string, string>,
  warn: ((message: string) => void) | undefined,
): IndexSpec[] {
  const specs: IndexSpec[] = [];
  for (const { name, unique, columns, partial, isAutomatic } of indexes) {
    if (isAutomatic) continue;
    const where = partial ? parseIndexPredicate(sqlOf.get(name) ?? '') : null;
    if (partial && where === null) warn?.(`Failed to look up filter predicate of partial index ${name}`);
    if (columns === null) {
      warn?.(`Skipped unsupported reflection of expression-based index ${name}`);
      continue;
    }
    specs.push({
      name: { text: name, isFinal: true },
      expressions: columns,
      unique,
      uniqueIsNumber: true,
      dialectOptions: where === null ? {} : { sqlite_where: reflectedText(where) },
    });
  }
  return specs;
}
