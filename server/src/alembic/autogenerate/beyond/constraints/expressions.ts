/** Texts of SQL conditions, compared without what databases add and leave out when they show them. */

/**
 * Two texts with the same form say the same; the other way round does not hold. Takes out parentheses, casts, quotes that
 * need not be, and writes `ANY (ARRAY[…])` as `IN`, `!=` as `<>`, BETWEEN as two comparisons.
 */
export function canonicalCondition(sql: string): string {
  const texts: string[] = [];
  let text = sql.replaceAll(/'(?:[^']|'')*'/g, (literal) => {
    texts.push(literal);
    return ` \uE000${String(texts.length - 1)}\uE001 `;
  });
  text = text
    .replaceAll(/"([a-z_][a-z0-9_$]*)"/g, '$1')
    .replaceAll(/\[([A-Za-z_][A-Za-z0-9_$]*)\]/g, (whole, name: string) =>
      /array\s*$/i.test(text.slice(0, text.indexOf(whole))) ? whole : name,
    )
    .toLowerCase()
    .replaceAll(
      /::\s*(?:character varying|double precision|timestamp with(?:out)? time zone|time with(?:out)? time zone|bit varying|"[^"]+"|[\w.]+)(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\s*\[\s*\])*/g,
      '',
    )
    .replaceAll(/!=/g, '<>')
    .replaceAll(/<>\s*all\s*\(\s*\(?\s*array\s*\[([^\]]*)\]\s*\)?\s*\)/g, 'not in ($1)')
    .replaceAll(/=\s*any\s*\(\s*\(?\s*array\s*\[([^\]]*)\]\s*\)?\s*\)/g, 'in ($1)')
    .replaceAll(/~~\*/g, ' ilike ')
    .replaceAll(/!~~/g, ' not like ')
    .replaceAll(/~~/g, ' like ');
  text = text
    .replaceAll(/([\w.]+)\s+between\s+([^\s()]+)\s+and\s+([^\s()]+)/g, '$1 >= $2 and $1 <= $3')
    .replaceAll(/[()]/g, ' ')
    .replaceAll(/\s*([<>=+\-*/%,]+)\s*/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.replaceAll(/\s*\uE000(\d+)\uE001\s*/g, (_whole, index: string) => texts[Number(index)] ?? '');
}

/**
 * `state IN ('a', 'b')` of what PostgreSQL shows for it, which read again would become another text; any other condition as
 * it is.
 */
export function writtenCondition(sql: string): string {
  const shown =
    /^\(?\(?(\w+|"[^"]+")\)?::text = ANY \(\(?ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)?::text\[\]\)\)?$/.exec(
      sql,
    );
  const [, column, list] = shown ?? [];
  if (column === undefined || list === undefined) return sql;
  return `${column} IN (${list.replaceAll('::character varying', '')})`;
}
