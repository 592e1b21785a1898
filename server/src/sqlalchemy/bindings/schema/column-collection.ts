/** `table.c`, `metadata.tables`: mappings whose keys are attributes. Mirrors `sqlalchemy.sql.base.ColumnCollection`. */
import type { ClassValue, InstanceValue, Value } from '../../../python/eval/value.ts';
import {
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { stringOf } from '../arguments.ts';

/** `table.c` and `metadata.tables`: a mapping whose keys are attributes too. */
const collectionClass: ClassValue = nativeClass({
  name: 'ColumnCollection',
  module: 'sqlalchemy.sql.base',
  members: {
    __getitem__: nativeMethod('__getitem__', (call) => {
      const [self, key] = call.args;
      const entries = entriesOf(self);
      if (key?.kind === 'int') return entries.at(Number(key.value))?.[1] ?? none;
      // `table.c["a", "b"]` gives a collection of these.
      if (key?.kind === 'tuple') {
        const chosen = key.items.flatMap((item) => entries.filter(([entry]) => entry === stringOf(item)));
        return collection(chosen, call.site, false);
      }
      const name = key === undefined ? undefined : stringOf(key);
      const found = entries.find(([entry]) => entry === name);
      return (
        found?.[1] ?? call.interpreter.raise('KeyError', typeof name === 'string' ? name : 'None', call.site)
      );
    }),
    get: nativeMethod('get', (call) => {
      const [self, key, fallback] = call.args;
      const name = key === undefined ? undefined : stringOf(key);
      return entriesOf(self).find(([entry]) => entry === name)?.[1] ?? fallback ?? none;
    }),
    __contains__: nativeMethod('__contains__', (call) => {
      const [self, key] = call.args;
      const name = key === undefined ? undefined : stringOf(key);
      return {
        kind: 'bool',
        value: entriesOf(self).some(([entry, value]) => entry === name || value === key),
      };
    }),
    __len__: nativeMethod('__len__', (call) => ({
      kind: 'int',
      value: BigInt(entriesOf(call.args[0]).length),
    })),
    __iter__: nativeMethod('__iter__', (call) => {
      const self = call.args[0];
      const entries = entriesOf(self);
      const keys = self?.kind === 'instance' && self.payload instanceof Entries && self.payload.iteratesKeys;
      return {
        kind: 'iterator',
        items: entries.map(([key, value]) => (keys ? str(key) : value)),
        position: 0,
      };
    }),
    keys: nativeMethod('keys', (call) => list(entriesOf(call.args[0]).map(([key]) => str(key)))),
    values: nativeMethod('values', (call) => list(entriesOf(call.args[0]).map(([, value]) => value))),
    items: nativeMethod('items', (call) =>
      list(entriesOf(call.args[0]).map(([key, value]) => tuple([str(key), value]))),
    ),
  },
  hooks: {
    getAttribute: (self, name) => entriesOf(self).find(([entry]) => entry === name)?.[1],
  },
});

class Entries {
  readonly entries: readonly (readonly [string, Value])[];
  readonly iteratesKeys: boolean;
  constructor(entries: readonly (readonly [string, Value])[], iteratesKeys: boolean) {
    this.entries = entries;
    this.iteratesKeys = iteratesKeys;
  }
}
function entriesOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return value?.kind === 'instance' && value.payload instanceof Entries ? value.payload.entries : [];
}
/** A mapping whose keys are attributes, too. */
export function collection(
  entries: readonly (readonly [string, Value])[],
  site: Origin,
  iteratesKeys = true,
): InstanceValue {
  return nativeInstance(collectionClass, new Entries(entries, iteratesKeys), site);
}
