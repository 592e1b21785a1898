/** SQLite tables with hostile names, quoted in every way, and constraints at random: the same for the same seed. */
export function randomSqliteSchema(seed: number, count: number): readonly string[] {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const pick = (texts: readonly string[]): string => texts[below(texts.length)] ?? '';
  const chance = (): boolean => below(2) === 0;
  const quote = (name: string): string => {
    if (/^[A-Za-z_]\w*$/.test(name) && !keywords.has(name.toLowerCase()) && chance()) return name;
    return pick([`"${name}"`, `[${name}]`, `\`${name}\``, `"${name}"`]);
  };
  const list = (names: readonly string[]): string => names.map(quote).join(pick([', ', ',']));
  const named = (): string =>
    chance() ? `CONSTRAINT ${quote(`${pick(words)}_${String(below(1000))}`)} ` : '';
  const statements: string[] = [];
  const made: { readonly name: string; readonly columns: readonly string[] }[] = [];
  for (let at = 0; at < count; at++) {
    const name = `${pick(words)}_${String(at)}`;
    const columns = [...new Set(Array.from({ length: 2 + below(5) }, () => pick(words)))];
    const parts = columns.map((column) => `${quote(column)} ${pick(types)}${pick(endings)}`);
    if (chance()) parts.push(`${named()}PRIMARY KEY (${list(columns.slice(0, 1 + below(2)))})`);
    if (chance()) parts.push(`${named()}UNIQUE (${list(columns.slice(0, 1 + below(3)))})`);
    if (chance()) parts.push(`${named()}CHECK (${quote(columns[0] ?? '')} ${pick(conditions)})`);
    const referred = made[below(made.length + 1)];
    if (referred !== undefined) {
      const width = Math.min(columns.length, referred.columns.length, 1 + below(2));
      const target = `${quote(referred.name)} (${list(referred.columns.slice(0, width))})`;
      parts.push(
        `${named()}FOREIGN KEY (${list(columns.slice(0, width))}) REFERENCES ${target}${pick(actions)}`,
      );
    }
    statements.push(`CREATE TABLE ${quote(name)} (${parts.join(pick([', ', ',\n  ']))})`);
    for (let index = below(3); index > 0; index--) {
      const indexName = quote(`ix_${pick(words)}_${String(at)}_${String(index)}`);
      const where = pick(['', '', ` WHERE ${quote(columns[0] ?? '')} IS NOT NULL`]);
      const keys = list(columns.slice(0, 1 + below(2)));
      statements.push(
        `CREATE ${chance() ? 'UNIQUE ' : ''}INDEX ${indexName} ON ${quote(name)} (${keys})${where}`,
      );
    }
    made.push({ name, columns });
  }
  return statements;
}

/** No dot: SQLAlchemy takes what is before it for a schema in foreign keys. */
const words = [
  ...[
    'a',
    'b',
    'Order',
    'select',
    'x y',
    'é',
    'naïve',
    "it's",
    'semi;colon',
    'per%cent',
    'a-b',
    '名前',
    'UPPER',
  ],
  ...['unique', 'check', 'primary', 'with(paren', 'c1', '_u', '1st', 'co:lon', '--dash'],
];
const keywords: ReadonlySet<string> = new Set(['order', 'select', 'unique', 'check', 'primary']);
const types = [
  ...['INTEGER', 'TEXT', 'VARCHAR(20)', 'NUMERIC(10,2)', 'BOOLEAN', 'DATETIME', 'BLOB', 'REAL', '', 'MONEY'],
  ...['JSON', 'BIGINT'],
];
const endings = [
  ...[
    '',
    '',
    ' DEFAULT 5',
    " DEFAULT 'it''s'",
    ' DEFAULT (1 + 2)',
    ' DEFAULT CURRENT_TIMESTAMP',
    " DEFAULT ':x'",
  ],
  ...[' NOT NULL', ' UNIQUE', ' COLLATE NOCASE', ' NOT NULL DEFAULT -1', ' CHECK (1 > 0)'],
];
const conditions = ['> 0', "<> '('", 'IS NOT NULL', 'IN (1, 2)'];
const actions = [
  ...['', ' ON DELETE CASCADE', ' ON UPDATE SET NULL ON DELETE RESTRICT', ' DEFERRABLE INITIALLY DEFERRED'],
  ' NOT DEFERRABLE',
];
