import { nullType, type TypeEngine } from '../../sql/types.ts';

/**
 * The type of a column from the text it was declared with (upper case), by name and else by SQLite's affinity rules
 * (https://www.sqlite.org/datatype3.html section 3.1). Mirrors `SQLiteDialect._resolve_type_affinity`.
 */
export function reflectedType(declared: string): TypeEngine {
  const match = /^([\w ]+)(\(.*?\))?/.exec(declared);
  const name = match?.[1] ?? '';
  const numbers = Array.from((match?.[2] ?? '').matchAll(/\d+/g), (digits) => Number(digits[0]));
  const known = byName[name];
  return (known ?? byAffinity(name))(numbers);
}

type Make = (numbers: readonly number[]) => TypeEngine;

const string =
  (kind: 'VARCHAR' | 'NVARCHAR' | 'CHAR' | 'NCHAR' | 'TEXT'): Make =>
  ([length]) => ({ kind, length: length ?? null, collation: null });
const numeric =
  (kind: 'NUMERIC' | 'DECIMAL'): Make =>
  ([precision, scale]) => ({ kind, precision: precision ?? null, scale: scale ?? null, asdecimal: true });
const float =
  (kind: 'FLOAT' | 'REAL' | 'DOUBLE'): Make =>
  ([precision]) => ({ kind, precision: precision ?? null, asdecimal: false });
const timezone =
  (kind: 'DATETIME' | 'TIMESTAMP' | 'TIME'): Make =>
  () => ({ kind, timezone: false });
const simple =
  (kind: 'BIGINT' | 'SMALLINT' | 'INTEGER' | 'BOOLEAN' | 'DATE'): Make =>
  () => ({ kind });

const byName: Readonly<Record<string, Make>> = {
  BIGINT: simple('BIGINT'),
  BLOB: ([length]) => ({ kind: 'BLOB', length: length ?? null }),
  BOOL: simple('BOOLEAN'),
  BOOLEAN: simple('BOOLEAN'),
  CHAR: string('CHAR'),
  DATE: simple('DATE'),
  DATE_CHAR: simple('DATE'),
  DATETIME: timezone('DATETIME'),
  DATETIME_CHAR: timezone('DATETIME'),
  DOUBLE: float('DOUBLE'),
  DECIMAL: numeric('DECIMAL'),
  FLOAT: float('FLOAT'),
  INT: simple('INTEGER'),
  INTEGER: simple('INTEGER'),
  JSON: () => ({ kind: 'JSON', noneAsNull: false }),
  NUMERIC: numeric('NUMERIC'),
  REAL: float('REAL'),
  SMALLINT: simple('SMALLINT'),
  TEXT: string('TEXT'),
  TIME: timezone('TIME'),
  TIME_CHAR: timezone('TIME'),
  TIMESTAMP: timezone('TIMESTAMP'),
  VARCHAR: string('VARCHAR'),
  NVARCHAR: string('NVARCHAR'),
  NCHAR: string('NCHAR'),
};

function byAffinity(name: string): Make {
  if (name.includes('INT')) return simple('INTEGER');
  if (/CHAR|CLOB|TEXT/.test(name)) return string('TEXT');
  if (name === '' || name.includes('BLOB')) return () => nullType;
  if (/REAL|FLOA|DOUB/.test(name)) return float('REAL');
  return numeric('NUMERIC');
}
