/** Mirrors `_compare_indexes_and_uniques` of `alembic.autogenerate.compare.constraints`. */
import { conventionColumns } from '../../../sqlalchemy/sql/expression-columns.ts';
import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type { Index, Table, UniqueConstraint } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import { includesObject, sqlName, warn, type Comparison, type TablePair } from './comparison.ts';
import { addConstraint, createIndex, dropConstraint, dropIndex } from './operations.ts';

export type Named = Index | UniqueConstraint;

/** Indexes and unique constraints, by name where they have one, and unique constraints without by their columns. */
export function compareIndexesAndUniques(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  const isWholeTable = pair.current === null || pair.target === null;
  const wanted = objectsOf(pair.target);
  // A dropped table takes its unique constraints along.
  const present = objectsOf(pair.current).filter((object) => pair.target !== null || object.kind === 'index');
  const presentByName = byName(comparison, present);
  const wantedByName = byName(comparison, withoutUnreflected(comparison, wanted, presentByName));
  const unnamed = wanted.filter((object) => object.kind === 'unique' && object.name === null);
  const unnamedColumns = new Set(unnamed.map(signature));
  const ops: MigrateOperation[] = [];
  const isIncluded = (object: Named, side: 'current' | 'target', before: Named | null = null): boolean => {
    const table = pair[side];
    if (table === null || (object.kind !== 'index' && isWholeTable)) return table !== null;
    return includesObject(
      comparison,
      { table, item: object, isModel: side === 'target' },
      object.name?.text ?? null,
      object.kind === 'index' ? 'index' : 'unique_constraint',
      {
        reflected: side === 'current',
        compareTo:
          before === null || pair.current === null
            ? null
            : { table: pair.current, item: before, isModel: false },
      },
    );
  };
  const create = (object: Named): void => {
    if (object.kind === 'index') ops.push(createIndex(object));
    else if (!isWholeTable) ops.push(addConstraint(object, pair));
  };
  const drop = (object: Named): void => {
    if (object.kind === 'index') ops.push(dropIndex(object, pair));
    else if (!isWholeTable) ops.push(dropConstraint(object, pair));
  };
  // A replayed history knows its unique constraints, whatever the database would tell.
  const knowsUniques = comparison.autogen.fromHistory || comparison.impl.reflection.hasUniqueConstraints;
  const add = (object: Named): void => {
    if (object.kind === 'unique' && !knowsUniques) return;
    if (isIncluded(object, 'target')) create(object);
  };
  const remove = (object: Named): void => {
    if (object.kind === 'index' && object.unique && !knowsUniques) return;
    if (isIncluded(object, 'current')) drop(object);
  };

  for (const name of sorted(presentByName, (key) => !wantedByName.has(key))) {
    const object = presentByName.get(name);
    if (object === undefined) continue;
    if (object.kind === 'unique' && unnamedColumns.has(signature(object))) continue;
    remove(object);
  }
  for (const name of sorted(wantedByName, (key) => presentByName.has(key))) {
    const [before, after] = [presentByName.get(name), wantedByName.get(name)];
    if (before === undefined || after === undefined) continue;
    if (!isDifferent(comparison, before, after)) continue;
    if (before.kind !== after.kind) {
      // Another kind of object under the same name: each is asked about on its own.
      remove(before);
      add(after);
    } else if (isIncluded(after, 'target', before)) {
      drop(before);
      create(after);
    }
  }
  for (const name of sorted(wantedByName, (key) => !presentByName.has(key))) {
    const object = wantedByName.get(name);
    if (object !== undefined) add(object);
  }
  const presentColumns = new Set(present.filter((object) => object.kind === 'unique').map(signature));
  for (const object of unnamed) {
    if (!presentColumns.has(signature(object))) add(object);
  }
  return ops;
}

function objectsOf(table: Table | null): Named[] {
  if (table === null) return [];
  return [...table.constraints.filter((constraint) => constraint.kind === 'unique'), ...table.indexes];
}

function byName(comparison: Comparison, objects: readonly Named[]): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const object of objects) {
    if (object.name !== null) named.set(sqlName(comparison, object.name), object);
  }
  return named;
}

function sorted(names: ReadonlyMap<string, unknown>, keep: (name: string) => boolean): string[] {
  return [...names.keys()].filter(keep).sort();
}

/** Upstream `_skip_functional_indexes`: such an index would be created anew each time. */
function withoutUnreflected(
  comparison: Comparison,
  wanted: readonly Named[],
  present: ReadonlyMap<string, Named>,
): readonly Named[] {
  if (comparison.impl.reflectsExpressionIndexes) return wanted;
  return wanted.filter((object) => {
    if (object.kind !== 'index' || !object.expressions.some(isExpression)) return true;
    const name = object.name?.text ?? '';
    if (present.has(name)) return true;
    const message = `autogenerate skipping metadata-specified expression-based index '${name}'; dialect '${comparison.autogen.dialect.name}' can't reflect these indexes so they can't be compared`;
    warn(comparison, 'expression-index-skipped', message, object.origin);
    return false;
  });
}

/** Whether a part of an index is more than a column, however sorted. */
export function isExpression(clause: ClauseElement): boolean {
  if (clause.kind === 'unary') return isExpression(clause.operand);
  return clause.kind !== 'column';
}

/** What makes two unique constraints the same, whatever their names. */
function signature(object: Named): string {
  return object.kind === 'unique' ? JSON.stringify([...object.columns].sort()) : '';
}

/** Whether two of the same name are not the same; names do not count. */
export function isDifferent(comparison: Comparison, before: Named, after: Named): boolean {
  if (before.kind === 'unique' && after.kind === 'unique') {
    return signature(before) !== signature(after) || nullsDiffer(before, after);
  }
  if (before.kind !== 'index' || after.kind !== 'index') return true;
  if (before.unique !== after.unique) return true;
  if (!comparison.impl.comparesIndexExpressions) {
    const columns = (index: Index): string =>
      JSON.stringify(index.expressions.flatMap((e) => conventionColumns(e)));
    return columns(before) !== columns(after);
  }
  if (before.expressions.length !== after.expressions.length) return true;
  return (
    nullsDiffer(before, after) ||
    after.expressions.some((expression, position) => {
      const other = before.expressions[position];
      return other === undefined || expressionsDiffer(comparison, after, expression, other);
    })
  );
}

function nullsDiffer(before: Named, after: Named): boolean {
  const distinct = (object: Named): boolean =>
    object.dialectOptions['postgresql_nulls_not_distinct'] === true;
  return distinct(before) !== distinct(after);
}

function expressionsDiffer(
  comparison: Comparison,
  index: Index,
  wanted: ClauseElement,
  present: ClauseElement,
): boolean {
  const text = (clause: ClauseElement): string =>
    comparison.autogen.dialect.sqlCompiler.process(clause, { includeTable: false });
  const compiled = text(wanted);
  if (cleaned(compiled, index) === cleaned(text(present), index)) return false;
  const hasOperatorClass = compiled.trim().endsWith('_ops') && /[ )]/.test(compiled);
  if (!hasOperatorClass) return true;
  const message = `Expression '${compiled}' in index '${index.name?.text ?? ''}' detected to include an operator clause. Expression compare cannot proceed. Please move the operator clause to the postgresql_ops dict`;
  warn(comparison, 'index-expression-not-compared', message, index.origin);
  return false;
}

/** What PostgreSQL leaves out when it shows an index: upstream `_default_modifiers_re`. */
const defaultModifiers = [
  /( asc nulls last)$/,
  /(?<! desc)( nulls last)$/,
  /( asc)$/,
  /( asc)(?= nulls first$)/,
  /(?<= desc)( nulls first)$/,
] as const;

/** Upstream `_cleanup_index_expr`. */
function cleaned(sql: string, index: Index): string {
  let text = sql.toLowerCase().replaceAll(/["']/g, '').replaceAll(`${index.table.toLowerCase()}.`, '');
  if (text.includes('::')) text = text.replaceAll(/::[\w ]+\w/g, '');
  text = withoutParentheses(text);
  const modifier = defaultModifiers.find((pattern) => pattern.test(text));
  if (modifier !== undefined) text = text.replace(modifier, '');
  text = withoutParentheses(text);
  if (/^cast\s*\(/.test(text)) text = text.replaceAll(/cast\s*\(/g, '').replaceAll(/as\s+[^)]+\)/g, '');
  return text.replaceAll(' ', '');
}

function withoutParentheses(text: string): string {
  let inner = text;
  while (inner.startsWith('(') && inner.endsWith(')')) inner = inner.slice(1, -1);
  return inner;
}
