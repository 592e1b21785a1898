/** Directives about columns and indexes. */
import type { Value } from '../../python/eval/value.ts';
import { none } from '../../python/eval/native.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { indexExpression, quotedName } from '../../sqlalchemy/bindings/schema/constraints.ts';
import { readServerDefault } from '../../sqlalchemy/bindings/schema/column.ts';
import { typeOf } from '../../sqlalchemy/bindings/types/type-engine.ts';
import { ClauseBuilder, ColumnBuilder } from '../../sqlalchemy/orm/builders.ts';
import { columnSpec } from '../../sqlalchemy/orm/freeze.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import { SchemaError } from '../../sqlalchemy/sql/errors.ts';
import type { Column, Index } from '../../sqlalchemy/sql/schema.ts';
import type { IndexSpec } from '../../sqlalchemy/sql/schema-builder.ts';
import { buildTable } from '../../sqlalchemy/sql/schema-builder.ts';
import type { AlterColumnOp, ServerDefaultArg } from '../ops/operations.ts';
import type { Recorder } from './recorder.ts';

import type { Directive, Target } from './directive.ts';
import { options, unreadable } from './directive.ts';
/** By name. */
export const columnDirectives: Readonly<Record<string, Directive>> = {
  add_column: {
    parameters: ['table_name', 'column'],
    batch: ['column'],
    record: (recorder, given, target) => {
      const value = given.value('column') ?? none;
      const builder =
        value.kind === 'instance' && value.payload instanceof ColumnBuilder ? value.payload : null;
      if (builder === null) return unreadable(given, 'column', value, 'a Column');
      const column = addedColumn(recorder, given, target, builder.table === null ? builder : builder.copy());
      if (column === null) return none;
      recorder.record({
        kind: 'add_column',
        ...target,
        column,
        ...(builder.nullable === null && !builder.primaryKey ? { nullableIsDefault: true } : {}),
        ifNotExists: given.bool('if_not_exists') ?? null,
        inlineReferences: given.bool('inline_references') ?? false,
        inlinePrimaryKey: given.bool('inline_primary_key') ?? false,
        insertBefore: given.string('insert_before') ?? null,
        insertAfter: given.string('insert_after') ?? null,
        origin: given.site,
      });
      given.finish();
      return none;
    },
  },
  drop_column: {
    parameters: ['table_name', 'column_name'],
    batch: ['column_name'],
    record: (recorder, given, target) => {
      const column = given.string('column_name') ?? '';
      for (const ignored of ['existing_nullable', 'existing_server_default']) given.value(ignored);
      const ifExists = given.bool('if_exists') ?? null;
      recorder.record({
        kind: 'drop_column',
        ...target,
        column,
        ifExists,
        original: null,
        ...field('existingType', typeArgument(given, 'existing_type')),
        dialectOptions: options(given, 'drop_column'),
        origin: given.site,
      });
      return none;
    },
  },
  alter_column: { parameters: ['table_name', 'column_name'], batch: ['column_name'], record: alterColumn },
  create_index: {
    parameters: ['index_name', 'table_name', 'columns'],
    batch: ['index_name', 'columns'],
    record: createIndex,
  },
  drop_index: {
    parameters: ['index_name', 'table_name'],
    batch: ['index_name'],
    record: (recorder, given, target) => {
      const name = given.name('index_name');
      const ifExists = given.bool('if_exists') ?? null;
      recorder.record({
        kind: 'drop_index',
        name,
        table: target.table === '' ? null : target.table,
        schema: target.schema,
        ifExists,
        original: null,
        dialectOptions: options(given, 'drop_index'),
        origin: given.site,
      });
      return none;
    },
  },
};

/** A column frozen for `add_column`: names of its foreign keys follow the convention. */
function addedColumn(
  recorder: Recorder,
  given: Arguments,
  target: Target,
  builder: ColumnBuilder,
): Column | null {
  const spec = columnSpec(builder);
  try {
    const table = buildTable(
      { name: target.table, schema: target.schema, columns: [spec] },
      { namingConvention: recorder.context.namingConvention ?? {} },
    );
    const column = table.columns[0];
    if (column === undefined) return null;
    const keys = table.constraints.filter((constraint) => constraint.kind === 'foreign_key');
    return {
      ...column,
      foreignKeys: column.foreignKeys.map((key, index) => ({ ...key, name: keys[index]?.name ?? key.name })),
    };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    recorder.refuse(error.message, given.site);
    return null;
  }
}

/** `False` stands for "not given". */
function serverDefault(given: Arguments, name: string): ServerDefaultArg | undefined {
  const value = given.value(name);
  if (value === undefined || (value.kind === 'bool' && !value.value)) return undefined;
  const builder = readServerDefault(given.interpreter, value, given.site);
  if (builder === undefined || builder === null) return builder;
  const column = new ColumnBuilder(given.site);
  column.name = 'x';
  column.serverDefault = builder;
  return columnSpec(column).serverDefault ?? null;
}

/** The value as an object with one field, or none when it is not given: for optional fields. */
function field<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}

const notNull = <T>(value: T | null | undefined): T | undefined => value ?? undefined;

function commentArgument(given: Arguments, name: string): string | null | undefined {
  const value = given.value(name);
  if (value === undefined || (value.kind === 'bool' && !value.value)) return undefined;
  return given.string(name) ?? null;
}

function typeArgument(given: Arguments, name: string): ReturnType<typeof typeOf> | undefined {
  const value = given.value(name);
  return value === undefined || value.kind === 'none'
    ? undefined
    : typeOf(given.interpreter, value, given.site);
}

function alterColumn(recorder: Recorder, given: Arguments, target: Target): Value {
  const operation: Omit<AlterColumnOp, 'dialectOptions'> = {
    kind: 'alter_column',
    table: target.table,
    schema: target.schema,
    column: given.string('column_name') ?? '',
    ...field('existingType', typeArgument(given, 'existing_type')),
    ...field('existingServerDefault', serverDefault(given, 'existing_server_default')),
    ...field('existingNullable', notNull(given.bool('existing_nullable'))),
    ...field('existingComment', notNull(given.string('existing_comment'))),
    ...field('existingAutoincrement', notNull(given.bool('existing_autoincrement'))),
    ...field('modifyNullable', notNull(given.bool('nullable'))),
    ...field('modifyComment', commentArgument(given, 'comment')),
    ...field('modifyServerDefault', serverDefault(given, 'server_default')),
    ...field('modifyName', notNull(given.string('new_column_name'))),
    ...field('modifyType', typeArgument(given, 'type_')),
    ...field('modifyAutoincrement', notNull(given.bool('autoincrement'))),
    ...field('insertBefore', notNull(given.string('insert_before'))),
    ...field('insertAfter', notNull(given.string('insert_after'))),
    origin: given.site,
  };
  recorder.record({ ...operation, dialectOptions: options(given, 'alter_column') });
  return none;
}

function createIndex(recorder: Recorder, given: Arguments, target: Target): Value {
  const name = quotedName(given, 'index_name');
  const columns = given.value('columns') ?? none;
  // Upstream takes one name for a list of one.
  const items =
    columns.kind === 'unknown'
      ? null
      : columns.kind === 'str'
        ? [columns]
        : given.interpreter.iterate(columns, given.site);
  if (items === null) {
    given.unreadable('columns', columns, 'a list of columns');
    return none;
  }
  const expressions = items.map((item): string | ClauseElement => {
    const expression = indexExpression(item);
    if (expression instanceof ClauseBuilder) return textualIndexElement(expression.build());
    if (expression instanceof ColumnBuilder) return expression.name ?? '';
    if (expression === null) given.unreadable('columns', item, 'a column or SQL expression');
    return expression ?? '';
  });
  const ifNotExists = given.bool('if_not_exists') ?? null;
  const unique = given.bool('unique') ?? false;
  given.value('info');
  const spec: IndexSpec = {
    name,
    expressions,
    unique,
    dialectOptions: options(given, 'create_index'),
    origin: given.site,
  };
  const index = buildIndex(recorder, given, target, spec);
  if (index !== null) recorder.record({ kind: 'create_index', index, ifNotExists, origin: given.site });
  return none;
}

/** Upstream: `_textual_index_element`, whose key is its text: `postgresql_ops` may name it. */
function textualIndexElement(element: ClauseElement): ClauseElement {
  return element.kind === 'text' ? { ...element, key: element.text } : element;
}

function buildIndex(recorder: Recorder, given: Arguments, target: Target, spec: IndexSpec): Index | null {
  const names = new Set(spec.expressions.filter((expression) => typeof expression === 'string'));
  try {
    const table = buildTable(
      {
        name: target.table,
        schema: target.schema,
        columns: [...names].map((name) => ({ name })),
        indexes: [spec],
      },
      { namingConvention: recorder.context.namingConvention ?? {} },
    );
    return table.indexes[0] ?? null;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    recorder.refuse(error.message, given.site);
    return null;
  }
}
