import { reflectedConstraint } from '../../../sql/reflected.ts';
import type { ForeignKeyConstraint } from '../../../sql/schema.ts';
import { parseForeignKeys } from '../table-sql.ts';
import type { ForeignKeyRow } from './catalog.ts';

interface ForeignKey {
  readonly columns: string[];
  readonly table: string;
  readonly referredColumns: string[];
}

/**
 * From `PRAGMA foreign_key_list`; names and options from the SQL, which gives the order too. Mirrors
 * `SQLiteDialect.get_foreign_keys`. `primaryKeyOf` gives no columns for a table that is not there;
 * `warn` is told of a FOREIGN KEY of the SQL that SQLite does not know.
 */
export function foreignKeys(
  rows: readonly ForeignKeyRow[],
  sql: string,
  schema: string | null,
  primaryKeyOf: (table: string) => readonly string[],
  warn: (signature: readonly string[]) => void,
): ForeignKeyConstraint[] {
  const found = new Map<number, ForeignKey>();
  for (const { id, table, from, to } of rows) {
    const key = found.get(id) ?? {
      columns: [],
      table,
      referredColumns: to === null || to === '' ? [...primaryKeyOf(table)] : [],
    };
    found.set(id, key);
    key.columns.push(from);
    if (to !== null && to !== '') key.referredColumns.push(to);
  }
  const bySignature = new Map([...found.values()].map((key) => [signature(key), key]));
  const named = parseForeignKeys(sql)
    .filter((parsed) => {
      const isFound = bySignature.delete(signature(parsed));
      if (!isFound) warn(partsOf(parsed));
      return isFound;
    })
    .map((parsed) => foreignKey(parsed, parsed, schema));
  return [...named, ...[...bySignature.values()].map((key) => foreignKey(key, ofColumn, schema))];
}

type Details = Pick<ForeignKeyConstraint, 'onupdate' | 'ondelete' | 'deferrable' | 'initially'> & {
  readonly name: string | null;
};

/** Upstream reads no name and no ON DELETE of a REFERENCES written in a column. */
const ofColumn: Details = { name: null, onupdate: null, ondelete: null, deferrable: null, initially: null };

function foreignKey(key: ForeignKey, details: Details, schema: string | null): ForeignKeyConstraint {
  return {
    ...reflectedConstraint(details.name),
    kind: 'foreign_key',
    columns: key.columns,
    referredSchema: schema,
    referredTable: key.table,
    referredColumns: key.referredColumns,
    onupdate: details.onupdate,
    ondelete: details.ondelete,
    deferrable: details.deferrable,
    initially: details.initially,
    match: null,
    useAlter: false,
    columnFlag: false,
  };
}

function signature(key: ForeignKey): string {
  return JSON.stringify(partsOf(key));
}

function partsOf({ columns, table, referredColumns }: ForeignKey): readonly string[] {
  return [...columns, table, ...referredColumns];
}
