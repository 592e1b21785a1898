import type { Connection } from '../../../engine/connection.ts';
import type { ClauseElement } from '../../../sql/elements.ts';
import { reflectedText } from '../../../sql/reflected.ts';
import type { IndexSpec } from '../../../sql/schema-builder.ts';
import type { DialectOption } from '../../../sql/schema.ts';
import { catalogRows, fromWanted, numbersIn } from './catalog.ts';

export type IndexRow = readonly [
  relation: number,
  name: string,
  unique: boolean,
  /** Attribute numbers; 0 is an expression. */
  key: string,
  keyCount: number,
  /** Flags of each key: 1 DESC, 2 NULLS FIRST. */
  options: string,
  storage: readonly string[] | null,
  method: string,
  where: string | null,
  nullsNotDistinct: boolean,
  /** By position; null for a column. */
  expressions: readonly (string | null)[] | null,
  /** By position (1…); those that are not their type's default. */
  operatorClasses: Readonly<Record<string, string>> | null,
];

/** Indexes of these relations that no constraint made, by name. Mirrors `PGDialect._index_query`. */
export async function readIndexes(
  connection: Connection,
  oids: readonly number[],
  version: number,
): Promise<readonly IndexRow[]> {
  return catalogRows<IndexRow>(connection, {
    values: [
      ...['i.indrelid::int8', 'c.relname', 'i.indisunique', 'i.indkey::text', 'i.indnkeyatts'],
      ...['i.indoption::text', 'c.reloptions', 'm.amname'],
      'CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END',
      version >= 150_000 ? 'i.indnullsnotdistinct' : 'false',
      `CASE WHEN i.indexprs IS NOT NULL THEN (SELECT pg_catalog.json_agg(CASE WHEN u.k = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.n::int, true) END ORDER BY u.n)
  FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY u(k, n)) END`,
      `(SELECT pg_catalog.json_object_agg(u.n, o.opcname) FROM pg_catalog.unnest(i.indclass) WITH ORDINALITY u(k, n) JOIN pg_catalog.pg_opclass o ON o.oid = u.k WHERE NOT o.opcdefault)`,
    ],
    from: `${fromWanted(oids)} JOIN pg_catalog.pg_index i ON i.indrelid = wanted.oid AND NOT i.indisprimary
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
WHERE k.oid IS NULL`,
    order: 'i.indrelid, c.relname',
  });
}

/** Mirrors `PGDialect.get_multi_indexes`. */
export function indexSpec(
  row: IndexRow,
  columns: ReadonlyMap<number, string>,
  table: { readonly name: string; readonly schema: string | null },
): IndexSpec {
  const [, name, unique, keyText, count, optionText, storage, method, where, nullsNotDistinct] = row;
  const [expressions, classes] = [row[10], row[11]];
  const key = numbersIn(keyText);
  // What upstream calls an element: its options go by this.
  const elements = key.map((number, at) =>
    number === 0 ? (expressions?.[at] ?? '') : (columns.get(number) ?? ''),
  );
  const sorting = sortingOf(numbersIn(optionText), elements);
  const ops = Object.entries(classes ?? {}).map(([at, opclass]) => [elements[Number(at) - 1] ?? '', opclass]);
  const dialectOptions: Record<string, DialectOption> = {
    ...(ops.length === 0 ? {} : { postgresql_ops: Object.fromEntries(ops) as Record<string, string> }),
    ...(storage === null ? {} : { postgresql_with: storageOf(storage) }),
    ...(method === 'btree' ? {} : { postgresql_using: method }),
    ...(where === null ? {} : { postgresql_where: where }),
    postgresql_include: elements.slice(count),
    ...(nullsNotDistinct ? { postgresql_nulls_not_distinct: true } : {}),
  };
  const expressionSorting = Object.fromEntries(
    key.flatMap((number, at) => {
      const operators = sorting.get(elements[at] ?? '');
      return number === 0 && operators !== undefined ? [[at, operators] as const] : [];
    }),
  );
  return {
    name: { text: name, isFinal: true },
    unique,
    ...(Object.keys(expressionSorting).length === 0 ? {} : { expressionSorting }),
    expressions: key.slice(0, count).map((number, at): string | ClauseElement => {
      const element = elements[at] ?? '';
      if (number === 0) return reflectedText(element);
      const operators = sorting.get(element) ?? [];
      if (operators.length === 0) return element;
      const column: ClauseElement = {
        kind: 'column',
        table: table.name,
        schema: table.schema,
        name: element,
        type: null,
      };
      return operators.reduce<ClauseElement>(
        (operand, operator) => ({ kind: 'unary', operator, position: 'suffix', operand }),
        column,
      );
    }),
    dialectOptions,
  };
}

/** Where it is not the default. By element, as upstream: a column that stands twice has one sorting. */
function sortingOf(flags: readonly number[], elements: readonly string[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [at, flag] of flags.entries()) {
    const [isDescending, areNullsFirst] = [(flag & 1) !== 0, (flag & 2) !== 0];
    const element = elements[at] ?? '';
    if (isDescending) found.set(element, areNullsFirst ? ['DESC'] : ['DESC', 'NULLS LAST']);
    else if (areNullsFirst) found.set(element, ['NULLS FIRST']);
  }
  return found;
}

function storageOf(options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    options.map((option) => {
      const at = option.indexOf('=');
      return [option.slice(0, at), option.slice(at + 1)];
    }),
  );
}
