import { postgresqlConstraintNames } from '../../operations/default-names.ts';
import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type { Column, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { TypeEngine, TypeOption } from '../../../sqlalchemy/sql/types.ts';
import { textClause, type AutogenImpl } from './autogen-impl.ts';
import { asWritten, defaultImpl, genericType, splitTypeSql } from './default.ts';
import { postgresqlReflection } from './postgresql-reflection.ts';

/** `alembic.ddl.postgresql.PostgresqlImpl`. */
export const postgresqlImpl: AutogenImpl = {
  ...defaultImpl,
  typeSynonyms: [...defaultImpl.typeSynonyms, new Set(['float', 'double precision'])],
  rendersSubtypes: true,
  comparesIndexExpressions: true,
  ignoresSerialDefault: true,
  quotesComparedDefaults: true,
  reading: {
    ...asWritten,
    mergesUniqueIntoKey: true,
    type: reflectType,
    structuredType,
    serverDefault: shownDefault,
    autoincrement: (_column, isAutoincrement) => isAutoincrement,
    indexExpression: withTextCasts,
    checkExpression: withArray,
    indexCondition: (sql) => `(${sql})`,
    uniqueOptions: (options, isTableDropped) => ({
      ...(isTableDropped ? { postgresql_include: options['postgresql_include'] ?? [] } : {}),
      postgresql_nulls_not_distinct: options['postgresql_nulls_not_distinct'] ?? false,
    }),
    constraintNames: postgresqlConstraintNames,
  },
  reflection: postgresqlReflection,
  renderDdlSqlExpr: (clause, use, dialect) =>
    defaultImpl.renderDdlSqlExpr(use === 'index' ? selfGroup(clause) : clause, use, dialect),
  normalizeServerDefault: (text, column) =>
    shownDefault(text, column)
      .replaceAll(/::[\w "]+(\(\d+\))?(\[\])*/g, '')
      .replace(/^'(.*)'$/s, '$1')
      .replace(/^\((.*)\)$/s, '$1')
      .toLowerCase(),
};

/** Operators get parentheses in an index; functions, columns and text do not. Upstream `self_group()`. */
function selfGroup(clause: ClauseElement): ClauseElement {
  const isOperator =
    clause.kind === 'binary' ||
    clause.kind === 'boolean' ||
    (clause.kind === 'unary' && clause.position === 'prefix');
  return isOperator ? { kind: 'grouping', element: clause } : clause;
}

function dialectType(name: string, options: Readonly<Record<string, TypeOption>> = {}): TypeEngine {
  return { kind: 'dialect', dialect: 'postgresql', name, options };
}

/** Enums are reflected as `postgresql.ENUM`, arrays as `postgresql.ARRAY` of the reflected item. */
function structuredType(type: TypeEngine, read: (inner: TypeEngine) => TypeEngine): TypeEngine | null {
  if (type.kind === 'Enum' && type.nativeEnum) {
    const { enums, name, schema } = type;
    return dialectType('ENUM', { enums, name, ...(schema === null ? {} : { schema }) });
  }
  if (type.kind === 'ARRAY') return dialectType('ARRAY', { item_type: read(type.item) });
  if (type.kind !== 'dialect') return null;
  const item = type.options['item_type'] ?? type.options['item'];
  if (type.name === 'ARRAY' && typeof item === 'object' && item !== null && 'kind' in item) {
    return dialectType('ARRAY', { item_type: read(item) });
  }
  if (type.name !== 'ENUM') return null;
  const { create_type: _created, ...shown } = type.options;
  return { ...type, options: shown };
}

/** `PGDialect._reflect_type` of the type that PostgreSQL keeps for this DDL. */
function reflectType(sql: string): TypeEngine {
  const { name, args } = splitTypeSql(sql);
  const [first = null] = args;
  const generic = genericType(name, args);
  if (name.startsWith('INTERVAL')) {
    const fields = name.slice('INTERVAL '.length).toLowerCase();
    return dialectType('INTERVAL', {
      ...(first === null ? {} : { precision: first }),
      ...(fields === '' ? {} : { fields }),
    });
  }
  switch (name) {
    case 'DECIMAL':
    case 'NUMERIC':
      // `numeric(10)` is kept as `numeric(10,0)`.
      return {
        kind: 'NUMERIC',
        precision: first,
        scale: first === null ? null : (args[1] ?? 0),
        asdecimal: true,
      };
    case 'FLOAT':
      if (first !== null && first <= 24) return { kind: 'REAL', precision: null, asdecimal: false };
      return { kind: 'DOUBLE_PRECISION', precision: 53, asdecimal: false };
    case 'DOUBLE PRECISION':
      return { kind: 'DOUBLE_PRECISION', precision: 53, asdecimal: false };
    case 'TIMESTAMP WITHOUT TIME ZONE':
    case 'TIMESTAMP':
    case 'TIMESTAMP WITH TIME ZONE':
    case 'TIME WITHOUT TIME ZONE':
    case 'TIME':
    case 'TIME WITH TIME ZONE':
      return dialectType(name.startsWith('TIMESTAMP') ? 'TIMESTAMP' : 'TIME', {
        timezone: name.endsWith(' WITH TIME ZONE'),
        ...(first === null ? {} : { precision: first }),
      });
    case 'BIT':
    case 'BIT VARYING':
      return dialectType('BIT', { length: first, varying: name === 'BIT VARYING' });
    case 'CHAR':
      return { kind: 'CHAR', length: first ?? 1, collation: null };
    case 'TEXT':
      return { kind: 'TEXT', length: null, collation: null };
    default:
      return generic ?? dialectType(name);
  }
}

/** Functions of `text`, for which PostgreSQL casts a `varchar` and shows the cast. */
const textFunctions = new Set(['lower', 'upper', 'length', 'char_length', 'initcap', 'reverse', 'md5']);

function withTextCasts(clause: ClauseElement, table: Table): ClauseElement {
  if (clause.kind !== 'function' || !textFunctions.has(clause.name.toLowerCase())) return clause;
  const args = clause.args.map((arg): ClauseElement => {
    if (arg.kind !== 'column') return withTextCasts(arg, table);
    const column = table.columns.find((c) => c.name === arg.name);
    const isVarchar = column !== undefined && literalCast(column.type) === 'character varying';
    return isVarchar ? { kind: 'literal_column', text: `${quoted(arg.name)}::text` } : arg;
  });
  return { ...clause, args };
}

/** PostgreSQL keeps `c IN ('a', 'b')` of a `varchar`, as an Enum makes it, as a comparison of text with an array. */
function withArray(clause: ClauseElement, table: Table): ClauseElement {
  if (clause.kind !== 'binary' || clause.operator !== 'IN' || clause.left.kind !== 'column') return clause;
  const { name } = clause.left;
  const column = table.columns.find((c) => c.name === name);
  const list = clause.right.kind === 'grouping' ? clause.right.element : clause.right;
  if (column === undefined || literalCast(column.type) !== 'character varying' || list.kind !== 'list')
    return clause;
  const texts: string[] = [];
  for (const item of list.clauses) {
    if (item.kind !== 'bindparam' || item.value.type !== 'str') return clause;
    texts.push(`'${item.value.value.replaceAll("'", "''")}'`);
  }
  const [only] = texts;
  const array = `ANY (ARRAY[${texts.map((text) => `${text}::character varying`).join(', ')}]::text[])`;
  const right = texts.length === 1 && only !== undefined ? `${only}::text` : array;
  return textClause(`${quoted(name)}::text = ${right}`);
}

function quotedOrNull(name: string | null): string | null {
  return name === null ? null : quoted(name);
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/**
 * What `pg_get_expr` shows for a default: literals get the column's type, and constants of plain types lose their quotes
 * unless they are negative (`get_const_expr` in PostgreSQL's ruleutils.c).
 */
function shownDefault(sql: string, column: Column): string {
  if (/^(true|false|null)$/i.test(sql)) return sql.toLowerCase();
  if (/^-\d+$/.test(sql)) return `'${sql}'::integer`;
  if (/^-\d*\.\d+$/.test(sql)) return `'${sql}'::numeric`;
  if (!/^'(?:[^']|'')*'$/.test(sql)) return sql;
  const text = sql.slice(1, -1);
  const cast = literalCast(column.type);
  if (cast === 'integer' && /^\d+$/.test(text)) return text;
  if (cast === 'numeric' && /^\d+\.\d*$/.test(text)) return text;
  if (cast === 'boolean') return /^(t|true|y|yes|on|1)$/i.test(text) ? 'true' : 'false';
  return cast === null ? sql : `${sql}::${cast}`;
}

function literalCast(type: TypeEngine): string | null {
  const kind = type.kind === 'decorated' ? type.impl.kind : type.kind;
  const options = type.kind === 'dialect' ? type.options : {};
  switch (kind) {
    case 'String':
    case 'Unicode':
    case 'VARCHAR':
    case 'NVARCHAR':
      return 'character varying';
    case 'Text':
    case 'UnicodeText':
    case 'TEXT':
      return 'text';
    case 'CHAR':
    case 'NCHAR':
      return 'bpchar';
    case 'Integer':
    case 'INTEGER':
    case 'INT':
      return 'integer';
    case 'SmallInteger':
    case 'SMALLINT':
      return 'smallint';
    case 'BigInteger':
    case 'BIGINT':
      return 'bigint';
    case 'Numeric':
    case 'NUMERIC':
    case 'DECIMAL':
      return 'numeric';
    case 'Boolean':
    case 'BOOLEAN':
      return 'boolean';
    case 'Float':
    case 'FLOAT': {
      const precision = type.kind === 'Float' || type.kind === 'FLOAT' ? type.precision : null;
      return precision !== null && precision <= 24 ? 'real' : 'double precision';
    }
    case 'Double':
    case 'DOUBLE':
    case 'DOUBLE_PRECISION':
      return 'double precision';
    case 'REAL':
      return 'real';
    case 'Date':
    case 'DATE':
      return 'date';
    case 'JSON':
      return 'json';
    case 'Uuid':
    case 'UUID':
      return 'uuid';
    case 'Enum':
      return type.kind === 'Enum' ? (type.nativeEnum ? quotedOrNull(type.name) : 'character varying') : null;
    case 'dialect':
      if (type.kind !== 'dialect') return null;
      if (type.name === 'ENUM') return typeof options['name'] === 'string' ? quoted(options['name']) : null;
      return type.name === 'JSONB' || type.name === 'JSON' ? type.name.toLowerCase() : null;
    case 'DateTime':
    case 'Time':
    case 'DATETIME':
    case 'TIMESTAMP':
    case 'TIME':
    case 'Interval':
    case 'LargeBinary':
    case 'BLOB':
    case 'BINARY':
    case 'VARBINARY':
    case 'CLOB':
    case 'MatchType':
    case 'NullType':
    case 'ARRAY':
    case 'decorated':
    case 'user_defined':
    case 'unknown':
      return null;
  }
}
