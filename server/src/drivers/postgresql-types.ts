/** Names of PostgreSQL's own types by OID; those of arrays with `_` before the item's. Constant in every server: pg_type.dat. */
const names: Readonly<Record<number, string>> = {
  16: 'bool',
  17: 'bytea',
  18: 'char',
  19: 'name',
  20: 'int8',
  21: 'int2',
  23: 'int4',
  25: 'text',
  26: 'oid',
  114: 'json',
  142: 'xml',
  650: 'cidr',
  700: 'float4',
  701: 'float8',
  705: 'unknown',
  790: 'money',
  829: 'macaddr',
  869: 'inet',
  1000: '_bool',
  1005: '_int2',
  1007: '_int4',
  1009: '_text',
  1015: '_varchar',
  1016: '_int8',
  1021: '_float4',
  1022: '_float8',
  1042: 'bpchar',
  1043: 'varchar',
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamptz',
  1186: 'interval',
  1231: '_numeric',
  1266: 'timetz',
  1560: 'bit',
  1562: 'varbit',
  1700: 'numeric',
  2205: 'regclass',
  2206: 'regtype',
  2278: 'void',
  2950: 'uuid',
  2951: '_uuid',
  3614: 'tsvector',
  3802: 'jsonb',
};

/** A type of PostgreSQL's own by its OID; null for one that users and extensions make. */
export function typeName(oid: number): string | null {
  return names[oid] ?? null;
}

/** Asks for what `typeName` does not know: enumerations are called `enum`, others by their name. */
export const typeNamesQuery =
  "SELECT oid::int8, CASE WHEN typtype = 'e' THEN 'enum' ELSE typname END FROM pg_catalog.pg_type WHERE oid = ANY ($1)";
