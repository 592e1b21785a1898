/** `list`, `tuple`, `range`, `bytes`, `slice` and iterators. */
import { BuiltinPayload, unwrap } from '../containers.ts';
import { compareText } from '../operators.ts';
import {
  int,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, ListValue, NativeCall, Value } from '../value.ts';
import { argument, integer, items, methods, text } from './arguments.ts';

function ownList(call: NativeCall): ListValue {
  const value = unwrap(call.args[0] ?? none);
  if (value.kind === 'list') return value;
  return call.interpreter.raise('TypeError', 'descriptor requires a list', call.site);
}

function ownItems(call: NativeCall): readonly Value[] {
  const value = unwrap(call.args[0] ?? none);
  return value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
}

function wrap(cls: ClassValue, plain: ClassValue, value: Value, call: NativeCall): Value {
  return cls === plain ? value : nativeInstance(cls, new BuiltinPayload(value), call.site);
}

/** Sorts stably by Python's `<`; an Unknown among the keys makes the order Unknown. */
export function sortValues(
  call: NativeCall,
  values: readonly Value[],
): readonly Value[] | (Value & { kind: 'unknown' }) {
  const rt = runtimeOf(call);
  const key = call.kwargs.get('key');
  const reverse = call.kwargs.get('reverse');
  const keyed = values.map((value) => ({
    value,
    key: key === undefined || key.kind === 'none' ? value : rt.call(key, [value], new Map(), call.site),
  }));
  const unknown = keyed.find((entry) => entry.key.kind === 'unknown')?.key;
  if (unknown?.kind === 'unknown') return unknown;
  const less = (a: Value, b: Value): boolean =>
    rt.isTrue(rt.compare('<', a, b, call.site), call.site) === true;
  keyed.sort((a, b) => {
    rt.step(call.site.file, call.site);
    if (a.key.kind === 'str' && b.key.kind === 'str') return compareText(a.key.value, b.key.value);
    return less(a.key, b.key) ? -1 : less(b.key, a.key) ? 1 : 0;
  });
  const sorted = keyed.map((entry) => entry.value);
  if (reverse === undefined || rt.isTrue(reverse, call.site) !== true) return sorted;
  // Equal items keep their order in Python's reversed sort too.
  const groups: Value[] = [];
  keyed.reverse();
  for (let i = 0; i < keyed.length;) {
    let j = i;
    const first = keyed[i];
    if (first === undefined) break;
    while (
      j < keyed.length &&
      !less(keyed[j]?.key ?? none, first.key) &&
      !less(first.key, keyed[j]?.key ?? none)
    )
      j++;
    groups.push(
      ...keyed
        .slice(i, j)
        .reverse()
        .map((entry) => entry.value),
    );
    i = j;
  }
  return groups;
}

/** Counts the work of moving the items of a list by one place. */
function shift(call: NativeCall, { items: moved }: ListValue): void {
  runtimeOf(call).work(moved.length / 1000, call.site);
}

function indexOf(call: NativeCall): number {
  const wanted = call.args[1] ?? none;
  const start = integer(call, 2, 'index', 0);
  return ownItems(call).findIndex(
    (item, at) => at >= start && call.interpreter.equals(item, wanted, call.site) === true,
  );
}

const shared = {
  index: nativeMethod('index', (call) => {
    const at = indexOf(call);
    if (at >= 0) return int(at);
    const shown = call.interpreter.repr(call.args[1] ?? none, call.site);
    return call.interpreter.raise('ValueError', `${shown} is not in list`, call.site);
  }),
  count: nativeMethod('count', (call) => {
    const wanted = call.args[1] ?? none;
    return int(
      ownItems(call).filter((item) => call.interpreter.equals(item, wanted, call.site) === true).length,
    );
  }),
};

export const listClass: ClassValue = nativeClass({
  name: 'list',
  module: 'builtins',
  members: {
    ...shared,
    append: nativeMethod('append', (call) => {
      const target = ownList(call);
      target.items.push(call.args[1] ?? none);
      runtimeOf(call).checkSize(target.items.length, call.site);
      return none;
    }),
    extend: nativeMethod('extend', (call) => {
      const added = items(call, 1);
      const target = ownList(call);
      // How many more there are is not known; one Unknown item stands for them.
      if ('kind' in added) target.items.push(added);
      else {
        runtimeOf(call).checkSize(target.items.length + added.length, call.site);
        runtimeOf(call).grow(added.length, call.site);
        for (const item of added) target.items.push(item);
      }
      return none;
    }),
    insert: nativeMethod('insert', (call) => {
      const target = ownList(call);
      shift(call, target);
      target.items.splice(integer(call, 1, 'insert'), 0, call.args[2] ?? none);
      runtimeOf(call).checkSize(target.items.length, call.site);
      return none;
    }),
    pop: nativeMethod('pop', (call) => {
      const target = ownList(call);
      const at = integer(call, 1, 'pop', -1);
      if (target.items.length === 0)
        return call.interpreter.raise('IndexError', 'pop from empty list', call.site);
      if (at !== -1) shift(call, target);
      const [item] = target.items.splice(at, 1);
      return item ?? call.interpreter.raise('IndexError', 'pop index out of range', call.site);
    }),
    remove: nativeMethod('remove', (call) => {
      const at = indexOf({ ...call, args: call.args.slice(0, 2) });
      if (at < 0) return call.interpreter.raise('ValueError', 'list.remove(x): x not in list', call.site);
      shift(call, ownList(call));
      ownList(call).items.splice(at, 1);
      return none;
    }),
    clear: nativeMethod('clear', (call) => {
      ownList(call).items.length = 0;
      return none;
    }),
    copy: nativeMethod('copy', (call) => list(ownList(call).items)),
    reverse: nativeMethod('reverse', (call) => {
      runtimeOf(call).work(ownList(call).items.length / 64, call.site);
      ownList(call).items.reverse();
      return none;
    }),
    sort: nativeMethod('sort', (call) => {
      const target = ownList(call);
      const sorted = sortValues(call, target.items);
      const count = target.items.length;
      for (let i = 0; i < count; i++) target.items[i] = 'kind' in sorted ? sorted : (sorted[i] ?? none);
      return none;
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const source = items(call, 0);
      return 'kind' in source ? source : wrap(cls, listClass, list(source), call);
    },
  },
});

export const tupleClass: ClassValue = nativeClass({
  name: 'tuple',
  module: 'builtins',
  members: shared,
  hooks: {
    instantiate: (cls, call) => {
      const source = items(call, 0);
      return 'kind' in source ? source : wrap(cls, tupleClass, tuple(source), call);
    },
  },
});

const wordsOfInteger = 6;

/** A range is kept as the tuple of its numbers. */
export const rangeClass: ClassValue = nativeClass({
  name: 'range',
  module: 'builtins',
  members: {
    ...shared,
    __repr__: nativeMethod('__repr__', ({ args: [self], interpreter, site }) => {
      const part = (name: string): string =>
        self?.kind === 'instance' ? interpreter.str(self.attributes.get(name) ?? none, site) : '';
      const step = part('step');
      return str(`range(${part('start')}, ${part('stop')}${step === '1' ? '' : `, ${step}`})`);
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const unknown = call.args.find((value) => value.kind === 'unknown');
      if (unknown !== undefined) return unknown;
      const [start, stop] =
        call.args.length < 2
          ? [0, integer(call, 0, 'range')]
          : [integer(call, 0, 'range'), integer(call, 1, 'range')];
      const step = integer(call, 2, 'range', 1);
      if (step === 0)
        return call.interpreter.raise('ValueError', 'range() arg 3 must not be zero', call.site);
      const count = Math.max(0, (stop - start) / step);
      runtimeOf(call).checkSize(count, call.site);
      runtimeOf(call).grow(count * wordsOfInteger, call.site);
      const numbers: Value[] = [];
      for (let i = start; step > 0 ? i < stop : i > stop; i += step) numbers.push(int(i));
      const range = nativeInstance(cls, new BuiltinPayload(tuple(numbers)), call.site);
      range.attributes.set('start', int(start)).set('stop', int(stop)).set('step', int(step));
      return range;
    },
  },
});

const ownBytes = (call: NativeCall): Uint8Array => {
  const value = unwrap(call.args[0] ?? none);
  return value.kind === 'bytes' ? value.value : new Uint8Array();
};

export const bytesClass: ClassValue = nativeClass({
  name: 'bytes',
  module: 'builtins',
  members: {
    ...methods({
      decode: (call) => {
        const bytes = ownBytes(call);
        const encoding =
          argument(call, 1, 'encoding') === undefined ? 'utf-8' : text(call, 1, 'decode', 'encoding');
        if (/^(latin|iso-?8859)/i.test(encoding))
          return str(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
        try {
          return str(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
        } catch {
          return call.interpreter.raise('UnicodeDecodeError', "'utf-8' codec can't decode bytes", call.site);
        }
      },
      hex: (call) => str(Array.from(ownBytes(call), (b) => b.toString(16).padStart(2, '0')).join('')),
    }),
    fromhex: {
      kind: 'staticmethod',
      function: nativeFunction('fromhex', (call) => {
        const digits = text(call, 0, 'fromhex').replaceAll(/\s/g, '');
        const pairs = digits.match(/../g) ?? [];
        return { kind: 'bytes', value: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)) };
      }),
    },
  },
  hooks: {
    instantiate: (cls, call) => {
      const source = unwrap(call.args[0] ?? tuple([]));
      if (source.kind === 'bytes') return source;
      if (source.kind === 'str') return { kind: 'bytes', value: new TextEncoder().encode(source.value) };
      if (source.kind === 'int') {
        runtimeOf(call).checkSize(Number(source.value), call.site);
        return { kind: 'bytes', value: new Uint8Array(Number(source.value)) };
      }
      const numbers = items(call, 0);
      if ('kind' in numbers) return numbers;
      const bytes = numbers.map((n) => (n.kind === 'int' ? Number(n.value) : 0));
      return wrap(cls, bytesClass, { kind: 'bytes', value: Uint8Array.from(bytes) }, call);
    },
  },
});

export const sliceClass: ClassValue = nativeClass({
  name: 'slice',
  module: 'builtins',
  hooks: {
    instantiate: (_cls, { args: [first = none, second, third = none] }) =>
      second === undefined
        ? { kind: 'slice', lower: none, upper: first, step: none }
        : { kind: 'slice', lower: first, upper: second, step: third },
  },
});

export const iteratorClass: ClassValue = nativeClass({
  name: 'generator',
  module: 'builtins',
  members: {
    __next__: nativeMethod('__next__', (call) => nextItem(call)),
    __iter__: nativeMethod('__iter__', ({ args: [self] }) => self ?? none),
    close: nativeMethod('close', () => none),
    send: nativeMethod('send', (call) => nextItem(call)),
  },
});

/** `next(iterator[, default])`. */
export function nextItem(call: NativeCall): Value {
  const [iterator = none, otherwise] = call.args;
  if (iterator.kind === 'unknown') return iterator;
  if (iterator.kind === 'iterator') {
    const item = iterator.items[iterator.position];
    if (item !== undefined) {
      iterator.position++;
      return item;
    }
    return otherwise ?? call.interpreter.raise('StopIteration', '', call.site);
  }
  const method = call.interpreter.findAttribute(iterator, '__next__', call.site);
  if (method === undefined) {
    const type = runtimeOf(call).typeOf(iterator).name;
    return call.interpreter.raise('TypeError', `'${type}' object is not an iterator`, call.site);
  }
  try {
    return call.interpreter.call(method, [], new Map(), call.site);
  } catch (error) {
    if (otherwise !== undefined && runtimeOf(call).isException(error, 'StopIteration')) return otherwise;
    throw error;
  }
}
