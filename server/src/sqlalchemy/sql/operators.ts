/** Precedence of SQL operators, as `sqlalchemy.sql.operators._PRECEDENCE` has it: it decides where parentheses go. */
import type { ClauseElement } from './elements.ts';

const precedence: ReadonlyMap<string, number> = new Map([
  ...['->', '->>', '#>', '#>>'].map((op): [string, number] => [op, 15]),
  ...['*', '/', '//', '%'].map((op): [string, number] => [op, 8]),
  ...['+', '-', '^', '|', '&', '<<', '>>'].map((op): [string, number] => [op, 7]),
  ...[
    ...[
      '||',
      '=',
      '!=',
      '<',
      '>',
      '<=',
      '>=',
      'LIKE',
      'NOT LIKE',
      'ILIKE',
      'NOT ILIKE',
      'IN',
      'NOT IN',
      'IS',
      'IS NOT',
    ],
    ...['IS DISTINCT FROM', 'IS NOT DISTINCT FROM', 'BETWEEN', 'NOT BETWEEN', '~', '!~'],
  ].map((op): [string, number] => [op, 5]),
  ['COLLATE', 4],
  ['AND', 3],
  ['OR', 2],
]);
/** Operators that need no parentheses among themselves. */
const natural: ReadonlySet<string> = new Set([
  ...['=', '!=', '+', '*', '||', 'AND', 'OR'],
  ...['->', '->>', '#>', '#>>'],
]);
const lowest = -100;
const highest = 100;

/** Upstream `self_group(against=…)`: true when the operand needs parentheses under `against`; null is the outermost place. */
export function needsGroup(operand: ClauseElement, against: string | null): boolean {
  const operator = operatorOf(operand);
  if (operator === null) return false;
  if (operator === against && natural.has(operator)) return false;
  const outer = against === null ? highest : (precedence.get(against) ?? 0);
  return (precedence.get(operator) ?? 0) <= Math.max(outer, lowest);
}

function operatorOf(clause: ClauseElement): string | null {
  switch (clause.kind) {
    case 'binary':
      return clause.operator.toUpperCase();
    case 'boolean':
      return clause.clauses.length > 1 ? clause.operator : null;
    case 'collate':
      return 'COLLATE';
    case 'unary':
      return clause.position === 'prefix' && clause.operator.toUpperCase() === 'NOT' ? '=' : null;
    case 'list':
      return ',';
    case 'label':
      return operatorOf(clause.element);
    case 'text':
    case 'literal_column':
    case 'bindparam':
    case 'function':
    case 'column':
    case 'null':
    case 'true':
    case 'false':
    case 'cast':
    case 'grouping':
    case 'case':
    case 'extract':
    case 'compiled':
    case 'next_value':
    case 'select':
    case 'subselect':
    case 'exists':
      return null;
  }
}
