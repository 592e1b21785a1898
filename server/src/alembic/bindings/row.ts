/** `Row` and `RowMapping`. Mirrors `sqlalchemy.engine.row`. */
import { tupleClass } from '../../python/eval/builtins/sequences.ts';
import { BuiltinPayload, dictFromObject } from '../../python/eval/containers.ts';
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
  tuple,
} from '../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import { ColumnBuilder } from '../../sqlalchemy/orm/builders.ts';
import type { Origin } from '../../util/text-range.ts';

class RowPayload extends BuiltinPayload {
  readonly columns: readonly string[];
  readonly values: readonly Value[];

  constructor(columns: readonly string[], values: readonly Value[]) {
    super(tuple(values));
    this.columns = columns;
    this.values = values;
  }

  named(name: string): Value | undefined {
    const index = this.columns.indexOf(name);
    return index < 0 ? undefined : this.values[index];
  }
}

function payloadOf(value: Value | undefined): RowPayload {
  const payload = value?.kind === 'instance' ? value.payload : null;
  if (payload instanceof RowPayload) return payload;
  return payload instanceof MappingPayload ? payload.row : new RowPayload([], []);
}

function asDict(row: RowPayload): Value {
  return dictFromObject(row.columns.map((name, index) => [name, row.values[index] ?? none] as const));
}

const rowClass: ClassValue = nativeClass({
  name: 'Row',
  module: 'sqlalchemy.engine.row',
  bases: [tupleClass],
  members: {
    _fields: nativeProperty('_fields', (self) => tuple(payloadOf(self).columns.map(str))),
    _mapping: nativeProperty('_mapping', (self) => mapping(payloadOf(self), self.origin)),
    _asdict: nativeMethod('_asdict', (call) => asDict(payloadOf(call.args[0]))),
    _tuple: nativeMethod('_tuple', (call) => tuple(payloadOf(call.args[0]).values)),
    t: nativeProperty('t', (self) => tuple(payloadOf(self).values)),
  },
  hooks: { getAttribute: (self, name) => payloadOf(self).named(name) },
});

/** One row: a tuple whose items have names. */
export function rowOf(columns: readonly string[], values: readonly Value[], site: Origin): InstanceValue {
  return nativeInstance(rowClass, new RowPayload(columns, values), site);
}

class MappingPayload {
  readonly row: RowPayload;

  constructor(row: RowPayload) {
    this.row = row;
  }
}

function keyOf(value: Value | undefined): string | null {
  if (value?.kind === 'instance' && value.payload instanceof ColumnBuilder) return value.payload.name;
  const text = value === undefined ? null : stringOf(value);
  return typeof text === 'string' ? text : null;
}

function item(call: NativeCall): Value | undefined {
  const key = keyOf(call.args[1]);
  return key === null ? undefined : payloadOf(call.args[0]).named(key);
}

const pairs = (row: RowPayload): Value[] =>
  row.columns.map((name, index) => tuple([str(name), row.values[index] ?? none]));

const mappingClass: ClassValue = nativeClass({
  name: 'RowMapping',
  module: 'sqlalchemy.engine.row',
  members: {
    __getitem__: nativeMethod('__getitem__', (call) => {
      const found = item(call);
      if (found !== undefined) return found;
      const key = call.args[1] === undefined ? '' : call.interpreter.str(call.args[1], call.site);
      return call.interpreter.raise(
        'KeyError',
        `Could not locate column in row for column '${key}'`,
        call.site,
      );
    }),
    get: nativeMethod('get', (call) => item(call) ?? call.args[2] ?? none),
    keys: nativeMethod('keys', (call) => list(payloadOf(call.args[0]).columns.map(str))),
    values: nativeMethod('values', (call) => list(payloadOf(call.args[0]).values)),
    items: nativeMethod('items', (call) => list(pairs(payloadOf(call.args[0])))),
    __iter__: nativeMethod('__iter__', (call) => iteratorOver(payloadOf(call.args[0]).columns.map(str))),
    __len__: nativeMethod('__len__', (call) => int(payloadOf(call.args[0]).values.length)),
    __contains__: nativeMethod('__contains__', (call) => bool(item(call) !== undefined)),
  },
});

function mapping(row: RowPayload, site: Origin): InstanceValue {
  return nativeInstance(mappingClass, new MappingPayload(row), site);
}

/** The row's `_mapping`. */
export function mappingOf(row: Value, site: Origin): Value {
  return mapping(payloadOf(row), site);
}

/** One item of a row by position or name; none when there is no such column. */
export function itemOf(row: Value, column: Value | undefined): Value {
  const payload = payloadOf(row);
  if (column === undefined) return payload.values[0] ?? none;
  if (column.kind === 'int') return payload.values.at(Number(column.value)) ?? none;
  const key = keyOf(column);
  return (key === null ? undefined : payload.named(key)) ?? none;
}
