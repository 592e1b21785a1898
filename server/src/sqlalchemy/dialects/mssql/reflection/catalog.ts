import type { Connection, SqlValue } from '../../../engine/connection.ts';

export interface TableFilter {
  /** As they were asked for: null is the user's default schema, `database.schema` one of another database. */
  readonly schemas: readonly (string | null)[];
  /** A table, temporary ones (`#name`) included, or a view; absent: all tables. */
  readonly name?: string;
  /** Whatever has a name in the schemas, tables or not. */
  readonly allObjects?: true;
}

/** A filter within one database. */
export interface Scope {
  /** `sys.`, or that of another database. */
  readonly sys: string;
  /** A condition on `sys.objects o` and its `sys.schemas s`. */
  readonly condition: string;
}

/** Queries of the objects that the scope finds, `o` in the schema `s`. */
export async function catalogRows(
  connection: Connection,
  scope: Scope,
  query: { readonly values: readonly string[]; readonly joins: string; readonly order: string },
): Promise<readonly (readonly SqlValue[])[]> {
  const { rows } = await connection.execute(
    `SELECT ${query.values.join(', ')}
FROM ${scope.sys}objects o JOIN ${scope.sys}schemas s ON s.schema_id = o.schema_id
${query.joins}
WHERE ${scope.condition}
ORDER BY ${query.order}`,
  );
  return rows;
}

/** One scope for each database. */
export function scopesOf({ schemas, name, allObjects }: TableFilter): readonly Scope[] {
  if (name?.startsWith('#') === true) {
    // OBJECT_ID() finds the session's own, whose stored name has a suffix.
    return [
      {
        sys: 'tempdb.sys.',
        condition: `o.object_id = OBJECT_ID(${text(`tempdb..${bracketed(name)}`)}, 'U')`,
      },
    ];
  }
  const byDatabase = new Map<string | null, string[]>();
  for (const schema of schemas) {
    const { database, owner } = schemaElements(schema);
    const condition = `s.name = ${owner === null ? defaultSchema : text(owner)}`;
    byDatabase.set(database, [...(byDatabase.get(database) ?? []), condition]);
  }
  return [...byDatabase].map(([database, conditions]) => ({
    sys: database === null ? 'sys.' : `${bracketed(database)}.sys.`,
    condition: [
      ...(allObjects === true
        ? []
        : [name === undefined ? "o.type = 'U'" : `o.type IN ('U', 'V') AND o.name = ${text(name)}`]),
      `(${conditions.join(' OR ')})`,
    ].join(' AND '),
  }));
}

export const defaultSchema = "COALESCE(SCHEMA_NAME(), N'dbo')";

export interface SchemaElements {
  readonly database: string | null;
  /** Null: the user's default schema. */
  readonly owner: string | null;
}

/** `database.schema`, where brackets keep dots. Mirrors `_schema_elements`. */
export function schemaElements(schema: string | null): SchemaElements {
  const tokens = Array.from((schema ?? '').matchAll(/(?:\[[^\]]*\]?|[^.[])+/g), ([token]) => token);
  const owner = tokens.pop();
  return {
    database: tokens.length === 0 ? null : tokens.join('.').replace(/^\[+/, '').replace(/\]+$/, ''),
    owner: owner === undefined ? null : owner.replaceAll(/[[\]]/g, ''),
  };
}

export function text(value: string): string {
  return `N'${value.replaceAll("'", "''")}'`;
}

function bracketed(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}

/** Rows by the object that their first value names. */
export function byObject<T extends { readonly object: number }>(
  rows: readonly T[],
): ReadonlyMap<number, readonly T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const of = found.get(row.object);
    if (of === undefined) found.set(row.object, [row]);
    else of.push(row);
  }
  return found;
}

export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A `bit`, whatever the driver makes of it. */
export function flag(value: SqlValue | undefined): boolean {
  return value === true || value === 1 || value === 1n;
}
