import type { Connection } from '../../../engine/connection.ts';
import { catalogRows, commentOf, literal } from './catalog.ts';

/** `pg_class.relkind`: upstream's `RELKINDS_TABLE_NO_FOREIGN`, and all that has columns. */
export const tableKinds = ['r', 'p'] as const;
export const tableLikeKinds = ['r', 'p', 'f', 'v', 'm'] as const;

export interface RelationFilter {
  /** Null: what the search path finds, system catalogs aside. */
  readonly schemas: readonly (string | null)[];
  readonly kinds: readonly string[];
  readonly name?: string;
  /** Of the session. Upstream's `ObjectScope`: lists of tables have none, a table that is asked for may be one. */
  readonly withTemporary: boolean;
  /** Those that `CREATE EXTENSION` made, which are no schema of the project's. */
  readonly withExtensions: boolean;
}

export interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly schema: string;
  /** The search path finds it. */
  readonly isVisible: boolean;
  readonly comment: string | null;
}

/** Relations by name, and the server's version as `server_version_num` has it (150004); 0 where there are none. */
export async function readRelations(
  connection: Connection,
  filter: RelationFilter,
): Promise<{ readonly relations: readonly Relation[]; readonly version: number }> {
  type Row = readonly [number, string, string, boolean, string | null, number];
  const rows = await catalogRows<Row>(connection, {
    values: [
      'c.oid::int8',
      'c.relname',
      'n.nspname',
      isVisible,
      'd.description',
      "pg_catalog.current_setting('server_version_num')::int",
    ],
    from: `FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
${commentOf('pg_class', 'c.oid', '0')}
WHERE ${relationCondition(filter)}`,
    order: 'n.nspname, c.relname',
  });
  return {
    relations: rows.map(([oid, name, schema, visible, comment]) => ({
      oid,
      name,
      schema,
      isVisible: visible,
      comment,
    })),
    version: rows[0]?.[5] ?? 0,
  };
}

/** A condition on `pg_class c` and its `pg_namespace n`. */
export function relationCondition(filter: RelationFilter): string {
  const schemas = filter.schemas.map((schema) =>
    schema === null ? isVisible : `n.nspname = ${literal(schema)}`,
  );
  return [
    `c.relkind IN (${filter.kinds.map(literal).join(', ')})`,
    `(${schemas.join(' OR ')})`,
    ...(filter.name === undefined ? [] : [`c.relname = ${literal(filter.name)}`]),
    ...(filter.withTemporary ? [] : ["c.relpersistence <> 't'"]),
    ...(filter.withExtensions ? [] : [`NOT ${isOfExtension('pg_class', 'c.oid')}`]),
  ].join(' AND ');
}

/** Whether `CREATE EXTENSION` made it. */
export function isOfExtension(catalog: string, oid: string): string {
  return `EXISTS (SELECT 1 FROM pg_catalog.pg_depend x WHERE x.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND x.objid = ${oid} AND x.deptype = 'e')`;
}

const isVisible = "(pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog')";
