import type { Connection } from '../../../engine/connection.ts';
import type { ReflectOptions } from '../../../engine/dialect.ts';
import { buildTable } from '../../../sql/schema-builder.ts';
import type { Table } from '../../../sql/schema.ts';
import {
  byObject,
  catalogRows,
  defaultSchema,
  flag,
  schemaElements,
  scopesOf,
  textOrNull,
  type Scope,
  type TableFilter,
} from './catalog.ts';
import { columnSpec, readColumns } from './columns.ts';
import { foreignKeys, readForeignKeys } from './foreign-keys.ts';
import { indexSpecs, primaryKey, readIndexes } from './indexes.ts';

interface ObjectRow {
  readonly object: number;
  readonly name: string;
  readonly schema: string;
  /** It is in the user's default schema. */
  readonly isDefault: boolean;
  readonly comment: string | null;
}

/** The tables that the filter finds, under each schema that was asked for. Four queries for each database. */
export async function readTables(
  connection: Connection,
  filter: TableFilter,
  { warn }: ReflectOptions,
): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const scope of scopesOf(filter)) {
    const objects = await readObjects(connection, scope);
    if (objects.length === 0) continue;
    const columns = byObject(await readColumns(connection, scope));
    const indexes = byObject(await readIndexes(connection, scope));
    const keys = byObject(await readForeignKeys(connection, scope));
    for (const schema of filter.schemas) {
      if (!scopesOf({ ...filter, schemas: [schema] }).some(({ sys }) => sys === scope.sys)) continue;
      for (const found of objects) {
        if (!isAskedFor(found, schema, filter.name)) continue;
        const ownIndexes = indexes.get(found.object) ?? [];
        tables.push(
          buildTable({
            name: filter.name ?? found.name,
            schema,
            columns: (columns.get(found.object) ?? []).map((row) => columnSpec(row, warn)),
            constraints: [
              ...primaryKey(ownIndexes),
              ...foreignKeys(keys.get(found.object) ?? [], schema, found.schema),
            ],
            indexes: indexSpecs(ownIndexes),
            comment: found.comment,
          }),
        );
      }
    }
  }
  return tables;
}

function isAskedFor(found: ObjectRow, schema: string | null, name: string | undefined): boolean {
  if (name?.startsWith('#') === true) return true;
  const { owner } = schemaElements(schema);
  return owner === null ? found.isDefault : sameName(found.schema, owner);
}

/** Names are compared by the database's collation, which is seldom one that tells case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function readObjects(connection: Connection, scope: Scope): Promise<readonly ObjectRow[]> {
  const rows = await catalogRows(connection, scope, {
    values: [
      ...['o.object_id', 'o.name', 's.name', `CASE WHEN s.name = ${defaultSchema} THEN 1 ELSE 0 END`],
      'CAST(p.value AS nvarchar(max))',
    ],
    joins: `LEFT JOIN ${scope.sys}extended_properties p ON p.class = 1 AND p.name = N'MS_Description' AND p.major_id = o.object_id AND p.minor_id = 0 AND o.type = 'U'`,
    order: 's.name, o.name',
  });
  return rows.map((row) => ({
    object: Number(row[0]),
    name: textOrNull(row[1]) ?? '',
    schema: textOrNull(row[2]) ?? '',
    isDefault: flag(row[3]),
    comment: textOrNull(row[4]),
  }));
}
