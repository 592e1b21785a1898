/** `collections` and `collections.abc`. */
import { dictClass } from '../builtins/mappings.ts';
import { listClass } from '../builtins/sequences.ts';
import { BuiltinPayload, dictGet, dictSet, emptyDict, unwrap } from '../containers.ts';
import { int, nativeClass, nativeInstance, none } from '../native.ts';
import { noKeywords, runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';
import { namedtuple } from './named-tuple.ts';
import { methodsOf, moduleOf } from './support.ts';

const defaultdict = nativeClass({
  name: 'defaultdict',
  module: 'collections',
  bases: [dictClass],
  members: methodsOf({
    __missing__: (call) => {
      const [self, key = none] = call.args;
      if (self?.kind !== 'instance') return none;
      const factory = self.attributes.get('default_factory') ?? none;
      if (factory.kind === 'none') return runtimeOf(call).raiseKeyError(key, call.site);
      const made = call.interpreter.call(factory, [], noKeywords, call.site);
      runtimeOf(call).setItem(self, key, made, call.site);
      return made;
    },
  }),
  hooks: {
    instantiate: (cls, call) => {
      const [factory = none, ...rest] = call.args;
      const plain = call.interpreter.call(dictClass, rest, call.kwargs, call.site);
      if (plain.kind === 'unknown') return plain;
      const instance = nativeInstance(cls, new BuiltinPayload(plain), call.site);
      instance.attributes.set('default_factory', factory);
      return instance;
    },
  },
});

function countInto(target: Value, call: NativeCall, source: Value): void {
  const dict = unwrap(target);
  if (dict.kind !== 'dict') return;
  runtimeOf(call).forEach(source, call.site, (item) => {
    const before = dictGet(dict, item);
    dictSet(dict, item, int((before?.kind === 'int' ? before.value : 0n) + 1n));
    return true;
  });
}

const counter = nativeClass({
  name: 'Counter',
  module: 'collections',
  bases: [dictClass],
  members: methodsOf({
    __missing__: () => int(0),
    most_common: (call) =>
      call.interpreter.unknown('Retort does not evaluate `Counter.most_common`', call.site),
  }),
  hooks: {
    instantiate: (cls, call) => {
      const [source] = call.args;
      if (source?.kind === 'unknown') return source;
      const instance = nativeInstance(cls, new BuiltinPayload(emptyDict()), call.site);
      if (source !== undefined) countInto(instance, call, source);
      return instance;
    },
  },
});

const deque = nativeClass({
  name: 'deque',
  module: 'collections',
  bases: [listClass],
  members: methodsOf({
    appendleft: ({ args: [self = none, item = none] }) => {
      const plain = unwrap(self);
      if (plain.kind === 'list') plain.items.unshift(item);
      return none;
    },
    popleft: ({ args: [self = none], interpreter, site }) => {
      const plain = unwrap(self);
      const item = plain.kind === 'list' ? plain.items.shift() : undefined;
      return item ?? interpreter.raise('IndexError', 'pop from an empty deque', site);
    },
  }),
});

const abstractNames = [
  'Awaitable',
  'Callable',
  'Collection',
  'Container',
  'Coroutine',
  'AsyncGenerator',
  'AsyncIterable',
  'AsyncIterator',
  'Generator',
  'Hashable',
  'ItemsView',
  'Iterable',
  'Iterator',
  'KeysView',
  'Mapping',
  'MutableMapping',
  'MutableSequence',
  'MutableSet',
  'Reversible',
  'Sequence',
  'Set',
  'Sized',
  'ValuesView',
];

const abstract = Object.fromEntries(
  abstractNames.map((name) => [name, nativeClass({ name, module: 'collections.abc' })]),
);

export const collectionsAbcModule = moduleOf(abstract);

export const collectionsModule = moduleOf({
  // Dictionaries keep their order, so the two are one here.
  OrderedDict: dictClass,
  defaultdict,
  Counter: counter,
  deque,
  namedtuple,
  UserDict: dictClass,
  UserList: listClass,
});
