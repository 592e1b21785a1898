import { nullType, type TypeEngine, type TypeOption } from '../../sql/types.ts';

/** A row of `sys.columns` with its types' names. */
export interface TypeFacts {
  /** A user's type (`sysname`), or the type itself. */
  readonly name: string;
  /** What a user's type is made of; null for CLR types. */
  readonly base: string | null;
  /** In bytes; -1 is `max`. */
  readonly maxLength: number;
  readonly precision: number;
  readonly scale: number;
  readonly collation: string | null;
}

/** The type of a column. Null for one that is not known. Mirrors the types of `MSDialect.get_columns`. */
export function reflectedType(facts: TypeFacts, warn: (what: string) => void): TypeEngine {
  const { name, base } = facts;
  const type = typeNamed(name, facts) ?? (base === null || base === name ? null : typeNamed(base, facts));
  if (type !== null) return type;
  warn(base === null || base === name ? `'${name}'` : `'${name}' (user type) or '${base}' (base type)`);
  return nullType;
}

function typeNamed(name: string, facts: TypeFacts): TypeEngine | null {
  const { precision, scale, collation } = facts;
  const length = facts.maxLength === -1 ? null : facts.maxLength;
  // Two bytes a character.
  const wideLength = length === null ? null : Math.floor(length / 2);
  switch (name) {
    case 'int':
      return { kind: 'INTEGER' };
    case 'bigint':
      return { kind: 'BIGINT' };
    case 'smallint':
      return { kind: 'SMALLINT' };
    case 'date':
      return { kind: 'DATE' };
    case 'varchar':
      return { kind: 'VARCHAR', length, collation };
    case 'char':
      return { kind: 'CHAR', length, collation };
    case 'nvarchar':
      return { kind: 'NVARCHAR', length: wideLength, collation };
    case 'nchar':
      return { kind: 'NCHAR', length: wideLength, collation };
    case 'text':
      return { kind: 'TEXT', length: null, collation };
    case 'ntext':
      return dialect('NTEXT', collation === null ? {} : { collation });
    case 'decimal':
      return { kind: 'DECIMAL', precision, scale, asdecimal: true };
    case 'numeric':
      return { kind: 'NUMERIC', precision, scale, asdecimal: true };
    case 'float':
      return { kind: 'FLOAT', precision, asdecimal: false };
    case 'real':
      return dialect('REAL', { precision });
    case 'double precision':
      return dialect('DOUBLE_PRECISION', { precision });
    case 'datetime':
      return { kind: 'DATETIME', timezone: false };
    case 'binary':
      return { kind: 'BINARY', length };
    case 'varbinary':
      return dialect('VARBINARY', length === null ? {} : { length });
    default:
      return ownNames.has(name) ? dialect(name.toUpperCase(), {}) : null;
  }
}

const ownNames: ReadonlySet<string> = new Set([
  ...['tinyint', 'bit', 'money', 'smallmoney', 'datetime2', 'datetimeoffset', 'smalldatetime', 'time'],
  ...['image', 'xml', 'timestamp', 'uniqueidentifier', 'sql_variant'],
]);

function dialect(name: string, options: Readonly<Record<string, TypeOption>>): TypeEngine {
  return { kind: 'dialect', dialect: 'mssql', name, options };
}
