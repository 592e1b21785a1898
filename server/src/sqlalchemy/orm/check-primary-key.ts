/** A mapper needs a primary key. */
import { tableKey } from '../sql/schema.ts';
import { ConstraintBuilder, type TableBuilder } from './builders.ts';
import { report, specialValue, type Scan } from './class-scan.ts';

/** Upstream: `Mapper._configure_pks`. A column or an item that is not known may be the key. */
export function checkPrimaryKey(scan: Scan, table: TableBuilder): void {
  const { cls } = scan;
  const isKnown =
    specialValue(scan, '__mapper_args__') === null &&
    [...scan.collected.values()].every(({ kind }) => kind !== 'unknown') &&
    cls.mro.every((base) => base.bases.every(({ kind }) => kind !== 'unknown'));
  const hasKey =
    table.columns.some(({ primaryKey }) => primaryKey) ||
    table.items.some((item) => item instanceof ConstraintBuilder && item.data.kind === 'primary_key');
  if (!isKnown || hasKey) return;
  report(
    scan,
    `Mapper Mapper[${cls.name}(${table.name})] could not assemble any primary key columns for mapped table '${tableKey(table.name, table.schema)}'`,
    cls.nameOrigin ?? scan.site,
  );
}
