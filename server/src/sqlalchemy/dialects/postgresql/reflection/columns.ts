import type { Connection } from '../../../engine/connection.ts';
import { reflectedDefault, reflectedText } from '../../../sql/reflected.ts';
import type { ColumnSpec } from '../../../sql/schema-builder.ts';
import type { Column, Identity } from '../../../sql/schema.ts';
import type { TypeEngine } from '../../../sql/types.ts';
import { reflectedType } from '../reflected-type.ts';
import { catalogRows, commentOf, fromWanted } from './catalog.ts';
import type { NamedTypes } from './named-types.ts';

export type ColumnRow = readonly [
  relation: number,
  number: number,
  name: string,
  type: string,
  fallback: string | null,
  notNull: boolean,
  comment: string | null,
  /** `s`: stored, `v`: virtual, empty: not generated. */
  generated: string,
  /** `a`: GENERATED ALWAYS, `d`: BY DEFAULT, empty: no identity. */
  identity: string,
  sequence: readonly [...(readonly [string, string, string, string, string]), cycle: boolean] | null,
  collation: string | null,
];

/** Columns of these relations. Mirrors `PGDialect._columns_query`. */
export async function readColumns(
  connection: Connection,
  oids: readonly number[],
): Promise<readonly ColumnRow[]> {
  return catalogRows<ColumnRow>(connection, {
    values: [
      'a.attrelid::int8',
      'a.attnum',
      'a.attname',
      'pg_catalog.format_type(a.atttypid, a.atttypmod)',
      'CASE WHEN a.atthasdef THEN (SELECT pg_catalog.pg_get_expr(f.adbin, f.adrelid) FROM pg_catalog.pg_attrdef f WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum) END',
      'a.attnotnull',
      'd.description',
      'a.attgenerated',
      'a.attidentity',
      // Numbers as text: they may be too large for JSON.
      `CASE WHEN a.attidentity <> '' THEN (SELECT pg_catalog.json_build_array(s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcache::text, s.seqcycle)
  FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_sequence s ON s.seqrelid = p.objid WHERE p.deptype = 'i' AND p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
  AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum) END`,
      'CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation THEN (SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = a.attcollation) END',
    ],
    from: `${fromWanted(oids)} JOIN pg_catalog.pg_attribute a ON a.attrelid = wanted.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
${commentOf('pg_class', 'a.attrelid', 'a.attnum')}`,
    order: 'a.attrelid, a.attnum',
  });
}

/** Mirrors `PGDialect._get_columns_info`. `schema` as it was asked for: null for what the search path finds. */
export function columnSpec(
  row: ColumnRow,
  named: NamedTypes,
  schema: string | null,
  warn: ((message: string) => void) | undefined,
): ColumnSpec {
  const [, , name, formatted, given, notNull, comment, generated, identity, sequence, collation] = row;
  const type = reflectedType(formatted, { named, collation, description: `column '${name}'`, warn });
  const domain = type.kind === 'dialect' && type.name === 'DOMAIN' ? type.options : null;
  const domainDefault = typeof domain?.['default'] === 'string' ? domain['default'] : null;
  const fallback = given ?? domainDefault;
  const spec = {
    name,
    type,
    nullable: !notNull && domain?.['not_null'] !== true,
    comment,
  };
  if (generated !== '') {
    const sqltext = reflectedText(fallback ?? '');
    return {
      ...spec,
      autoincrement: false,
      serverDefault: { kind: 'computed', sqltext, persisted: generated === 's' },
    };
  }
  if (sequence !== null) {
    return { ...spec, autoincrement: true, serverDefault: identityOf(identity, sequence) };
  }
  return {
    ...spec,
    autoincrement: isSerial(fallback, type),
    serverDefault: reflectedDefault(inSchema(fallback, schema)),
  };
}

const nextValue = /(nextval\(')([^']+)('.*$)/;

function isSerial(fallback: string | null, type: TypeEngine): boolean {
  const isInteger = type.kind === 'INTEGER' || type.kind === 'BIGINT' || type.kind === 'SMALLINT';
  return isInteger && nextValue.test(fallback ?? '');
}

/** A sequence that the search path finds is named without its schema; outside of it the name means another one. */
function inSchema(fallback: string | null, schema: string | null): string | null {
  const match = nextValue.exec(fallback ?? '');
  if (match === null || schema === null) return fallback;
  const [, head = '', sequence = '', tail = ''] = match;
  return sequence.includes('.') ? fallback : `${head}"${schema}".${sequence}${tail}`;
}

function identityOf(identity: string, sequence: NonNullable<ColumnRow[9]>): Column['serverDefault'] {
  const [start, increment, minvalue, maxvalue, cache, cycle] = sequence;
  const options: Identity['options'] = {
    start: BigInt(start),
    increment: BigInt(increment),
    minvalue: BigInt(minvalue),
    maxvalue: BigInt(maxvalue),
    cache: BigInt(cache),
    cycle,
  };
  return { kind: 'identity', always: identity === 'a', options };
}
