import { nullType, type TypeEngine, type TypeOption } from '../../sql/types.ts';

export interface TypeFacts {
  /** The column's enum, or its array's. */
  readonly enum: {
    readonly name: string;
    readonly schema: string | null;
    readonly labels: readonly string[];
  } | null;
  readonly collation: string | null;
}

/**
 * The type that `format_type()` names. Mirrors `PGDialect._reflect_type`; a name that it does not know, and a domain,
 * is NullType, which cannot be compiled.
 */
export function reflectedType(formatted: string, facts: TypeFacts): TypeEngine {
  const isArray = formatted.includes('[]');
  const base = formatted.replaceAll('[]', '');
  const numbers = Array.from(/\((.*?)\)/.exec(base)?.[1]?.matchAll(/\d+/g) ?? [], (match) =>
    Number(match[0]),
  );
  const name = base.replace(/\(.*?\)/, '').trim();
  const item = facts.enum === null ? namedType(name, numbers, facts.collation) : enumType(facts.enum);
  return isArray ? dialect('ARRAY', { item_type: item }) : item;
}

function enumType({ name, schema, labels }: NonNullable<TypeFacts['enum']>): TypeEngine {
  return dialect('ENUM', { enums: labels, name, ...(schema === null ? {} : { schema }) });
}

function namedType(name: string, [first, second]: readonly number[], collation: string | null): TypeEngine {
  const length = first ?? null;
  switch (name) {
    case 'integer':
      return { kind: 'INTEGER' };
    case 'bigint':
      return { kind: 'BIGINT' };
    case 'smallint':
      return { kind: 'SMALLINT' };
    case 'boolean':
      return { kind: 'BOOLEAN' };
    case 'date':
      return { kind: 'DATE' };
    case 'character varying':
      return { kind: 'VARCHAR', length, collation };
    case 'character':
      return { kind: 'CHAR', length, collation };
    case 'text':
      return { kind: 'TEXT', length: null, collation };
    case '"char"':
    case 'name':
      return { kind: 'String', length: null, collation };
    case 'numeric':
      return { kind: 'NUMERIC', precision: length, scale: second ?? null, asdecimal: true };
    case 'real':
      return { kind: 'REAL', precision: null, asdecimal: false };
    case 'double precision':
      return { kind: 'DOUBLE_PRECISION', precision: 53, asdecimal: false };
    case 'uuid':
      return { kind: 'UUID', asUuid: true, nativeUuid: true };
    case 'json':
    case 'jsonb':
      return dialect(name.toUpperCase(), {});
    case 'timestamp with time zone':
    case 'timestamp without time zone':
    case 'timestamp':
      return dialect('TIMESTAMP', { timezone: name.includes('with time'), ...precision(first) });
    case 'time with time zone':
    case 'time without time zone':
    case 'time':
      return dialect('TIME', { timezone: name.includes('with time'), ...precision(first) });
    case 'bit':
      return dialect('BIT', { length: first ?? 1 });
    case 'bit varying':
      return dialect('BIT', { varying: true, ...(first === undefined ? {} : { length: first }) });
    default:
      if (/^interval\b/.test(name)) {
        const fields = /^interval (.+)/.exec(name)?.[1];
        return dialect('INTERVAL', { ...(fields === undefined ? {} : { fields }), ...precision(first) });
      }
      return plainNames.has(name) ? dialect(name.toUpperCase(), {}) : nullType;
  }
}

const plainNames: ReadonlySet<string> = new Set(
  (
    'hstore int4range int8range numrange daterange tsrange tstzrange int4multirange int8multirange nummultirange ' +
    'datemultirange tsmultirange tstzmultirange inet cidr citext macaddr macaddr8 money oid regclass bytea tsvector ' +
    'tsquery regconfig'
  ).split(' '),
);

function precision(value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { precision: value };
}

function dialect(name: string, options: Readonly<Record<string, TypeOption>>): TypeEngine {
  return { kind: 'dialect', dialect: 'postgresql', name, options };
}
