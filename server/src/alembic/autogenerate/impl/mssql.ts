import type { TypeEngine, TypeOption } from '../../../sqlalchemy/sql/types.ts';
import type { AutogenImpl } from './autogen-impl.ts';
import {
  asReflected,
  asWritten,
  defaultImpl,
  genericType,
  namedConstraints,
  splitTypeSql,
} from './default.ts';

/** `alembic.ddl.mssql.MSSQLImpl`. */
export const mssqlImpl: AutogenImpl = {
  ...defaultImpl,
  typeSynonyms: [...defaultImpl.typeSynonyms, new Set(['varchar', 'nvarchar'])],
  identityAttrsIgnore: [
    ...defaultImpl.identityAttrsIgnore,
    'minvalue',
    'maxvalue',
    'nominvalue',
    'nomaxvalue',
    'cycle',
    'cache',
  ],
  reading: {
    ...asWritten,
    type: reflectType,
    structuredType: () => null,
    serverDefault: (sql) =>
      /^[\d.]+$/.test(sql) ? `((${sql}))` : `(${/^CURRENT_TIMESTAMP$/i.test(sql) ? 'getdate()' : sql})`,
    autoincrement: (_column, isAutoincrement) => isAutoincrement,
    // SQL Server's own names end in random digits: they are not known before the database is asked.
    constraintNames: namedConstraints,
  },
  reflection: {
    ...asReflected,
    defaultSchemaQuery: 'SELECT schema_name()',
    hasUniqueConstraints: false,
    options: (options) =>
      Object.fromEntries(
        Object.entries(options).filter(([name, value]) => {
          if (name === 'mssql_clustered') return value === true || value === 1;
          return name !== 'mssql_include' || (Array.isArray(value) && value.length > 0);
        }),
      ),
  },
  normalizeServerDefault: (text) => text.replaceAll(/[() "']/g, ''),
};

function dialectType(name: string, options: Readonly<Record<string, TypeOption>> = {}): TypeEngine {
  return { kind: 'dialect', dialect: 'mssql', name, options };
}

const own = new Set(
  'BIT TINYINT MONEY SMALLMONEY UNIQUEIDENTIFIER XML IMAGE NTEXT SQL_VARIANT ROWVERSION SMALLDATETIME'.split(
    ' ',
  ),
);

/** What `MSDialect.get_columns` makes of the type; `max` is no length. */
function reflectType(sql: string): TypeEngine {
  const { name, args } = splitTypeSql(sql.replace(/\(\s*max\s*\)/i, ''));
  const [first = null] = args;
  if (own.has(name)) return dialectType(name);
  if (name === 'DATETIME2' || name === 'DATETIMEOFFSET' || name === 'TIME') {
    return dialectType(name, first === null ? {} : { precision: first });
  }
  if (name === 'DOUBLE PRECISION' || name === 'FLOAT')
    return { kind: 'FLOAT', precision: first, asdecimal: false };
  return genericType(name, args) ?? dialectType(name);
}
