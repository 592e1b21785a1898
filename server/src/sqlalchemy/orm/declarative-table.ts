/** The table of a declarative class. Mirrors `_ClassScanMapperConfig._setup_table`. */
import type { ClassValue, Value } from '../../python/eval/value.ts';
import { tableKey } from '../sql/schema.ts';
import type { ColumnBuilder } from './builders.ts';
import { MetaDataBuilder, TableBuilder } from './builders.ts';
import type { Scan } from './class-scan.ts';
import { callDeclared, isMapped, lookup, payloadOf, report, specialValue } from './class-scan.ts';
import type { Mapping, TableDecision } from './registry.ts';
import { DeclaredAttr, DerivedFrom, RegistryPayload, tableDecisionKey } from './registry.ts';
import { tableArguments } from './table-arguments.ts';

export function setUpTable(
  scan: Scan,
  tableName: { readonly value: Value; readonly owner: ClassValue } | null,
  columns: readonly ColumnBuilder[],
  inherited: Mapping | null,
): TableBuilder | null {
  const { cls, interpreter } = scan;
  const fixed = fixedTable(scan);
  if (fixed !== null) return fixed instanceof DerivedFrom ? null : fixed;
  const place = cls.nameOrigin ?? scan.site;
  if (tableName === null) {
    if (inherited !== null) return singleTable(scan, columns, inherited);
    if (cls.namespace.get('__no_table__') === undefined) {
      report(
        scan,
        `Class '${cls.name}' does not have a __table__ or __tablename__ specified and does not inherit from an existing table-mapped class.`,
        place,
      );
    }
    return null;
  }
  const { value, owner } = tableName;
  const name = textOrNull(value);
  const nameOrigin =
    (value.kind === 'str' ? value.origin : undefined) ?? owner.memberOrigins.get('__tablename__') ?? place;
  if (name === null) {
    const reason = value.kind === 'unknown' ? value.reason : 'it is not a string';
    report(scan, `the __tablename__ of '${cls.name}' cannot be known: ${reason}`, nameOrigin);
    return null;
  }
  const metadata = metadataFor(scan);
  if (metadata === null) {
    report(scan, `the MetaData of '${cls.name}' cannot be known`, place);
    return null;
  }
  const given = specialValue(scan, '__table_args__');
  const { args, keywords } = tableArguments(given?.value ?? null, {
    isOnlyOne: cls.mro.filter((base) => base.namespace.has('__table_args__')).length < 2,
    refuse: (reason) => {
      report(
        scan,
        `the __table_args__ of '${cls.name}' (${owner.name}) cannot be known: ${reason}`,
        given?.owner.memberOrigins.get('__table_args__') ?? scan.site,
      );
    },
  });
  const schema = textOrNull(keywords.get('schema') ?? { kind: 'none' });
  const custom = tableClass(scan);
  if (custom !== null) {
    const positional = [
      value,
      scan.port.metaDataValue(metadata),
      ...columns.map((column) => scan.port.columnValue(column)),
      ...args,
    ];
    const made = interpreter.call(custom, positional, keywords, scan.site);
    const table = payloadOf(made);
    if (table instanceof TableBuilder) return table;
    if (made.kind === 'none') return inherited === null ? null : singleTable(scan, columns, inherited);
    const reason = made.kind === 'unknown' ? made.reason : 'it gives no Table';
    report(scan, `what __table_cls__() of '${cls.name}' gives cannot be known: ${reason}`, place);
    return null;
  }
  if (!getsTable(cls, { name, schema, metadata, columns, args })) {
    cls.namespace.delete('__tablename__');
    return inherited === null ? null : singleTable(scan, columns, inherited);
  }
  return scan.port.makeTable(interpreter, {
    name,
    metadata,
    columns,
    args,
    keywords,
    origin: cls.origin ?? scan.site,
    // The name of a table that a mixin computes is best shown at the class.
    nameOrigin: owner === cls ? nameOrigin : place,
  });
}

/** The `__table_cls__` that a class of the project defines; null when there is none. */
function tableClass({ cls, interpreter, site }: Scan): Value | null {
  if (cls.mro.every((base) => !base.namespace.has('__table_cls__'))) return null;
  return interpreter.findAttribute(cls, '__table_cls__', site) ?? null;
}

/** What the `__table_cls__` of a library says; without one every class with a name gets a table. */
function getsTable(cls: ClassValue, table: Parameters<TableDecision>[1]): boolean {
  for (const base of cls.mro) {
    const decide = base.native.get(tableDecisionKey) as TableDecision | undefined;
    if (decide !== undefined) return decide(cls, table);
  }
  return true;
}

function textOrNull(value: Value): string | null {
  return value.kind === 'str' ? value.value : null;
}

/** `__table__ = Table(...)` of the class itself, or declared for it; a join or a subquery stands for no table. */
function fixedTable(scan: Scan): TableBuilder | DerivedFrom | null {
  for (const base of scan.cls.mro) {
    const local = base.namespace.get('__table__');
    const declared = payloadOf(local);
    if (base === scan.cls && (declared instanceof TableBuilder || declared instanceof DerivedFrom))
      return declared;
    if (declared instanceof DeclaredAttr) {
      const table = payloadOf(callDeclared(scan, declared));
      return table instanceof TableBuilder ? table : null;
    }
    if (isMapped(base)) return null;
  }
  return null;
}

/** Single-table inheritance: the columns join the inherited table. */
function singleTable(scan: Scan, columns: readonly ColumnBuilder[], inherited: Mapping): null {
  const { table } = inherited;
  if (table === null) return null;
  for (const column of columns) {
    const existing = table.columns.find((other) => other.name === column.name);
    if (existing === column) continue;
    if (existing !== undefined) {
      if (column.useExistingColumn) continue;
      report(
        scan,
        `Column '${column.name ?? ''}' on class ${scan.cls.name} conflicts with existing column '${tableKey(table.name, table.schema)}.${existing.name ?? ''}'.  If using Declarative, consider using the use_existing_column parameter of mapped_column() to resolve conflicts.`,
        column.origin,
      );
      continue;
    }
    table.append(column);
  }
  return null;
}

function metadataFor(scan: Scan): MetaDataBuilder | null {
  const own = payloadOf(lookup(scan.cls, 'metadata')?.value);
  if (own instanceof MetaDataBuilder) return own;
  const registry = payloadOf(lookup(scan.cls, 'registry')?.value);
  return registry instanceof RegistryPayload ? registry.metadata : null;
}
