/** `MetaData` and `Table`. */
import type {
  ClassValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import { dictFromObject } from '../../../python/eval/containers.ts';
import {
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { SchemaItem } from '../../orm/builders.ts';
import {
  ColumnBuilder,
  ConstraintBuilder,
  IndexBuilder,
  MetaDataBuilder,
  TableBuilder,
} from '../../orm/builders.ts';
import type { Table, NamingConvention } from '../../sql/schema.ts';
import { tableKey } from '../../sql/schema.ts';
import { Arguments, reportUnreadable, stringOf } from '../arguments.ts';
import { raiseError } from '../modules/exceptions.ts';
import { refuseForcedQuotes } from '../quoting.ts';
import { stateOf } from '../state.ts';
import { copyTable } from '../../orm/copy-table.ts';
import { clauseElementClass } from '../sql/elements.ts';
import { dmlMethods } from '../sql/statements.ts';
import { columnInstance, foreignKeyValues } from './column.ts';
import { collection } from './column-collection.ts';
import { foreignKeyConstraintClass, schemaItemClass } from './constraints.ts';
import { indexClass } from './constraints.ts';
import { conventionValue, namingToken } from './naming-token.ts';
import { constraintValues } from './table-constraints.ts';
import { dialectOptions } from './options.ts';
import { isBind } from '../payloads.ts';

const module = 'sqlalchemy.sql.schema';

export const metaDataClass: ClassValue = nativeClass({
  name: 'MetaData',
  module,
  bases: [schemaItemClass],
  members: {
    tables: nativeProperty('tables', (self, call) => {
      const metadata = self.payload;
      return metadata instanceof MetaDataBuilder
        ? collection(
            [...metadata.tables].map(([key, table]) => [key, tableInstance(table)]),
            call.site,
          )
        : none;
    }),
    sorted_tables: nativeProperty('sorted_tables', (self) =>
      self.payload instanceof MetaDataBuilder
        ? list([...self.payload.tables.values()].map(tableInstance))
        : none,
    ),
    schema: nativeProperty('schema', (self) => {
      const schema = self.payload instanceof MetaDataBuilder ? self.payload.schema : null;
      return schema === null ? none : str(schema);
    }),
    naming_convention: {
      kind: 'property',
      get: nativeMethod('naming_convention', (call) => {
        const metadata = payloadOf(call.args[0]);
        const convention =
          metadata instanceof MetaDataBuilder ? Object.entries(metadata.namingConvention) : [];
        return dictFromObject(
          convention.map(([name, template]) => [name, conventionValue(template)] as const),
        );
      }),
      set: nativeMethod('naming_convention', (call) => {
        const [self, value] = call.args;
        const metadata = payloadOf(self);
        if (metadata instanceof MetaDataBuilder && value !== undefined) {
          metadata.namingConvention = readConvention(
            new Arguments('MetaData', call, ['self', 'value']),
            value,
          );
        }
        return none;
      }),
    },
    create_all: nativeMethod('create_all', needsDatabase),
    drop_all: nativeMethod('drop_all', needsDatabase),
    reflect: nativeMethod('reflect', reflect),
    clear: nativeMethod('clear', (call) => {
      const self = call.args[0];
      if (self?.kind === 'instance' && self.payload instanceof MetaDataBuilder) self.payload.tables.clear();
      return none;
    }),
    remove: nativeMethod('remove', (call) => {
      const [self, table] = call.args;
      if (self?.kind !== 'instance' || !(self.payload instanceof MetaDataBuilder)) return none;
      if (table?.kind === 'instance' && table.payload instanceof TableBuilder) {
        self.payload.tables.delete(tableKey(table.payload.name, table.payload.schema));
      }
      return none;
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('MetaData', call, ['schema', 'quote_schema', 'naming_convention', 'info']);
      const schema = given.string('schema') ?? null;
      const convention = given.value('naming_convention');
      refuseForcedQuotes(given, 'quote_schema', schema);
      for (const ignored of ['info', 'bind']) given.value(ignored);
      given.finish();
      const metadata = newMetaData(call.interpreter, schema, call.site);
      if (convention !== undefined && convention.kind !== 'none')
        metadata.namingConvention = readConvention(given, convention);
      return metaDataInstance(metadata, cls);
    },
  },
});

function payloadOf(value: Value | undefined): unknown {
  return value?.kind === 'instance' ? value.payload : null;
}

function needsDatabase(call: NativeCall): Value {
  return call.interpreter.unknown('it needs a database connection', call.site);
}

/** Reads a naming convention: names or constraint classes to templates, and tokens to functions. */
export function readConvention(given: Arguments, value: Value): NamingConvention {
  const { interpreter } = given;
  const convention: Record<string, NamingConvention[string]> = {};
  if (value.kind !== 'dict') {
    given.unreadable('naming_convention', value, 'a dict');
    return convention;
  }
  const classNames: Readonly<Record<string, string>> = {
    Index: 'ix',
    UniqueConstraint: 'uq',
    CheckConstraint: 'ck',
    ForeignKeyConstraint: 'fk',
    PrimaryKeyConstraint: 'pk',
  };
  for (const { key, value: template } of value.entries.values()) {
    const name = key.kind === 'class' ? classNames[key.name] : stringOf(key);
    const text = stringOf(template);
    if (typeof name === 'string' && typeof text === 'string') convention[name] = text;
    else if (typeof name === 'string' && template.kind === 'function') {
      convention[name] = namingToken(interpreter, name, template, given.site, tableInstance);
    } else given.unreadable('naming_convention', template, 'a template string');
  }
  return convention;
}

export function newMetaData(interpreter: Interpreter, schema: string | null, site: Origin): MetaDataBuilder {
  const metadata = new MetaDataBuilder(schema, {}, site);
  stateOf(interpreter).metadata.push(metadata);
  return metadata;
}

export function metaDataInstance(metadata: MetaDataBuilder, cls: ClassValue = metaDataClass): InstanceValue {
  metadata.instance ??= nativeInstance(
    cls,
    metadata,
    metadata.origin ?? { file: '', range: { start: 0, end: 0 } },
  );
  return metadata.instance;
}

/** `table.to_metadata(metadata, schema=…, name=…)`. */
function toMetaData(call: NativeCall): Value {
  const given = new Arguments('to_metadata', call, [
    'self',
    'metadata',
    'schema',
    'referred_schema_fn',
    'name',
  ]);
  const table = payloadOf(given.value('self'));
  const metadata = payloadOf(given.value('metadata'));
  if (!(table instanceof TableBuilder) || !(metadata instanceof MetaDataBuilder))
    return call.interpreter.unknown('the MetaData of to_metadata() cannot be known', call.site);
  const schemaValue = given.value('schema');
  const keepsSchema = schemaValue === undefined || schemaValue.kind === 'instance';
  const schema = keepsSchema ? table.schema : (given.string('schema') ?? metadata.schema);
  const name = given.string('name') ?? table.name;
  const fn = given.value('referred_schema_fn');
  if (fn !== undefined && fn.kind !== 'none') given.unreadable('referred_schema_fn', fn, 'left out');
  const existing = metadata.tables.get(tableKey(name, schema ?? metadata.schema));
  return tableInstance(existing ?? copyTable(table, metadata, name, schema, call.site));
}

function columnsOf(self: InstanceValue, call: NativeCall): Value {
  return self.payload instanceof TableBuilder
    ? collection(
        self.payload.columns.map((column) => [column.key ?? column.name ?? '', columnInstance(column)]),
        call.site,
        false,
      )
    : none;
}

function tableAttribute(
  name: string,
  read: (table: TableBuilder, call: NativeCall) => Value,
): [string, Value] {
  return [
    name,
    nativeProperty(name, (self, call) =>
      self.payload instanceof TableBuilder ? read(self.payload, call) : none,
    ),
  ];
}

function appendMethod(name: string): [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const [self, item] = call.args;
      if (self?.kind === 'instance' && self.payload instanceof TableBuilder && item !== undefined) {
        addItem(call.interpreter, self.payload, item, call.site);
      }
      return none;
    }),
  ];
}

export const tableClass: ClassValue = nativeClass({
  name: 'Table',
  module,
  bases: [clauseElementClass, schemaItemClass],
  members: {
    c: nativeProperty('c', columnsOf),
    columns: nativeProperty('columns', columnsOf),
    ...Object.fromEntries([
      tableAttribute('name', (table) => str(table.name)),
      tableAttribute('key', (table) => str(tableKey(table.name, table.schema))),
      tableAttribute('fullname', (table) => str(tableKey(table.name, table.schema))),
      tableAttribute('schema', (table) => (table.schema === null ? none : str(table.schema))),
      tableAttribute('comment', (table) => (table.comment === null ? none : str(table.comment))),
      tableAttribute('info', (table) => (table.infoValue ??= dictFromObject([]))),
      tableAttribute('metadata', (table) => metaDataInstance(table.metadata)),
      tableAttribute('primary_key', (table, call) =>
        collection(
          table.columns
            .filter((column) => column.primaryKey)
            .map((column) => [column.name ?? '', columnInstance(column)]),
          call.site,
          false,
        ),
      ),
      tableAttribute('foreign_keys', (table, call) =>
        list(table.columns.flatMap((column) => foreignKeyValues(column, call.site))),
      ),
      tableAttribute('indexes', (table, call) =>
        list(
          table.items
            .filter((item) => item instanceof IndexBuilder)
            .map((item) => nativeInstance(indexClass, item, call.site)),
        ),
      ),
      tableAttribute('constraints', (table, call) => list(constraintValues(table, call.site))),
      tableAttribute('foreign_key_constraints', (table, call) =>
        list(constraintValues(table, call.site).filter(({ cls }) => cls === foreignKeyConstraintClass)),
      ),
      ['to_metadata', nativeMethod('to_metadata', toMetaData)],
      ['tometadata', nativeMethod('tometadata', toMetaData)],
      appendMethod('append_column'),
      appendMethod('append_constraint'),
      ...dmlMethods,
    ]),
    create: nativeMethod('create', (call) => tableDdl('create_table', call)),
    drop: nativeMethod('drop', (call) => tableDdl('drop_table', call)),
  },
  hooks: { instantiate: (cls, call) => instantiateTable(cls, call) },
});

/** `table.create(bind, checkfirst=True)`. */
function tableDdl(kind: 'create_table' | 'drop_table', call: NativeCall): Value {
  const given = new Arguments(kind, call, ['bind', 'checkfirst'], { skip: 1 });
  const bind = payloadOf(given.value('bind'));
  const table = payloadOf(call.args[0]);
  const checkfirst = given.bool('checkfirst') ?? true;
  given.finish();
  if (!isBind(bind) || !(table instanceof TableBuilder)) return needsDatabase(call);
  bind.tableDdl(kind, table, checkfirst, call);
  return none;
}

export function tableInstance(table: TableBuilder): InstanceValue {
  table.instance ??= nativeInstance(tableClass, table, table.origin);
  return table.instance;
}

function instantiateTable(cls: ClassValue, call: NativeCall): Value {
  const { interpreter, site } = call;
  const given = new Arguments('Table', call, ['name', 'metadata'], { variadic: true });
  const nameValue = given.value('name') ?? none;
  const name = stringOf(nameValue);
  const owner = given.value('metadata') ?? none;
  if (nameValue.kind === 'unknown' || owner.kind === 'unknown' || typeof name !== 'string') {
    const unknown = owner.kind === 'unknown' ? owner : nameValue;
    reportUnreadable(
      interpreter,
      owner === unknown ? 'the MetaData of Table()' : 'the name of Table()',
      unknown,
      'known',
      site,
    );
    return interpreter.unknown('the table cannot be known', site);
  }
  if (owner.kind !== 'instance' || !(owner.payload instanceof MetaDataBuilder)) {
    return interpreter.raise('TypeError', 'Table() needs a MetaData', site);
  }
  const metadata = owner.payload;
  const nameOrigin = nameValue.kind === 'str' ? (nameValue.origin ?? site) : site;
  return tableInstance(makeTable(given, name, metadata, given.rest, nameOrigin, cls));
}

/**
 * `Table(name, metadata, *items, **keywords)` with the keywords still in `given`. A second definition of a name gives the
 * first table, extended with `extend_existing=True`, as upstream.
 */
export function makeTable(
  given: Arguments,
  name: string,
  metadata: MetaDataBuilder,
  items: readonly Value[],
  nameOrigin: Origin,
  cls: ClassValue = tableClass,
): TableBuilder {
  const { interpreter, site } = given;
  const schemaValue = given.value('schema');
  // `schema=BLANK_SCHEMA` switches the MetaData's schema off.
  const schema =
    schemaValue === undefined || schemaValue.kind === 'none'
      ? metadata.schema
      : schemaValue.kind === 'instance' && stringOf(schemaValue) === undefined
        ? null
        : (given.string('schema') ?? null);
  const extend = given.bool('extend_existing') ?? false;
  const keep = given.bool('keep_existing') ?? false;
  const key = tableKey(name, schema);
  const existing = metadata.tables.get(key);
  if (existing !== undefined && (keep || (!extend && items.length === 0))) {
    given.others();
    return existing;
  }
  if (existing !== undefined && !extend) {
    raiseError(
      interpreter,
      'InvalidRequestError',
      `Table '${key}' is already defined for this MetaData instance.  Specify 'extend_existing=True' to redefine options and columns on an existing Table object.`,
      site,
    );
  }
  const from = given.value('autoload_with') ?? none;
  const reflected =
    from.kind === 'instance' && isBind(from.payload)
      ? from.payload.reflectTable(name, schema, given)
      : undefined;
  if (reflected === null) given.unreadable('autoload_with', from, 'a database that answers');
  for (const refused of reflected === undefined ? ['autoload_with', 'autoload'] : []) {
    const value = given.value(refused);
    if (value !== undefined && value.kind !== 'none' && interpreter.isTrue(value, site) !== false) {
      given.unreadable(refused, value, 'possible without a database: the columns are read from it');
    }
  }
  const table = existing ?? new TableBuilder(name, schema, metadata, site, nameOrigin);
  refuseForcedQuotes(given, 'quote', name);
  refuseForcedQuotes(given, 'quote_schema', schema);
  table.comment = given.string('comment') ?? table.comment;
  table.prefixes = given.strings('prefixes') ?? table.prefixes;
  const info = given.value('info');
  if (info !== undefined) table.infoValue = info;
  if (info?.kind === 'dict') table.info = readInfo(info);
  for (const ignored of [
    'listeners',
    'implicit_returning',
    'resolve_fks',
    'include_columns',
    'must_exist',
    '_creator_ddl',
    'sqlite_autoincrement_',
  ]) {
    given.value(ignored);
  }
  table.dialectOptions = {
    ...table.dialectOptions,
    ...dialectOptions(interpreter, 'Table', given.others(), site),
  };
  metadata.tables.set(key, table);
  table.instance ??= nativeInstance(cls, table, site);
  if (reflected) addReflected(table, reflected, site);
  for (const item of items) {
    // Columns that are given stand for those of the database.
    if (!extend && !keep && !table.isReflected) refuseDuplicate(interpreter, table, item);
    addItem(interpreter, table, item, site);
  }
  return table;
}

/** The columns of a table of the database. */
function addReflected(table: TableBuilder, { columns }: Table, site: Origin): void {
  table.isReflected = true;
  for (const { name, type, nullable, primaryKey, comment } of columns) {
    const column = new ColumnBuilder(site);
    Object.assign(column, { name, key: name, type, nullable, primaryKey, comment });
    table.append(column);
  }
}

/** `metadata.reflect(bind, schema=None, only=None)`. */
function reflect(call: NativeCall): Value {
  const given = new Arguments('reflect', call, ['bind', 'schema', 'views', 'only'], { skip: 1 });
  const bind = payloadOf(given.value('bind'));
  const metadata = payloadOf(call.args[0]);
  const only = given.strings('only') ?? null;
  const schema = given.string('schema') ?? null;
  if (!isBind(bind) || !(metadata instanceof MetaDataBuilder)) return needsDatabase(call);
  const names = bind.tableNames(schema, call);
  if (names === null) return needsDatabase(call);
  for (const name of names.filter((each) => only === null || only.includes(each))) {
    const key = tableKey(name, schema);
    const found = metadata.tables.has(key) ? null : bind.reflectTable(name, schema, call);
    if (found === null) continue;
    const table = new TableBuilder(name, schema, metadata, call.site, null);
    metadata.tables.set(key, table);
    table.instance = nativeInstance(tableClass, table, call.site);
    addReflected(table, found, call.site);
  }
  return none;
}

/** Upstream: `Column._set_parent` without `allow_replacements`. */
function refuseDuplicate(interpreter: Interpreter, table: TableBuilder, item: Value): void {
  const column = schemaItemOf(item);
  if (!(column instanceof ColumnBuilder) || column.name === null) return;
  if (table.columns.every((other) => other === column || other.name !== column.name)) return;
  raiseError(
    interpreter,
    'DuplicateColumnError',
    `A column with name '${column.name}' is already present in table '${tableKey(table.name, table.schema)}'.`,
    column.origin,
  );
}

function readInfo(info: Value & { readonly kind: 'dict' }): TableBuilder['info'] {
  const read: Record<string, string | number | boolean | null> = {};
  for (const { key, value } of info.entries.values()) {
    if (key.kind !== 'str') continue;
    if (value.kind === 'str' || value.kind === 'bool') read[key.value] = value.value;
    else if (value.kind === 'int') read[key.value] = Number(value.value);
    else if (value.kind === 'none') read[key.value] = null;
  }
  return read;
}

/** Adds a Column, constraint or index, and nothing for None; anything else is reported. */
export function addItem(interpreter: Interpreter, table: TableBuilder, item: Value, site: Origin): void {
  if (item.kind === 'none') return;
  const builder = schemaItemOf(item);
  if (builder === null) {
    // DDL events and other items without a part in the schema.
    if (item.kind === 'instance' && item.cls.mro.includes(schemaItemClass)) return;
    reportUnreadable(
      interpreter,
      `an item of the table \`${table.name}\``,
      item,
      'a column, constraint or index',
      site,
    );
    return;
  }
  if (builder instanceof ColumnBuilder && builder.name === null) {
    interpreter.raise(
      'ValueError',
      'Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table.',
      site,
    );
  }
  table.append(builder);
}

export function schemaItemOf(value: Value): SchemaItem | null {
  if (value.kind !== 'instance') return null;
  const { payload } = value;
  return payload instanceof ColumnBuilder ||
    payload instanceof ConstraintBuilder ||
    payload instanceof IndexBuilder
    ? payload
    : null;
}
