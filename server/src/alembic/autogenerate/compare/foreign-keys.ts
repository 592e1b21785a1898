/** Mirrors `_compare_foreign_keys` of `alembic.autogenerate.compare.constraints`. */
import type { ForeignKeyConstraint, Table } from '../../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../../ops/operations.ts';
import { includesObject, type Comparison, type TablePair } from './comparison.ts';
import { addConstraint, dropConstraint } from './operations.ts';

/** By what they say, never by name: SQLite does not keep names. Upstream's order within each half is arbitrary. */
export function compareForeignKeys(comparison: Comparison, pair: TablePair): MigrateOperation[] {
  if (pair.current === null || pair.target === null) return [];
  const present = bySignature(comparison, pair.current, pair);
  const wanted = bySignature(comparison, pair.target, pair);
  const { current, target } = pair;
  const isIncluded = (fk: ForeignKeyConstraint, reflected: boolean): boolean => {
    const [own, others] = reflected ? [current, target] : [target, current];
    const other = others.constraints.find(
      (each) => each.kind === 'foreign_key' && each.name !== null && each.name.text === fk.name?.text,
    );
    return includesObject(
      comparison,
      { table: own, item: fk, isModel: !reflected },
      fk.name?.text ?? null,
      'foreign_key_constraint',
      {
        reflected,
        compareTo: other === undefined ? null : { table: others, item: other, isModel: reflected },
      },
    );
  };
  const removed = [...present].filter(([key, fk]) => !wanted.has(key) && isIncluded(fk, true));
  const added = [...wanted].filter(([key, fk]) => !present.has(key) && isIncluded(fk, false));
  return [
    ...removed.map(([, fk]) => dropConstraint(fk, pair)),
    ...added.map(([, fk]) => addConstraint(fk, pair)),
  ];
}

function bySignature(
  comparison: Comparison,
  table: Table,
  pair: TablePair,
): ReadonlyMap<string, ForeignKeyConstraint> {
  const keys = new Map<string, ForeignKeyConstraint>();
  const { defaultSchemaName } = comparison.autogen.dialect;
  for (const constraint of table.constraints) {
    if (constraint.kind !== 'foreign_key') continue;
    const schema = constraint.referredSchema === defaultSchemaName ? null : constraint.referredSchema;
    const signature = [
      pair.schema,
      pair.name,
      constraint.columns,
      schema,
      constraint.referredTable,
      constraint.referredColumns,
      action(constraint.onupdate),
      action(constraint.ondelete),
      timing(constraint),
    ];
    keys.set(JSON.stringify(signature), constraint);
  }
  return keys;
}

/** `NO ACTION` is the default. */
function action(value: string | null): string | null {
  const lower = value?.toLowerCase() ?? null;
  return lower === 'no action' || lower === '' ? null : lower;
}

function timing(constraint: ForeignKeyConstraint): string {
  if (constraint.initially?.toLowerCase() === 'deferred') return 'initially_deferrable';
  return constraint.deferrable === null || constraint.deferrable === false ? 'not deferrable' : 'deferrable';
}
