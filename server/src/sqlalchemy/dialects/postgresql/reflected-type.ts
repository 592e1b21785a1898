import { nullType, type TypeEngine, type TypeOption } from '../../sql/types.ts';
import type { DomainObject } from '../../engine/schema-objects.ts';
import { noNamedTypes, typeKey, type NamedTypes } from './reflection/named-types.ts';

export interface TypeFacts {
  readonly named?: NamedTypes;
  /** Where it is not the type's own. */
  readonly collation: string | null;
  /** What has the type, for the warning: `column 'x'`. */
  readonly description: string;
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * The type that `format_type()` names. A name that is neither known nor an enum or a domain is NullType, with upstream's
 * warning. Mirrors `PGDialect._reflect_type`.
 */
export function reflectedType(formatted: string, facts: TypeFacts): TypeEngine {
  const { name, args, isArray } = parseFormattedType(formatted);
  const item = itemType(name, args, facts);
  if (item === null) {
    facts.warn?.(`Did not recognize type '${name}' of ${facts.description}`);
    return nullType;
  }
  return isArray ? dialect('ARRAY', { item_type: item }) : item;
}

/** Whether enums and domains must be known to tell what type this is. */
export function mayBeNamed(formatted: string): boolean {
  const { name, args } = parseFormattedType(formatted);
  return plainType(name, args, null) === null;
}

interface FormattedType {
  readonly name: string;
  readonly args: readonly string[];
  /** PostgreSQL keeps neither the number of dimensions nor sizes. */
  readonly isArray: boolean;
}

function parseFormattedType(formatted: string): FormattedType {
  const args = /\((.*)\)/.exec(formatted)?.[1] ?? '';
  const name = formatted.replaceAll(/\((.*)\)/g, '');
  return {
    name: name.replace(/(?:\[\])+$/, ''),
    args: args === '' ? [] : args.split(/\s*,\s*/),
    isArray: formatted.endsWith('[]'),
  };
}

function itemType(name: string, args: readonly string[], facts: TypeFacts): TypeEngine | null {
  const plain = plainType(name, args, facts.collation);
  const { enums, domains } = facts.named ?? noNamedTypes;
  const key = typeKey(quotedTokens(name));
  const found = enums.get(key);
  if (found !== undefined && !fixedNames.has(name)) {
    const schema = found.isVisible ? {} : { schema: found.schema };
    return dialect('ENUM', { enums: found.labels, name: found.name, ...schema });
  }
  const domain = domains.get(key);
  if (domain !== undefined && !fixedNames.has(name)) return domainType(domain, facts);
  return plain;
}

/** Names that upstream takes for its own types before it looks for enums and domains. */
const fixedNames: ReadonlySet<string> = new Set([
  ...['numeric', 'double precision', 'integer', 'time', 'bit varying', 'interval'],
  ...['timestamp with time zone', 'time with time zone'],
  ...['timestamp without time zone', 'time without time zone'],
]);

function domainType(domain: DomainObject, facts: TypeFacts): TypeEngine {
  const [check] = domain.constraints;
  const data = reflectedType(domain.type, {
    ...facts,
    collation: domain.collation,
    description: `DOMAIN '${domain.name}'`,
  });
  return dialect('DOMAIN', {
    name: domain.name,
    data_type: data,
    collation: facts.collation ?? domain.collation,
    default: domain.default,
    not_null: !domain.nullable,
    create_type: false,
    ...(check === undefined ? {} : { constraint_name: check.name, check: check.check }),
    ...(domain.isVisible ? {} : { schema: domain.schema }),
  });
}

/** Upstream `quoted_token_parser`: `"Schema"."Name"` → the two names. */
function quotedTokens(value: string): readonly string[] {
  if (!value.includes('"')) return value.split('.');
  return Array.from(value.matchAll(/((?:"(?:[^"]|"")*"|[^".])+)(?:\.|$)/g), (match) =>
    (match[1] ?? '').replaceAll(/"((?:[^"]|"")*)"/g, (_all, text: string) => text.replaceAll('""', '"')),
  );
}

/** One of PostgreSQL's types that SQLAlchemy knows: `ischema_names`. */
function plainType(name: string, args: readonly string[], collation: string | null): TypeEngine | null {
  const numbers = args.filter((arg) => /^-?\d+$/.test(arg)).map(Number);
  const [first, second] = numbers;
  const length = first ?? null;
  switch (name.toLowerCase()) {
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
    case 'float':
      return { kind: 'FLOAT', precision: null, asdecimal: false };
    case 'real':
      return { kind: 'REAL', precision: null, asdecimal: false };
    case 'double precision':
      return { kind: 'DOUBLE_PRECISION', precision: 53, asdecimal: false };
    case 'uuid':
      return { kind: 'UUID', asUuid: true, nativeUuid: true };
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
    case 'citext':
      return dialect('CITEXT', collation === null ? {} : { collation });
    default:
      if (name === 'interval' || name.startsWith('interval ')) {
        const fields = name.slice('interval '.length);
        return dialect('INTERVAL', { ...(fields === '' ? {} : { fields }), ...precision(first) });
      }
      return ownNames.has(name.toLowerCase()) ? dialect(name.toUpperCase(), {}) : null;
  }
}

const ownNames: ReadonlySet<string> = new Set(
  (
    'hstore json jsonb int4range int8range numrange daterange tsrange tstzrange int4multirange int8multirange ' +
    'nummultirange datemultirange tsmultirange tstzmultirange inet cidr macaddr macaddr8 money oid regclass bytea ' +
    'tsvector tsquery regconfig'
  ).split(' '),
);

function precision(value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { precision: value };
}

function dialect(name: string, options: Readonly<Record<string, TypeOption>>): TypeEngine {
  return { kind: 'dialect', dialect: 'postgresql', name, options };
}
