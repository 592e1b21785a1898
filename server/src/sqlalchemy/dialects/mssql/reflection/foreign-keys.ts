import type { Connection } from '../../../engine/connection.ts';
import { reflectedConstraint } from '../../../sql/reflected.ts';
import type { ForeignKeyConstraint } from '../../../sql/schema.ts';
import { catalogRows, schemaElements, textOrNull, type Scope } from './catalog.ts';

/** A pair of columns of a foreign key. */
export interface ForeignKeyRow {
  readonly object: number;
  readonly name: string;
  readonly column: string;
  readonly referredSchema: string;
  readonly referredTable: string;
  readonly referredColumn: string;
  readonly onupdate: string | null;
  readonly ondelete: string | null;
}

/** Foreign keys of the tables in the scope, by name. */
export async function readForeignKeys(
  connection: Connection,
  scope: Scope,
): Promise<readonly ForeignKeyRow[]> {
  const { sys } = scope;
  const rows = await catalogRows(connection, scope, {
    values: [
      ...['o.object_id', 'f.name', 'c.name', 'rs.name', 'ro.name', 'rc.name'],
      ...['f.update_referential_action_desc', 'f.delete_referential_action_desc'],
    ],
    joins: `JOIN ${sys}foreign_keys f ON f.parent_object_id = o.object_id
JOIN ${sys}foreign_key_columns k ON k.constraint_object_id = f.object_id
JOIN ${sys}columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
JOIN ${sys}columns rc ON rc.object_id = k.referenced_object_id AND rc.column_id = k.referenced_column_id
JOIN ${sys}objects ro ON ro.object_id = k.referenced_object_id
JOIN ${sys}schemas rs ON rs.schema_id = ro.schema_id`,
    order: 'o.object_id, f.name, k.constraint_column_id',
  });
  return rows.map((row) => ({
    object: Number(row[0]),
    name: textOrNull(row[1]) ?? '',
    column: textOrNull(row[2]) ?? '',
    referredSchema: textOrNull(row[3]) ?? '',
    referredTable: textOrNull(row[4]) ?? '',
    referredColumn: textOrNull(row[5]) ?? '',
    onupdate: action(textOrNull(row[6])),
    ondelete: action(textOrNull(row[7])),
  }));
}

/** `SET_NULL` → `SET NULL`; NO ACTION is the default. */
function action(description: string | null): string | null {
  return description === null || description === 'NO_ACTION' ? null : description.replaceAll('_', ' ');
}

/**
 * Mirrors `MSDialect.get_foreign_keys`. `asked` is the schema as it was asked for, `owner` the one it means: a reference to
 * the default schema has none where none was asked for.
 */
export function foreignKeys(
  rows: readonly ForeignKeyRow[],
  asked: string | null,
  owner: string,
): ForeignKeyConstraint[] {
  const { database } = schemaElements(asked);
  const found = new Map<string, ForeignKeyRow[]>();
  for (const row of rows) {
    const of = found.get(row.name);
    if (of === undefined) found.set(row.name, [row]);
    else of.push(row);
  }
  return [...found.values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const { name, referredSchema, referredTable, onupdate, ondelete } = first;
    const prefix = database === null ? '' : `${database}.`;
    return [
      {
        ...reflectedConstraint(name),
        kind: 'foreign_key',
        columns: parts.map(({ column }) => column),
        referredSchema: asked !== null || owner !== referredSchema ? prefix + referredSchema : null,
        referredTable,
        referredColumns: parts.map(({ referredColumn }) => referredColumn),
        onupdate,
        ondelete,
        match: null,
        useAlter: false,
        columnFlag: false,
      },
    ];
  });
}
