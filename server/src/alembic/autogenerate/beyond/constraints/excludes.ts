/** Exclude constraints, by name and definition. */
import { pythonRepr } from '../../../../sqlalchemy/sql/python-repr.ts';
import type { ExcludeConstraint, Table } from '../../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../../ops/operations.ts';
import type { Comparison, TablePair } from '../../compare/comparison.ts';
import { addConstraint, dropConstraint } from '../../compare/operations.ts';
import { canonicalCondition } from './expressions.ts';

/** One of another definition under the same name is dropped and made again; one without a name is known by what it says. */
export function compareExcludes(
  comparison: Comparison,
  pair: TablePair & { readonly current: Table; readonly target: Table },
): readonly MigrateOperation[] {
  const present = excludesOf(pair.current);
  const wanted = excludesOf(pair.target);
  const isSame = (one: ExcludeConstraint, other: ExcludeConstraint): boolean =>
    definition(comparison, one) === definition(comparison, other) &&
    (other.name === null || one.name?.text === other.name.text);
  const gone = present.filter((one) => one.name !== null && !wanted.some((other) => isSame(one, other)));
  const come = wanted.filter((other) => !present.some((one) => isSame(one, other)));
  return [
    ...gone.map((each) => dropConstraint(each, pair)),
    ...come.map((each) => addConstraint(each, pair)),
  ];
}

function excludesOf({ constraints }: Table): readonly ExcludeConstraint[] {
  return constraints.filter((each) => each.kind === 'exclude');
}

function definition(
  { autogen: { dialect } }: Comparison,
  { elements, using, where }: ExcludeConstraint,
): string {
  const text = (clause: ExcludeConstraint['elements'][number]['expression']): string =>
    canonicalCondition(dialect.sqlCompiler.process(clause, { includeTable: false }));
  return pythonRepr([
    using.toLowerCase(),
    ...elements.map(({ expression, operator }) => `${text(expression)} ${operator}`),
    where === null ? '' : text(where),
  ]);
}
