/** Rows for every table of a database, made of nothing but the columns' types, so that keys fit one another. */
import type { SqlValue } from '../../../server/src/sqlalchemy/engine/connection.ts';
import type { Database } from './databases.ts';

/** INSERT statements of two rows per table that the database took; the same are then given to the other databases. */
export async function seed(database: Database, round: number): Promise<readonly string[]> {
  const connection = await database.connect();
  try {
    const { rows } = await connection.execute(
      database.kind === 'PostgreSQL' ? postgresColumns : sqliteColumns,
    );
    const tables = new Map<string, (typeof rows)[number][]>();
    for (const row of rows) {
      const name = String(row[0]);
      tables.set(name, [...(tables.get(name) ?? []), row]);
    }
    const taken: string[] = [];
    let waiting = [...tables].flatMap(([table, columns]) =>
      [1, 2].map((row) => insertOf(database, table, columns, round * 2 + row)),
    );
    // A table that points at another is filled after it: whatever failed is tried again while something succeeds.
    for (let progress = true; progress;) {
      const failed: string[] = [];
      for (const statement of waiting) {
        try {
          await connection.execute(statement);
          taken.push(statement);
        } catch {
          failed.push(statement);
        }
      }
      progress = failed.length < waiting.length && failed.length > 0;
      waiting = failed;
    }
    return taken;
  } finally {
    await connection.close();
  }
}

/** Gives the same rows to another database; the first one that it does not take is the answer. */
export async function seedSame(database: Database, statements: readonly string[]): Promise<string | null> {
  const connection = await database.connect();
  try {
    for (const statement of statements) await connection.execute(statement);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await connection.close();
  }
}

const postgresColumns = `
SELECT c.table_name, c.column_name, c.udt_name, c.character_maximum_length,
  (SELECT enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = c.udt_name ORDER BY enumsortorder LIMIT 1)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'alembic%'
  AND c.is_generated = 'NEVER' AND c.identity_generation IS DISTINCT FROM 'ALWAYS'
ORDER BY c.table_name, c.ordinal_position`;

const sqliteColumns = `
SELECT m.name, p.name, lower(p.type), NULL, NULL
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) p
WHERE m.type = 'table' AND m.name NOT LIKE 'alembic%' AND m.name NOT LIKE 'sqlite%' AND p.hidden = 0
ORDER BY m.name, p.cid`;

function insertOf(
  database: Database,
  table: string,
  columns: readonly (readonly SqlValue[])[],
  number: number,
): string {
  const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const names = columns.map(([, name]) => quote(String(name))).join(', ');
  const values = columns.map(([, , type, length, label]) =>
    label === null || label === undefined
      ? valueOf(String(type), typeof length === 'number' ? length : lengthIn(String(type)), number, database)
      : literal(String(label)),
  );
  return `INSERT INTO ${quote(table)} (${names}) VALUES (${values.join(', ')})`;
}

/** `varchar(36)` → 36. */
function lengthIn(type: string): number | null {
  const found = /\((\d+)\)/.exec(type)?.[1];
  return found === undefined ? null : Number(found);
}

function valueOf(type: string, length: number | null, number: number, database: Database): string {
  const isPostgres = database.kind === 'PostgreSQL';
  if (type.startsWith('_')) return `'{}'`;
  if (type.startsWith('bool')) return isPostgres ? String(number % 2 === 0) : String(number % 2);
  if (/^(?:small|big|tiny)?(?:int|serial)/.test(type)) return String(number);
  if (/^(?:numeric|decimal|float|double|real)/.test(type)) return `${String(number)}.5`;
  if (type.startsWith('json')) return `'{"n": ${String(number)}}'`;
  if (/^(?:timestamp|datetime)/.test(type))
    return literal(`2020-01-${day(number)} 10:00:00${isPostgres ? '' : '.000000'}`);
  if (type.startsWith('date')) return literal(`2020-01-${day(number)}`);
  if (type === 'interval') return `'${String(number)} hours'`;
  if (type === 'uuid') return literal(`00000000-0000-0000-0000-${String(number).padStart(12, '0')}`);
  if (type === 'bytea') return `'\\x${String(number).padStart(4, '0')}'`;
  if (/blob|binary/.test(type)) return `x'${String(number).padStart(4, '0')}'`;
  const text = `row '${String(number)}' 50% :x`;
  return literal(length !== null && length < text.length ? String(number).slice(0, length) : text);
}

const day = (number: number): string => String((number % 28) + 1).padStart(2, '0');
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
