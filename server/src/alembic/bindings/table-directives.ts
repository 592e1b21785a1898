/** Directives about tables and rows. */
import type { Value } from '../../python/eval/value.ts';
import { none } from '../../python/eval/native.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import { isEnumClass } from '../../sqlalchemy/orm/type-map.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { makeTable, tableInstance } from '../../sqlalchemy/bindings/schema/table.ts';
import { literalOf } from '../../sqlalchemy/bindings/sql/literals.ts';
import { filledColumns } from '../../sqlalchemy/bindings/sql/dml-values.ts';
import { clauseOf } from '../../sqlalchemy/bindings/sql/clauses.ts';
import { ColumnBuilder, MetaDataBuilder, TableBuilder } from '../../sqlalchemy/orm/builders.ts';
import { freezeTable } from '../../sqlalchemy/orm/freeze.ts';
import type { ClauseElement, LiteralValue } from '../../sqlalchemy/sql/elements.ts';
import { tableKey } from '../../sqlalchemy/sql/schema.ts';
import { recordStatement } from './execute.ts';
import type { Recorder } from './recorder.ts';

import type { Directive } from './directive.ts';
import { options, targetOf, unreadable } from './directive.ts';
/** By name. */
export const tableDirectives: Readonly<Record<string, Directive>> = {
  create_table: {
    parameters: ['table_name'],
    batch: null,
    variadic: true,
    record: (recorder, given) => createTable(recorder, given),
  },
  drop_table: {
    parameters: ['table_name'],
    batch: null,
    record: (recorder, given) => {
      const target = { table: tableName(given) ?? '', schema: given.string('schema') ?? null };
      const ifExists = given.bool('if_exists') ?? null;
      for (const ignored of ['comment', 'info', 'prefixes']) given.value(ignored);
      recorder.record({
        kind: 'drop_table',
        ...target,
        ifExists,
        original: null,
        dialectOptions: options(given, 'drop_table'),
        origin: given.site,
      });
      return none;
    },
  },
  rename_table: {
    parameters: ['old_table_name', 'new_table_name'],
    batch: null,
    record: (recorder, given) => {
      const { table, schema } = targetOf(given, 'old_table_name');
      const newTable = given.string('new_table_name') ?? '';
      given.finish();
      recorder.record({ kind: 'rename_table', table, schema, newTable, origin: given.site });
      return none;
    },
  },
  create_table_comment: {
    parameters: ['table_name', 'comment'],
    batch: ['comment'],
    record: (recorder, given, target) => {
      const comment = given.string('comment') ?? null;
      const existingComment = given.string('existing_comment') ?? null;
      given.finish();
      recorder.record({
        kind: 'create_table_comment',
        ...target,
        comment,
        existingComment,
        origin: given.site,
      });
      return none;
    },
  },
  drop_table_comment: {
    parameters: ['table_name'],
    batch: [],
    record: (recorder, given, target) => {
      const existingComment = given.string('existing_comment') ?? null;
      given.finish();
      recorder.record({ kind: 'drop_table_comment', ...target, existingComment, origin: given.site });
      return none;
    },
  },
  bulk_insert: {
    parameters: ['table', 'rows'],
    batch: null,
    record: (recorder, given) => bulkInsert(recorder, given),
  },
  execute: {
    parameters: ['sqltext'],
    batch: ['sqltext'],
    record: (recorder, given) => {
      given.value('execution_options');
      const statement = given.value('sqltext') ?? none;
      given.finish();
      recordStatement(recorder, statement, given);
      return none;
    },
  },
};

/** The name; a Table in its place is read by its `str()`, as upstream's own tests do. */
function tableName(given: Arguments): string | null | undefined {
  const value = given.value('table_name');
  if (value?.kind === 'instance' && value.payload instanceof TableBuilder) {
    return tableKey(value.payload.name, value.payload.schema);
  }
  return given.string('table_name');
}

function createTable(recorder: Recorder, given: Arguments): Value {
  const name = tableName(given);
  const ifNotExists = given.bool('if_not_exists') ?? null;
  if (typeof name !== 'string') return given.interpreter.unknown('the table cannot be known', given.site);
  const metadata = new MetaDataBuilder(null, recorder.context.namingConvention ?? {}, given.site);
  // Columns that another table has already are copied, as upstream does.
  const items = given.rest.map((item): Value => {
    const payload = item.kind === 'instance' ? item.payload : null;
    return payload instanceof ColumnBuilder && payload.table !== null && item.kind === 'instance'
      ? { ...item, payload: payload.copy() }
      : item;
  });
  const nameValue = given.value('table_name');
  const nameOrigin = nameValue?.kind === 'str' ? (nameValue.origin ?? given.site) : given.site;
  const builder = makeTable(given, name, metadata, items, nameOrigin);
  const table = freezeTable(builder, (problem) => {
    recorder.refuse(problem.message, given.site);
  });
  if (table !== null) recorder.record({ kind: 'create_table', table, ifNotExists, origin: given.site });
  return tableInstance(builder);
}

function bulkInsert(recorder: Recorder, given: Arguments): Value {
  if (recorder.database?.hasNoRows === true) return none;
  const table = given.value('table');
  const rows = given.value('rows') ?? none;
  const builder = table?.kind === 'instance' && table.payload instanceof TableBuilder ? table.payload : null;
  // Upstream's own errors, whatever the table is.
  if (rows.kind !== 'unknown' && rows.kind !== 'list' && rows.kind !== 'instance') {
    raise(given, 'List expected');
  }
  const items = rows.kind === 'unknown' ? null : given.interpreter.iterate(rows, given.site);
  const multiinsert = given.bool('multiinsert') ?? true;
  given.finish();
  if (builder === null) return unreadable(given, 'table', table ?? none, 'a table');
  if (items === null) return unreadable(given, 'rows', rows, 'a list of dicts');
  const read: Map<string, LiteralValue | ClauseElement>[] = [];
  const isTogether = multiinsert && !recorder.context.offline;
  let firstKeys: ReadonlySet<string> | null = null;
  const [first] = items;
  if (first !== undefined && !['dict', 'instance', 'unknown'].includes(first.kind)) {
    raise(given, 'List of dictionaries expected');
  }
  for (const item of items) {
    const row = item.kind === 'dict' ? readRow(given, item, builder) : null;
    if (row === null) return unreadable(given, 'rows', item, 'a dict of values that are known');
    const left = fillIn(
      recorder,
      given,
      builder,
      row,
      isTogether ? (firstKeys ??= new Set(row.keys())) : null,
    );
    if (left !== null) {
      recorder.refuse(`the default ${left}, which rows leave out, is known only to Python`, given.site);
      return none;
    }
    read.push(row);
  }
  recorder.record({
    kind: 'bulk_insert',
    table: builder.name,
    schema: builder.schema,
    columns: builder.columns.map((column) => ({
      name: column.name ?? '',
      type: column.type ?? { kind: 'NullType' },
    })),
    rows: read,
    multiinsert,
    origin: given.site,
  });
  return none;
}

/**
 * The defaults of columns that a row leaves out; a text says which one cannot be known. Rows that are sent together have the
 * columns that the `first` one gives: what others give besides is left aside, as by upstream.
 */
function fillIn(
  recorder: Recorder,
  given: Arguments,
  table: TableBuilder,
  row: Map<string, LiteralValue | ClauseElement>,
  first: ReadonlySet<string> | null,
): string | null {
  for (const column of filledColumns(table)) {
    const { name, defaultValue } = column;
    if ((first ?? row).has(name ?? '')) {
      if (row.has(name ?? '')) continue;
      return `of column "${name ?? ''}", which the first row gives`;
    }
    const value = plainDefault(column, given, recorder.context.offline);
    if (value === null || defaultValue === null) return `of column "${name ?? ''}"`;
    row.set(name ?? '', clauseOf(defaultValue)?.build() ?? value);
  }
  return null;
}

function plainDefault(
  { defaultValue, sequence, type }: ColumnBuilder,
  given: Arguments,
  offline: boolean,
): LiteralValue | null {
  if (defaultValue === null || sequence !== null) return null;
  // Upstream leaves to Python what Python would fill in, and writes NULL into a script.
  if (offline || clauseOf(defaultValue) !== null) return { type: 'none' };
  if (defaultValue.kind === 'class' || defaultValue.kind.includes('function')) return null;
  return memberName(given, defaultValue, type) ?? literalOf(given.interpreter, defaultValue, given.site);
}

function raise(given: Arguments, message: string): never {
  return given.interpreter.raise('TypeError', message, given.site);
}

function readRow(
  given: Arguments,
  dict: Extract<Value, { kind: 'dict' }>,
  table: TableBuilder,
): Map<string, LiteralValue | ClauseElement> | null {
  const row = new Map<string, LiteralValue | ClauseElement>();
  for (const { key, value } of dict.entries.values()) {
    const name = stringOf(key);
    const type = table.columns.find((column) => column.name === name)?.type ?? null;
    const member = memberName(given, value, type);
    const cell = member ?? clauseOf(value)?.build() ?? literalOf(given.interpreter, value, given.site);
    if (typeof name !== 'string' || cell === null) return null;
    row.set(name, cell);
  }
  return row;
}

/** A member of `class Kind(str, Enum)` is text to Python; an Enum column stores its name where that is a label. */
function memberName(given: Arguments, value: Value, type: TypeEngine | null): LiteralValue | null {
  if (value.kind !== 'instance' || !isEnumClass(value.cls)) return null;
  const name = given.interpreter.findAttribute(value, 'name', given.site);
  return name?.kind === 'str' && enumLabels(type).includes(name.value)
    ? { type: 'str', value: name.value }
    : null;
}

function enumLabels(type: TypeEngine | null): readonly string[] {
  if (type?.kind === 'decorated') return enumLabels(type.impl);
  if (type?.kind === 'Enum') return type.enums;
  const labels = type?.kind === 'dialect' ? type.options['enums'] : undefined;
  return Array.isArray(labels) ? (labels as readonly string[]) : [];
}
