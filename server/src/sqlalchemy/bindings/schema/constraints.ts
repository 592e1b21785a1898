/** `ForeignKey`, the constraints and `Index` of `sqlalchemy.schema`. */
import type { ClassValue, Interpreter, NativeCall, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { ColumnReference, ClauseBuilder } from '../../orm/builders.ts';
import {
  ColumnBuilder,
  ConstraintBuilder,
  ForeignKeyBuilder,
  IndexBuilder,
  TableBuilder,
} from '../../orm/builders.ts';
import type { ConstraintName } from '../../sql/schema.ts';
import { Arguments, reportUnreadable, stringOf } from '../arguments.ts';
import { clauseOf } from '../sql/clauses.ts';
import { constant } from '../sql/elements.ts';
import { dialectOptions } from './options.ts';

const module = 'sqlalchemy.sql.schema';

export const schemaItemClass: ClassValue = nativeClass({ name: 'SchemaItem', module });

const nameAttribute = nativeProperty('name', (self) => {
  const { payload } = self;
  const name: ConstraintName =
    payload instanceof ConstraintBuilder
      ? payload.data.name
      : payload instanceof IndexBuilder
        ? payload.name
        : null;
  return name === null ? none : { kind: 'str', value: name.text };
});

/** `ddl_if(dialect="postgresql")`, or several of them. Upstream: `HasConditionalDDL.ddl_if`. */
const ddlIf = nativeMethod('ddl_if', (call) => {
  const self = call.args[0] ?? none;
  const given = new Arguments('ddl_if', call, ['dialect', 'callable_', 'state'], { skip: 1 });
  const payload = self.kind === 'instance' ? self.payload : null;
  const callable = given.value('callable_') ?? none;
  if (callable.kind !== 'none')
    given.unreadable('callable_', callable, 'None: what it decides is known only when the DDL runs');
  const dialect = given.value('dialect') ?? none;
  if (dialect.kind === 'none') return self;
  const name = stringOf(dialect);
  const dialects = typeof name === 'string' ? [name] : given.strings('dialect');
  if (payload instanceof ConstraintBuilder || payload instanceof IndexBuilder)
    payload.ddlIf = dialects ?? null;
  return self;
});

export const constraintClass: ClassValue = nativeClass({
  name: 'Constraint',
  module,
  bases: [schemaItemClass],
  members: { name: nameAttribute, ddl_if: ddlIf },
});

function itemClass(
  name: string,
  base: ClassValue,
  construct: (call: NativeCall) => unknown,
  itemModule = module,
): ClassValue {
  return nativeClass({
    name,
    module: itemModule,
    bases: [base],
    hooks: {
      instantiate: (cls, call) => {
        const item = construct(call);
        if (item instanceof ConstraintBuilder) item.infoValue = call.kwargs.get('info') ?? null;
        return nativeInstance(cls, item, call.site);
      },
    },
  });
}

export const foreignKeyClass = itemClass('ForeignKey', schemaItemClass, (call) => {
  const given = new Arguments('ForeignKey', call, [
    'column',
    '_constraint',
    'use_alter',
    'name',
    'onupdate',
    'ondelete',
    'deferrable',
    'initially',
    'link_to_name',
    'match',
    'info',
    'comment',
  ]);
  const target = foreignTarget(given, given.value('column') ?? none);
  const key = {
    name: given.name('name'),
    options: {
      onupdate: given.string('onupdate') ?? null,
      ondelete: given.string('ondelete') ?? null,
      deferrable: given.bool('deferrable') ?? null,
      initially: given.string('initially') ?? null,
      match: given.string('match') ?? null,
      useAlter: given.bool('use_alter') ?? false,
    },
  };
  for (const ignored of ['_constraint', 'info', 'comment']) given.value(ignored);
  const linkToName = given.bool('link_to_name') ?? false;
  const options = dialectOptions(call.interpreter, 'ForeignKey', given.others(), call.site);
  return new ForeignKeyBuilder(target, key.name, key.options, options, call.site, linkToName);
});

function foreignTarget(given: Arguments, value: Value): string | ColumnBuilder {
  const text = stringOf(value);
  if (typeof text === 'string') return text;
  if (value.kind === 'instance' && value.payload instanceof ColumnBuilder) return value.payload;
  given.unreadable('column', value, 'a column or its name');
  return '';
}

/** A column by name or object; null, with a report, when it is neither. */
function columnReference(
  interpreter: Interpreter,
  callee: string,
  value: Value,
  site: Origin,
): ColumnReference | null {
  const text = stringOf(value);
  if (typeof text === 'string') return text;
  if (value.kind === 'instance' && value.payload instanceof ColumnBuilder) return value.payload;
  reportUnreadable(interpreter, `a column of ${callee}()`, value, 'a column or its name', site);
  return null;
}

function references(given: Arguments, callee: string, values: readonly Value[]): ColumnReference[] {
  return values
    .map((value) => columnReference(given.interpreter, callee, value, given.site))
    .filter((reference) => reference !== null);
}

/** The fields that all constraints share; unknown keywords are dialect options. */
function common(
  given: Arguments,
  callee: string,
): {
  name: ConstraintName;
  comment: string | null;
  deferrable: boolean | string | null;
  initially: string | null;
  dialectOptions: ReturnType<typeof dialectOptions>;
  origin: Origin;
} {
  for (const ignored of [
    'info',
    'table',
    '_create_rule',
    '_type_bound',
    '_column_flag',
    '_implicit_generated',
    'autoattach',
  ]) {
    given.value(ignored);
  }
  return {
    name: given.name('name'),
    comment: given.string('comment') ?? null,
    deferrable: flag(given, 'deferrable') ?? null,
    initially: given.string('initially') ?? null,
    dialectOptions: dialectOptions(given.interpreter, callee, given.others(), given.site),
    origin: given.site,
  };
}

/** True or False; a text counts as true. */
function flag(given: Arguments, name: string): boolean | string | null | undefined {
  const value = given.value(name);
  return value?.kind === 'str' && value.value !== '' ? value.value : given.bool(name);
}

/** A name as `quote=` has it. */
export function quotedName(given: Arguments, name: string): ConstraintName {
  const quote = given.bool('quote') ?? null;
  const known = given.name(name);
  return known === null || quote === null ? known : { ...known, quote };
}

/** Constraints of table-bound columns join that table at once. */
function attached(constraint: ConstraintBuilder): ConstraintBuilder {
  constraint.attachToColumns();
  return constraint;
}

export const primaryKeyConstraintClass = itemClass('PrimaryKeyConstraint', constraintClass, (call) => {
  const given = new Arguments('PrimaryKeyConstraint', call, [], { variadic: true });
  const columns = references(given, 'PrimaryKeyConstraint', given.rest);
  return attached(
    new ConstraintBuilder({ kind: 'primary_key', columns, ...common(given, 'PrimaryKeyConstraint') }),
  );
});

export const uniqueConstraintClass = itemClass('UniqueConstraint', constraintClass, (call) => {
  const given = new Arguments('UniqueConstraint', call, [], { variadic: true });
  const columns = references(given, 'UniqueConstraint', given.rest);
  return attached(new ConstraintBuilder({ kind: 'unique', columns, ...common(given, 'UniqueConstraint') }));
});

export const checkConstraintClass = itemClass('CheckConstraint', constraintClass, (call) => {
  const given = new Arguments('CheckConstraint', call, [
    'sqltext',
    'name',
    'deferrable',
    'initially',
    'table',
    'info',
    '_create_rule',
  ]);
  const table = given.value('table');
  const sqltext = ddlExpression(given, 'sqltext');
  const constraint = attached(
    new ConstraintBuilder({ kind: 'check', sqltext, ...common(given, 'CheckConstraint') }),
  );
  if (table?.kind === 'instance' && table.payload instanceof TableBuilder) table.payload.append(constraint);
  return constraint;
});

/** An SQL expression argument; a plain string is text. What cannot be known is reported and stays empty text. */
export function ddlExpression(given: Arguments, name: string): ClauseBuilder {
  const value = given.value(name) ?? none;
  const text = stringOf(value);
  if (typeof text === 'string') return constant({ kind: 'text', text, bindparams: [] });
  const clause = clauseOf(value);
  if (clause !== null) return clause;
  given.unreadable(name, value, 'an SQL expression');
  return constant({ kind: 'text', text: '', bindparams: [] });
}

export const foreignKeyConstraintClass = itemClass('ForeignKeyConstraint', constraintClass, (call) => {
  const given = new Arguments('ForeignKeyConstraint', call, [
    'columns',
    'refcolumns',
    'name',
    'onupdate',
    'ondelete',
    'deferrable',
    'initially',
    'use_alter',
    'link_to_name',
    'match',
    'table',
    'info',
    'comment',
  ]);
  const listed = (name: string): readonly Value[] => {
    const value = given.value(name) ?? none;
    const items =
      value.kind === 'unknown' || value.kind === 'none' ? null : given.interpreter.iterate(value, given.site);
    if (items === null) given.unreadable(name, value, 'a list of columns');
    return items ?? [];
  };
  const columns = references(given, 'ForeignKeyConstraint', listed('columns'));
  const targets = references(given, 'ForeignKeyConstraint', listed('refcolumns'));
  const linkToName = given.bool('link_to_name') ?? false;
  const data = {
    kind: 'foreign_key' as const,
    columns,
    targets,
    onupdate: given.string('onupdate') ?? null,
    ondelete: given.string('ondelete') ?? null,
    match: given.string('match') ?? null,
    useAlter: given.bool('use_alter') ?? false,
    linkToName,
  };
  return attached(new ConstraintBuilder({ ...data, ...common(given, 'ForeignKeyConstraint') }));
});

/** A dict of strings by column. */
function textMap(given: Arguments, name: string): ReadonlyMap<string, string> {
  const value = given.value(name);
  const found = new Map<string, string>();
  if (value === undefined || value.kind === 'none') return found;
  for (const { key, value: item } of value.kind === 'dict' ? value.entries.values() : []) {
    const [column, text] = [stringOf(key), stringOf(item)];
    if (typeof column === 'string' && typeof text === 'string') found.set(column, text);
  }
  if (value.kind !== 'dict' || found.size < value.entries.size)
    given.unreadable(name, value, 'a dict of strings');
  return found;
}

export const excludeConstraintClass = itemClass(
  'ExcludeConstraint',
  constraintClass,
  (call) => {
    const given = new Arguments('ExcludeConstraint', call, [], { variadic: true });
    const operatorClasses = textMap(given, 'ops');
    const elements = given.rest.flatMap((pair) => {
      const [column, operator] =
        (pair.kind === 'unknown' ? null : given.interpreter.iterate(pair, given.site)) ?? [];
      const sql = operator === undefined ? undefined : stringOf(operator);
      const name = column === undefined ? undefined : stringOf(column);
      const expression =
        typeof name === 'string'
          ? constant({ kind: 'column', table: null, schema: null, name, type: null })
          : column === undefined
            ? null
            : clauseOf(column);
      if (expression === null || typeof sql !== 'string') {
        reportUnreadable(
          given.interpreter,
          'an element of ExcludeConstraint()',
          pair,
          'a (column, operator) pair',
          given.site,
        );
        return [];
      }
      const key =
        column?.kind === 'instance' && column.payload instanceof ColumnBuilder
          ? (column.payload.key ?? column.payload.name)
          : name;
      const operatorClass = operatorClasses.get(key ?? '');
      return [{ expression, operator: sql, ...(operatorClass === undefined ? {} : { operatorClass }) }];
    });
    const where = given.value('where');
    const using = given.string('using') ?? 'gist';
    const data = {
      kind: 'exclude' as const,
      elements,
      using,
      where: where === undefined || where.kind === 'none' ? null : ddlExpression(given, 'where'),
    };
    return attached(new ConstraintBuilder({ ...data, ...common(given, 'ExcludeConstraint') }));
  },
  'sqlalchemy.dialects.postgresql.ext',
);

export const indexClass: ClassValue = nativeClass({
  name: 'Index',
  module,
  bases: [schemaItemClass],
  members: { name: nameAttribute, ddl_if: ddlIf },
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('Index', call, ['name'], { variadic: true });
      const name = quotedName(given, 'name');
      const expressions = given.rest.flatMap((value): (ColumnReference | ClauseBuilder)[] => {
        const expression = indexExpression(value);
        if (expression !== null) return [expression];
        reportUnreadable(
          call.interpreter,
          'an expression of Index()',
          value,
          'a column or SQL expression',
          call.site,
        );
        return [];
      });
      const unique = given.bool('unique') ?? false;
      const table = given.value('_table');
      for (const ignored of ['info', '_column_flag']) given.value(ignored);
      const options = dialectOptions(call.interpreter, 'Index', given.others(), call.site);
      const index = new IndexBuilder(name, expressions, unique, options, call.site);
      index.infoValue = call.kwargs.get('info') ?? null;
      index.attachToColumns();
      if (table?.kind === 'instance' && table.payload instanceof TableBuilder) table.payload.append(index);
      return nativeInstance(cls, index, call.site);
    },
  },
});

/** A column by key or object, or an expression; null for anything else. */
export function indexExpression(value: Value): ColumnReference | ClauseBuilder | null {
  const text = stringOf(value);
  if (typeof text === 'string') return text;
  if (value.kind !== 'instance') return null;
  return value.payload instanceof ColumnBuilder ? value.payload : clauseOf(value);
}
