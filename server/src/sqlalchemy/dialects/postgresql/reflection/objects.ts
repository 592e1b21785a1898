import type { Connection } from '../../../engine/connection.ts';
import {
  noObjects,
  type ConstraintObject,
  type RoutineObject,
  type SchemaObjects,
  type SequenceObject,
  type TableKinship,
  type TriggerObject,
  type ViewObject,
} from '../../../engine/schema-objects.ts';
import { catalogRows, literal } from './catalog.ts';
import { readDomains, readEnums } from './named-types.ts';
import { isOfExtension } from './relations.ts';

/** What the schemas have besides tables. Eight queries. */
export async function readObjects(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<SchemaObjects> {
  if (schemas.length === 0) return noObjects;
  const ofTypes = condition(schemas, 'pg_type', 't.oid');
  return {
    enums: await readEnums(connection, ofTypes),
    domains: await readDomains(connection, ofTypes),
    sequences: await readSequences(connection, schemas),
    views: await readViews(connection, schemas),
    routines: await readRoutines(connection, schemas),
    triggers: await readTriggers(connection, schemas),
    constraints: await readExclusions(connection, schemas),
    kinships: await readKinships(connection, schemas),
    properties: [],
  };
}

const visibility = {
  pg_class: 'pg_table_is_visible',
  pg_type: 'pg_type_is_visible',
  pg_proc: 'pg_function_is_visible',
} as const;

/** In one of the schemas, `n`, and no part of an extension. */
function condition(
  schemas: readonly (string | null)[],
  catalog: keyof typeof visibility,
  oid: string,
): string {
  const places = schemas.map((schema) =>
    schema === null
      ? `(pg_catalog.${visibility[catalog]}(${oid}) AND n.nspname NOT IN ('pg_catalog', 'information_schema'))`
      : `n.nspname = ${literal(schema)}`,
  );
  return `(${places.join(' OR ')}) AND NOT ${isOfExtension(catalog, oid)}`;
}

const ofRelation = ['c.relname', 'n.nspname', 'pg_catalog.pg_table_is_visible(c.oid)'];
const fromRelations = 'FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace';
type Named = readonly [name: string, schema: string, isVisible: boolean];

function named([name, schema, isVisible]: readonly [...Named, ...unknown[]]): {
  readonly name: string;
  readonly schema: string;
  readonly isVisible: boolean;
} {
  return { name, schema, isVisible };
}

async function readSequences(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly SequenceObject[]> {
  type Row = readonly [
    ...Named,
    ...[type: string, start: string, increment: string, min: string, max: string, cache: string],
    cycle: boolean,
    ...[table: string | null, column: string | null, dependency: string | null],
  ];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...ofRelation,
      'pg_catalog.format_type(s.seqtypid, NULL)',
      ...['start', 'increment', 'min', 'max', 'cache'].map((name) => `s.seq${name}::text`),
      ...['s.seqcycle', 'o.relname', 'a.attname', 'p.deptype'],
    ],
    from: `${fromRelations} JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_catalog.pg_depend p ON p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.objid = c.oid AND p.objsubid = 0
  AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.refobjsubid > 0 AND p.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_class o ON o.oid = p.refobjid
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
WHERE ${condition(schemas, 'pg_class', 'c.oid')}`,
    order: 'n.nspname, c.relname',
  });
  return rows.map((row) => {
    const [, , , dataType, start, increment, minvalue, maxvalue, cache, cycle, table, column, kind] = row;
    return {
      ...named(row),
      dataType,
      start: BigInt(start),
      increment: BigInt(increment),
      minvalue: BigInt(minvalue),
      maxvalue: BigInt(maxvalue),
      cache: BigInt(cache),
      cycle,
      ownedBy: table === null || column === null ? null : { table, column, isIdentity: kind === 'i' },
    };
  });
}

async function readViews(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly ViewObject[]> {
  type Row = readonly [...Named, kind: string, definition: string];
  const rows = await catalogRows<Row>(connection, {
    values: [...ofRelation, 'c.relkind', 'pg_catalog.pg_get_viewdef(c.oid)'],
    from: `${fromRelations} WHERE c.relkind IN ('v', 'm') AND ${condition(schemas, 'pg_class', 'c.oid')}`,
    order: 'n.nspname, c.relname',
  });
  return rows.map((row) => ({ ...named(row), definition: row[4], isMaterialized: row[3] === 'm' }));
}

/** Aggregates have no definition that PostgreSQL would tell. */
async function readRoutines(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly RoutineObject[]> {
  type Row = readonly [...Named, kind: string, parameters: string, definition: string];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...['p.proname', 'n.nspname', 'pg_catalog.pg_function_is_visible(p.oid)', 'p.prokind'],
      ...['pg_catalog.pg_get_function_identity_arguments(p.oid)', 'pg_catalog.pg_get_functiondef(p.oid)'],
    ],
    from: `FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind <> 'a' AND ${condition(schemas, 'pg_proc', 'p.oid')}`,
    order: 'n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)',
  });
  return rows.map((row) => ({
    ...named(row),
    kind: row[3] === 'p' ? 'procedure' : 'function',
    arguments: row[4],
    definition: row[5],
  }));
}

async function readTriggers(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly TriggerObject[]> {
  type Row = readonly [...Named, trigger: string, definition: string, enabled: string];
  const rows = await catalogRows<Row>(connection, {
    values: [...ofRelation, 't.tgname', 'pg_catalog.pg_get_triggerdef(t.oid, true)', 't.tgenabled'],
    from: `${fromRelations} JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
WHERE ${condition(schemas, 'pg_class', 'c.oid')}`,
    order: 'n.nspname, c.relname, t.tgname',
  });
  return rows.map((row) => ({
    ...named(row),
    name: row[3],
    table: row[0],
    definition: row[4],
    isEnabled: row[5] !== 'D',
  }));
}

async function readExclusions(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly ConstraintObject[]> {
  type Row = readonly [...Named, constraint: string, definition: string];
  const rows = await catalogRows<Row>(connection, {
    values: [...ofRelation, 'k.conname', 'pg_catalog.pg_get_constraintdef(k.oid, true)'],
    from: `${fromRelations} JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'x'
WHERE ${condition(schemas, 'pg_class', 'c.oid')}`,
    order: 'n.nspname, c.relname, k.conname',
  });
  return rows.map((row) => ({
    ...named(row),
    name: row[3],
    table: row[0],
    kind: 'exclude',
    definition: row[4],
  }));
}

async function readKinships(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<readonly TableKinship[]> {
  type Row = readonly [
    ...Named,
    key: string | null,
    bound: string | null,
    parents: readonly (readonly [schema: string, name: string])[] | null,
  ];
  const rows = await catalogRows<Row>(connection, {
    values: [
      ...ofRelation,
      "CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END",
      'CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END',
      `(SELECT pg_catalog.json_agg(pg_catalog.json_build_array(pn.nspname, pc.relname) ORDER BY i.inhseqno) FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace WHERE i.inhrelid = c.oid)`,
    ],
    from: `${fromRelations} WHERE c.relkind IN ('r', 'p', 'f') AND (c.relkind = 'p' OR c.relispartition OR EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid))
AND ${condition(schemas, 'pg_class', 'c.oid')}`,
    order: 'n.nspname, c.relname',
  });
  return rows.map((row) => ({
    ...named(row),
    partitionKey: row[3],
    partitionBound: row[4],
    parents: (row[5] ?? []).map(([schema, name]) => ({ schema, name })),
  }));
}
