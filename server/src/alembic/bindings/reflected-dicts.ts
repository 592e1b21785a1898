/** A reflected table as the dictionaries of `sqlalchemy.engine.interfaces` (`ReflectedColumn`, `ReflectedIndex`, …). */
import { dictFromObject } from '../../python/eval/containers.ts';
import { bool, int, list, none, str } from '../../python/eval/native.ts';
import type { NativeCall, Value } from '../../python/eval/value.ts';
import { reflectedTypeValue } from '../../sqlalchemy/bindings/types/reflected.ts';
import type { ClauseElement } from '../../sqlalchemy/sql/elements.ts';
import type { Column, Constraint, ConstraintName, Table } from '../../sqlalchemy/sql/schema.ts';

const nameOf = (name: ConstraintName): Value => (name === null ? none : str(name.text));
const names = (columns: readonly string[]): Value => list(columns.map(str));
const textOr = (text: string | null): Value => (text === null ? none : str(text));

function constraintsOf<K extends Constraint['kind']>(
  table: Table,
  kind: K,
): readonly Extract<Constraint, { kind: K }>[] {
  return table.constraints.filter((each): each is Extract<Constraint, { kind: K }> => each.kind === kind);
}

export function columnDicts(table: Table, call: NativeCall): Value {
  return list(table.columns.map((column) => columnDict(table, column, call)));
}

function columnDict(table: Table, column: Column, call: NativeCall): Value {
  const { serverDefault } = column;
  const entries: (readonly [string, Value])[] = [
    ['name', str(column.name)],
    ['type', reflectedTypeValue(call.interpreter, column.type, call.site)],
    ['nullable', bool(column.nullable)],
    ['default', defaultOf(column, call)],
    ['autoincrement', bool(column.autoincrement === true || serverDefault?.kind === 'identity')],
    ['comment', textOr(column.comment)],
  ];
  if (serverDefault?.kind === 'computed') {
    const sqltext = textOf(serverDefault.sqltext, call);
    const persisted = serverDefault.persisted === null ? none : bool(serverDefault.persisted);
    entries.push([
      'computed',
      dictFromObject([
        ['sqltext', sqltext],
        ['persisted', persisted],
      ]),
    ]);
  }
  const key = constraintsOf(table, 'primary_key')[0]?.columns.indexOf(column.name) ?? -1;
  if (key >= 0) entries.push(['primary_key', int(key + 1)]);
  return dictFromObject(entries);
}

function defaultOf({ serverDefault }: Column, call: NativeCall): Value {
  if (serverDefault?.kind !== 'default') return none;
  const { arg } = serverDefault;
  return arg.type === 'str' ? str(arg.value) : textOf(arg.clause, call);
}

/** The database's own text of an expression. */
function textOf(clause: ClauseElement, call: NativeCall): Value {
  if (clause.kind === 'text' || clause.kind === 'literal_column') return str(clause.text);
  return call.interpreter.unknown('this reflected expression is not read yet', call.site);
}

export function primaryKeyDict(table: Table): Value {
  const [key] = constraintsOf(table, 'primary_key');
  return dictFromObject([
    ['constrained_columns', names(key?.columns ?? [])],
    ['name', nameOf(key?.name ?? null)],
  ]);
}

export function foreignKeyDicts(table: Table): Value {
  return list(
    constraintsOf(table, 'foreign_key').map((key) => {
      const options = Object.entries({
        onupdate: key.onupdate,
        ondelete: key.ondelete,
        initially: key.initially,
        match: key.match,
      }).flatMap(([name, value]): [string, Value][] => (value === null ? [] : [[name, str(value)]]));
      if (key.deferrable !== null) options.push(['deferrable', bool(key.deferrable !== false)]);
      return dictFromObject([
        ['name', nameOf(key.name)],
        ['constrained_columns', names(key.columns)],
        ['referred_schema', textOr(key.referredSchema)],
        ['referred_table', str(key.referredTable)],
        ['referred_columns', names(key.referredColumns)],
        ['options', dictFromObject(options)],
      ]);
    }),
  );
}

export function uniqueDicts(table: Table): Value {
  return list(
    constraintsOf(table, 'unique').map((unique) =>
      dictFromObject([
        ['name', nameOf(unique.name)],
        ['column_names', names(unique.columns)],
      ]),
    ),
  );
}

export function checkDicts(table: Table, call: NativeCall): Value {
  return list(
    constraintsOf(table, 'check').map((check) =>
      dictFromObject([
        ['name', nameOf(check.name)],
        ['sqltext', textOf(check.sqltext, call)],
      ]),
    ),
  );
}

/** `withUniques`: the database lists the indexes behind UNIQUE constraints too. */
export function indexDicts(table: Table, withUniques: boolean): Value {
  const own = table.indexes.map((index) =>
    dictFromObject([
      ['name', nameOf(index.name)],
      ['unique', index.uniqueIsNumber === true ? int(index.unique ? 1 : 0) : bool(index.unique)],
      [
        'column_names',
        list(index.expressions.map((each) => (each.kind === 'column' ? str(each.name) : none))),
      ],
    ]),
  );
  const ofUniques = constraintsOf(table, 'unique').map((unique) =>
    dictFromObject([
      ['name', nameOf(unique.name)],
      ['unique', bool(true)],
      ['column_names', names(unique.columns)],
      ['duplicates_constraint', nameOf(unique.name)],
    ]),
  );
  return list(withUniques ? [...own, ...ofUniques] : own);
}
