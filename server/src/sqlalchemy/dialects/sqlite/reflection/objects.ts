import type { Connection } from '../../../engine/connection.ts';
import { noObjects, type SchemaObjects } from '../../../engine/schema-objects.ts';
import { quoteName, text } from './catalog.ts';

/** Views and triggers: SQLite has nothing else besides tables. One query for each database. */
export async function readObjects(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<SchemaObjects> {
  const rows: { kind: string; name: string; table: string; schema: string; sql: string }[] = [];
  for (const schema of new Set(schemas.map((each) => each ?? 'main'))) {
    const found = await connection.execute(
      `SELECT type, name, tbl_name, sql FROM ${quoteName(schema)}.sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name`,
    );
    for (const [kind, name, table, sql] of found.rows) {
      rows.push({ kind: text(kind), name: text(name), table: text(table), schema, sql: text(sql) });
    }
  }
  const isVisible = (schema: string): boolean => schema === 'main';
  return {
    ...noObjects,
    views: rows
      .filter(({ kind }) => kind === 'view')
      .map(({ name, schema, sql }) => ({
        ...{ name, schema, isVisible: isVisible(schema) },
        ...{ definition: sql, isMaterialized: false },
      })),
    triggers: rows
      .filter(({ kind }) => kind === 'trigger')
      .map(({ name, schema, table, sql }) => ({
        ...{ name, schema, isVisible: isVisible(schema) },
        ...{ table, definition: sql, isEnabled: true },
      })),
  };
}
