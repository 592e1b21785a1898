/**
 * What raw SQL that `readDdl` does not understand does to the schema, as far as its first words tell: whether it may have
 * changed, and in which tables.
 */
export type SqlEffect =
  /** Data, sessions, transactions: the schema stays as it is. */
  | { readonly type: 'none' }
  /** The schema may have changed; `tables` null: anywhere. */
  | { readonly type: 'uncertain'; readonly tables: readonly string[] | null };

/** The effect of one string, which may hold several statements. */
export function sqlEffect(sql: string): SqlEffect {
  const tables = new Set<string>();
  let touched = false;
  for (const statement of rawStatements(sql)) {
    const effect = statementEffect(statement);
    if (effect.type === 'none') continue;
    touched = true;
    if (effect.tables === null) return effect;
    for (const table of effect.tables) tables.add(table);
  }
  return touched ? { type: 'uncertain', tables: [...tables] } : { type: 'none' };
}

/** Statements that change rows, rights, comments of other objects or the session, and no table's definition. */
const harmless =
  /^(update|insert|delete|merge|select|truncate|set|reset|commit|begin|end|rollback|analyze|vacuum|grant|revoke|lock|pragma|notify|copy|refresh|reindex|explain|show|use|print)\b/i;
/** Objects that our schema does not hold. */
const otherObjects =
  /^(create|alter|drop)\s+(or\s+replace\s+)?(extension|sequence|function|procedure|trigger|policy|role|user|schema|type|domain|view|materialized\s+view|publication|database|aggregate|cast|operator|event\s+trigger|text\s+search)\b/i;
const name = String.raw`((?:"(?:[^"]|"")*"|\[[^\]]*\]|\x60[^\x60]*\x60|[\p{L}_][\p{L}\p{N}_$]*)(?:\s*\.\s*(?:"(?:[^"]|"")*"|\[[^\]]*\]|\x60[^\x60]*\x60|[\p{L}_][\p{L}\p{N}_$]*))*)`;
const onTable = new RegExp(
  String.raw`^(?:alter\s+table|create\s+(?:(?:global|local)\s+)?(?:temp(?:orary)?\s+|unlogged\s+)?table|drop\s+table)\s+(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?${name}`,
  'iu',
);
const onIndex = new RegExp(
  String.raw`^create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:${name}\s+)?on\s+(?:only\s+)?${name}`,
  'iu',
);

function statementEffect(statement: string): SqlEffect {
  if (statement === '' || harmless.test(statement)) return { type: 'none' };
  const table = onTable.exec(statement)?.[1] ?? onIndex.exec(statement)?.[2];
  if (table !== undefined) return { type: 'uncertain', tables: [unquote(table)] };
  if (otherObjects.test(statement)) return { type: 'none' };
  return { type: 'uncertain', tables: null };
}

/** Splits at semicolons outside quotes, dollar quotes and comments; comments go. */
export function rawStatements(sql: string): readonly string[] {
  const parts: string[] = [];
  let current = '';
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|;|[^;'"$/-]+|./g;
  for (const [text] of sql.matchAll(token)) {
    if (text === ';') {
      parts.push(current.trim());
      current = '';
    } else if (!text.startsWith('--') && !text.startsWith('/*')) current += text;
  }
  parts.push(current.trim());
  return parts;
}

/** `"my schema".users` → `my schema.users`. */
function unquote(qualified: string): string {
  const parts = qualified.match(/"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|[^.\s]+/g) ?? [];
  return parts
    .map((part) => {
      if (part.startsWith('"')) return part.slice(1, -1).replaceAll('""', '"');
      return part.startsWith('[') || part.startsWith('`') ? part.slice(1, -1) : part;
    })
    .join('.');
}
