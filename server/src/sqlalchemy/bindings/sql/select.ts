/** `select()`, joins, aliases and subqueries as evaluated code builds them. Mirrors `sqlalchemy.sql.selectable`. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import { ClauseBuilder, type TableBuilder } from '../../orm/builders.ts';
import { DerivedFrom } from '../../orm/registry.ts';
import type { ClauseElement, Join, Select } from '../../sql/elements.ts';
import { clauseOf, columnClause } from './clauses.ts';
import { clauseElementClass, columnElementClass, expression, toClause } from './elements.ts';
import { booleanList } from './operators.ts';
import { columnOf, derivedFroms, JoinBuilder, keyOf, tableOf, type FromBuilder } from './select-parts.ts';

interface SelectParts {
  readonly columns: readonly ClauseBuilder[];
  readonly froms: readonly FromBuilder[];
  readonly where: readonly ClauseBuilder[];
  readonly groupBy: readonly ClauseBuilder[];
  readonly having: readonly ClauseBuilder[];
  readonly orderBy: readonly ClauseBuilder[];
  readonly distinct: boolean;
  /** What `correlate()` names; null where it is not called. */
  readonly correlate: readonly FromBuilder[] | null;
  readonly limit: ClauseBuilder | null;
  readonly offset: ClauseBuilder | null;
  /** A mapped class is among what is selected: a session gives its instances. */
  readonly hasEntities: boolean;
  /** Why it cannot be known completely; null when it can. */
  readonly refusal: string | null;
}

const empty: SelectParts = {
  columns: [],
  froms: [],
  where: [],
  groupBy: [],
  having: [],
  orderBy: [],
  distinct: false,
  correlate: null,
  limit: null,
  offset: null,
  hasEntities: false,
  refusal: null,
};

/** A query; immutable: each method gives a new one. */
export class SelectBuilder extends DerivedFrom {
  readonly parts: SelectParts;

  constructor(parts: Partial<SelectParts> = {}) {
    super();
    this.parts = { ...empty, ...parts };
  }

  with(parts: Partial<SelectParts>): SelectBuilder {
    return new SelectBuilder({
      ...this.parts,
      ...parts,
      refusal: this.parts.refusal ?? parts.refusal ?? null,
    });
  }

  get hasEntities(): boolean {
    return this.parts.hasEntities;
  }

  get refusal(): string | null {
    return (
      this.parts.refusal ?? (repeatedName(this.parts.columns) === null ? null : 'two columns have one name')
    );
  }

  override subselect(): ClauseBuilder | null {
    if (this.refusal !== null) return null;
    const type = this.parts.columns[0]?.type;
    const build = (): ClauseElement => ({ kind: 'subselect', select: this.build() });
    return new ClauseBuilder(build, type === undefined ? {} : { type });
  }

  build(): Select {
    const { parts } = this;
    const all = (clauses: readonly ClauseBuilder[]): ClauseElement | null =>
      clauses.length === 0 ? null : booleanList('AND', clauses).build();
    return {
      kind: 'select',
      columns: parts.columns.map((column) => columnOf(column.build())),
      froms: derivedFroms(parts.froms, [...parts.columns, ...parts.where]),
      where: all(parts.where),
      groupBy: parts.groupBy.map((clause) => clause.build()),
      having: all(parts.having),
      orderBy: parts.orderBy.map((clause) => clause.build()),
      distinct: parts.distinct,
      limit: parts.limit?.build() ?? null,
      offset: parts.offset?.build() ?? null,
      ...(parts.correlate === null ? {} : { correlate: parts.correlate.map(keyOf) }),
    };
  }
}

/** Upstream writes the second one with a number; such a query is refused. */
function repeatedName(columns: readonly ClauseBuilder[]): string | null {
  const names = columns.flatMap((column) => {
    const built = column.build();
    return built.kind === 'column' || built.kind === 'label' ? [built.name] : [];
  });
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

function payload(call: NativeCall): SelectBuilder | null {
  const [self] = call.args;
  return self?.kind === 'instance' && self.payload instanceof SelectBuilder ? self.payload : null;
}

function method(
  name: string,
  change: (select: SelectBuilder, call: NativeCall) => SelectBuilder,
): [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const select = payload(call);
      if (select !== null) return selectInstance(change(select, call), call);
      // A join may be joined again; what else is done to one is not read.
      const isJoin = call.args[0]?.kind === 'instance' && call.args[0].payload instanceof JoinBuilder;
      if (isJoin && name === 'join') return join(name, null)(call);
      if (isJoin && name === 'outerjoin') return join(name, 'LEFT OUTER JOIN')(call);
      return unread(name)(call);
    }),
  ];
}

function selectInstance(select: SelectBuilder, call: NativeCall): InstanceValue {
  return nativeInstance(selectClass, select, call.site);
}

/** Clauses of positional arguments; a list among them is taken apart. Null when one cannot be known. */
function clauses(call: NativeCall, values: readonly Value[]): readonly ClauseBuilder[] | null {
  const read = values.flatMap((value): (ClauseBuilder | null)[] => {
    if (value.kind === 'list' || value.kind === 'tuple') return [...(clauses(call, value.items) ?? [null])];
    const table = tableOf(call, value);
    if (table !== null) return table.columns.map(columnClause);
    // A plain number is written as it is; a text would name a label or a column, which is not read.
    if (value.kind === 'int') return [literalColumn(value.value.toString())];
    return [clauseOf(value)];
  });
  return read.every((clause) => clause !== null) ? read : null;
}

const literalColumn = (text: string): ClauseBuilder =>
  new ClauseBuilder(() => ({ kind: 'literal_column', text }));

function listMethod(
  name: string,
  part: 'where' | 'groupBy' | 'having' | 'orderBy' | 'columns',
): [string, Value] {
  return method(name, (select, call) => {
    const given = call.args.slice(1);
    // `order_by(None)` takes back what was given before.
    const [only] = given;
    const isReset = (part === 'orderBy' || part === 'groupBy') && given.length === 1 && only?.kind === 'none';
    if (isReset) return select.with({ [part]: [] });
    const read = call.kwargs.size > 0 ? null : clauses(call, given);
    if (read === null) return select.with({ refusal: `what ${name}() is given cannot be known` });
    const entities = part === 'columns' && hasEntities(given) ? { hasEntities: true } : {};
    return select.with({ [part]: [...select.parts[part], ...read], ...entities });
  });
}

function numberMethod(name: 'limit' | 'offset'): [string, Value] {
  return method(name, (select, call) => {
    const value = call.args[1] ?? none;
    const clause = toClause(call.interpreter, value, call.site);
    if (value.kind === 'none') return select.with({ [name]: null });
    return clause === null
      ? select.with({ refusal: `the number of ${name}() cannot be known` })
      : select.with({ [name]: clause });
  });
}

/** By `isouter=`; null when that cannot be known. */
function joinType(call: NativeCall): Join['type'] | null {
  const outer = call.kwargs.get('isouter');
  if (outer === undefined) return 'JOIN';
  return outer.kind === 'bool' ? (outer.value ? 'LEFT OUTER JOIN' : 'JOIN') : null;
}

/** `full=`, and options given by position. */
function hasOthers(call: NativeCall): boolean {
  return (
    call.args.length > 3 || [...call.kwargs.keys()].some((name) => name !== 'onclause' && name !== 'isouter')
  );
}

/** `select.join(target, onclause)`: from the one FROM clause that there is. */
function joinMethod(name: string, type: Join['type'] | null): [string, Value] {
  return method(name, (select, call) => {
    const [, target, positional] = call.args;
    const right = target === undefined ? null : tableOf(call, target);
    const onclause = call.kwargs.get('onclause') ?? positional;
    const on = onclause === undefined ? null : clauseOf(onclause);
    const given = select.parts.froms;
    const lefts = given.length > 0 ? given : fromsOf(select);
    const [left, ...others] = lefts;
    if (right === null || on === null || left === undefined || others.length > 0) {
      return select.with({ refusal: `this ${name}() needs its table and condition to be given` });
    }
    const kind = type ?? joinType(call);
    if (kind === null || hasOthers(call))
      return select.with({ refusal: `options of ${name}() are not read yet` });
    return select.with({ froms: [new JoinBuilder(left, right, on, kind)] });
  });
}

function fromsOf(select: SelectBuilder): readonly TableBuilder[] {
  const tables = select.parts.columns.flatMap(({ columns }) => columns.flatMap(({ table }) => table ?? []));
  return [...new Set(tables)];
}

function fromMethod(name: string): [string, Value] {
  return method(name, (select, call) => {
    const froms = call.args.slice(1).map((value) => fromOf(call, value));
    return froms.every((from) => from !== null)
      ? select.with({ froms: [...select.parts.froms, ...froms] })
      : select.with({ refusal: `a table of ${name}() cannot be known` });
  });
}

/** Without arguments it takes nothing back; `correlate(None)` leaves no table to the statement around. */
function correlateMethod(): [string, Value] {
  return method('correlate', (select, call) => {
    const given = call.args.slice(1);
    if (given.length === 1 && given[0]?.kind === 'none') return select.with({ correlate: [] });
    const froms = given.map((value) => fromOf(call, value));
    return froms.length > 0 && froms.every((from) => from !== null)
      ? select.with({ correlate: [...(select.parts.correlate ?? []), ...froms] })
      : select.with({ refusal: 'a table of correlate() cannot be known' });
  });
}

function fromOf(call: NativeCall, value: Value): FromBuilder | null {
  if (value.kind === 'instance' && value.payload instanceof JoinBuilder) return value.payload;
  return tableOf(call, value);
}

function scalar(call: NativeCall): Value {
  const select = payload(call);
  const clause = select?.subselect() ?? null;
  if (clause !== null) return expression(clause, call);
  return call.interpreter.unknown(
    `the subquery cannot be known: ${select?.refusal ?? 'it is no query'}`,
    call.site,
  );
}

/** `EXISTS (SELECT …)`, whose query may still grow. */
class ExistsBuilder extends ClauseBuilder {
  readonly select: SelectBuilder;

  constructor(select: SelectBuilder) {
    super(() => ({ kind: 'exists', select: select.build() }));
    this.select = select;
  }
}

function existsOf(select: SelectBuilder | null, call: NativeCall): Value {
  if (select !== null && select.refusal === null) {
    return nativeInstance(existsClass, new ExistsBuilder(select), call.site);
  }
  const reason = select?.refusal ?? 'it is no query';
  return call.interpreter.unknown(`the query of exists() cannot be known: ${reason}`, call.site);
}

/** `exists()`, `exists(select)`, `exists(column)`. */
function exists(call: NativeCall): Value {
  const [given] = call.args;
  if (given === undefined) return existsOf(new SelectBuilder({ columns: [asterisk] }), call);
  if (given.kind === 'instance' && given.payload instanceof SelectBuilder)
    return existsOf(given.payload, call);
  const columns = clauses(call, call.args);
  return existsOf(columns === null ? null : new SelectBuilder({ columns }), call);
}
const asterisk = literalColumn('*');

/** A method of the query inside: `exists().where(…)`. */
function insideExists(name: string): [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const [self, ...args] = call.args;
      if (self?.kind !== 'instance' || !(self.payload instanceof ExistsBuilder)) return none;
      const query = selectInstance(self.payload.select, call);
      const { interpreter, site } = call;
      const changed = interpreter.call(interpreter.getAttribute(query, name, site), args, call.kwargs, site);
      return existsOf(payload({ ...call, args: [changed] }), call);
    }),
  ];
}

const existsClass: ClassValue = nativeClass({
  name: 'Exists',
  module: 'sqlalchemy.sql.selectable',
  bases: [columnElementClass],
  members: Object.fromEntries([
    insideExists('where'),
    insideExists('select_from'),
    insideExists('correlate'),
  ]),
});

const columnCollections = new Set(['c', 'columns', 'selected_columns', 'exported_columns', 'primary_key']);

/** Also what unions, subqueries and CTEs are, which may be built up, passed around and mapped, but not executed. */
export const selectClass: ClassValue = nativeClass({
  name: 'Select',
  module: 'sqlalchemy.sql.selectable',
  bases: [clauseElementClass],
  members: {
    ...Object.fromEntries([
      listMethod('where', 'where'),
      listMethod('filter', 'where'),
      listMethod('group_by', 'groupBy'),
      listMethod('having', 'having'),
      listMethod('order_by', 'orderBy'),
      listMethod('add_columns', 'columns'),
      numberMethod('limit'),
      numberMethod('offset'),
      joinMethod('join', null),
      joinMethod('outerjoin', 'LEFT OUTER JOIN'),
      fromMethod('select_from'),
      correlateMethod(),
      method('distinct', (select, call) =>
        select.with(call.args.length > 1 ? { refusal: 'DISTINCT ON is not read yet' } : { distinct: true }),
      ),
      method('execution_options', (select) => select),
      method('self_group', (select) => select),
    ]),
    scalar_subquery: nativeMethod('scalar_subquery', scalar),
    as_scalar: nativeMethod('as_scalar', scalar),
    exists: nativeMethod('exists', (call) => existsOf(payload(call), call)),
  },
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__')) return undefined;
      if (columnCollections.has(name))
        return call.interpreter.unknown('the columns of a query are not read', call.site);
      const select = self.payload instanceof SelectBuilder ? self.payload : new SelectBuilder();
      return nativeFunction(name, (inner) =>
        selectInstance(select.with({ refusal: `${name}() of a query is not read yet` }), inner),
      );
    },
  },
});

function select(call: NativeCall): Value {
  const columns = clauses(call, call.args);
  return selectInstance(
    columns === null
      ? new SelectBuilder({ refusal: 'a column of it cannot be known' })
      : new SelectBuilder({ columns, hasEntities: hasEntities(call.args) }),
    call,
  );
}

function hasEntities(values: readonly Value[]): boolean {
  return values.some((value) =>
    value.kind === 'list' || value.kind === 'tuple' ? hasEntities(value.items) : value.kind === 'class',
  );
}

const unread =
  (name: string) =>
  (call: NativeCall): Value =>
    selectInstance(new SelectBuilder({ refusal: `${name}() is not read yet` }), call);

/** `polymorphic_union(tables, …)` and other FROM clauses that functions make. */
export const fromClauseFunction = (name: string): Value => nativeFunction(name, unread(name));

function join(name: string, type: Join['type'] | null): (call: NativeCall) => Value {
  return (call) => {
    const [leftValue = none, rightValue = none, positional] = call.args;
    const [left, right] = [fromOf(call, leftValue), fromOf(call, rightValue)];
    const onclause = call.kwargs.get('onclause') ?? positional;
    const on = onclause === undefined ? null : clauseOf(onclause);
    if (left === null || right === null || on === null) return unread(name)(call);
    const kind = type ?? joinType(call);
    if (kind === null || hasOthers(call)) return unread(name)(call);
    return nativeInstance(selectClass, new JoinBuilder(left, right, on, kind), call.site);
  };
}

/** Methods of a table. */
export const selectMethods: readonly (readonly [string, Value])[] = [
  [
    'select',
    nativeMethod('select', (call) => {
      const [self, ...others] = call.args;
      return others.length > 0 || self === undefined ? unread('select')(call) : select(call);
    }),
  ],
  ['join', nativeMethod('join', join('join', null))],
  ['outerjoin', nativeMethod('outerjoin', join('outerjoin', 'LEFT OUTER JOIN'))],
  ...['alias', 'subquery', 'exists'].map((name): readonly [string, Value] => [
    name,
    nativeMethod(name, unread(name)),
  ]),
];

/** By name, as `sqlalchemy` exports them. */
export const selectFunctions: Readonly<Record<string, Value>> = {
  select: nativeFunction('select', select),
  exists: nativeFunction('exists', exists),
  join: nativeFunction('join', join('join', null)),
  outerjoin: nativeFunction('outerjoin', join('outerjoin', 'LEFT OUTER JOIN')),
  ...Object.fromEntries(
    ['union', 'union_all', 'except_', 'intersect', 'alias', 'cte'].map((name) => [
      name,
      nativeFunction(name, unread(name)),
    ]),
  ),
};
