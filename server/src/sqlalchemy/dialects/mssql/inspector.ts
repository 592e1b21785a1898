import type { Inspector } from '../../engine/dialect.ts';
import { metaDataOf } from '../../sql/schema-builder.ts';
import { defaultSchema, schemaElements, text } from './reflection/catalog.ts';
import { readObjects } from './reflection/objects.ts';
import { readTables } from './reflection/tables.ts';

/**
 * Reflects SQL Server from its catalog views, set-based. Mirrors `sqlalchemy.dialects.mssql.base.MSDialect`'s `get_…`
 * methods, so there are no CHECKs, and a unique constraint is the index behind it.
 */
export const inspector: Inspector = {
  reports: {
    columnDetails: true,
    uniqueConstraints: false,
    checkConstraints: false,
    tableComments: true,
    constraintDetails: false,
    primaryKeyOptions: true,
    listsUniqueIndexes: true,
    includeColumns: true,
    sequences: true,
    enums: false,
  },
  hasTable: async (connection, name, schema) => {
    if (name.startsWith('#')) {
      const { rows } = await connection.execute(`SELECT OBJECT_ID(${text(`tempdb.dbo.[${name}]`)}, 'U')`);
      return (rows[0]?.[0] ?? null) !== null;
    }
    const { rows } = await connection.execute(
      `SELECT 1 FROM ${informationSchema(schema)}TABLES WHERE TABLE_NAME = ${text(name)} AND TABLE_SCHEMA = ${ownerOf(schema)}`,
    );
    return rows.length > 0;
  },
  objects: readObjects,
  names: async (connection, kind, schema) => {
    const type = kind === 'table' ? 'BASE TABLE' : 'VIEW';
    const { rows } = await connection.execute(
      kind === 'schema'
        ? 'SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA ORDER BY SCHEMA_NAME'
        : `SELECT TABLE_NAME FROM ${informationSchema(schema)}TABLES WHERE TABLE_SCHEMA = ${ownerOf(schema)} AND TABLE_TYPE = '${type}' ORDER BY TABLE_NAME`,
    );
    return rows.map(([name]) => String(name));
  },
  reflectTable: async (connection, name, schema, options = {}) => {
    const [table = null] = await readTables(connection, { schemas: [schema], name }, options);
    return table;
  },
  reflect: async (connection, schema, options = {}) => {
    const schemas = schema === null || typeof schema === 'string' ? [schema] : schema;
    return metaDataOf(await readTables(connection, { schemas }, options));
  },
};

function ownerOf(schema: string | null): string {
  const { owner } = schemaElements(schema);
  return owner === null ? defaultSchema : text(owner);
}

function informationSchema(schema: string | null): string {
  const { database } = schemaElements(schema);
  return `${database === null ? '' : `[${database.replaceAll(']', ']]')}].`}INFORMATION_SCHEMA.`;
}
