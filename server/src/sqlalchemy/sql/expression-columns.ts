import type { ClauseElement, ColumnClause, CompiledText } from './elements.ts';

/** Names of the columns in an expression, each once, in the order of writing. */
export function conventionColumns(clause: ClauseElement): string[] {
  const names: string[] = [];
  visit(clause, (column) => {
    if (column.kind === 'column' && !names.includes(column.name)) names.push(column.name);
  });
  return names;
}

/** The first column in an expression: what an index on it is named after. */
export function firstColumn(clause: ClauseElement): string | null {
  return conventionColumns(clause)[0] ?? null;
}

/**
 * The expression with its columns of tables under other names; columns that are only named stay, and so does a query inside,
 * whose columns are those of its own tables.
 */
export function renameColumns(clause: ClauseElement, rename: (column: string) => string): ClauseElement {
  return mapColumns(clause, (column) =>
    column.table === null ? column : { ...column, name: rename(column.name) },
  );
}

/** The expression with each of its columns changed; a query inside keeps the columns of its own tables. */
export function mapColumns(
  clause: ClauseElement,
  change: (column: ColumnClause) => ColumnClause,
): ClauseElement {
  const again = (part: ClauseElement): ClauseElement => mapColumns(part, change);
  switch (clause.kind) {
    case 'column':
      return change(clause);
    case 'text':
    case 'literal_column':
    case 'bindparam':
    case 'null':
    case 'true':
    case 'false':
    case 'next_value':
    case 'select':
    case 'subselect':
    case 'exists':
      return clause;
    case 'function':
      return { ...clause, args: clause.args.map(again) };
    case 'binary':
      return { ...clause, left: again(clause.left), right: again(clause.right) };
    case 'unary':
    case 'cast':
    case 'collate':
    case 'extract':
      return { ...clause, operand: again(clause.operand) };
    case 'case':
      return {
        ...clause,
        value: clause.value === null ? null : again(clause.value),
        whens: clause.whens.map(({ condition, result }) => ({
          condition: again(condition),
          result: again(result),
        })),
        otherwise: clause.otherwise === null ? null : again(clause.otherwise),
      };
    case 'grouping':
    case 'label':
      return { ...clause, element: again(clause.element) };
    case 'boolean':
    case 'list':
      return { ...clause, clauses: clause.clauses.map(again) };
    case 'compiled':
      return {
        ...clause,
        texts: new Map(Array.from(clause.texts, ([name, text]) => [name, mapText(text, again)])),
      };
  }
}

function mapText(text: CompiledText, change: (clause: ClauseElement) => ClauseElement): CompiledText {
  if ('error' in text) return text;
  const parts = text.parts.map((part) =>
    typeof part === 'string' ? part : { ...part, clause: change(part.clause) },
  );
  return { ...text, parts };
}

/** Whether a `literal_column()` is the first of what upstream takes for the columns of an expression. */
export function startsWithLiteral(clause: ClauseElement): boolean {
  let first: ClauseElement | null = null;
  visit(clause, (column) => {
    first ??= column;
  });
  return (first as ClauseElement | null)?.kind === 'literal_column';
}

function visit(
  clause: ClauseElement,
  found: (column: Extract<ClauseElement, { kind: 'column' | 'literal_column' }>) => void,
): void {
  switch (clause.kind) {
    case 'column':
    case 'literal_column':
      found(clause);
      return;
    case 'text':
    case 'bindparam':
    case 'null':
    case 'true':
    case 'false':
    case 'next_value':
    case 'select':
    case 'subselect':
    case 'exists':
      return;
    case 'function':
      for (const argument of clause.args) visit(argument, found);
      return;
    case 'binary':
      visit(clause.left, found);
      visit(clause.right, found);
      return;
    case 'unary':
    case 'cast':
    case 'collate':
    case 'extract':
      visit(clause.operand, found);
      return;
    case 'case':
      if (clause.value !== null) visit(clause.value, found);
      for (const { condition, result } of clause.whens) {
        visit(condition, found);
        visit(result, found);
      }
      if (clause.otherwise !== null) visit(clause.otherwise, found);
      return;
    case 'grouping':
    case 'label':
      visit(clause.element, found);
      return;
    case 'boolean':
    case 'list':
      for (const part of clause.clauses) visit(part, found);
      return;
    case 'compiled':
      // Every dialect's function is given the same element; what one leaves out is no column of it for another.
      for (const text of clause.texts.values()) {
        for (const part of 'parts' in text ? text.parts : [])
          if (typeof part !== 'string') visit(part.clause, found);
      }
      return;
  }
}
