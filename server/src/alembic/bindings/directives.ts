/** Every directive of `alembic.op`, with its arguments as Alembic 1.19 takes them. Mirrors `alembic.operations.ops`. */
import type { Value } from '../../python/eval/value.ts';
import { none } from '../../python/eval/native.ts';
import type { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { ddlExpression, indexExpression } from '../../sqlalchemy/bindings/schema/constraints.ts';
import { readServerDefault } from '../../sqlalchemy/bindings/schema/column.ts';
import { dialectOptions } from '../../sqlalchemy/bindings/schema/options.ts';
import { makeTable, tableInstance } from '../../sqlalchemy/bindings/schema/table.ts';
import { typeOf } from '../../sqlalchemy/bindings/types/type-engine.ts';
import { literalOf } from '../../sqlalchemy/bindings/sql/literals.ts';
import { clauseOf } from '../../sqlalchemy/bindings/sql/elements.ts';
import {
  ClauseBuilder,
  ColumnBuilder,
  MetaDataBuilder,
  TableBuilder,
} from '../../sqlalchemy/orm/builders.ts';
import { columnSpec, freezeOptions, freezeTable } from '../../sqlalchemy/orm/freeze.ts';
import type { ClauseElement, LiteralValue } from '../../sqlalchemy/sql/elements.ts';
import { SchemaError } from '../../sqlalchemy/sql/errors.ts';
import type { Column, Constraint, ConstraintName, Index } from '../../sqlalchemy/sql/schema.ts';
import type { IndexSpec } from '../../sqlalchemy/sql/schema-builder.ts';
import { buildTable } from '../../sqlalchemy/sql/schema-builder.ts';
import type { AlterColumnOp, DropConstraintOp, ServerDefaultArg } from '../ops/operations.ts';
import { recordStatement } from './execute.ts';
import type { Recorder } from './recorder.ts';

/** The table that a batch is about. */
export interface Target {
  readonly table: string;
  readonly schema: string | null;
}
export interface Directive {
  /** Positional parameters of `op.<name>`; null: in batches only. */
  readonly parameters: readonly string[] | null;
  /** Positional parameters of `batch_op.<name>`; null: not in batches. */
  readonly batch: readonly string[] | null;
  readonly variadic?: boolean;
  readonly record: (recorder: Recorder, given: Arguments, target: Target) => Value;
}

/** The table and schema of a directive outside of a batch. */
export function targetOf(given: Arguments, tableParameter: string, schemaParameter = 'schema'): Target {
  return { table: given.string(tableParameter) ?? '', schema: given.string(schemaParameter) ?? null };
}

function options(given: Arguments, callee: string): ReturnType<typeof freezeOptions> {
  return freezeOptions(dialectOptions(given.interpreter, callee, given.others(), given.site));
}

/** A table that stands for one whose columns are only names. Upstream: `SchemaObjects`. */
function nameConstraint(
  recorder: Recorder,
  given: Arguments,
  target: Target,
  constraint: Constraint,
): Constraint {
  const names =
    constraint.kind === 'check' || constraint.kind === 'exclude' ? [] : [...new Set(constraint.columns)];
  try {
    const table = buildTable(
      {
        name: target.table,
        schema: target.schema,
        columns: names.map((name) => ({ name })),
        constraints: [constraint],
      },
      { namingConvention: recorder.context.namingConvention ?? {} },
    );
    return table.constraints.find((built) => built.kind === constraint.kind) ?? constraint;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    recorder.refuse(error.message, given.site);
    return constraint;
  }
}

function addConstraint(recorder: Recorder, given: Arguments, target: Target, constraint: Constraint): Value {
  recorder.record({
    kind: 'add_constraint',
    table: target.table,
    schema: target.schema,
    constraint: nameConstraint(recorder, given, target, constraint),
    origin: given.site,
  });
  return none;
}

const base = (given: Arguments, name: ConstraintName) => ({
  name,
  comment: null,
  deferrable: given.bool('deferrable') ?? null,
  initially: given.string('initially') ?? null,
  origin: given.site,
});

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
  const name = given.name('index_name');
  const columns = given.value('columns') ?? none;
  const items =
    columns.kind === 'unknown' || columns.kind === 'str'
      ? null
      : given.interpreter.iterate(columns, given.site);
  if (items === null) {
    given.unreadable('columns', columns, 'a list of columns');
    return none;
  }
  const expressions = items.map((item): string | ClauseElement => {
    const expression = indexExpression(item);
    if (expression instanceof ClauseBuilder) return expression.build();
    if (expression instanceof ColumnBuilder) return expression.name ?? '';
    if (expression === null) given.unreadable('columns', item, 'a column or SQL expression');
    return expression ?? '';
  });
  const ifNotExists = given.bool('if_not_exists') ?? null;
  const unique = given.bool('unique') ?? false;
  for (const ignored of ['quote', 'info']) given.value(ignored);
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

function createTable(recorder: Recorder, given: Arguments): Value {
  const name = given.string('table_name');
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
  const table = given.value('table');
  const rows = given.value('rows') ?? none;
  const builder = table?.kind === 'instance' && table.payload instanceof TableBuilder ? table.payload : null;
  const items =
    rows.kind === 'unknown' || rows.kind === 'none' ? null : given.interpreter.iterate(rows, given.site);
  const multiinsert = given.bool('multiinsert') ?? true;
  given.finish();
  if (builder === null) return unreadable(given, 'table', table ?? none, 'a table');
  if (items === null) return unreadable(given, 'rows', rows, 'a list of dicts');
  const read: Map<string, LiteralValue | ClauseElement>[] = [];
  for (const item of items) {
    const row = item.kind === 'dict' ? readRow(given, item) : null;
    if (row === null) return unreadable(given, 'rows', item, 'a dict of values that are known');
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

/** Reports an argument that cannot be read; the directive then gives None. */
function unreadable(given: Arguments, name: string, value: Value, expected: string): Value {
  given.unreadable(name, value, expected);
  return none;
}

function readRow(
  given: Arguments,
  dict: Extract<Value, { kind: 'dict' }>,
): Map<string, LiteralValue | ClauseElement> | null {
  const row = new Map<string, LiteralValue | ClauseElement>();
  for (const { key, value } of dict.entries.values()) {
    const name = stringOf(key);
    const cell = clauseOf(value)?.build() ?? literalOf(given.interpreter, value, given.site);
    if (typeof name !== 'string' || cell === null) return null;
    row.set(name, cell);
  }
  return row;
}

function dropConstraint(recorder: Recorder, given: Arguments, target: Target): Value {
  const name = given.name('constraint_name');
  const text = given.string('type_') ?? null;
  const types = ['foreignkey', 'primary', 'unique', 'check'] as const;
  const type: DropConstraintOp['type'] = types.find((candidate) => candidate === text) ?? null;
  if (text !== null && type === null) {
    return given.interpreter.raise(
      'TypeError',
      "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None",
      given.site,
    );
  }
  const ifExists = given.bool('if_exists') ?? null;
  given.finish();
  // Only a CHECK's name is wrapped by a convention when it is given (`%(constraint_name)s`).
  const named =
    type === 'check' && name !== null
      ? nameConstraint(recorder, given, target, {
          kind: 'check',
          ...base(given, name),
          dialectOptions: {},
          sqltext: { kind: 'text', text: '', bindparams: [] },
          typeBound: null,
        }).name
      : name;
  recorder.record({
    kind: 'drop_constraint',
    name: named,
    table: target.table,
    schema: target.schema,
    type,
    ifExists,
    original: null,
    dialectOptions: {},
    origin: given.site,
  });
  return none;
}

function createForeignKey(recorder: Recorder, given: Arguments, source: Target): Value {
  const name = given.name('constraint_name');
  const referentSchema = given.string('referent_schema') ?? null;
  const referent = given.string('referent_table') ?? '';
  const shared = base(given, name);
  const constraint: Constraint = {
    kind: 'foreign_key',
    ...shared,
    columns: given.strings('local_cols') ?? [],
    referredSchema: referentSchema,
    referredTable: referent,
    referredColumns: given.strings('remote_cols') ?? [],
    onupdate: given.string('onupdate') ?? null,
    ondelete: given.string('ondelete') ?? null,
    match: given.string('match') ?? null,
    useAlter: given.bool('use_alter') ?? false,
    columnFlag: false,
    dialectOptions: options(given, 'create_foreign_key'),
  };
  return addConstraint(recorder, given, source, constraint);
}

/** By name. `target` is the batch's table, or what the directive itself names. */
export const directives: Readonly<Record<string, Directive>> = {
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
      const target = targetOf(given, 'table_name');
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
      const ifExists = given.bool('if_exists') ?? null;
      recorder.record({
        kind: 'drop_column',
        ...target,
        column,
        ifExists,
        original: null,
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
  create_primary_key: {
    parameters: ['constraint_name', 'table_name', 'columns'],
    batch: ['constraint_name', 'columns'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const columns = given.strings('columns') ?? [];
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'primary_key',
        ...shared,
        columns,
        isImplicit: false,
        dialectOptions: options(given, 'create_primary_key'),
      });
    },
  },
  create_unique_constraint: {
    parameters: ['constraint_name', 'table_name', 'columns'],
    batch: ['constraint_name', 'columns'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const columns = given.strings('columns') ?? [];
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'unique',
        ...shared,
        columns,
        columnFlag: false,
        dialectOptions: options(given, 'create_unique_constraint'),
      });
    },
  },
  create_check_constraint: {
    parameters: ['constraint_name', 'table_name', 'condition'],
    batch: ['constraint_name', 'condition'],
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const sqltext = ddlExpression(given, 'condition').build();
      const shared = base(given, name);
      return addConstraint(recorder, given, target, {
        kind: 'check',
        ...shared,
        sqltext,
        typeBound: null,
        dialectOptions: options(given, 'create_check_constraint'),
      });
    },
  },
  create_foreign_key: {
    parameters: ['constraint_name', 'source_table', 'referent_table', 'local_cols', 'remote_cols'],
    batch: ['constraint_name', 'referent_table', 'local_cols', 'remote_cols'],
    record: createForeignKey,
  },
  create_exclude_constraint: {
    parameters: ['constraint_name', 'table_name'],
    batch: ['constraint_name'],
    variadic: true,
    record: (recorder, given, target) => {
      const name = given.name('constraint_name');
      const elements = given.rest.flatMap((pair) => {
        const [column, operator] =
          (pair.kind === 'unknown' ? null : given.interpreter.iterate(pair, given.site)) ?? [];
        const text = column === undefined ? undefined : stringOf(column);
        const sql = operator === undefined ? undefined : stringOf(operator);
        const expression: ClauseElement | undefined =
          typeof text === 'string'
            ? { kind: 'column', table: null, schema: null, name: text, type: null }
            : column === undefined
              ? undefined
              : clauseOf(column)?.build();
        if (expression === undefined || typeof sql !== 'string') {
          given.unreadable('elements', pair, 'a (column, operator) pair');
          return [];
        }
        return [{ expression, operator: sql }];
      });
      const where = given.value('where');
      const constraint: Omit<Extract<Constraint, { kind: 'exclude' }>, 'dialectOptions'> = {
        kind: 'exclude',
        ...base(given, name),
        elements,
        using: given.string('using') ?? 'gist',
        where: where === undefined || where.kind === 'none' ? null : ddlExpression(given, 'where').build(),
      };
      return addConstraint(recorder, given, target, {
        ...constraint,
        dialectOptions: options(given, 'create_exclude_constraint'),
      });
    },
  },
  drop_constraint: {
    parameters: ['constraint_name', 'table_name', 'type_'],
    batch: ['constraint_name', 'type_'],
    record: dropConstraint,
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
      recordStatement(recorder, statement, given.site);
      return none;
    },
  },
};

/** Where each directive names its table, when it is not a batch's. */
const tableParameters: Readonly<Record<string, string>> = { create_foreign_key: 'source_table' };
const schemaParameters: Readonly<Record<string, string>> = { create_foreign_key: 'source_schema' };

export function directiveTarget(name: string, given: Arguments): Target {
  const directive = directives[name];
  const parameter = tableParameters[name] ?? 'table_name';
  if (directive?.parameters?.includes(parameter) !== true) return { table: '', schema: null };
  // create_table reads its schema itself.
  if (name === 'create_table' || name === 'drop_table') return { table: '', schema: null };
  return targetOf(given, parameter, schemaParameters[name] ?? 'schema');
}
