import { metaDataOf, buildTable, type ColumnSpec, type IndexSpec } from '../../sql/schema-builder.ts';
import type { Connection, SqlValue } from '../../engine/connection.ts';
import type { Inspector } from '../../engine/dialect.ts';
import type { ClauseElement } from '../../sql/elements.ts';
import type { Column, Constraint, Identity, Table } from '../../sql/schema.ts';
import { reflectedType } from './reflected-type.ts';

/** Reflects PostgreSQL from its catalogs. Mirrors `sqlalchemy.dialects.postgresql.base.PGDialect`'s `get_…` methods. */
export const inspector: Inspector = {
  hasTable: async (connection, name, schema) => (await tableOid(connection, name, schema)) !== null,
  hasType: async (connection, name, schema) => {
    const visible =
      schema === null ? 'pg_catalog.pg_type_is_visible(t.oid)' : `n.nspname = ${literal(schema)}`;
    const { rows } = await connection.execute(
      `SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typname = ${literal(name)} AND ${visible}`,
    );
    return rows.length > 0;
  },
  listsUniqueIndexes: true,
  names: (connection, kind, schema) => {
    if (kind === 'table') return relationNames(connection, "'r', 'p'", schema);
    if (kind === 'view') return relationNames(connection, "'v'", schema);
    return firstColumn(
      connection,
      "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname",
    );
  },
  reflectTable,
  reflect: async (connection, schema) => {
    const tables: Table[] = [];
    const names = await relationNames(connection, "'r', 'p'", schema);
    for (const name of [...names].sort()) {
      const table = await reflectTable(connection, name, schema);
      if (table !== null) tables.push(table);
    }
    return metaDataOf(tables);
  },
};

/** Relations of these kinds of `pg_class.relkind`. Upstream gives no order either. */
async function relationNames(
  connection: Connection,
  kinds: string,
  schema: string | null,
): Promise<readonly string[]> {
  return firstColumn(
    connection,
    `SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN (${kinds}) AND c.relpersistence != 't' AND ${inSchema(schema)}`,
  );
}

async function firstColumn(connection: Connection, sql: string): Promise<readonly string[]> {
  const { rows } = await connection.execute(sql);
  return rows.map(([name]) => String(name));
}

async function reflectTable(
  connection: Connection,
  name: string,
  schema: string | null,
): Promise<Table | null> {
  const oid = await tableOid(connection, name, schema);
  if (oid === null) return null;
  const [comment] = await records<{ comment: string | null }>(
    connection,
    `SELECT pg_catalog.obj_description(${oid}, 'pg_class') AS comment`,
  );
  return buildTable({
    name,
    schema,
    columns: await columns(connection, oid),
    constraints: await constraints(connection, oid),
    indexes: await indexes(connection, oid, name, schema),
    comment: comment?.comment ?? null,
  });
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly not_null: boolean;
  readonly default: string | null;
  /** `a`: GENERATED ALWAYS, `d`: BY DEFAULT, empty: no identity. */
  readonly identity: string;
  /** `s`: stored, `v`: virtual, empty: not generated. */
  readonly generated: string;
  readonly comment: string | null;
  readonly collation: string | null;
  readonly enum_name: string | null;
  readonly enum_schema: string | null;
  readonly enum_labels: readonly string[] | null;
  /** Numbers as text: they may be too large for JSON. */
  readonly sequence: Readonly<Record<string, string | boolean>> | null;
  readonly primary_key: boolean;
}

async function columns(connection: Connection, oid: string): Promise<ColumnSpec[]> {
  const rows = await records<ColumnRow>(
    connection,
    `SELECT a.attname AS name, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default, a.attidentity AS identity, a.attgenerated AS generated,
  pg_catalog.col_description(a.attrelid, a.attnum) AS comment,
  (SELECT c.collname FROM pg_catalog.pg_collation c WHERE c.oid = a.attcollation AND c.collname <> 'default') AS collation,
  CASE WHEN e.typtype = 'e' THEN e.typname END AS enum_name,
  CASE WHEN NOT pg_catalog.pg_type_is_visible(e.oid) THEN n.nspname END AS enum_schema,
  (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l WHERE l.enumtypid = e.oid) AS enum_labels,
  (SELECT json_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text, 'minvalue', s.seqmin::text, 'maxvalue', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle)
    FROM pg_catalog.pg_sequence s WHERE a.attidentity <> '' AND s.seqrelid = pg_catalog.pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass) AS sequence,
  EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) AS primary_key
FROM pg_catalog.pg_attribute a
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END AND e.typtype = 'e'
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.typnamespace
WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
  return rows.map((row) => ({
    name: row.name,
    type: reflectedType(row.type, {
      enum:
        row.enum_name === null
          ? null
          : { name: row.enum_name, schema: row.enum_schema, labels: row.enum_labels ?? [] },
      collation: row.collation,
    }),
    nullable: !row.not_null,
    primaryKey: row.primary_key,
    // As upstream: a sequence of its own makes the column autoincrement.
    autoincrement: row.identity !== '' || /^nextval\(/.test(row.default ?? '') ? true : 'auto',
    serverDefault: serverDefault(row),
    comment: row.comment,
  }));
}

function serverDefault(row: ColumnRow): Column['serverDefault'] {
  if (row.identity !== '') {
    return { kind: 'identity', always: row.identity === 'a', options: identityOptions(row.sequence ?? {}) };
  }
  if (row.default === null) return null;
  if (row.generated !== '') {
    return { kind: 'computed', sqltext: literalText(row.default), persisted: row.generated === 's' };
  }
  return { kind: 'default', arg: { type: 'clause', clause: literalText(row.default) } };
}

function identityOptions(sequence: Readonly<Record<string, string | boolean>>): Identity['options'] {
  return Object.fromEntries(
    Object.entries(sequence).map(([name, value]) => [
      name,
      typeof value === 'boolean' ? value : BigInt(value),
    ]),
  );
}

interface ConstraintRow {
  readonly name: string;
  readonly type: 'p' | 'u' | 'f' | 'c';
  readonly columns: readonly string[] | null;
  readonly table: string | null;
  readonly schema: string | null;
  readonly referred: readonly string[] | null;
  readonly onupdate: string;
  readonly ondelete: string;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly definition: string;
  readonly comment: string | null;
  /** Of a unique constraint, from PostgreSQL 15 on. */
  readonly nulls_not_distinct: boolean | null;
}

/** Primary key, foreign keys, unique and check constraints, each kind by name: upstream's order. */
async function constraints(connection: Connection, oid: string): Promise<Constraint[]> {
  const names = (relation: string, keys: string): string =>
    `(SELECT json_agg(a.attname ORDER BY u.n) FROM unnest(${keys}) WITH ORDINALITY u(k, n) JOIN pg_catalog.pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.k)`;
  const rows = await records<ConstraintRow>(
    connection,
    `SELECT k.conname AS name, k.contype AS type, ${names('k.conrelid', 'k.conkey')} AS columns,
  r.relname AS table, CASE WHEN NOT pg_catalog.pg_table_is_visible(r.oid) THEN n.nspname END AS schema,
  ${names('k.confrelid', 'k.confkey')} AS referred,
  k.confupdtype AS onupdate, k.confdeltype AS ondelete, k.confmatchtype AS match,
  k.condeferrable AS deferrable, k.condeferred AS deferred, pg_catalog.pg_get_constraintdef(k.oid, true) AS definition,
  pg_catalog.obj_description(k.oid, 'pg_constraint') AS comment,
  (SELECT to_jsonb(i) -> 'indnullsnotdistinct' FROM pg_catalog.pg_index i WHERE k.contype = 'u' AND i.indexrelid = k.conindid) AS nulls_not_distinct
FROM pg_catalog.pg_constraint k
LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid LEFT JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
WHERE k.conrelid = ${oid} AND k.contype IN ('p', 'u', 'f', 'c')
ORDER BY position(k.contype::text in 'pfuc'), k.conname`,
  );
  return rows.map(constraint);
}

function constraint(row: ConstraintRow): Constraint {
  const base = {
    name: { text: row.name, isFinal: true },
    comment: row.comment,
    deferrable: row.deferrable ? true : null,
    initially: row.deferred ? 'DEFERRED' : null,
    dialectOptions: {},
    origin: null,
  } as const;
  const own = row.columns ?? [];
  switch (row.type) {
    case 'p':
      return { ...base, kind: 'primary_key', columns: own, isImplicit: false };
    case 'u':
      return {
        ...base,
        kind: 'unique',
        columns: own,
        columnFlag: false,
        dialectOptions:
          row.nulls_not_distinct === null ? {} : { postgresql_nulls_not_distinct: row.nulls_not_distinct },
      };
    case 'c':
      return { ...base, kind: 'check', sqltext: literalText(checkText(row.definition)), typeBound: null };
    case 'f':
      return {
        ...base,
        kind: 'foreign_key',
        columns: own,
        referredSchema: row.schema,
        referredTable: row.table ?? '',
        referredColumns: row.referred ?? [],
        onupdate: actions[row.onupdate] ?? null,
        ondelete: actions[row.ondelete] ?? null,
        match: row.match === 'f' ? 'FULL' : null,
        useAlter: false,
        columnFlag: false,
      };
  }
}

/** `confdeltype` and `confupdtype`; NO ACTION is the default. */
const actions: Readonly<Record<string, string>> = {
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};

/** `CHECK (x > 0) NOT VALID` → `x > 0`. */
function checkText(definition: string): string {
  const text = /^CHECK *\((.+)\)( NO INHERIT)?( NOT VALID)?$/s.exec(definition)?.[1] ?? definition;
  return /^\([^()]*\)$/s.exec(text) === null ? text : text.slice(1, -1);
}

interface IndexRow {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly where: string | null;
  /** Key columns: a name, or null and the expression. */
  readonly keys: readonly { readonly column: string | null; readonly expression: string }[];
  readonly include: readonly string[] | null;
  readonly nulls_not_distinct: boolean | null;
}

/** Indexes that no constraint made, by name. */
async function indexes(
  connection: Connection,
  oid: string,
  table: string,
  schema: string | null,
): Promise<IndexSpec[]> {
  const rows = await records<IndexRow>(
    connection,
    `SELECT c.relname AS name, i.indisunique AS unique, m.amname AS method, pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS where,
  to_jsonb(i) -> 'indnullsnotdistinct' AS nulls_not_distinct,
  (SELECT json_agg(json_build_object('column', a.attname, 'expression', pg_catalog.pg_get_indexdef(i.indexrelid, g.n, true)) ORDER BY g.n)
    FROM generate_series(1, i.indnkeyatts) g(n) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[g.n - 1] AND i.indkey[g.n - 1] <> 0) AS keys,
  (SELECT json_agg(a.attname ORDER BY g.n)
    FROM generate_series(i.indnkeyatts + 1, i.indnatts) g(n) JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[g.n - 1]) AS include
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE i.indrelid = ${oid} AND NOT i.indisprimary
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY c.relname`,
  );
  return rows.map((row) => ({
    name: { text: row.name, isFinal: true },
    unique: row.unique,
    expressions: row.keys.map(({ column, expression }): ClauseElement =>
      column === null ? literalText(expression) : { kind: 'column', table, schema, name: column, type: null },
    ),
    dialectOptions: {
      ...(row.method === 'btree' ? {} : { postgresql_using: row.method }),
      ...(row.where === null ? {} : { postgresql_where: literalText(row.where) }),
      ...(row.nulls_not_distinct === true ? { postgresql_nulls_not_distinct: true } : {}),
      ...(row.include === null ? {} : { postgresql_include: row.include }),
    },
  }));
}

async function tableOid(connection: Connection, name: string, schema: string | null): Promise<string | null> {
  const { rows } = await connection.execute(
    `SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = ${literal(name)} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${inSchema(schema)}`,
  );
  const oid = rows[0]?.[0];
  return oid === undefined || oid === null ? null : String(oid);
}

/** Without a schema: what the search path finds, system catalogs aside. */
function inSchema(schema: string | null): string {
  return schema === null
    ? "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'"
    : `n.nspname = ${literal(schema)}`;
}

/** Rows as JSON, so that arrays and nulls arrive as such whatever the driver makes of them. */
async function records<T>(connection: Connection, query: string): Promise<T[]> {
  const { rows } = await connection.execute(`SELECT row_to_json(q)::text FROM (${query}) q`);
  return rows.map(([row]) => JSON.parse(asText(row ?? null)) as T);
}

function asText(value: SqlValue): string {
  return typeof value === 'string' ? value : 'null';
}

/** SQL text in which a colon is no bind parameter (`::` needs no escape). */
function literalText(sql: string): ClauseElement {
  return { kind: 'text', text: sql.replaceAll(/(?<![:\w\\]):(?=\w)/g, '\\:'), bindparams: [] };
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
