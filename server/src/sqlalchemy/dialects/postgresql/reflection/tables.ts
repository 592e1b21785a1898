import type { Connection } from '../../../engine/connection.ts';
import type { ReflectOptions } from '../../../engine/dialect.ts';
import { buildTable } from '../../../sql/schema-builder.ts';
import type { Table } from '../../../sql/schema.ts';
import { mayBeNamed } from '../reflected-type.ts';
import { byOid } from './catalog.ts';
import { columnSpec, readColumns } from './columns.ts';
import { constraintOf, readConstraints } from './constraints.ts';
import { indexSpec, readIndexes } from './indexes.ts';
import { noNamedTypes, readNamedTypes } from './named-types.ts';
import { readRelations, type Relation, type RelationFilter } from './relations.ts';

/**
 * The tables that the filter finds, for each schema in which it looks: what the search path finds has no schema. Six
 * queries however many tables there are, four where no column has an enum or a domain.
 */
export async function readTables(
  connection: Connection,
  filter: RelationFilter,
  { warn }: ReflectOptions,
): Promise<readonly Table[]> {
  if (filter.schemas.length === 0) return [];
  const { relations, version } = await readRelations(connection, filter);
  if (relations.length === 0) return [];
  const oids = relations.map(({ oid }) => oid);
  const columnRows = await readColumns(connection, oids);
  const constraints = byOid(await readConstraints(connection, oids, version));
  const indexes = byOid(await readIndexes(connection, oids, version));
  const needsNamed = columnRows.some((row) => mayBeNamed(row[3]));
  const named = needsNamed ? await readNamedTypes(connection) : noNamedTypes;
  const columns = byOid(columnRows);

  const tableOf = (relation: Relation, schema: string | null): Table => {
    const { oid, name, comment } = relation;
    const own = columns.get(oid) ?? [];
    const names = new Map(own.map((row) => [row[1], row[2]]));
    const context = { columns: names, schema, warn };
    return buildTable({
      name,
      schema,
      columns: own.map((row) => columnSpec(row, named, schema, warn)),
      constraints: (constraints.get(oid) ?? []).map((row) => constraintOf(row, context)),
      indexes: (indexes.get(oid) ?? []).map((row) => indexSpec(row, names, { name, schema })),
      comment,
    });
  };
  return filter.schemas.flatMap((schema) =>
    relations
      .filter((relation) => (schema === null ? relation.isVisible : relation.schema === schema))
      .map((relation) => tableOf(relation, schema)),
  );
}
