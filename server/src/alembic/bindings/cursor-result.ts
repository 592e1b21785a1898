/** What `bind.execute()` gives when it ran. Mirrors `sqlalchemy.engine.result` and `CursorResult`. */
import { iteratorOver } from '../../python/eval/iteration.ts';
import {
  bool,
  int,
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import { itemOf, mappingOf, rowOf } from './row.ts';
import { rowValue } from './row-values.ts';

/** Rows that are handed out once, in order. */
class ResultPayload {
  readonly columns: readonly string[] | null;
  readonly rowCount: number;
  readonly items: readonly Value[];
  position = 0;

  constructor(columns: readonly string[] | null, items: readonly Value[], rowCount: number) {
    this.columns = columns;
    this.items = items;
    this.rowCount = rowCount;
  }

  take(count = this.items.length): readonly Value[] {
    const taken = this.items.slice(this.position, this.position + count);
    this.position += taken.length;
    return taken;
  }
}

type Member = (result: ResultPayload, call: NativeCall) => Value;

/** Methods that hand out rows: an error, as upstream, where the statement gave none. */
function rowMethods(members: Readonly<Record<string, Member>>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(members).map(([name, run]) => [
      name,
      nativeMethod(name, (call) => {
        const payload = call.args[0]?.kind === 'instance' ? call.args[0].payload : null;
        if (!(payload instanceof ResultPayload)) return none;
        if (payload.columns !== null) return run(payload, call);
        return raise(
          call,
          'ResourceClosedError',
          'This result object does not return rows. It has been closed automatically.',
        );
      }),
    ]),
  );
}

function raise(call: NativeCall, name: string, message: string): never {
  const { interpreter, site } = call;
  return interpreter.raiseInstance(sqlalchemyException(interpreter, name, message, site), site);
}

function one(result: ResultPayload, call: NativeCall): Value {
  const [row, ...others] = result.take();
  if (row === undefined) raise(call, 'NoResultFound', 'No row was found when one was required');
  if (others.length > 0) {
    raise(call, 'MultipleResultsFound', 'Multiple rows were found when exactly one was required');
  }
  return row;
}

function oneOrNone(result: ResultPayload, call: NativeCall): Value {
  if (result.items.length === result.position) return none;
  const [row = none, ...others] = result.take();
  if (others.length > 0) {
    raise(call, 'MultipleResultsFound', 'Multiple rows were found when one or none was required');
  }
  return row;
}

function first(result: ResultPayload): Value {
  const [row = none] = result.take();
  return row;
}

const scalarOf = (row: Value): Value => (row.kind === 'none' ? none : itemOf(row, undefined));

function countOf(call: NativeCall): number | undefined {
  const given = call.args[1] ?? call.kwargs.get('size');
  return given?.kind === 'int' ? Number(given.value) : undefined;
}

/** What `Result`, `ScalarResult` and `MappingResult` have in common. */
const shared = rowMethods({
  all: (result) => list(result.take()),
  fetchall: (result) => list(result.take()),
  fetchmany: (result, call) => list(result.take(countOf(call) ?? 1)),
  first,
  one,
  one_or_none: oneOrNone,
  __iter__: (result) => iteratorOver(result.take()),
  __next__: (result, call) => {
    const [row] = result.take(1);
    return row ?? call.interpreter.raise('StopIteration', '', call.site);
  },
});

const identity = nativeMethod('unique', (call) => {
  const [self] = call.args;
  if (self?.kind !== 'instance' || !(self.payload instanceof ResultPayload)) return none;
  const { columns, rowCount } = self.payload;
  const kept: Value[] = [];
  for (const item of self.payload.take()) {
    if (!kept.some((other) => call.interpreter.equals(other, item, call.site) === true)) kept.push(item);
  }
  return nativeInstance(self.cls, new ResultPayload(columns, kept, rowCount), call.site);
});

function filteredClass(name: string): ClassValue {
  return nativeClass({
    name,
    module: 'sqlalchemy.engine.result',
    members: { ...shared, unique: identity, close: nativeMethod('close', () => none) },
  });
}
const scalarResultClass = filteredClass('ScalarResult');
const mappingResultClass = filteredClass('MappingResult');

function filtered(cls: ClassValue, change: (row: Value, call: NativeCall) => Value): Member {
  return (result, call) => {
    const items = result.take().map((row) => change(row, call));
    return nativeInstance(cls, new ResultPayload(result.columns, items, result.rowCount), call.site);
  };
}

export const cursorResultClass: ClassValue = nativeClass({
  name: 'CursorResult',
  module: 'sqlalchemy.engine.cursor',
  members: {
    ...shared,
    ...rowMethods({
      fetchone: (result) => result.take(1)[0] ?? none,
      scalar: (result) => scalarOf(first(result)),
      scalar_one: (result, call) => scalarOf(one(result, call)),
      scalar_one_or_none: (result, call) => scalarOf(oneOrNone(result, call)),
      scalars: filtered(scalarResultClass, (row, call) => itemOf(row, call.args[1])),
      mappings: filtered(mappingResultClass, (row, call) => mappingOf(row, call.site)),
      keys: (result) => list((result.columns ?? []).map(str)),
    }),
    unique: identity,
    close: nativeMethod('close', () => none),
    rowcount: nativeProperty('rowcount', (self) =>
      int(self.payload instanceof ResultPayload ? self.payload.rowCount : -1),
    ),
    returns_rows: nativeProperty('returns_rows', (self) =>
      bool(self.payload instanceof ResultPayload && self.payload.columns !== null),
    ),
  },
});

/** The result of a statement that ran. */
export function cursorResult(result: QueryResult, call: NativeCall): InstanceValue {
  const { columns, rows, types } = result;
  const values = rows.map((row) =>
    rowOf(
      columns,
      row.map((value, index) => rowValue(call.interpreter, value, types?.[index] ?? null, call.site)),
      call.site,
    ),
  );
  const payload = new ResultPayload(
    columns.length === 0 ? null : columns,
    values,
    result.rowCount ?? (columns.length === 0 ? -1 : rows.length),
  );
  return nativeInstance(cursorResultClass, payload, call.site);
}
