/** Values that upstream's literal processors refuse for a type, so that no script holds what Alembic would not write. */
import type { LiteralValue } from './elements.ts';
import { pythonRepr } from './python-repr.ts';
import type { TypeEngine } from './types.ts';

/** Upstream's message for a value that the type cannot write; null where it can. `type` is resolved. */
export function literalProblem(value: LiteralValue, type: TypeEngine, typeText: () => string): string | null {
  if (value.type === 'none') return null;
  if (type.kind === 'NullType') {
    return `No literal value renderer is available for literal value "${literalRepr(value)}" with datatype NULL`;
  }
  if (type.kind === 'dialect' && type.name === 'REGCONFIG')
    return `No literal value renderer is available for literal value "${literalRepr(value)}" with datatype REGCONFIG`;
  if (accepts(type, value)) return null;
  return `Could not render literal value "${literalRepr(value)}" with datatype ${typeText()}; see parent stack trace for more detail.`;
}

function accepts(type: TypeEngine, value: LiteralValue): boolean {
  switch (type.kind) {
    case 'Date':
    case 'DATE':
      return value.type === 'date' || value.type === 'datetime';
    case 'DateTime':
    case 'DATETIME':
    case 'TIMESTAMP':
      return value.type === 'date' || value.type === 'datetime';
    case 'Time':
    case 'TIME':
      return value.type === 'time' || value.type === 'datetime';
    case 'String':
    case 'Text':
    case 'Unicode':
    case 'UnicodeText':
    case 'VARCHAR':
    case 'NVARCHAR':
    case 'CHAR':
    case 'NCHAR':
    case 'TEXT':
    case 'CLOB':
      return value.type === 'str';
    case 'Boolean':
    case 'BOOLEAN':
      return value.type === 'bool' || (value.type === 'int' && (value.value === 0n || value.value === 1n));
    case 'Integer':
    case 'SmallInteger':
    case 'BigInteger':
    case 'INTEGER':
    case 'INT':
    case 'SMALLINT':
    case 'BIGINT':
      return value.type === 'str' ? /^\s*[+-]?\d+\s*$/.test(value.value) : isNumber(value);
    default:
      return true;
  }
}

function isNumber(value: LiteralValue): boolean {
  return ['int', 'bool', 'float', 'decimal'].includes(value.type);
}

function literalRepr(value: LiteralValue): string {
  switch (value.type) {
    case 'none':
      return 'None';
    case 'str':
    case 'int':
    case 'float':
    case 'bool':
    case 'json':
      return pythonRepr(value.value);
    case 'bytes':
      return `b${pythonRepr(new TextDecoder().decode(value.value))}`;
    case 'decimal':
      return `Decimal('${value.value}')`;
    case 'uuid':
      return `UUID('${value.value}')`;
    case 'date':
    case 'time':
    case 'datetime':
      return value.value;
    case 'array':
      return `[${value.items.map(literalRepr).join(', ')}]`;
  }
}
