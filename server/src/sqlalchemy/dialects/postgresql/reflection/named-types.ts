import type { Connection } from '../../../engine/connection.ts';
import type { DomainObject, EnumObject } from '../../../engine/schema-objects.ts';
import { catalogRows } from './catalog.ts';

/** Enums and domains, by the name that `format_type()` gives them: `typeKey`. */
export interface NamedTypes {
  readonly enums: ReadonlyMap<string, EnumObject>;
  readonly domains: ReadonlyMap<string, DomainObject>;
}

export const noNamedTypes: NamedTypes = { enums: new Map(), domains: new Map() };

/** A type by the tokens of its name: with its schema where the search path does not find it. */
export function typeKey(tokens: readonly string[]): string {
  return JSON.stringify(tokens);
}

/** Those of all schemas: `_load_enums` and `_load_domains` with schema `*`. */
export async function readNamedTypes(connection: Connection): Promise<NamedTypes> {
  const [enums, domains] = [await readEnums(connection), await readDomains(connection)];
  const byKey = <T extends EnumObject | DomainObject>(types: readonly T[]): ReadonlyMap<string, T> =>
    new Map(types.map((type) => [typeKey(type.isVisible ? [type.name] : [type.schema, type.name]), type]));
  return { enums: byKey(enums), domains: byKey(domains) };
}

const nameAndSchema = ['t.typname', 'n.nspname', 'pg_catalog.pg_type_is_visible(t.oid)'];
const fromTypes = 'FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace';

export async function readEnums(connection: Connection, condition = 'true'): Promise<readonly EnumObject[]> {
  type Row = readonly [string, string, boolean, readonly string[] | null];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...nameAndSchema,
      '(SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)',
    ],
    from: `${fromTypes} WHERE t.typtype = 'e' AND ${condition}`,
    order: 'n.nspname, t.typname',
  });
  return rows.map(([name, schema, isVisible, labels]) => ({ name, schema, isVisible, labels: labels ?? [] }));
}

export async function readDomains(
  connection: Connection,
  condition = 'true',
): Promise<readonly DomainObject[]> {
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
    from: `${fromTypes} WHERE t.typtype = 'd' AND ${condition}`,
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
