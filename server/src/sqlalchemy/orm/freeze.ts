/** From the builders that evaluated code filled to the frozen schema of `sql/schema.ts`. */
import type { Problem } from '../../util/problem.ts';
import { SchemaError } from '../sql/errors.ts';
import { mayBeNamed, withOwnerSchema } from '../sql/named-types.ts';
import type {
  AttachedType,
  CheckConstraint,
  Column,
  ColumnForeignKey,
  Constraint,
  CreateListener,
  DialectOption,
  DialectOptions,
  ForeignKeyTarget,
  MetaData,
  Sequence,
  Table,
} from '../sql/schema.ts';
import { tableKey } from '../sql/schema.ts';
import type { ColumnSpec, IndexSpec, TableSpec } from '../sql/schema-builder.ts';
import { buildTable, metaDataOf } from '../sql/schema-builder.ts';
import type { TypeEngine } from '../sql/types.ts';
import type {
  ColumnReference,
  ForeignKeyBuilder,
  IndexBuilder,
  MutableDialectOptions,
  SequenceBuilder,
  TableBuilder,
  MetaDataBuilder,
} from './builders.ts';
import { ClauseBuilder, ColumnBuilder, ConstraintBuilder, ListenerBuilder } from './builders.ts';

/** Freezes all tables; one that contradicts itself is reported and left out. `freeze`: a `freezeTable` that remembers. */
export function freezeMetaData(
  metadata: MetaDataBuilder,
  report: (problem: Problem) => void,
  freeze = freezeTable,
): MetaData {
  const tables: Table[] = [];
  for (const table of metadata.tables.values()) {
    const frozen = freeze(table, report);
    if (frozen !== null) tables.push(frozen);
  }
  return {
    ...metaDataOf(tables, buildOptions(metadata, metadata.schema)),
    sequences: new Map([...metadata.sequences].map(([key, each]) => [key, freezeSequence(each)])),
    attachedTypes: attachedTypes(metadata),
    createListeners: createListeners(metadata),
  };
}

function freezeSequence(sequence: SequenceBuilder): Sequence {
  const { name, schema, options, dataType, optional, hasColumn, origin } = sequence;
  return { kind: 'sequence', name, schema, options, dataType, optional, hasColumn, origin };
}

/** Most types have no CREATE in any database; they are left out here. */
function attachedTypes(metadata: MetaDataBuilder): AttachedType[] {
  const { items } = metadata.attached;
  const used = new Set(items.map((each) => ('column' in each ? each.column.type : null)));
  return items.flatMap((each, order): AttachedType[] => {
    if (each instanceof ListenerBuilder) return [];
    if (!('column' in each)) {
      // Without a table, a type does not learn its MetaData's schema.
      const owner = { table: null, metadata: used.has(each.type) ? metadata.schema : null };
      return [{ type: withOwnerSchema(each.type, owner), isStandalone: true, order, origin: each.origin }];
    }
    const { column, tableSchema } = each;
    if (column.type === null || !mayBeNamed(column.type)) return [];
    const owner = { table: tableSchema, metadata: metadata.schema };
    return [{ type: withOwnerSchema(column.type, owner), isStandalone: false, order, origin: column.origin }];
  });
}

function createListeners(metadata: MetaDataBuilder): CreateListener[] {
  return metadata.attached.items.flatMap((each, order): CreateListener[] => {
    if (!(each instanceof ListenerBuilder)) return [];
    const { event, table, ddl, origin } = each;
    return [{ event, table: table === null ? null : tableKey(table.name, table.schema), ddl, order, origin }];
  });
}

/** Null, with a report, for a table that contradicts itself. */
export function freezeTable(table: TableBuilder, report: (problem: Problem) => void): Table | null {
  try {
    const frozen = buildTable(tableSpec(table), buildOptions(table.metadata, null));
    for (const column of frozen.columns) reportUnknown(frozen, column, report);
    return frozen;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    report({
      code: 'invalid-table',
      severity: 'error',
      message: error.message,
      origin: table.nameOrigin ?? table.origin,
    });
    return null;
  }
}

/** What of a column could not be evaluated: no revision with it is written, and nobody should wonder why. */
function reportUnknown(table: Table, column: Column, report: (problem: Problem) => void): void {
  const name = `${tableKey(table.name, table.schema)}.${column.name}`;
  const { type, nullableUnknown, origin } = column;
  const known = type.kind === 'decorated' ? type.impl : type;
  if (known.kind === 'unknown') {
    const message = `The type of column "${name}" cannot be known: ${known.reason}`;
    report({ code: 'unknown-type', severity: 'warning', message, origin: origin ?? known.origin });
  } else if (nullableUnknown !== undefined) {
    const message = `Whether column "${name}" may be NULL cannot be known: ${nullableUnknown}; write nullable= in mapped_column()`;
    report({ code: 'unknown-nullability', severity: 'warning', message, origin });
  }
}

/** The MetaData's schema is in tables and foreign keys already; one of `BLANK_SCHEMA` must not get it back. */
function buildOptions(
  metadata: MetaDataBuilder,
  schema: string | null,
): { readonly schema: string | null; readonly namingConvention: MetaData['namingConvention'] } {
  return { schema, namingConvention: metadata.namingConvention };
}

/** A table as written, for `buildTable`. */
export function tableSpec(table: TableBuilder): TableSpec {
  const written: ConstraintBuilder[] = [];
  const indexes: IndexSpec[] = [];
  for (const item of table.items) {
    if (item instanceof ConstraintBuilder) written.push(item);
    else indexes.push(indexSpec(item));
  }
  written.sort((a, b) => a.creationOrder - b.creationOrder);
  return {
    name: table.name,
    schema: table.schema,
    columns: table.columns.map((column) => columnSpec(column)),
    constraints: written.map((constraint) => freezeConstraint(constraint, table.metadata)),
    indexes,
    comment: table.comment,
    prefixes: table.prefixes,
    info: table.info,
    dialectOptions: freezeOptions(table.dialectOptions),
    origin: table.origin,
    nameOrigin: table.nameOrigin,
  };
}

/** A column as written. One that nobody named is called by the empty string, which the caller must refuse before. */
export function columnSpec(column: ColumnBuilder): ColumnSpec {
  const metadata = column.table?.metadata ?? null;
  return {
    name: column.name ?? '',
    key: column.key ?? column.name ?? '',
    ...(column.type === null ? {} : { type: typeOf(column, column.type) }),
    nullable: column.nullable,
    nullableUnknown: column.nullableUnknown,
    primaryKey: column.primaryKey,
    autoincrement: column.autoincrement,
    serverDefault: freezeDefault(column),
    hasDefault: column.hasDefault,
    unique: column.unique,
    index: column.index,
    comment: column.comment,
    system: column.system,
    foreignKeys: column.foreignKeys.map((key) => freezeForeignKey(key, metadata)),
    checks: column.constraints
      .map((constraint) => freezeConstraint(constraint, metadata))
      .filter((constraint): constraint is CheckConstraint => constraint.kind === 'check'),
    dialectOptions: freezeOptions(column.dialectOptions),
    ...(column.sequence === null ? {} : { sequence: freezeSequence(column.sequence) }),
    origin: column.origin,
  };
}

function typeOf({ table }: ColumnBuilder, type: TypeEngine): TypeEngine {
  if (table === null) return type;
  return withOwnerSchema(type, { table: table.schema, metadata: table.metadata.schema });
}

function freezeDefault(column: ColumnBuilder): Column['serverDefault'] {
  const { serverDefault } = column;
  if (serverDefault === null) return null;
  switch (serverDefault.kind) {
    case 'default-clause':
      return { kind: 'default', arg: { type: 'clause', clause: serverDefault.clause.build() } };
    case 'computed':
      return { kind: 'computed', sqltext: serverDefault.sqltext.build(), persisted: serverDefault.persisted };
    case 'default':
    case 'identity':
    case 'fetched':
      return serverDefault;
  }
}

function freezeForeignKey(key: ForeignKeyBuilder, metadata: MetaDataBuilder | null): ColumnForeignKey {
  return {
    target: foreignKeyTarget(key.target, metadata, key.linkToName),
    name: key.name,
    options: key.options,
    dialectOptions: freezeOptions(key.dialectOptions),
    origin: key.origin,
  };
}

/** `"schema.table.column"` or a Column; a string names the column by its key. Upstream: `ForeignKey._column_tokens`. */
export function foreignKeyTarget(
  target: string | ColumnBuilder,
  metadata: MetaDataBuilder | null,
  linkToName = false,
): ForeignKeyTarget {
  if (target instanceof ColumnBuilder) {
    return {
      schema: target.table?.schema ?? null,
      table: target.table?.name ?? '',
      column: target.name,
    };
  }
  const parts = target.split('.');
  if (parts.length === 1) return { schema: metadata?.schema ?? null, table: target, column: null };
  const column = parts.at(-1) ?? '';
  const table = parts.at(-2) ?? '';
  const schema = parts.length > 2 ? parts.slice(0, -2).join('.') : (metadata?.schema ?? null);
  if (linkToName) return { schema, table, column };
  const referred = metadata?.tables.get(tableKey(table, schema));
  return { schema, table, column: referred?.column(column)?.name ?? column };
}

/** Columns by key, as the table's columns are looked up. */
function keyOf(reference: ColumnReference): string {
  return typeof reference === 'string' ? reference : (reference.key ?? reference.name ?? '');
}

export function freezeConstraint(
  constraint: ConstraintBuilder,
  metadata: MetaDataBuilder | null,
): Constraint {
  const { data } = constraint;
  const base = {
    name: data.name,
    comment: data.comment,
    deferrable: data.deferrable,
    initially: data.initially,
    dialectOptions: freezeOptions(data.dialectOptions),
    ...(constraint.ddlIf === null ? {} : { ddlIf: constraint.ddlIf }),
    origin: data.origin,
  };
  switch (data.kind) {
    case 'primary_key':
      return { ...base, kind: 'primary_key', columns: data.columns.map(keyOf), isImplicit: false };
    case 'unique':
      return { ...base, kind: 'unique', columns: data.columns.map(keyOf), columnFlag: false };
    case 'check':
      return { ...base, kind: 'check', sqltext: data.sqltext.build(), typeBound: null };
    case 'exclude':
      return {
        ...base,
        kind: 'exclude',
        elements: data.elements.map((element) => ({
          ...element,
          expression: element.expression.build(),
        })),
        using: data.using,
        where: data.where?.build() ?? null,
      };
    case 'foreign_key': {
      const targets = data.targets.map((target) => foreignKeyTarget(target, metadata, data.linkToName));
      const columns = data.columns.map(keyOf);
      return {
        ...base,
        kind: 'foreign_key',
        columns,
        referredSchema: targets[0]?.schema ?? null,
        referredTable: targets[0]?.table ?? '',
        referredColumns: targets.map((target, index) => target.column ?? columns[index] ?? ''),
        onupdate: data.onupdate,
        ondelete: data.ondelete,
        match: data.match,
        useAlter: data.useAlter,
        columnFlag: false,
      };
    }
  }
}

function indexSpec(index: IndexBuilder): IndexSpec {
  return {
    name: index.name,
    expressions: index.expressions.map((expression) =>
      expression instanceof ClauseBuilder ? expression.build() : keyOf(expression),
    ),
    unique: index.unique,
    dialectOptions: withColumnNames(freezeOptions(index.dialectOptions), index.table),
    ...(index.ddlIf === null ? {} : { ddlIf: index.ddlIf }),
    origin: index.origin,
  };
}

/** Options that name columns do so by their keys; DDL wants the names. */
function withColumnNames(options: DialectOptions, table: TableBuilder | null): DialectOptions {
  const nameOf = (key: string): string => table?.column(key)?.name ?? key;
  return Object.fromEntries(
    Object.entries(options).map(([option, value]): [string, DialectOption] => {
      if (option.endsWith('_include') && Array.isArray(value)) {
        const keys: readonly unknown[] = value;
        return [option, keys.map((key) => nameOf(String(key)))];
      }
      if (option === 'postgresql_ops' && typeof value === 'object' && value !== null && !('kind' in value))
        return [option, Object.fromEntries(Object.entries(value).map(([key, ops]) => [nameOf(key), ops]))];
      return [option, value];
    }),
  );
}

export function freezeOptions(options: MutableDialectOptions): DialectOptions {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]): [string, DialectOption] => [
      name,
      value instanceof ClauseBuilder ? value.build() : value,
    ]),
  );
}
