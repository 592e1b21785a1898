import type { Connection } from '../../../engine/connection.ts';
import { catalogRows } from './catalog.ts';

/** Mirrors `ReflectedEnum`. */
export interface ReflectedEnum {
  readonly name: string;
  readonly schema: string;
  readonly isVisible: boolean;
  readonly labels: readonly string[];
}

/** Mirrors `ReflectedDomain`. */
export interface ReflectedDomain {
  readonly name: string;
  readonly schema: string;
  readonly isVisible: boolean;
  /** The name of the type that it is made of, without arguments, as upstream reads it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  /** CHECKs by name; NOT NULL is none. */
  readonly constraints: readonly { readonly name: string; readonly check: string }[];
  readonly collation: string | null;
}

/** Enums and domains, by the name that `format_type()` gives them: `typeKey`. */
export interface NamedTypes {
  readonly enums: ReadonlyMap<string, ReflectedEnum>;
  readonly domains: ReadonlyMap<string, ReflectedDomain>;
}

export const noNamedTypes: NamedTypes = { enums: new Map(), domains: new Map() };

/** A type by the tokens of its name: with its schema where the search path does not find it. */
export function typeKey(tokens: readonly string[]): string {
  return JSON.stringify(tokens);
}

/** Those of all schemas: `_load_enums` and `_load_domains` with schema `*`. */
export async function readNamedTypes(connection: Connection): Promise<NamedTypes> {
  const [enums, domains] = [await readEnums(connection), await readDomains(connection)];
  const byKey = <T extends ReflectedEnum | ReflectedDomain>(types: readonly T[]): ReadonlyMap<string, T> =>
    new Map(types.map((type) => [typeKey(type.isVisible ? [type.name] : [type.schema, type.name]), type]));
  return { enums: byKey(enums), domains: byKey(domains) };
}

const nameAndSchema = ['t.typname', 'n.nspname', 'pg_catalog.pg_type_is_visible(t.oid)'];
const fromTypes = 'FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace';

async function readEnums(connection: Connection): Promise<readonly ReflectedEnum[]> {
  type Row = readonly [string, string, boolean, readonly string[] | null];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...nameAndSchema,
      '(SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)',
    ],
    from: `${fromTypes} WHERE t.typtype = 'e'`,
    order: 'n.nspname, t.typname',
  });
  return rows.map(([name, schema, isVisible, labels]) => ({ name, schema, isVisible, labels: labels ?? [] }));
}

async function readDomains(connection: Connection): Promise<readonly ReflectedDomain[]> {
  type Row = readonly [
    ...[string, string, boolean, string, boolean, string | null, string | null],
    constraints: readonly (readonly [name: string, definition: string])[] | null,
  ];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...nameAndSchema,
      'pg_catalog.format_type(t.typbasetype, t.typtypmod)',
      't.typnotnull',
      't.typdefault',
      '(SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = t.typcollation)',
      '(SELECT pg_catalog.json_agg(pg_catalog.json_build_array(k.conname, pg_catalog.pg_get_constraintdef(k.oid, true)) ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid)',
    ],
    from: `${fromTypes} WHERE t.typtype = 'd'`,
    order: 'n.nspname, t.typname',
  });
  return rows.map(([name, schema, isVisible, type, notNull, fallback, collation, constraints]) => ({
    name,
    schema,
    isVisible,
    type: /^[^(]+/.exec(type)?.[0] ?? type,
    nullable: !notNull,
    default: fallback,
    constraints: (constraints ?? [])
      .filter(([, definition]) => /^check/i.test(definition))
      .map(([constraint, definition]) => ({ name: constraint, check: definition.slice(7, -1) })),
    collation,
  }));
}
