import type { Connection } from '../../../engine/connection.ts';
import { reflectedConstraint } from '../../../sql/reflected.ts';
import type { IndexSpec } from '../../../sql/schema-builder.ts';
import type { Constraint, DialectOption } from '../../../sql/schema.ts';
import { catalogRows, flag, textOrNull, type Scope } from './catalog.ts';

/** An index with one of its columns; none for a clustered columnstore index. */
export interface IndexRow {
  readonly object: number;
  readonly index: number;
  readonly name: string;
  readonly isPrimaryKey: boolean;
  readonly unique: boolean;
  /** `sys.indexes.type`: 1 clustered, 2 not, 5 and 6 the same of columnstore indexes. */
  readonly type: number;
  readonly where: string | null;
  readonly column: string | null;
  readonly isIncluded: boolean;
}

/** Indexes of the tables in the scope, those behind keys and unique constraints too; a heap is none. */
export async function readIndexes(connection: Connection, scope: Scope): Promise<readonly IndexRow[]> {
  const { sys } = scope;
  const rows = await catalogRows(connection, scope, {
    values: [
      ...['o.object_id', 'x.index_id', 'x.name', 'x.is_primary_key', 'x.is_unique', 'x.type'],
      ...['x.filter_definition', 'c.name', 'k.is_included_column'],
    ],
    joins: `JOIN ${sys}tables r ON r.object_id = o.object_id
JOIN ${sys}indexes x ON x.object_id = o.object_id AND x.type <> 0
LEFT JOIN ${sys}index_columns k ON k.object_id = x.object_id AND k.index_id = x.index_id
LEFT JOIN ${sys}columns c ON c.object_id = k.object_id AND c.column_id = k.column_id`,
    order: 'o.object_id, x.name, x.index_id, k.key_ordinal, k.index_column_id',
  });
  return rows.map((row) => ({
    object: Number(row[0]),
    index: Number(row[1]),
    name: textOrNull(row[2]) ?? '',
    isPrimaryKey: flag(row[3]),
    unique: flag(row[4]),
    type: Number(row[5]),
    where: textOrNull(row[6]),
    column: textOrNull(row[7]),
    isIncluded: flag(row[8]),
  }));
}

/** Mirrors `MSDialect.get_pk_constraint`. */
export function primaryKey(rows: readonly IndexRow[]): Constraint[] {
  const parts = rows.filter(({ isPrimaryKey }) => isPrimaryKey);
  const [first] = parts;
  if (first === undefined) return [];
  return [
    {
      ...reflectedConstraint(first.name),
      kind: 'primary_key',
      columns: parts.flatMap(({ column }) => column ?? []),
      isImplicit: false,
      // A number, as OBJECTPROPERTY() has it.
      dialectOptions: { mssql_clustered: first.type === 1 ? 1 : 0 },
    },
  ];
}

/** Mirrors `MSDialect.get_indexes`: the index of a unique constraint is one of them, the primary key's is not. */
export function indexSpecs(rows: readonly IndexRow[]): IndexSpec[] {
  const found = new Map<number, IndexRow[]>();
  for (const row of rows) {
    if (row.isPrimaryKey) continue;
    const of = found.get(row.index);
    if (of === undefined) found.set(row.index, [row]);
    else of.push(row);
  }
  return [...found.values()].flatMap((parts) => {
    const [first] = parts;
    return first === undefined ? [] : [indexSpec(first, parts)];
  });
}

function indexSpec({ name, unique, type, where }: IndexRow, parts: readonly IndexRow[]): IndexSpec {
  const isColumnstore = type === 5 || type === 6;
  const namesOf = (isIncluded: boolean): readonly string[] =>
    parts.flatMap((part) => (part.column !== null && part.isIncluded === isIncluded ? [part.column] : []));
  // A columnstore index says that it includes its columns; a clustered one has all, and names none.
  const columns =
    type === 5 ? [] : isColumnstore ? parts.flatMap(({ column }) => column ?? []) : namesOf(false);
  const dialectOptions: Record<string, DialectOption> = {
    ...(type === 1 || type === 2 ? { mssql_clustered: type === 1 } : {}),
    ...(isColumnstore ? { mssql_clustered: type === 5, mssql_columnstore: true } : {}),
    ...(where === null ? {} : { mssql_where: where }),
    mssql_include: isColumnstore ? [] : namesOf(true),
  };
  return { name: { text: name, isFinal: true }, unique, expressions: columns, dialectOptions };
}
