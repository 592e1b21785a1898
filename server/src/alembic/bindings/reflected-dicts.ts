/** A reflected table as the dictionaries of `sqlalchemy.engine.interfaces` (`ReflectedColumn`, `ReflectedIndex`, …). */
import { dictFromObject } from '../../python/eval/containers.ts';
import { bool, int, list, none, str, tuple } from '../../python/eval/native.ts';
import type { NativeCall, Value } from '../../python/eval/value.ts';
import { textInstance } from '../../sqlalchemy/bindings/sql/elements.ts';
import { reflectedTypeValue } from '../../sqlalchemy/bindings/types/reflected.ts';
import type { ReflectedFields } from '../../sqlalchemy/engine/dialect.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import type {
  Column,
  Constraint,
  ConstraintName,
  DialectOption,
  DialectOptions,
  Identity,
  Index,
  Table,
  UniqueConstraint,
} from '../../sqlalchemy/sql/schema.ts';

type Entry = readonly [string, Value];

/** What a dictionary is made with: `reports` says which fields it has on this database. */
export interface Reflecting {
  readonly call: NativeCall;
  readonly reports: ReflectedFields;
}

const nameOf = (name: ConstraintName): Value => (name === null ? none : str(name.text));
const names = (columns: readonly string[]): Value => list(columns.map(str));
const textOr = (text: string | null): Value => (text === null ? none : str(text));
const when = (isThere: boolean, entry: Entry): readonly Entry[] => (isThere ? [entry] : []);

function constraintsOf<K extends Constraint['kind']>(
  table: Table,
  kind: K,
): readonly Extract<Constraint, { kind: K }>[] {
  return table.constraints.filter((each): each is Extract<Constraint, { kind: K }> => each.kind === kind);
}

export function columnDicts(table: Table, reflecting: Reflecting): Value {
  return list(table.columns.map((column) => columnDict(table, column, reflecting)));
}

function columnDict(table: Table, column: Column, { call, reports }: Reflecting): Value {
  const { serverDefault, comment } = column;
  const key = constraintsOf(table, 'primary_key')[0]?.columns.indexOf(column.name) ?? -1;
  const entries: Entry[] = [
    ['name', str(column.name)],
    ['type', reflectedTypeValue(call.interpreter, column.type, call.site)],
    ['nullable', bool(column.nullable)],
    ['default', defaultOf(column, call)],
    ...when(!reports.columnDetails, ['primary_key', int(key + 1)]),
    ...when(reports.columnDetails, ['autoincrement', bool(column.autoincrement === true)]),
    ...when(reports.columnDetails, ['comment', textOr(comment)]),
  ];
  if (serverDefault?.kind === 'computed') {
    const persisted = serverDefault.persisted === null ? none : bool(serverDefault.persisted);
    const computed: readonly Entry[] = [
      ['sqltext', textOf(serverDefault.sqltext, call)],
      ['persisted', persisted],
    ];
    entries.push(['computed', dictFromObject(computed)]);
  }
  if (serverDefault?.kind === 'identity') entries.push(['identity', identityDict(serverDefault, reports)]);
  return dictFromObject(entries);
}

function identityDict({ always, options }: Identity, reports: ReflectedFields): Value {
  return dictFromObject([
    // SQL Server knows no ALWAYS, and is not asked about one.
    ...when(reports.constraintDetails, ['always', bool(always === true)]),
    ...Object.entries(options).map(([name, value]): Entry => {
      if (typeof value === 'boolean') return [name, bool(value)];
      return [name, value === null ? none : int(value)];
    }),
  ]);
}

function defaultOf({ serverDefault }: Column, call: NativeCall): Value {
  if (serverDefault?.kind !== 'default') return none;
  const { arg } = serverDefault;
  return arg.type === 'str' ? str(arg.value) : textOf(arg.clause, call);
}

/** The database's own text of an expression. */
function textOf(clause: ClauseElement, call: NativeCall): Value {
  if (clause.kind === 'text') return str(clause.text.replaceAll('\\:', ':'));
  if (clause.kind === 'literal_column') return str(clause.text);
  return call.interpreter.unknown('this reflected expression is not read yet', call.site);
}

/** One without columns is that of a table without a key, of which nothing more is told. */
export function primaryKeyDict(table: Table, { call, reports }: Reflecting): Value {
  const [key] = constraintsOf(table, 'primary_key');
  const isThere = key !== undefined && key.columns.length > 0;
  return dictFromObject([
    ['constrained_columns', names(key?.columns ?? [])],
    ['name', nameOf(key?.name ?? null)],
    ...when(isThere && reports.constraintDetails, ['comment', textOr(key?.comment ?? null)]),
    ...when(isThere && reports.primaryKeyOptions, [
      'dialect_options',
      optionsDict(key?.dialectOptions ?? {}, call),
    ]),
  ]);
}

export function foreignKeyDicts(table: Table, { reports }: Reflecting): Value {
  return list(
    constraintsOf(table, 'foreign_key').map((key) => {
      const options: readonly (readonly [string, Value | null])[] = [
        ['onupdate', key.onupdate === null ? null : str(key.onupdate)],
        ['ondelete', key.ondelete === null ? null : str(key.ondelete)],
        ['initially', key.initially === null ? null : str(key.initially)],
        ['deferrable', key.deferrable === null ? null : bool(key.deferrable !== false)],
        ['match', key.match === null ? null : str(key.match)],
      ];
      return dictFromObject([
        ['name', nameOf(key.name)],
        ['constrained_columns', names(key.columns)],
        ['referred_schema', textOr(key.referredSchema)],
        ['referred_table', str(key.referredTable)],
        ['referred_columns', names(key.referredColumns)],
        [
          'options',
          dictFromObject(
            options.flatMap(([name, value]): Entry[] => (value === null ? [] : [[name, value]])),
          ),
        ],
        ...when(reports.constraintDetails, ['comment', textOr(key.comment)]),
      ]);
    }),
  );
}

export function uniqueDicts(table: Table, { call, reports }: Reflecting): Value {
  return list(
    constraintsOf(table, 'unique').map((unique) =>
      dictFromObject([
        ['name', nameOf(unique.name)],
        ['column_names', names(unique.columns)],
        ...when(reports.constraintDetails, ['comment', textOr(unique.comment)]),
        ...when(reports.constraintDetails, ['dialect_options', optionsDict(unique.dialectOptions, call)]),
      ]),
    ),
  );
}

export function checkDicts(table: Table, { call, reports }: Reflecting): Value {
  return list(
    constraintsOf(table, 'check').map((check) => {
      const isNotValid = check.dialectOptions['postgresql_not_valid'] === true;
      return dictFromObject([
        ['name', nameOf(check.name)],
        ['sqltext', textOf(check.sqltext, call)],
        ...when(reports.constraintDetails, ['comment', textOr(check.comment)]),
        ...when(isNotValid, ['dialect_options', dictFromObject([['not_valid', bool(true)]])]),
      ]);
    }),
  );
}

/** Those of `get_indexes()`. */
export function indexNames(table: Table, reports: ReflectedFields): readonly string[] {
  const uniques = reports.listsUniqueIndexes ? constraintsOf(table, 'unique') : [];
  return [...table.indexes, ...uniques].flatMap(({ name }) => (name === null ? [] : [name.text]));
}

/** By name; those behind unique constraints too where the database lists them. */
export function indexDicts(table: Table, reflecting: Reflecting): Value {
  const uniques = reflecting.reports.listsUniqueIndexes ? constraintsOf(table, 'unique') : [];
  const all = [...table.indexes, ...uniques];
  const sorted = all.sort((a, b) => ((a.name?.text ?? '') < (b.name?.text ?? '') ? -1 : 1));
  return list(
    sorted.map((each) =>
      each.kind === 'index' ? indexDict(each, reflecting) : uniqueIndexDict(each, reflecting),
    ),
  );
}

function indexDict(index: Index, { call, reports }: Reflecting): Value {
  const { name, unique, uniqueIsNumber, expressions, dialectOptions } = index;
  const elements = expressions.map(elementOf);
  const hasExpression = elements.some(({ column }) => column === null);
  const sorting = elements.flatMap(({ column, modifiers }): Entry[] =>
    column === null || modifiers.length === 0 ? [] : [[column, tuple(modifiers.map(str))]],
  );
  const include = dialectOptions['postgresql_include'] ?? dialectOptions['mssql_include'] ?? [];
  return dictFromObject([
    ['name', nameOf(name)],
    ['unique', uniqueIsNumber === true ? int(unique ? 1 : 0) : bool(unique)],
    ['column_names', list(elements.map(({ column }) => textOr(column)))],
    ...when(hasExpression, [
      'expressions',
      list(elements.map(({ column, clause }) => (column === null ? textOf(clause, call) : str(column)))),
    ]),
    ...when(sorting.length > 0, ['column_sorting', dictFromObject(sorting)]),
    ...when(reports.includeColumns, ['include_columns', optionValue(include, call)]),
    ['dialect_options', optionsDict(dialectOptions, call)],
  ]);
}

/** The column under `DESC` and `NULLS LAST`, and these as upstream names them. */
function elementOf(clause: ClauseElement): {
  readonly column: string | null;
  readonly modifiers: readonly string[];
  readonly clause: ClauseElement;
} {
  if (clause.kind === 'unary' && clause.position === 'suffix') {
    const inner = elementOf(clause.operand);
    const modifier = clause.operator.toLowerCase().replace(' ', '_');
    return { ...inner, modifiers: [...inner.modifiers, modifier] };
  }
  return { column: clause.kind === 'column' ? clause.name : null, modifiers: [], clause };
}

function uniqueIndexDict(unique: UniqueConstraint, { call, reports }: Reflecting): Value {
  const { name, columns, dialectOptions } = unique;
  const include = dialectOptions['postgresql_include'] ?? [];
  const isNotDistinct = dialectOptions['postgresql_nulls_not_distinct'] === true;
  const options: readonly Entry[] = [
    ['postgresql_include', optionValue(include, call)],
    ...when(isNotDistinct, ['postgresql_nulls_not_distinct', bool(true)]),
  ];
  return dictFromObject([
    ['name', nameOf(name)],
    ['unique', bool(true)],
    ['column_names', names(columns)],
    ...when(reports.constraintDetails, ['duplicates_constraint', nameOf(name)]),
    ['include_columns', optionValue(include, call)],
    ['dialect_options', dictFromObject(reports.constraintDetails ? options : [])],
  ]);
}

function optionsDict(options: DialectOptions, call: NativeCall): Value {
  return dictFromObject(
    Object.entries(options).map(([name, value]): Entry => [name, optionValue(value, call)]),
  );
}

function optionValue(option: DialectOption, call: NativeCall): Value {
  if (option === null) return none;
  if (typeof option === 'string') return str(option);
  if (typeof option === 'boolean') return bool(option);
  if (typeof option === 'number') return int(option);
  if (isNames(option)) return names(option);
  if (isClause(option)) {
    return option.kind === 'text' ? textInstance(option, call.site) : textOf(option, call);
  }
  return dictFromObject(
    Object.entries(option).map(([name, value]): Entry => [name, optionValue(value, call)]),
  );
}

function isNames(option: DialectOption): option is readonly string[] {
  return Array.isArray(option);
}

function isClause(
  option: ClauseElement | { readonly [key: string]: DialectOption },
): option is ClauseElement {
  return typeof option['kind' as keyof typeof option] === 'string';
}
