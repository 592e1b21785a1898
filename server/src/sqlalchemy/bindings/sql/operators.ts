/** Building SQL expressions with upstream's operator precedence. Mirrors `sqlalchemy.sql.operators`. */
import { ClauseBuilder } from '../../orm/builders.ts';
import type { ClauseElement } from '../../sql/elements.ts';

/** Upstream's `_PRECEDENCE`, by SQL operator. */
const precedence: Readonly<Record<string, number>> = {
  '[]': 15,
  '*': 8,
  '/': 8,
  '%': 8,
  neg: 8,
  '+': 7,
  '-': 7,
  '||': 5,
  LIKE: 5,
  'NOT LIKE': 5,
  ILIKE: 5,
  'NOT ILIKE': 5,
  IN: 5,
  'NOT IN': 5,
  IS: 5,
  'IS NOT': 5,
  '=': 5,
  '!=': 5,
  '>': 5,
  '<': 5,
  '>=': 5,
  '<=': 5,
  BETWEEN: 5,
  'NOT BETWEEN': 5,
  'IS DISTINCT FROM': 5,
  'IS NOT DISTINCT FROM': 5,
  NOT: 5,
  collate: 4,
  AND: 3,
  DESC: 3,
  ASC: 3,
  OR: 2,
};
/** `a + (b + c)` needs no parentheses. Upstream: `_natural_self_precedent`. */
const selfPrecedent = new Set(['=', '!=', '+', '*', '||', 'AND', 'OR', '[]']);
/** Operators of `column.op("…")` bind weaker than everything else, so both sides get parentheses. */
const customPrecedence = 0;

function binds(operator: string, against: string): boolean {
  if (operator === against && selfPrecedent.has(operator)) return false;
  return (precedence[operator] ?? customPrecedence) <= (precedence[against] ?? customPrecedence);
}

/** The element with parentheses where an operator around it needs them. Upstream: `self_group`. */
export function selfGroup(clause: ClauseBuilder, against: string): ClauseBuilder {
  const { operator } = clause;
  if (operator === null || !binds(operator, against)) return clause;
  return new ClauseBuilder(() => ({ kind: 'grouping', element: clause.build() }), {
    type: clause.type,
    columns: clause.columns,
  });
}

export function binary(left: ClauseBuilder, operator: string, right: ClauseBuilder): ClauseBuilder {
  const a = selfGroup(left, operator);
  const b = selfGroup(right, operator);
  return new ClauseBuilder(() => ({ kind: 'binary', operator, left: a.build(), right: b.build() }), {
    operator,
    columns: [...left.columns, ...right.columns],
    type: comparisons.has(operator) ? () => ({ kind: 'Boolean', name: null, createConstraint: false }) : left.type,
  });
}

const comparisons = new Set([
  '=', '!=', '<', '<=', '>', '>=', 'LIKE', 'NOT LIKE', 'ILIKE', 'NOT ILIKE', 'IN', 'NOT IN', 'IS', 'IS NOT',
  'BETWEEN', 'NOT BETWEEN', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM',
]);

/** `and_()` / `or_()`: nested lists of the same operator become one; a single clause stands alone. */
export function booleanList(operator: 'AND' | 'OR', clauses: readonly ClauseBuilder[]): ClauseBuilder {
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) return only;
  const parts = clauses.map((clause) => selfGroup(clause, operator));
  return new ClauseBuilder(
    () => ({
      kind: 'boolean',
      operator,
      clauses: parts.flatMap((part): readonly ClauseElement[] => {
        const built = part.build();
        return built.kind === 'boolean' && built.operator === operator ? built.clauses : [built];
      }),
    }),
    { operator, columns: clauses.flatMap((clause) => clause.columns) },
  );
}

const negations: Readonly<Record<string, string>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  LIKE: 'NOT LIKE',
  'NOT LIKE': 'LIKE',
  ILIKE: 'NOT ILIKE',
  'NOT ILIKE': 'ILIKE',
  IN: 'NOT IN',
  'NOT IN': 'IN',
  IS: 'IS NOT',
  'IS NOT': 'IS',
  BETWEEN: 'NOT BETWEEN',
  'NOT BETWEEN': 'BETWEEN',
  'IS DISTINCT FROM': 'IS NOT DISTINCT FROM',
  'IS NOT DISTINCT FROM': 'IS DISTINCT FROM',
};

/** `~x` / `not_(x)`: the opposite comparison where there is one. */
export function negate(clause: ClauseBuilder): ClauseBuilder {
  const opposite = clause.operator === null ? undefined : negations[clause.operator];
  if (opposite !== undefined) {
    return new ClauseBuilder(
      () => {
        const built = clause.build();
        return built.kind === 'binary' ? { ...built, operator: opposite } : built;
      },
      { operator: opposite, columns: clause.columns, type: clause.type },
    );
  }
  return unary('NOT', 'prefix', selfGroup(clause, 'NOT'), 'NOT');
}

/** `operator` names its precedence when that differs from its SQL. */
export function unary(
  sql: string,
  position: 'prefix' | 'suffix',
  operand: ClauseBuilder,
  operator: string | null = null,
): ClauseBuilder {
  return new ClauseBuilder(() => ({ kind: 'unary', operator: sql, position, operand: operand.build() }), {
    operator,
    columns: operand.columns,
    type: operand.type,
  });
}
