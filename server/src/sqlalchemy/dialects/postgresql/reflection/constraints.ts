import type { Connection } from '../../../engine/connection.ts';
import { stripOuterParens } from '../../../sql/parentheses.ts';
import { reflectedConstraint, reflectedText } from '../../../sql/reflected.ts';
import type { Constraint, DialectOptions } from '../../../sql/schema.ts';
import { catalogRows, commentOf, fromWanted, numbersIn } from './catalog.ts';

export type ConstraintRow = readonly [
  relation: number,
  type: 'p' | 'u' | 'f' | 'c',
  name: string,
  comment: string | null,
  deferrable: boolean,
  deferred: boolean,
  key: readonly number[] | null,
  /** Of the index behind a key: its columns, how many of them are the key's, and NULLS NOT DISTINCT. */
  indexKey: string | null,
  indexKeyCount: number | null,
  nullsNotDistinct: boolean | null,
  /** `pg_get_constraintdef` of a CHECK. */
  definition: string | null,
  /** What a foreign key refers to. */
  referredTable: string | null,
  referredSchema: string | null,
  isReferredVisible: boolean | null,
  referredColumns: readonly string[] | null,
  onupdate: string,
  ondelete: string,
  match: string,
  /** `ON DELETE SET NULL (a, b)`, quoted. */
  setColumns: readonly string[] | null,
];

const setColumns =
  'CASE WHEN k.confdelsetcols IS NOT NULL THEN (SELECT pg_catalog.json_agg(pg_catalog.quote_ident(a.attname) ORDER BY u.n) FROM pg_catalog.unnest(k.confdelsetcols) WITH ORDINALITY u(k, n) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.k) END';

/** All constraints of these relations, by name. */
export async function readConstraints(
  connection: Connection,
  oids: readonly number[],
  version: number,
): Promise<readonly ConstraintRow[]> {
  const is15 = version >= 150_000;
  return catalogRows<ConstraintRow>(connection, {
    values: [
      ...['k.conrelid::int8', 'k.contype', 'k.conname', 'd.description', 'k.condeferrable', 'k.condeferred'],
      'k.conkey',
      ...['i.indkey::text', 'i.indnkeyatts', is15 ? 'i.indnullsnotdistinct' : 'false'],
      "CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_constraintdef(k.oid, true) END",
      ...['r.relname', 'n.nspname', 'pg_catalog.pg_table_is_visible(r.oid)'],
      "CASE WHEN k.contype = 'f' THEN (SELECT pg_catalog.json_agg(a.attname ORDER BY u.n) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(k, n) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.k) END",
      ...['k.confupdtype', 'k.confdeltype', 'k.confmatchtype', is15 ? setColumns : 'NULL'],
    ],
    from: `${fromWanted(oids)} JOIN pg_catalog.pg_constraint k ON k.conrelid = wanted.oid AND k.contype IN ('p', 'u', 'f', 'c')
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid AND k.contype = 'f'
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
${commentOf('pg_constraint', 'k.oid', '0')}`,
    order: "k.conrelid, pg_catalog.strpos('pfuc', k.contype::text), k.conname",
  });
}

export interface ConstraintContext {
  /** Names of the table's columns by their number. */
  readonly columns: ReadonlyMap<number, string>;
  /** As it was asked for: null for what the search path finds. */
  readonly schema: string | null;
  readonly warn: ((message: string) => void) | undefined;
}

/** Mirrors `get_multi_pk_constraint`, `…_unique_constraints`, `…_foreign_keys` and `…_check_constraints`. */
export function constraintOf(row: ConstraintRow, context: ConstraintContext): Constraint {
  const [, type, name, comment, , , key, , , nullsNotDistinct, definition] = row;
  const base = reflectedConstraint(name, comment);
  switch (type) {
    case 'p': {
      const { columns, include } = keyOf(row, context);
      const dialectOptions = { postgresql_include: include };
      return { ...base, kind: 'primary_key', columns, isImplicit: false, dialectOptions };
    }
    case 'u': {
      const { columns, include } = keyOf(row, context);
      const dialectOptions: DialectOptions = {
        postgresql_include: include,
        postgresql_nulls_not_distinct: nullsNotDistinct ?? false,
      };
      return { ...base, kind: 'unique', columns, columnFlag: false, dialectOptions };
    }
    case 'c': {
      const { sqltext, dialectOptions } = parseCheck(definition ?? '', context);
      return { ...base, kind: 'check', sqltext: reflectedText(sqltext), typeBound: null, dialectOptions };
    }
    case 'f':
      return { ...base, ...foreignKeyOf(row, namesOf(key ?? [], context), context) };
  }
}

/** The columns of the index behind a key, and those that it only includes. */
function keyOf(
  [, , , , , , , indexKey, count]: ConstraintRow,
  context: ConstraintContext,
): { readonly columns: readonly string[]; readonly include: readonly string[] } {
  const names = namesOf(numbersIn(indexKey ?? ''), context);
  return { columns: names.slice(0, count ?? names.length), include: names.slice(count ?? names.length) };
}

function namesOf(numbers: readonly number[], { columns }: ConstraintContext): readonly string[] {
  return numbers.flatMap((number) => columns.get(number) ?? []);
}

/** `CHECK ((x > 0)) NOT VALID` → `x > 0`. */
function parseCheck(
  definition: string,
  { warn }: ConstraintContext,
): { readonly sqltext: string; readonly dialectOptions: DialectOptions } {
  const match = /^CHECK *\((.+)\)( NO INHERIT)?( NOT VALID)?$/s.exec(definition);
  if (match === null) {
    warn?.(`Could not parse CHECK constraint text: '${definition}'`);
    return { sqltext: '', dialectOptions: {} };
  }
  return {
    sqltext: stripOuterParens(match[1] ?? ''),
    dialectOptions: match[3] === undefined ? {} : { postgresql_not_valid: true },
  };
}

type ForeignKeyFields = Omit<
  Extract<Constraint, { readonly kind: 'foreign_key' }>,
  'name' | 'comment' | 'dialectOptions' | 'origin'
>;

function foreignKeyOf(
  row: ConstraintRow,
  columns: readonly string[],
  context: ConstraintContext,
): ForeignKeyFields {
  const [, , , , deferrable, deferred, , , , , , table, schema, isVisible, referredColumns] = row;
  const [onupdate, ondelete, match, setNames] = [row[15], row[16], row[17], row[18]];
  const action = actions[ondelete] ?? null;
  return {
    kind: 'foreign_key',
    columns,
    referredSchema: isVisible === true ? (schema === context.schema ? schema : null) : schema,
    referredTable: table ?? '',
    referredColumns: referredColumns ?? [],
    onupdate: actions[onupdate] ?? null,
    ondelete: action !== null && setNames !== null ? `${action} (${setNames.join(', ')})` : action,
    match: match === 'f' ? 'FULL' : null,
    deferrable: deferrable ? true : null,
    initially: deferred ? 'DEFERRED' : null,
    useAlter: false,
    columnFlag: false,
  };
}

/** `confdeltype` and `confupdtype`; NO ACTION is the default. */
const actions: Readonly<Record<string, string>> = {
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};
