/**
 * Names that a database gives to constraints without one, so that a script can drop what it created unnamed.
 * PostgreSQL's are documented nowhere but stable: `ChooseConstraintName` and `makeObjectName` in its source.
 */
import { conventionColumns } from '../../sqlalchemy/sql/expression-columns.ts';
import type { CheckConstraint, Constraint, Table } from '../../sqlalchemy/sql/schema.ts';

/** PostgreSQL's names for the table's constraints, in order; a named one keeps its name. */
export function postgresqlConstraintNames(table: Table): ReadonlyMap<Constraint, string> {
  const names = new Map<Constraint, string>();
  const taken = new Set<string>();
  for (const constraint of table.constraints) {
    const name = constraint.name?.text ?? constraint.defaultName;
    if (name === undefined) continue;
    names.set(constraint, name);
    taken.add(name);
  }
  for (const constraint of table.constraints) {
    if (names.has(constraint)) continue;
    const name = defaultConstraintName(constraint, table, taken);
    names.set(constraint, name);
    taken.add(name);
  }
  return names;
}

const labels: Readonly<Record<Constraint['kind'], string>> = {
  primary_key: 'pkey',
  foreign_key: 'fkey',
  unique: 'key',
  check: 'check',
  exclude: 'excl',
};

/** The name that PostgreSQL gives to a constraint without one, where `taken` are those of others. */
export function defaultConstraintName(
  constraint: Constraint,
  table: Table,
  taken: ReadonlySet<string>,
): string {
  const second = secondPart(constraint, table);
  for (let pass = 0; ; pass++) {
    const label = labels[constraint.kind] + (pass === 0 ? '' : String(pass));
    const name = makeObjectName(table.name, second, label);
    if (!taken.has(name)) return name;
  }
}

function secondPart(constraint: Constraint, table: Table): string | null {
  switch (constraint.kind) {
    case 'primary_key':
      return null;
    case 'foreign_key':
    case 'unique':
      return constraint.columns.join('_');
    case 'check': {
      const columns = checkColumns(constraint, table);
      return columns.length === 1 ? (columns[0] ?? null) : null;
    }
    case 'exclude':
      return constraint.elements.flatMap((element) => conventionColumns(element.expression)).join('_');
  }
}

/** The table's columns that a CHECK mentions, in text or as expressions. */
export function checkColumns(constraint: CheckConstraint, table: Table): string[] {
  if (constraint.typeBound !== null) return [constraint.typeBound];
  const names = conventionColumns(constraint.sqltext);
  if (constraint.sqltext.kind !== 'text' && constraint.sqltext.kind !== 'literal_column') return names;
  const words = new Set(
    constraint.sqltext.text.replaceAll(/'(?:[^']|'')*'/g, ' ').match(/[\p{L}_][\p{L}\p{N}_$]*/gu),
  );
  return table.columns.map((column) => column.name).filter((name) => words.has(name));
}

const maxNameBytes = 63;

/** Shortens the longer of the two parts until the name fits. */
function makeObjectName(first: string, second: string | null, label: string): string {
  const size = (text: string): number => new TextEncoder().encode(text).length;
  const overhead = size(label) + 1 + (second === null ? 0 : 1);
  let one = Array.from(first);
  let two = Array.from(second ?? '');
  while (size(one.join('')) + size(two.join('')) > maxNameBytes - overhead) {
    if (size(one.join('')) > size(two.join(''))) one = one.slice(0, -1);
    else two = two.slice(0, -1);
  }
  return [one.join(''), ...(second === null ? [] : [two.join('')]), label].join('_');
}
