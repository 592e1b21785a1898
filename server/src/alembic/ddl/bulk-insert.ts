import type { BulkInsertOp } from '../ops/operations.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement, LiteralValue } from '../../sqlalchemy/sql/elements.ts';
import { CompileError } from '../../sqlalchemy/sql/errors.ts';
import { resolveType } from '../../sqlalchemy/sql/type-resolution.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { compileInsert } from './dml.ts';
import { pythonJson } from './json-literal.ts';

/**
 * One INSERT per row, columns in the table's order. Upstream binds parameters in an online run and writes literals in a
 * script; here both are literals, except that a script has none for JSON (a CompileError, as upstream).
 */
export function compileBulkInsert(dialect: Dialect, operation: BulkInsertOp, asSql: boolean): string[] {
  const known = new Set(operation.columns.map(({ name }) => name));
  return operation.rows.map((row) => {
    const unknown = [...row.keys()].filter((name) => !known.has(name));
    if (unknown.length > 0) {
      throw new CompileError(`Unconsumed column names: ${unknown.join(', ')}`, { table: operation.table });
    }
    const values = operation.columns.flatMap(({ name, type }): [string, ClauseElement][] => {
      const value = row.get(name);
      return value === undefined ? [] : [[name, clauseOf(value, resolveType(type, dialect.name), asSql)]];
    });
    return compileInsert(dialect, operation.table, operation.schema, values);
  });
}

function clauseOf(value: LiteralValue | ClauseElement, type: TypeEngine, asSql: boolean): ClauseElement {
  if ('kind' in value) {
    if (!asSql || value.kind === 'bindparam') return value;
    throw new CompileError(
      'bulk_insert writes plain values and op.inline_literal() into a script; an SQL expression has no literal form.',
    );
  }
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
