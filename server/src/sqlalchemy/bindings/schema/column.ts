/** `Column`, `mapped_column` and what stands in them: defaults, identities. */
import type {
  ClassValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import { dictFromObject } from '../../../python/eval/containers.ts';
import {
  bool,
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { ServerDefaultBuilder } from '../../orm/builders.ts';
import {
  ColumnBuilder,
  ConstraintBuilder,
  ForeignKeyBuilder,
  SequenceBuilder,
  TypeBuilder,
} from '../../orm/builders.ts';
import { freezeConstraint } from '../../orm/freeze.ts';
import type { Identity } from '../../sql/schema.ts';
import { tableKey } from '../../sql/schema.ts';
import { nullType } from '../../sql/types.ts';
import { nameLooseConstraint } from '../../sql/schema-builder.ts';
import { Arguments, reportUnreadable, stringOf } from '../arguments.ts';
import { refuseForcedQuotes } from '../quoting.ts';
import { clauseOf } from '../sql/clauses.ts';
import { columnElementClass } from '../sql/elements.ts';
import { isTypeValue, typeOf, typeValue } from '../types/type-engine.ts';
import { ddlExpression, foreignKeyClass, schemaItemClass } from './constraints.ts';
import { identityOptionNames, readIdentityOptions } from './identity-options.ts';
import { dialectOptions } from './options.ts';
import { foreignKeyConstraint } from './table-constraints.ts';

const module = 'sqlalchemy.sql.schema';

export const identityClass: ClassValue = nativeClass({
  name: 'Identity',
  module,
  bases: [schemaItemClass],
  hooks: {
    instantiate: (cls, call) => {
      const names = ['always', 'on_null', ...identityOptionNames.slice(0, 9)];
      const given = new Arguments('Identity', call, names);
      const options = readIdentityOptions(given);
      const always = given.bool('always');
      const identity: Identity = {
        kind: 'identity',
        always: always === undefined ? false : always,
        options,
      };
      given.finish();
      return nativeInstance(cls, identity, call.site);
    },
  },
});

export const computedClass: ClassValue = nativeClass({
  name: 'Computed',
  module,
  bases: [schemaItemClass],
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('Computed', call, ['sqltext', 'persisted']);
      const computed: ServerDefaultBuilder = {
        kind: 'computed',
        sqltext: ddlExpression(given, 'sqltext'),
        persisted: given.bool('persisted') ?? null,
      };
      given.finish();
      return nativeInstance(cls, computed, call.site);
    },
  },
});

const fetchedValue: ServerDefaultBuilder = { kind: 'fetched' };

export const fetchedValueClass: ClassValue = nativeClass({
  name: 'FetchedValue',
  module,
  bases: [schemaItemClass],
  hooks: { instantiate: (cls, call) => nativeInstance(cls, fetchedValue, call.site) },
});

export const defaultClauseClass: ClassValue = nativeClass({
  name: 'DefaultClause',
  module,
  bases: [fetchedValueClass],
  hooks: {
    instantiate: (cls, call) =>
      nativeInstance(cls, readServerDefault(call.interpreter, call.args[0] ?? none, call.site), call.site),
  },
});

export const columnDefaultClass: ClassValue = nativeClass({
  name: 'ColumnDefault',
  module,
  bases: [schemaItemClass],
  hooks: { instantiate: (cls, call) => nativeInstance(cls, null, call.site) },
});

/** `server_default=`; undefined, with a report, when it cannot be known. */
export function readServerDefault(
  interpreter: Interpreter,
  value: Value,
  site: Origin,
): ServerDefaultBuilder | null | undefined {
  if (value.kind === 'none') return null;
  const text = stringOf(value);
  if (typeof text === 'string') return { kind: 'default', arg: { type: 'str', value: text } };
  if (value.kind === 'instance') {
    const { payload } = value;
    const clause = clauseOf(value);
    if (clause !== null) return { kind: 'default-clause', clause };
    if (isServerDefault(payload)) return payload;
  }
  reportUnreadable(interpreter, 'the server default', value, 'a string or SQL expression', site);
  return undefined;
}

function isServerDefault(payload: unknown): payload is ServerDefaultBuilder {
  if (typeof payload !== 'object' || payload === null || !('kind' in payload)) return false;
  return ['default', 'default-clause', 'computed', 'identity', 'fetched'].includes(String(payload.kind));
}

/** Reads the arguments of `Column(...)` or `mapped_column(...)` into a builder. */
export function readColumn(call: NativeCall, isMapped: boolean): ColumnBuilder {
  const callee = isMapped ? 'mapped_column' : 'Column';
  const column = new ColumnBuilder(call.site, isMapped);
  const given = new Arguments(callee, call, [], { variadic: true });
  const items = [...given.rest];
  readNameAndType(column, given, items);
  for (const item of items) addItem(column, item, call);

  refuseForcedQuotes(given, 'quote', column.name);
  column.key = given.string('key') ?? null;
  column.primaryKey = given.bool('primary_key') ?? false;
  column.nullable = readNullable(given);
  column.unique = given.bool('unique') ?? null;
  column.index = given.bool('index') ?? null;
  column.comment = given.string('comment') ?? null;
  column.infoValue = given.value('info') ?? null;
  column.system = given.bool('system') ?? false;
  readAutoincrement(column, given);
  readDefaults(column, given);
  if (isMapped) readMappedOptions(column, given);
  for (const ignored of [
    'server_onupdate',
    'doc',
    '_proxies',
    '_constraints',
    'insert_sentinel',
    '_insert_sentinel',
    '_omit_from_statements',
  ]) {
    given.value(ignored);
  }
  column.dialectOptions = dialectOptions(call.interpreter, callee, given.others(), call.site);
  return column;
}

function readNameAndType(column: ColumnBuilder, given: Arguments, items: Value[]): void {
  const first = items[0];
  if (first !== undefined && (first.kind === 'none' || typeof stringOf(first) === 'string')) {
    column.name = stringOf(first) ?? null;
    items.shift();
  }
  const name = given.string('name');
  if (name !== undefined) column.name = name;
  const second = items[0];
  let type = given.value('type_');
  if (second !== undefined && !isSchemaItem(second)) {
    type = second;
    items.shift();
  }
  if (type !== undefined && type.kind !== 'none') setType(given.interpreter, column, type, given.site);
}

function setType(interpreter: Interpreter, column: ColumnBuilder, given: Value, site: Origin): void {
  const type =
    given.kind === 'class' && isTypeValue(given) ? interpreter.call(given, [], new Map(), site) : given;
  column.type = typeOf(interpreter, type, site);
  // `Column("x", NullType())` is a column without a type as well.
  if (column.type.kind === 'NullType') column.type = null;
  column.typeValue = null;
  if (type.kind !== 'instance' || !isTypeValue(type)) return;
  column.typeValue = type;
  if (type.payload instanceof TypeBuilder) column.attached = type.payload.attached;
}

function isSchemaItem(value: Value): boolean {
  return value.kind === 'instance' && value.cls.mro.includes(schemaItemClass);
}

function addItem(column: ColumnBuilder, item: Value, call: NativeCall): void {
  if (item.kind === 'instance') {
    const { payload } = item;
    if (payload instanceof ForeignKeyBuilder) column.foreignKeys.push(payload);
    else if (payload instanceof ConstraintBuilder) column.constraints.push(withOwnName(payload));
    else if (payload instanceof SequenceBuilder) setSequence(column, payload);
    else if (isServerDefault(payload)) column.serverDefault = payload;
    else if (item.cls === columnDefaultClass) setDefault(column, item);
    else reportUnreadable(call.interpreter, 'an argument of Column()', item, 'a schema item', call.site);
    return;
  }
  reportUnreadable(call.interpreter, 'an argument of Column()', item, 'a schema item', call.site);
}

/** A constraint that another table has already got its name from that table's naming convention. */
function withOwnName(constraint: ConstraintBuilder): ConstraintBuilder {
  const { table, data } = constraint;
  if (table === null) return constraint;
  const { namingConvention } = table.metadata;
  const { name } = nameLooseConstraint(freezeConstraint(constraint, table.metadata), table, {
    namingConvention,
  });
  return new ConstraintBuilder({ ...data, name });
}

/** An optional one leaves the numbering to the database, as if there was no default. */
function setSequence(column: ColumnBuilder, sequence: SequenceBuilder): void {
  sequence.hasColumn = true;
  column.sequence = sequence;
  column.hasDefault ||= !sequence.optional;
}

function readNullable(given: Arguments): boolean | null {
  const value = given.value('nullable');
  // `nullable=SchemaConst.NULL_UNSPECIFIED` says nothing.
  if (value?.kind === 'instance') return null;
  return given.bool('nullable') ?? null;
}

function readAutoincrement(column: ColumnBuilder, given: Arguments): void {
  const value = given.value('autoincrement');
  if (value === undefined) return;
  const text = stringOf(value);
  if (text === 'auto' || text === 'ignore_fk') column.autoincrement = text;
  else column.autoincrement = given.bool('autoincrement') ?? 'auto';
}

function readDefaults(column: ColumnBuilder, given: Arguments): void {
  const value = given.value('default');
  if (value !== undefined && value.kind !== 'none') {
    if (value.kind === 'instance' && value.payload instanceof SequenceBuilder)
      setSequence(column, value.payload);
    else setDefault(column, value);
  }
  const onupdate = given.value('onupdate');
  if (onupdate !== undefined && onupdate.kind !== 'none') column.onupdateValue = onupdate;
  const serverDefault = given.value('server_default');
  if (serverDefault === undefined) return;
  column.serverDefault = readServerDefault(given.interpreter, serverDefault, given.site) ?? null;
}

function setDefault(column: ColumnBuilder, value: Value): void {
  column.hasDefault = true;
  column.defaultValue = value;
}

function readMappedOptions(column: ColumnBuilder, given: Arguments): void {
  const insertDefault = given.value('insert_default');
  if (insertDefault !== undefined && insertDefault.kind !== 'none') setDefault(column, insertDefault);
  const sortOrder = given.int('sort_order');
  if (sortOrder !== undefined) column.sortOrder = sortOrder;
  column.useExistingColumn = given.bool('use_existing_column') ?? false;
  for (const ignored of [
    'init',
    'repr',
    'default_factory',
    'compare',
    'kw_only',
    'hash',
    'dataclass_metadata',
    'deferred',
    'deferred_group',
    'deferred_raiseload',
    'active_history',
  ]) {
    given.value(ignored);
  }
}

function columnAttribute(
  name: string,
  read: (column: ColumnBuilder, self: InstanceValue) => Value,
): [string, Value] {
  return [
    name,
    nativeProperty(name, (self) => (self.payload instanceof ColumnBuilder ? read(self.payload, self) : none)),
  ];
}
function columnOf(self: Value | undefined): ColumnBuilder | null {
  return self?.kind === 'instance' && self.payload instanceof ColumnBuilder ? self.payload : null;
}
const optional = (text: string | null): Value => (text === null ? none : str(text));
const copy = nativeMethod('copy', (call) => {
  const self = call.args[0];
  if (self?.kind !== 'instance' || !(self.payload instanceof ColumnBuilder)) return none;
  return columnInstance(self.payload.copy());
});

/** The default as an object: it can be given to another column. */
function serverDefaultValue({ serverDefault }: ColumnBuilder, site: Origin): Value {
  if (serverDefault === null) return none;
  const classes = {
    default: defaultClauseClass,
    'default-clause': defaultClauseClass,
    computed: computedClass,
    identity: identityClass,
    fetched: fetchedValueClass,
  };
  return nativeInstance(classes[serverDefault.kind], serverDefault, site);
}

const columnMembers: Readonly<Record<string, Value>> = {
  ...Object.fromEntries([
    columnAttribute('name', (column) => optional(column.name)),
    columnAttribute('key', (column) => optional(column.key ?? column.name)),
    columnAttribute('primary_key', (column) => bool(column.primaryKey)),
    columnAttribute('unique', (column) => (column.unique === null ? none : bool(column.unique))),
    columnAttribute('index', (column) => (column.index === null ? none : bool(column.index))),
    columnAttribute('info', (column) => (column.infoValue ??= dictFromObject([]))),
    columnAttribute('comment', (column) => optional(column.comment)),
    columnAttribute('table', (column) => column.table?.instance ?? none),
    columnAttribute('server_default', (column, self) => serverDefaultValue(column, self.origin)),
    columnAttribute('foreign_keys', (column, self) => list(foreignKeyValues(column, self.origin))),
  ]),
  references: nativeMethod('references', (call) => {
    const [self, other] = call.args;
    const column = columnOf(self);
    const target = columnOf(other);
    return bool(
      column !== null &&
        target !== null &&
        column.foreignKeys.some((key) => referredColumn(column, key) === target),
    );
  }),
  type: {
    kind: 'property',
    get: nativeMethod('type', ({ args: [self], site }) => {
      const column = columnOf(self);
      return column === null ? none : (column.typeValue ?? typeValue(column.type ?? nullType, site));
    }),
    set: nativeMethod('type', (call) => {
      const [self, value = none] = call.args;
      const column = columnOf(self);
      if (column !== null) setType(call.interpreter, column, value, call.site);
      return none;
    }),
  },
  nullable: {
    kind: 'property',
    get: nativeMethod('nullable', ({ args: [self] }) => {
      const column = columnOf(self);
      return column === null ? none : bool(column.nullable ?? !column.primaryKey);
    }),
    // Also of a column that has its table already: DDL asks for it last.
    set: nativeMethod('nullable', (call) => {
      const [self, value] = call.args;
      const column = columnOf(self);
      if (column === null || value === undefined) return none;
      const truth = call.interpreter.isTrue(value, call.site);
      if (truth === null)
        reportUnreadable(call.interpreter, '`nullable` of a column', value, 'True or False', call.site);
      else column.nullable = truth;
      return none;
    }),
  },
  copy,
  _copy: copy,
};

class ParentedForeignKey {
  readonly key: ForeignKeyBuilder;
  readonly parent: ColumnBuilder;
  constructor(key: ForeignKeyBuilder, parent: ColumnBuilder) {
    this.key = key;
    this.parent = parent;
  }
}

/** A `ForeignKey` that a column has, as `column.foreign_keys` gives it. */
const columnForeignKeyClass: ClassValue = nativeClass({
  name: 'ForeignKey',
  module,
  bases: [foreignKeyClass],
  members: Object.fromEntries(
    (
      [
        ['parent', ({ parent }) => columnInstance(parent)],
        ['constraint', ({ key, parent }) => foreignKeyConstraint(parent, key, key.origin) ?? none],
        [
          'column',
          ({ key, parent }) => {
            const column = referredColumn(parent, key);
            return column === null ? none : columnInstance(column);
          },
        ],
        [
          'target_fullname',
          ({ key: { target } }) =>
            str(
              typeof target === 'string'
                ? target
                : `${target.table === null ? '' : `${tableKey(target.table.name, target.table.schema)}.`}${target.key ?? ''}`,
            ),
        ],
        ['ondelete', ({ key }) => optional(key.options.ondelete)],
        ['onupdate', ({ key }) => optional(key.options.onupdate)],
        ['name', ({ key }) => optional(key.name?.text ?? null)],
      ] as const satisfies readonly (readonly [string, (foreignKey: ParentedForeignKey) => Value])[]
    ).map(([name, read]) => [
      name,
      nativeProperty(name, ({ payload }) => (payload instanceof ParentedForeignKey ? read(payload) : none)),
    ]),
  ),
});

export function foreignKeyValues(column: ColumnBuilder, site: Origin): readonly Value[] {
  return column.foreignKeys.map((key) =>
    nativeInstance(columnForeignKeyClass, new ParentedForeignKey(key, column), site),
  );
}

/** The column that a foreign key names; null while its table is not there. */
function referredColumn(column: ColumnBuilder, { target }: ForeignKeyBuilder): ColumnBuilder | null {
  if (typeof target !== 'string') return target;
  const { metadata } = column.table ?? {};
  const parts = target.split('.');
  const name = parts.at(-1) ?? '';
  const schema = parts.length > 2 ? parts.slice(0, -2).join('.') : (metadata?.schema ?? null);
  return metadata?.tables.get(tableKey(parts.at(-2) ?? '', schema))?.column(name) ?? null;
}

/** `column("name")`: a column by its name alone. */
export const columnClauseClass: ClassValue = nativeClass({
  name: 'ColumnClause',
  module: 'sqlalchemy.sql.elements',
  bases: [columnElementClass],
  members: columnMembers,
});

export const columnClass: ClassValue = nativeClass({
  name: 'Column',
  module,
  bases: [columnClauseClass, schemaItemClass],
  hooks: { instantiate: (cls, call) => columnInstance(readColumn(call, false), cls) },
});

/** `mapped_column()`; here it is the column it makes, as the table's `c` gives it. */
export const mappedColumnClass: ClassValue = nativeClass({
  name: 'MappedColumn',
  module: 'sqlalchemy.orm.properties',
  bases: [columnClass],
});

/** The one value of a column that evaluated code holds. */
export function columnInstance(column: ColumnBuilder, cls?: ClassValue): InstanceValue {
  column.instance ??= nativeInstance(
    cls ?? (column.isMapped ? mappedColumnClass : columnClass),
    column,
    column.origin,
  );
  return column.instance;
}

/** `insert_sentinel(name, type_)`: a column that only INSERTs look at; `orm_insert_sentinel()` maps it. */
export function insertSentinel(call: NativeCall, isMapped: boolean): Value {
  const given = new Arguments('insert_sentinel', call, ['name', 'type_', 'default', 'omit_from_statements']);
  const type = given.value('type_');
  const column = new ColumnBuilder(call.site, isMapped);
  column.name = given.string('name') ?? null;
  column.type =
    type === undefined || type.kind === 'none'
      ? { kind: 'Integer' }
      : typeOf(given.interpreter, type, given.site);
  column.hasDefault = true;
  column.nullable = true;
  column.useExistingColumn = isMapped;
  for (const ignored of ['default', 'omit_from_statements']) given.value(ignored);
  given.finish();
  return columnInstance(column);
}
