import type { BulkInsertOp } from '../ops/operations.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement, LiteralValue } from '../../sqlalchemy/sql/elements.ts';
import { resolveType } from '../../sqlalchemy/sql/type-resolution.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { compileInsert } from './dml.ts';
import { pythonJson } from './json-literal.ts';

/**
 * One INSERT per row, columns in the table's order. Upstream binds parameters in an online run and writes literals in a
 * script; here both are literals, except that a script has none for JSON (a CompileError, as upstream).
 */
export function compileBulkInsert(dialect: Dialect, operation: BulkInsertOp, asSql: boolean): string[] {
  return operation.rows.map((row) => {
    const values = operation.columns.flatMap(({ name, type }): [string, ClauseElement][] => {
      const value = row.get(name);
      return value === undefined ? [] : [[name, clauseOf(value, resolveType(type, dialect.name), asSql)]];
    });
    return compileInsert(dialect, operation.table, operation.schema, values);
  });
}

function clauseOf(value: LiteralValue | ClauseElement, type: TypeEngine, asSql: boolean): ClauseElement {
  if ('kind' in value) return value;
  const isJson =
    type.kind === 'JSON' || (type.kind === 'dialect' && (type.name === 'JSON' || type.name === 'JSONB'));
  const bound = isJson || value.type === 'json' ? jsonValue(value, asSql) : value;
  return { kind: 'bindparam', name: null, value: bound, type: isJson ? null : type, inline: true };
}

function jsonValue(value: LiteralValue, asSql: boolean): LiteralValue {
  const plain = plainValue(value);
  return asSql ? { type: 'json', value: plain } : { type: 'str', value: pythonJson(plain) };
}

function plainValue(value: LiteralValue): unknown {
  switch (value.type) {
    case 'none':
      return null;
    case 'bytes':
      return new TextDecoder().decode(value.value);
    case 'array':
      return value.items.map(plainValue);
    case 'str':
    case 'int':
    case 'float':
    case 'bool':
    case 'decimal':
    case 'date':
    case 'time':
    case 'datetime':
    case 'uuid':
    case 'json':
      return value.value;
  }
}
