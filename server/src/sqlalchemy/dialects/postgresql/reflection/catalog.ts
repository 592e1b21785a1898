import type { Connection } from '../../../engine/connection.ts';

/**
 * The rows of a query, each `json_build_array(values)`, in the order of `order`. As one JSON text, so that arrays, numbers
 * and nulls arrive as such whatever the driver makes of them, and the server sends one value instead of thousands.
 */
export async function catalogRows<Row extends readonly unknown[]>(
  connection: Connection,
  {
    values,
    from,
    order,
  }: { readonly values: readonly string[]; readonly from: string; readonly order: string },
): Promise<readonly Row[]> {
  const { rows } = await connection.execute(
    `SELECT pg_catalog.json_agg(q.r)::text FROM (SELECT pg_catalog.json_build_array(${values.join(', ')}) AS r\n${from}\nORDER BY ${order}) q`,
  );
  const text = rows[0]?.[0];
  return typeof text === 'string' ? (JSON.parse(text) as readonly Row[]) : [];
}

/** `FROM` the relations of these OIDs, as `wanted.oid`. */
export function fromWanted(oids: readonly number[]): string {
  return `FROM pg_catalog.unnest('{${oids.join(',')}}'::pg_catalog.oid[]) AS wanted(oid)`;
}

/** The comment of an object as `d.description`. */
export function commentOf(catalog: 'pg_class' | 'pg_constraint', oid: string, subId: string): string {
  return `LEFT JOIN pg_catalog.pg_description d ON d.objoid = ${oid} AND d.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND d.objsubid = ${subId}`;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Rows of one relation, by its OID, which is each row's first value. */
export function byOid<Row extends readonly [number, ...unknown[]]>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const of = found.get(row[0]);
    if (of === undefined) found.set(row[0], [row]);
    else of.push(row);
  }
  return found;
}

/** The numbers of an `int2vector` as text. */
export function numbersIn(vector: string): readonly number[] {
  return vector === '' ? [] : vector.split(' ').map(Number);
}
