import type { Connection, SqlValue } from '../../../engine/connection.ts';
import { noObjects, type SchemaObjects } from '../../../engine/schema-objects.ts';
import { catalogRows, defaultSchema, flag, scopesOf, textOrNull, type Scope } from './catalog.ts';

/** What the schemas have besides tables. Five queries for each database. */
export async function readObjects(
  connection: Connection,
  schemas: readonly (string | null)[],
): Promise<SchemaObjects> {
  let objects: SchemaObjects = noObjects;
  for (const scope of scopesOf({ schemas, allObjects: true })) {
    const modules = await readModules(connection, scope);
    objects = {
      ...objects,
      sequences: [...objects.sequences, ...(await readSequences(connection, scope))],
      views: [...objects.views, ...modules.views],
      routines: [...objects.routines, ...modules.routines],
      triggers: [...objects.triggers, ...modules.triggers],
      constraints: [
        ...objects.constraints,
        ...(await readChecks(connection, scope)),
        ...(await readUniques(connection, scope)),
      ],
      properties: [...objects.properties, ...(await readProperties(connection, scope))],
    };
  }
  return objects;
}

/** The first values of each row. */
const ofObject = ['o.name', 's.name', `CASE WHEN s.name = ${defaultSchema} THEN 1 ELSE 0 END`];

function named([name, schema, isDefault]: readonly SqlValue[]): {
  readonly name: string;
  readonly schema: string;
  readonly isVisible: boolean;
} {
  return { name: word(name), schema: word(schema), isVisible: flag(isDefault) };
}

const word = (value: SqlValue | undefined): string => textOrNull(value) ?? '';

/** Views, functions, procedures and triggers: what has a text. */
async function readModules(
  connection: Connection,
  scope: Scope,
): Promise<Pick<SchemaObjects, 'views' | 'routines' | 'triggers'>> {
  const { sys } = scope;
  const rows = await catalogRows(connection, scope, {
    values: [...ofObject, 'o.type', 'm.definition', 'r.name', 't.is_disabled'],
    joins: `JOIN ${sys}sql_modules m ON m.object_id = o.object_id
LEFT JOIN ${sys}triggers t ON t.object_id = o.object_id
LEFT JOIN ${sys}objects r ON r.object_id = t.parent_id`,
    order: 's.name, o.name',
  });
  const all = rows.map((row) => ({
    ...named(row),
    // Of two characters, filled up.
    type: word(row[3]).trim(),
    definition: word(row[4]),
    table: word(row[5]),
    isEnabled: !flag(row[6]),
  }));
  return {
    views: all
      .filter(({ type }) => type === 'V')
      .map(({ name, schema, isVisible, definition }) => ({
        ...{ name, schema, isVisible, definition },
        isMaterialized: false,
      })),
    routines: all
      .filter(({ type }) => ['FN', 'IF', 'TF', 'P'].includes(type))
      .map(({ name, schema, isVisible, type, definition }) => ({
        ...{ name, schema, isVisible, definition },
        kind: type === 'P' ? 'procedure' : 'function',
        arguments: '',
      })),
    triggers: all
      .filter(({ type }) => type === 'TR')
      .map(({ name, schema, isVisible, table, definition, isEnabled }) => ({
        ...{ name, schema, isVisible, table, definition, isEnabled },
      })),
  };
}

async function readSequences(connection: Connection, scope: Scope): Promise<SchemaObjects['sequences']> {
  const { sys } = scope;
  const numbers = ['start_value', 'increment', 'minimum_value', 'maximum_value'];
  const rows = await catalogRows(connection, scope, {
    values: [
      ...[...ofObject, 't.name', 'q.is_cycling', 'q.cache_size'],
      ...numbers.map((name) => `CAST(q.${name} AS nvarchar(40))`),
    ],
    joins: `JOIN ${sys}sequences q ON q.object_id = o.object_id
JOIN ${sys}types t ON t.user_type_id = q.user_type_id`,
    order: 's.name, o.name',
  });
  return rows.map((row) => ({
    ...named(row),
    dataType: word(row[3]),
    cycle: flag(row[4]),
    cache: BigInt(word(row[5] ?? 0)),
    start: BigInt(word(row[6])),
    increment: BigInt(word(row[7])),
    minvalue: BigInt(word(row[8])),
    maxvalue: BigInt(word(row[9])),
    ownedBy: null,
  }));
}

async function readChecks(connection: Connection, scope: Scope): Promise<SchemaObjects['constraints']> {
  const rows = await catalogRows(connection, scope, {
    values: [...ofObject, 'k.name', 'k.definition'],
    joins: `JOIN ${scope.sys}check_constraints k ON k.parent_object_id = o.object_id`,
    order: 's.name, o.name, k.name',
  });
  return rows.map((row) => {
    const { name: table, ...where } = named(row);
    return { ...where, name: word(row[3]), table, kind: 'check', definition: `CHECK ${word(row[4])}` };
  });
}

/** Which of the unique indexes are constraints. */
async function readUniques(connection: Connection, scope: Scope): Promise<SchemaObjects['constraints']> {
  const rows = await catalogRows(connection, scope, {
    values: [...ofObject, 'x.name', 'x.type', 'c.name'],
    joins: `JOIN ${scope.sys}indexes x ON x.object_id = o.object_id AND x.is_unique_constraint = 1
JOIN ${scope.sys}index_columns k ON k.object_id = x.object_id AND k.index_id = x.index_id
JOIN ${scope.sys}columns c ON c.object_id = k.object_id AND c.column_id = k.column_id`,
    order: 's.name, o.name, x.name, k.key_ordinal',
  });
  const found = new Map<string, { row: readonly SqlValue[]; columns: string[] }>();
  for (const row of rows) {
    const key = JSON.stringify([word(row[1]), word(row[0]), word(row[3])]);
    const known = found.get(key) ?? { row, columns: [] };
    known.columns.push(`[${word(row[5]).replaceAll(']', ']]')}]`);
    found.set(key, known);
  }
  return [...found.values()].map(({ row, columns }) => {
    const { name: table, ...where } = named(row);
    const clustered = Number(row[4]) === 1 ? 'CLUSTERED' : 'NONCLUSTERED';
    const definition = `UNIQUE ${clustered} (${columns.join(', ')})`;
    return { ...where, name: word(row[3]), table, kind: 'unique', definition };
  });
}

/** Of tables and their columns. */
async function readProperties(connection: Connection, scope: Scope): Promise<SchemaObjects['properties']> {
  const rows = await catalogRows(connection, scope, {
    values: ['s.name', 'o.name', 'c.name', 'p.name', 'CAST(p.value AS nvarchar(max))'],
    joins: `JOIN ${scope.sys}extended_properties p ON p.class = 1 AND p.major_id = o.object_id AND o.type IN ('U', 'V')
LEFT JOIN ${scope.sys}columns c ON c.object_id = p.major_id AND c.column_id = p.minor_id`,
    order: 's.name, o.name, p.minor_id, p.name',
  });
  return rows.map(([schema, table, column, name, value]) => ({
    schema: word(schema),
    table: word(table),
    column: textOrNull(column),
    name: word(name),
    value: word(value),
  }));
}
