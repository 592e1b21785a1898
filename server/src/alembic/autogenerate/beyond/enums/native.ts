/** Enum types of the database's own whose values differ. */
import type { Dialect } from '../../../../sqlalchemy/engine/dialect.ts';
import { tableKey, type Column, type MetaData } from '../../../../sqlalchemy/sql/schema.ts';
import {
  addValueSql,
  createTypeSql,
  dropTypeSql,
  renameTypeSql,
  renameValueSql,
} from '../../../ddl/enum-statements.ts';
import type { ExecuteSQLOp, MigrateOperation } from '../../../ops/operations.ts';
import type { ChangeOps } from '../../context.ts';
import { enumColumns, type EnumColumn, type NativeEnum } from '../native-enums.ts';
import { enumValueQuestionId, type Answers, type Question } from '../questions.ts';
import { bestPairs, nameLikeness } from '../renames/likeness.ts';
import { swappedColumns } from './swap.ts';
import { valueChanges, type ValueChanges } from './values.ts';

export interface EnumOptions {
  /** Whether what the history says of a type is not certain. */
  readonly isUncertain: (name: string) => boolean;
  /** Of the server; null where it is not known. Since 12 a value may be added inside a transaction. */
  readonly serverVersion: number | null;
}
export interface EnumComparison {
  readonly changes: readonly ChangeOps[];
  readonly questions: readonly Question[];
}

/** Types that both sides have with other values. */
export function compareNativeEnums(
  sides: { readonly current: MetaData; readonly target: readonly MetaData[] },
  dialect: Dialect,
  answers: Answers,
  options: EnumOptions,
): EnumComparison {
  const changes: ChangeOps[] = [];
  const questions: Question[] = [];
  const present = enumColumns(sides.current, dialect);
  if (present.size === 0) return { changes, questions };
  const wanted = new Map(sides.target.flatMap((metadata) => [...enumColumns(metadata, dialect)]));
  for (const [key, before] of present) {
    const after = wanted.get(key);
    const [one, other] = [before[0], after?.[0]];
    if (after === undefined || one === undefined || other === undefined) continue;
    const [from, to] = [one.type.values, other.type.values];
    if (options.isUncertain(one.type.name) || isSame(from, to)) continue;
    // Columns that do not agree about the type leave open what it is.
    if (before.some(({ type }) => !isSame(type.values, from))) continue;
    const pairs = renamePairs(from, to, key, answers);
    const accepted = new Map(
      pairs.filter(({ answer }) => answer === true).map((pair) => [pair.from, pair.to]),
    );
    for (const pair of pairs) {
      if (pair.answer === undefined) questions.push(questionOf(key, pair, other));
    }
    const change = alterEnum({ before, after, from, to, renames: accepted }, dialect, options);
    if (change !== null) changes.push(change);
  }
  return { changes, questions };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

interface RenamePair {
  readonly from: string;
  readonly to: string;
  readonly likeness: number;
  readonly answer: boolean | undefined;
}

function renamePairs(
  from: readonly string[],
  to: readonly string[],
  key: string,
  answers: Answers,
): readonly RenamePair[] {
  const gone = from.filter((value) => !to.includes(value));
  const come = to.filter((value) => !from.includes(value));
  const answerOf = (one: string, other: string): boolean | undefined =>
    answers[enumValueQuestionId(key, one, other)];
  return bestPairs(
    gone,
    come,
    (one, other) => {
      const answer = answerOf(one, other);
      if (answer !== undefined) return answer ? 2 : null;
      const isSamePlace = from.indexOf(one) === to.indexOf(other);
      return 0.5 * nameLikeness(one, other) + (isSamePlace ? 0.5 : 0);
    },
    0.4,
  ).map((pair) => ({ ...pair, answer: answerOf(pair.from, pair.to) }));
}

function questionOf(key: string, pair: RenamePair, { column }: EnumColumn): Question {
  return {
    id: enumValueQuestionId(key, pair.from, pair.to),
    kind: 'rename_enum_value',
    table: null,
    from: pair.from,
    to: pair.to,
    text: `Was value "${pair.from}" of enum "${key}" renamed to "${pair.to}"?`,
    likeness: pair.likeness,
    origin: column.origin,
  };
}

interface EnumChange {
  readonly before: readonly EnumColumn[];
  readonly after: readonly EnumColumn[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly renames: ReadonlyMap<string, string>;
}

function alterEnum(change: EnumChange, dialect: Dialect, options: EnumOptions): ChangeOps | null {
  const { before, after, from, to, renames } = change;
  const [first, shown] = [before[0], after[0]];
  if (first === undefined || shown === undefined) return null;
  const forth = valueChanges(from, to, renames);
  const back = valueChanges(to, from, new Map([...renames].map(([old, now]) => [now, old])));
  // Another order alone changes no value that a row has.
  if (forth.renamed.length + forth.added.length + forth.removed.length === 0) return null;
  const { type } = first;
  const { table, column } = shown;
  const key = tableKey(table.name, table.schema);
  const isUsed = forth.added.some(({ value }) => after.some((each) => defaultIs(each.column, value)));
  const isOutside = isUsed || (options.serverVersion !== null && options.serverVersion < 12);
  const words = inWords(forth);
  const context = { type, columns: before, dialect, origin: column.origin };
  return {
    kind: 'change',
    change: 'alter_enum',
    table: table.name,
    schema: table.schema,
    columns: [column.name],
    message: `Enum "${type.key}" of "${key}.${column.name}" differs from the migrations: ${words}`,
    title: `alter enum ${type.key}: ${words}`,
    notes: { upgrade: noteOf(forth), downgrade: noteOf(back) },
    upgrades: stepsOf({ ...context, before: from, values: to, isOutside }, forth, targetDefaults(after)),
    downgrades: stepsOf({ ...context, before: to, values: from, isOutside: false }, back, null),
    destructive:
      forth.removed.length === 0
        ? null
        : `Rows that have ${quotedList(forth.removed)} stop the migration: they need another value before.`,
    origin: column.origin,
  };
}

function inWords({ renamed, added, removed }: ValueChanges): string {
  return [
    ...renamed.map(([from, to]) => `"${from}" renamed to "${to}"`),
    ...(added.length === 0 ? [] : [`${quotedList(added.map(({ value }) => value))} added`]),
    ...(removed.length === 0 ? [] : [`${quotedList(removed)} removed`]),
  ].join('; ');
}

function quotedList(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}

function noteOf({ removed }: ValueChanges): string | null {
  if (removed.length === 0) return null;
  return `Rows that have ${quotedList(removed)} stop this: give them another value before.`;
}

/** The model's defaults, which the new type's columns are to have, by table and column. */
function targetDefaults(after: readonly EnumColumn[]): ReadonlyMap<string, Column['serverDefault']> {
  return new Map(
    after.map(({ table, column }) => [
      `${tableKey(table.name, table.schema)} ${column.name}`,
      column.serverDefault,
    ]),
  );
}

/** PostgreSQL does not take a value inside the transaction that added it. */
function defaultIs({ serverDefault }: Column, value: string): boolean {
  if (serverDefault?.kind !== 'default') return false;
  const { arg } = serverDefault;
  if (arg.type === 'str') return arg.value === value;
  return arg.clause.kind === 'text' && arg.clause.text.includes(`'${value.replaceAll("'", "''")}'`);
}

interface StepContext {
  readonly type: NativeEnum;
  /** That have the type while this runs. */
  readonly columns: readonly EnumColumn[];
  readonly dialect: Dialect;
  readonly origin: ChangeOps['origin'];
  readonly before: readonly string[];
  /** Afterwards. */
  readonly values: readonly string[];
  /** Values are added outside of the transaction. */
  readonly isOutside: boolean;
}

/** Nothing is rewritten unless a value goes: then the type is made anew, and the columns take it by their texts. */
function stepsOf(
  { type, columns, dialect, origin, before, values, isOutside }: StepContext,
  { renamed, added, removed }: ValueChanges,
  defaults: ReadonlyMap<string, Column['serverDefault']> | null,
): readonly MigrateOperation[] {
  const execute = (sql: string): ExecuteSQLOp => ({
    kind: 'execute',
    statement: { type: 'str', sql },
    origin,
  });
  const renames = renamed.map(([from, to]) => execute(renameValueSql(dialect, type, from, to)));
  if (removed.length === 0) {
    const additions = added.map(({ value, place }) =>
      execute(addValueSql(dialect, type, value, place, isOutside)),
    );
    if (!isOutside || additions.length === 0) return [...renames, ...additions];
    return [...renames, { kind: 'autocommit_block', ops: additions, origin }];
  }
  const old = { name: `${type.name}_old`.slice(-dialect.maxIdentifierLength), schema: type.schema };
  return [
    ...renames,
    execute(renameTypeSql(dialect, type, old.name)),
    execute(createTypeSql(dialect, type, values)),
    ...swappedColumns(columns, { from: before, to: { ...type, values } }, dialect, defaults),
    execute(dropTypeSql(dialect, old)),
  ];
}
