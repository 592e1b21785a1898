import { nullType, type TypeEngine } from '../../sql/types.ts';

/**
 * The type of a column from the text it was declared with (upper case), by name and else by SQLite's affinity rules
 * (https://www.sqlite.org/datatype3.html section 3.1). More arguments than the type takes are none. Mirrors
 * `SQLiteDialect._resolve_type_affinity`.
 */
export function reflectedType(declared: string, warn?: (message: string) => void): TypeEngine {
  const match = /^([\w ]+)(\(.*?\))?/.exec(declared);
  const name = match?.[1] ?? '';
  const numbers = Array.from((match?.[2] ?? '').matchAll(/\d+/g), (digits) => Number(digits[0]));
  const make = byName[name] ?? byAffinity(name);
  const type = make(numbers);
  if (type !== null) return type;
  const plain = make([]) ?? nullType;
  const given = numbers.map((number) => `'${String(number)}'`).join(', ');
  warn?.(
    `Could not instantiate type ${className(plain)} with reflected arguments [${given}]; using no arguments.`,
  );
  return plain;
}

function className(type: TypeEngine): string {
  return `<class 'sqlalchemy.sql.sqltypes.${type.kind}'>`;
}

/** Null: its class takes fewer arguments. */
type Make = (numbers: readonly number[]) => TypeEngine | null;

const atMost =
  (count: number, make: (numbers: readonly number[]) => TypeEngine): Make =>
  (numbers) =>
    numbers.length > count ? null : make(numbers);
const string = (kind: 'VARCHAR' | 'NVARCHAR' | 'CHAR' | 'NCHAR' | 'TEXT'): Make =>
  atMost(2, ([length, collation]) => ({
    kind,
    length: length ?? null,
    collation: collation === undefined ? null : String(collation),
  }));
const numeric = (kind: 'NUMERIC' | 'DECIMAL'): Make =>
  atMost(4, ([precision, scale, , asdecimal]) => ({
    kind,
    precision: precision ?? null,
    scale: scale ?? null,
    asdecimal: asdecimal !== 0,
  }));
/** The second argument is `asdecimal`, whatever the author of `DOUBLE(10, 2)` meant. */
const float = (kind: 'FLOAT' | 'REAL' | 'DOUBLE'): Make =>
  atMost(3, ([precision, asdecimal = 0]) => ({
    kind,
    precision: precision ?? null,
    asdecimal: asdecimal !== 0,
  }));
/** The argument of `DATETIME(6)` is `timezone`, too. */
const timezone = (kind: 'DATETIME' | 'TIMESTAMP' | 'TIME'): Make =>
  atMost(1, ([flag = 0]) => ({ kind, timezone: flag !== 0 }));
const simple = (kind: 'BIGINT' | 'SMALLINT' | 'INTEGER' | 'DATE' | 'NullType'): Make =>
  atMost(0, () => ({ kind }));
const boolean: Make = atMost(4, () => ({ kind: 'BOOLEAN' }));

const byName: Readonly<Record<string, Make>> = {
  BIGINT: simple('BIGINT'),
  BLOB: atMost(1, ([length]) => ({ kind: 'BLOB', length: length ?? null })),
  BOOL: boolean,
  BOOLEAN: boolean,
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
  JSON: atMost(1, () => ({ kind: 'dialect', dialect: 'sqlite', name: 'JSON', options: {} })),
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
  if (name === '' || name.includes('BLOB')) return simple('NullType');
  if (/REAL|FLOA|DOUB/.test(name)) return float('REAL');
  return numeric('NUMERIC');
}
