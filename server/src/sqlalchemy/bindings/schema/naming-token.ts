/** Custom tokens of a naming convention: `"column_names": lambda constraint, table: …`, called where a name is formed. */
import type {
  ClassValue,
  FunctionValue,
  InstanceValue,
  Interpreter,
  Value,
} from '../../../python/eval/value.ts';
import { list, nativeInstance, none, str } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import {
  ClauseBuilder,
  ColumnBuilder,
  ConstraintBuilder,
  IndexBuilder,
  MetaDataBuilder,
  TableBuilder,
  type ConstraintData,
} from '../../orm/builders.ts';
import { NamingError } from '../../sql/naming.ts';
import type { NamingSubject, NamingToken } from '../../sql/schema.ts';
import { tableKey } from '../../sql/schema.ts';
import { stringOf } from '../arguments.ts';
import { inertClass } from '../inert.ts';
import { columnInstance } from './column.ts';
import {
  checkConstraintClass,
  foreignKeyConstraintClass,
  indexClass,
  primaryKeyConstraintClass,
  uniqueConstraintClass,
} from './constraints.ts';

let nextId = 0;
const functions = new WeakMap<NamingToken, FunctionValue>();

/** A convention's entry as evaluated code sees it. */
export function conventionValue(entry: string | NamingToken): Value {
  return typeof entry === 'string' ? str(entry) : (functions.get(entry) ?? none);
}

/** `tableOf` makes the value of a table. What the function cannot say is a NamingError where the name is needed. */
export function namingToken(
  interpreter: Interpreter,
  name: string,
  fn: FunctionValue,
  site: Origin,
  tableOf: (table: TableBuilder) => InstanceValue,
): NamingToken {
  const token: NamingToken = {
    id: nextId++,
    apply: (subject) => {
      const table = tableFor(subject, site);
      const args = [constraintFor(subject, table, site, tableOf), tableOf(table)];
      const outcome = interpreter.run(fn, args, new Map(), site);
      const text = outcome.ok ? stringOf(outcome.value) : null;
      if (typeof text === 'string') return text;
      const reason = !outcome.ok
        ? outcome.problem.message
        : outcome.value.kind === 'unknown'
          ? outcome.value.reason
          : 'its function gives no string';
      throw new NamingError(`the naming-convention token %(${name})s cannot be evaluated: ${reason}`);
    },
  };
  functions.set(token, fn);
  return token;
}

function tableFor({ tableName, schema, tableColumns }: NamingSubject, site: Origin): TableBuilder {
  const metadata = new MetaDataBuilder(null, {}, site);
  const table = new TableBuilder(tableName, schema, metadata, site, null);
  metadata.tables.set(tableKey(tableName, schema), table);
  for (const { name, key } of tableColumns) {
    const column = new ColumnBuilder(site);
    column.name = name;
    column.key = key;
    table.append(column);
  }
  return table;
}

const classes: Readonly<Record<Exclude<NamingSubject['prefix'], 'ix'>, ClassValue>> = {
  pk: primaryKeyConstraintClass,
  uq: uniqueConstraintClass,
  fk: foreignKeyConstraintClass,
  ck: checkConstraintClass,
};

/** The constraint or index as far as names depend on it. */
function constraintFor(
  subject: NamingSubject,
  table: TableBuilder,
  site: Origin,
  tableOf: (table: TableBuilder) => InstanceValue,
): InstanceValue {
  const columns = subject.columns.map(({ name }) => columnNamed(table, name, site));
  const { prefix, name } = subject;
  const made =
    prefix === 'ix'
      ? nativeInstance(indexClass, new IndexBuilder(name, columns, false, {}, site), site)
      : nativeInstance(classes[prefix], new ConstraintBuilder(dataOf(subject, prefix, columns, site)), site);
  const given = new Map<string, Value>([
    ['columns', list(columns.map((column) => columnInstance(column)))],
    ['column_keys', list(subject.columns.map(({ key }) => str(key)))],
    ['table', tableOf(table)],
  ]);
  if (prefix === 'fk') {
    const referred = referredTable(subject, site);
    given.set('referred_table', tableOf(referred));
    given.set(
      'elements',
      list(referred.columns.map((column, index) => elementFor(referred, column, columns[index], site))),
    );
  }
  for (const [attribute, value] of given) made.attributes.set(attribute, value);
  return made;
}

function dataOf(
  { name, referredColumns }: NamingSubject,
  prefix: keyof typeof classes,
  columns: readonly ColumnBuilder[],
  origin: Origin,
): ConstraintData {
  const fields = { name, comment: null, deferrable: null, initially: null, dialectOptions: {}, origin };
  switch (prefix) {
    case 'pk':
      return { ...fields, kind: 'primary_key', columns };
    case 'uq':
      return { ...fields, kind: 'unique', columns };
    case 'ck':
      return { ...fields, kind: 'check', sqltext: new ClauseBuilder(() => ({ kind: 'null' }), { columns }) };
    case 'fk':
      return {
        ...fields,
        kind: 'foreign_key',
        columns,
        targets: referredColumns,
        onupdate: null,
        ondelete: null,
        match: null,
        useAlter: false,
      };
  }
}

function referredTable(
  { referredTable: name, referredSchema, referredColumns }: NamingSubject,
  site: Origin,
): TableBuilder {
  const metadata = new MetaDataBuilder(null, {}, site);
  const table = new TableBuilder(name ?? '', referredSchema, metadata, site, null);
  for (const column of referredColumns) columnNamed(table, column, site);
  return table;
}

/** One of `constraint.elements`. */
const elementClass = inertClass('ForeignKey', 'sqlalchemy.sql.schema', {
  reason: 'is not known to a naming convention',
});
function elementFor(
  table: TableBuilder,
  column: ColumnBuilder,
  parent: ColumnBuilder | undefined,
  site: Origin,
): InstanceValue {
  const element = nativeInstance(elementClass, null, site);
  if (parent !== undefined) element.attributes.set('parent', columnInstance(parent));
  element.attributes.set('column', columnInstance(column));
  element.attributes.set(
    'target_fullname',
    str(`${tableKey(table.name, table.schema)}.${column.name ?? ''}`),
  );
  return element;
}

function columnNamed(table: TableBuilder, name: string, site: Origin): ColumnBuilder {
  const known = table.columns.find((column) => column.name === name);
  if (known !== undefined) return known;
  const column = new ColumnBuilder(site);
  column.name = name;
  table.append(column);
  return column;
}
