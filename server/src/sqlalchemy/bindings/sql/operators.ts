/** Building SQL expressions. Parentheses are the compiler's: it knows the precedence. Mirrors `sqlalchemy.sql.operators`. */
import { ClauseBuilder } from '../../orm/builders.ts';
import type { ClauseElement } from '../../sql/elements.ts';

export function binary(left: ClauseBuilder, operator: string, right: ClauseBuilder): ClauseBuilder {
  return new ClauseBuilder(() => ({ kind: 'binary', operator, left: left.build(), right: right.build() }), {
    operator,
    columns: [...left.columns, ...right.columns],
    type: comparisons.has(operator)
      ? () => ({ kind: 'Boolean', name: null, createConstraint: false })
      : left.type,
  });
}

const comparisons = new Set([
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'LIKE',
  'NOT LIKE',
  'ILIKE',
  'NOT ILIKE',
  'IN',
  'NOT IN',
  'IS',
  'IS NOT',
  'BETWEEN',
  'NOT BETWEEN',
  'IS DISTINCT FROM',
  'IS NOT DISTINCT FROM',
]);

/** `and_()` / `or_()`: nested lists of the same operator become one; a single clause stands alone. */
export function booleanList(operator: 'AND' | 'OR', clauses: readonly ClauseBuilder[]): ClauseBuilder {
  const [only] = clauses;
  if (clauses.length === 1 && only !== undefined) return only;
  return new ClauseBuilder(
    () => {
      const [neutral, deciding] =
        operator === 'AND' ? (['true', 'false'] as const) : (['false', 'true'] as const);
      const built = clauses.flatMap((part): readonly ClauseElement[] => {
        const clause = constantOf(part.build());
        return clause.kind === 'boolean' && clause.operator === operator ? clause.clauses : [clause];
      });
      // A constant that decides stands alone, one that changes nothing is left out.
      if (built.some((clause) => clause.kind === deciding)) return constantList(operator, deciding);
      const left = built.filter((clause) => clause.kind !== neutral);
      const [first] = left;
      if (first === undefined) return constantList(operator, neutral);
      return left.length === 1 ? first : { kind: 'boolean', operator, clauses: left };
    },
    { operator, columns: clauses.flatMap((clause) => clause.columns) },
  );
}

const constantList = (operator: 'AND' | 'OR', kind: 'true' | 'false'): ClauseElement => ({
  kind: 'boolean',
  operator,
  clauses: [{ kind }],
});

/** The constant that a list of conditions came to; any other clause as it is. */
function constantOf(clause: ClauseElement): ClauseElement {
  const [only] = clause.kind === 'boolean' ? clause.clauses : [];
  const isConstant = clause.kind === 'boolean' && clause.clauses.length === 1;
  return isConstant && (only?.kind === 'true' || only?.kind === 'false') ? only : clause;
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
  return unary('NOT', 'prefix', grouped(clause));
}

/** `EXISTS (…)` stands in parentheses after NOT. */
function grouped(clause: ClauseBuilder): ClauseBuilder {
  return new ClauseBuilder(
    () => {
      const element = clause.build();
      return element.kind === 'exists' ? { kind: 'grouping', element } : element;
    },
    { operator: clause.operator, columns: clause.columns, type: clause.type },
  );
}

export function unary(
  operator: string,
  position: 'prefix' | 'suffix',
  operand: ClauseBuilder,
): ClauseBuilder {
  return new ClauseBuilder(() => ({ kind: 'unary', operator, position, operand: operand.build() }), {
    operator,
    columns: operand.columns,
    type: operand.type,
  });
}
