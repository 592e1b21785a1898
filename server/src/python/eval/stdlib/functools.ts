/** `functools`, `operator` and `itertools`. */
import { integer, items } from '../builtins/arguments.ts';
import { iteratorOver } from '../iteration.ts';
import { dictFromObject } from '../containers.ts';
import { int, nativeClass, nativeFunction, nativeInstance, none, tuple } from '../native.ts';
import { noKeywords, runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';
import { functionsOf, methodsOf, moduleOf } from './support.ts';

interface Partial {
  readonly fn: Value;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

const partial = nativeClass({
  name: 'partial',
  module: 'functools',
  members: methodsOf({
    __call__: (call) => {
      const [self, ...args] = call.args;
      if (self?.kind !== 'instance') return none;
      const kept = self.payload as Partial;
      const kwargs = new Map([...kept.kwargs, ...call.kwargs]);
      return call.interpreter.call(kept.fn, [...kept.args, ...args], kwargs, call.site);
    },
  }),
  hooks: {
    instantiate: (cls, call) => {
      const [fn = none, ...args] = call.args;
      const kept: Partial = { fn, args, kwargs: call.kwargs };
      const instance = nativeInstance(cls, kept, call.site);
      instance.attributes
        .set('func', fn)
        .set('args', tuple(args))
        .set('keywords', dictFromObject(call.kwargs));
      return instance;
    },
  },
});

const identity = nativeFunction('identity', ({ args: [value = none] }) => value);

/** `lru_cache` with and without arguments; what it caches would be the same anyway. */
function cache(call: NativeCall): Value {
  const [first] = call.args;
  const isDecorator =
    first !== undefined && first.kind !== 'int' && first.kind !== 'none' && first.kind !== 'bool';
  return isDecorator ? first : identity;
}

export const functoolsModule = moduleOf({
  partial,
  partialmethod: partial,
  total_ordering: identity,
  ...functionsOf({
    wraps: (wrapsCall) => {
      const [wrapped = none] = wrapsCall.args;
      return nativeFunction('wraps', ({ args: [wrapper = none], interpreter, site }) => {
        if (wrapper.kind !== 'function' || wrapped.kind === 'unknown') return wrapper;
        for (const name of ['__name__', '__qualname__', '__doc__', '__module__']) {
          const value = interpreter.findAttribute(wrapped, name, site);
          if (value !== undefined) wrapper.attributes.set(name, value);
        }
        wrapper.attributes.set('__wrapped__', wrapped);
        return wrapper;
      });
    },
    update_wrapper: ({ args: [wrapper = none] }) => wrapper,
    lru_cache: cache,
    cache,
    cached_property: ({ args: [get = none] }) => ({ kind: 'property', get, set: null }),
    reduce: (call) => {
      const source = items(call, 1);
      if ('kind' in source) return source;
      const values = call.args[2] === undefined ? source : [call.args[2], ...source];
      const [first, ...rest] = values;
      if (first === undefined) {
        return call.interpreter.raise(
          'TypeError',
          'reduce() of empty iterable with no initial value',
          call.site,
        );
      }
      const fn = call.args[0] ?? none;
      return rest.reduce((a, b) => call.interpreter.call(fn, [a, b], noKeywords, call.site), first);
    },
    cmp_to_key: ({ interpreter, site }) => interpreter.unknown('Retort does not evaluate `cmp_to_key`', site),
    singledispatch: ({ interpreter, site }) =>
      interpreter.unknown('Retort does not evaluate `singledispatch`', site),
  }),
});

function product(sources: readonly (readonly Value[])[], call: NativeCall): Value[] {
  let rows: Value[][] = [[]];
  for (const source of sources) {
    runtimeOf(call).checkSize(rows.length * source.length, call.site);
    runtimeOf(call).grow(rows.length * source.length * ((rows[0]?.length ?? 0) + 4), call.site);
    rows = rows.flatMap((row) => source.map((value) => [...row, value]));
  }
  return rows.map(tuple);
}

function combinations(values: readonly Value[], size: number, call: NativeCall): Value[] {
  const result: Value[] = [];
  const choose = (start: number, chosen: readonly Value[]): void => {
    runtimeOf(call).step(call.site.file, call.site);
    if (chosen.length === size) {
      result.push(tuple(chosen));
      runtimeOf(call).checkSize(result.length, call.site);
      return;
    }
    for (let i = start; i < values.length; i++) {
      const value = values[i];
      if (value !== undefined) choose(i + 1, [...chosen, value]);
    }
  };
  choose(0, []);
  return result;
}

/** The arguments as lists; the first Unknown instead when there is one. */
function sources(call: NativeCall): readonly (readonly Value[])[] | Value {
  const result: (readonly Value[])[] = [];
  for (let i = 0; i < call.args.length; i++) {
    const source = items(call, i);
    if ('kind' in source) return source;
    result.push(source);
  }
  return result;
}

export const itertoolsModule = moduleOf({
  chain: nativeClass({
    name: 'chain',
    module: 'itertools',
    members: {
      from_iterable: {
        kind: 'staticmethod',
        function: nativeFunction('from_iterable', (call) => {
          const outer = items(call, 0);
          if ('kind' in outer) return outer;
          const inner = sources({ ...call, args: outer });
          return 'kind' in inner ? inner : iteratorOver(inner.flat());
        }),
      },
    },
    hooks: {
      instantiate: (_cls, call) => {
        const found = sources(call);
        return 'kind' in found ? found : iteratorOver(found.flat());
      },
    },
  }),
  ...functionsOf({
    product: (call) => {
      const found = sources(call);
      if ('kind' in found) return found;
      const repeat = call.kwargs.get('repeat');
      const times = repeat?.kind === 'int' ? Number(repeat.value) : 1;
      runtimeOf(call).checkSize(times, call.site);
      return iteratorOver(product(Array.from({ length: times }, () => found).flat(), call));
    },
    combinations: (call) => {
      const source = items(call, 0);
      return 'kind' in source
        ? source
        : iteratorOver(combinations(source, integer(call, 1, 'combinations'), call));
    },
    zip_longest: (call) => {
      const found = sources(call);
      if ('kind' in found) return found;
      const length = Math.max(0, ...found.map((source) => source.length));
      const fill = call.kwargs.get('fillvalue') ?? none;
      return iteratorOver(Array.from({ length }, (_, i) => tuple(found.map((source) => source[i] ?? fill))));
    },
    islice: (call) => {
      const [source = none] = call.args;
      const [start, stop] =
        call.args.length < 3
          ? [0, integer(call, 1, 'islice')]
          : [integer(call, 1, 'islice', 0), integer(call, 2, 'islice', -1)];
      const taken: Value[] = [];
      let index = 0;
      if (stop === 0) return iteratorOver([]);
      const known = runtimeOf(call).forEach(source, call.site, (item) => {
        if (index >= start) taken.push(item);
        index++;
        return stop < 0 || index < stop;
      });
      return known ? iteratorOver(taken) : source;
    },
    count: (call) =>
      runtimeOf(call).lazyIterator((onItem) => {
        const step = BigInt(integer(call, 1, 'count', 1));
        for (let value = BigInt(integer(call, 0, 'count', 0)); ; value += step) onItem(int(value));
      }),
    cycle: (call) => {
      const source = items(call, 0);
      if ('kind' in source) return source;
      return runtimeOf(call).lazyIterator((onItem) => {
        while (source.length > 0) for (const item of source) onItem(item);
      });
    },
    repeat: (call) => {
      const [value = none] = call.args;
      const times = integer(call, 1, 'repeat', -1);
      return runtimeOf(call).lazyIterator((onItem) => {
        for (let i = 0; times < 0 || i < times; i++) onItem(value);
      });
    },
    groupby: (call) => {
      const source = items(call, 0);
      if ('kind' in source) return source;
      const key = call.args[1] ?? call.kwargs.get('key');
      const groups: { key: Value; members: Value[] }[] = [];
      for (const item of source) {
        const measure = key === undefined ? item : call.interpreter.call(key, [item], noKeywords, call.site);
        const last = groups.at(-1);
        if (last !== undefined && call.interpreter.equals(last.key, measure, call.site) === true)
          last.members.push(item);
        else groups.push({ key: measure, members: [item] });
      }
      return iteratorOver(groups.map((group) => tuple([group.key, iteratorOver(group.members)])));
    },
  }),
});

export const operatorModule = moduleOf(
  functionsOf({
    itemgetter: ({ args: keys }) =>
      nativeFunction('itemgetter', (call) => {
        const [value = none] = call.args;
        const found = keys.map((key) => runtimeOf(call).getItem(value, key, call.site));
        return found.length === 1 ? (found[0] ?? none) : tuple(found);
      }),
    attrgetter: ({ args: names }) =>
      nativeFunction('attrgetter', (call) => {
        const [value = none] = call.args;
        const found = names.map((name) =>
          (name.kind === 'str' ? name.value : '')
            .split('.')
            .reduce((v, part) => call.interpreter.getAttribute(v, part, call.site), value),
        );
        return found.length === 1 ? (found[0] ?? none) : tuple(found);
      }),
    or_: (call) => runtimeOf(call).binary('|', call.args[0] ?? none, call.args[1] ?? none, call.site),
    and_: (call) => runtimeOf(call).binary('&', call.args[0] ?? none, call.args[1] ?? none, call.site),
    add: (call) => runtimeOf(call).binary('+', call.args[0] ?? none, call.args[1] ?? none, call.site),
    eq: (call) => runtimeOf(call).compare('==', call.args[0] ?? none, call.args[1] ?? none, call.site),
  }),
);
