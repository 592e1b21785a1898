import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type { Column, Table } from '../../../sqlalchemy/sql/schema.ts';
import { nullType, type TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import { reflectedDefault, type AutogenImpl } from './autogen-impl.ts';
import { asReflected, asWritten, defaultImpl, genericType, splitTypeSql } from './default.ts';

/** `alembic.ddl.sqlite.SQLiteImpl`. */
export const sqliteImpl: AutogenImpl = {
  ...defaultImpl,
  reflectsExpressionIndexes: false,
  reading: {
    ...asWritten,
    keysAreNotNull: false,
    uniqueIsNumber: true,
    type: resolveTypeAffinity,
    structuredType: () => null,
    serverDefault: (sql) => parenthesized(sql.replace(/^\((.*)\)$/s, '$1')),
    autoincrement: () => 'auto',
    indexExpression: columnOfText,
  },
  reflection: {
    ...asReflected,
    adjust: (table) => ({ ...table, columns: table.columns.map(withParentheses) }),
  },
  renderDdlSqlExpr(clause, use, dialect) {
    const text = defaultImpl.renderDdlSqlExpr(clause, use, dialect);
    return use === 'server_default' ? parenthesized(text) : text;
  },
  normalizeServerDefault: (text) => text.replace(/^\((.+)\)$/, '$1').replace(/^"?'(.+)'"?$/, '$1'),
};

/** SQLite tells the column of an index part, whatever its collation and order, also where it was written as text. */
function columnOfText(clause: ClauseElement, table: Table): ClauseElement {
  if (clause.kind === 'unary' && clause.position === 'suffix') return columnOfText(clause.operand, table);
  if (clause.kind !== 'text' && clause.kind !== 'literal_column') return clause;
  const name = /^\s*"?(.+?)"?(?:\s+COLLATE\s+\w+)?(?:\s+(?:ASC|DESC))?\s*$/i.exec(clause.text)?.[1];
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) return clause;
  return { kind: 'column', table: table.name, schema: table.schema, name: column.name, type: null };
}

function withParentheses(column: Column): Column {
  const { serverDefault } = column;
  if (serverDefault?.kind !== 'default' || serverDefault.arg.type !== 'clause') return column;
  const { clause } = serverDefault.arg;
  if (clause.kind !== 'text') return column;
  return { ...column, serverDefault: reflectedDefault(parenthesized(clause.text)) };
}

/** SQLite wants parentheses around expressions in DDL. Upstream `_guess_if_default_is_unparenthesized_sql_expr`. */
function parenthesized(sql: string): string {
  const isConstant = sql === '' || /^[0-9.]$/.test(sql) || /^'.+'$/.test(sql) || /^\(.+\)$/.test(sql);
  return isConstant ? sql : `(${sql})`;
}

const aliases: Readonly<Record<string, string>> = {
  BOOL: 'BOOLEAN',
  DATE_CHAR: 'DATE',
  DATETIME_CHAR: 'DATETIME',
  INT: 'INTEGER',
  TIME_CHAR: 'TIME',
};
const known = new Set(
  'BIGINT BLOB BOOLEAN CHAR DATE DATETIME DOUBLE DECIMAL FLOAT INTEGER NUMERIC REAL SMALLINT TEXT TIME TIMESTAMP VARCHAR NVARCHAR NCHAR'.split(
    ' ',
  ),
);
const withoutArguments = new Set(['BIGINT', 'SMALLINT', 'INTEGER', 'DATE', 'BOOLEAN']);

/** `SQLiteDialect._resolve_type_affinity`: the declared name, or else SQLite's rules of affinity. */
function resolveTypeAffinity(sql: string): TypeEngine {
  const declared = /^([\w ]+)/.exec(sql)?.[1] ?? '';
  const { args } = splitTypeSql(sql);
  const name = aliases[declared] ?? declared;
  if (name === 'JSON') return { kind: 'dialect', dialect: 'sqlite', name: 'JSON', options: {} };
  if (known.has(name)) return genericType(name, withoutArguments.has(name) ? [] : args) ?? nullType;
  if (name.includes('INT')) return { kind: 'INTEGER' };
  if (/CHAR|CLOB|TEXT/.test(name)) return { kind: 'TEXT', length: args[0] ?? null, collation: null };
  if (name.includes('BLOB') || name === '') return nullType;
  if (/REAL|FLOA|DOUB/.test(name)) return genericType('REAL', args) ?? nullType;
  return genericType('NUMERIC', args) ?? nullType;
}
