/** `typing` and `typing_extensions`. */
import { dictClass, frozensetClass, setClass } from '../builtins/mappings.ts';
import { typeClass } from '../builtins/objects.ts';
import { listClass, tupleClass } from '../builtins/sequences.ts';
import { dictFromObject } from '../containers.ts';
import { bool, nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../native.ts';
import { union } from '../operators.ts';
import { typeAliasType, typeVariable, unionMembers } from '../type-alias.ts';
import type { ClassValue, Value } from '../value.ts';
import { namedTupleBase } from './named-tuple.ts';
import { functionsOf, moduleOf } from './support.ts';

const members = (item: Value): readonly Value[] => (item.kind === 'tuple' ? item.items : [item]);

/** `X[args]` of a special form: an alias whose origin is the form, or the class that the form stands for. */
function form(name: string, origin?: ClassValue): ClassValue {
  const cls: ClassValue = nativeClass({
    name,
    module: 'typing',
    hooks: {
      // A subclass of `Generic[T]` inherits this hook: its aliases are its own.
      classGetItem: (asked, item) => ({
        kind: 'generic-alias',
        origin: asked === cls ? (origin ?? cls) : asked,
        args: members(item),
      }),
    },
  });
  return cls;
}

const optional = nativeClass({
  name: 'Optional',
  module: 'typing',
  hooks: { classGetItem: (_cls, item) => union([item, none]) },
});

const unionForm = nativeClass({
  name: 'Union',
  module: 'typing',
  hooks: { classGetItem: (_cls, item) => union(members(item)) },
});

/** `typing.Annotated`; the first argument of its aliases is the type, the rest metadata. */
export const annotated: ClassValue = nativeClass({
  name: 'Annotated',
  module: 'typing',
  hooks: {
    classGetItem: (asked, item) => {
      const [type = none, ...metadata] = members(item);
      // One around another is one with the metadata of both.
      const isNested = type.kind === 'generic-alias' && type.origin === asked;
      const args = isNested ? [...type.args, ...metadata] : [type, ...metadata];
      return { kind: 'generic-alias', origin: asked, args };
    },
  },
});

const newType = nativeClass({
  name: 'NewType',
  module: 'typing',
  members: { __call__: nativeMethod('__call__', ({ args: [, value = none] }) => value), ...unionMembers },
  hooks: {
    instantiate: (cls, call) => {
      const instance = nativeInstance(cls, undefined, call.site);
      instance.attributes.set('__name__', call.args[0] ?? none);
      instance.attributes.set('__supertype__', call.args[1] ?? none);
      return instance;
    },
  },
});

const typedDict = nativeClass({
  name: 'TypedDict',
  module: 'typing',
  hooks: { instantiate: (_cls, call) => dictFromObject(call.kwargs) },
});

const identity = ({ args: [value = none] }: { args: readonly Value[] }): Value => value;

const plainForms = [
  'Any',
  'AnyStr',
  'ClassVar',
  'Final',
  'Literal',
  'Callable',
  'Iterable',
  'Iterator',
  'Generator',
  'AsyncGenerator',
  'AsyncIterator',
  'AsyncIterable',
  'Awaitable',
  'Coroutine',
  'Mapping',
  'MutableMapping',
  'Sequence',
  'MutableSequence',
  'MutableSet',
  'AbstractSet',
  'Collection',
  'Container',
  'Hashable',
  'Sized',
  'Reversible',
  'SupportsInt',
  'SupportsFloat',
  'ContextManager',
  'AsyncContextManager',
  'Pattern',
  'Match',
  'IO',
  'TextIO',
  'BinaryIO',
  'Generic',
  'Protocol',
  'Concatenate',
  'TypeGuard',
  'Required',
  'NotRequired',
  'ReadOnly',
  'Unpack',
  'Self',
  'LiteralString',
  'Never',
  'NoReturn',
  'TypeAlias',
  'Text',
  'KeysView',
  'ValuesView',
  'ItemsView',
  'ByteString',
] as const;

export const typingModule = moduleOf({
  TYPE_CHECKING: bool(false),
  Optional: optional,
  Union: unionForm,
  Annotated: annotated,
  ...Object.fromEntries(plainForms.map((name) => [name, form(name)])),
  List: form('List', listClass),
  Dict: form('Dict', dictClass),
  DefaultDict: form('DefaultDict', dictClass),
  OrderedDict: form('OrderedDict', dictClass),
  Counter: form('Counter', dictClass),
  Set: form('Set', setClass),
  FrozenSet: form('FrozenSet', frozensetClass),
  Tuple: form('Tuple', tupleClass),
  Deque: form('Deque', listClass),
  Type: form('Type', typeClass),
  TypeVar: typeVariable,
  ParamSpec: typeVariable,
  TypeVarTuple: typeVariable,
  NewType: newType,
  TypeAliasType: typeAliasType,
  NamedTuple: namedTupleBase,
  TypedDict: typedDict,
  ...functionsOf({
    cast: ({ args: [, value = none] }) => value,
    overload: identity,
    final: identity,
    override: identity,
    no_type_check: identity,
    runtime_checkable: identity,
    runtime: identity,
    assert_never: ({ interpreter, site }) =>
      interpreter.raise('AssertionError', 'Expected code to be unreachable', site),
    assert_type: identity,
    reveal_type: identity,
    deprecated: () => nativeFunction('deprecated', identity),
    dataclass_transform: () => nativeFunction('dataclass_transform', identity),
    get_type_hints: ({ interpreter, site }) =>
      interpreter.unknown('Retort does not evaluate `typing.get_type_hints`', site),
    get_origin: ({ args: [value = none] }) => (value.kind === 'generic-alias' ? value.origin : none),
    get_args: ({ args: [value = none] }) => ({
      kind: 'tuple',
      items: value.kind === 'generic-alias' ? value.args : value.kind === 'union-type' ? value.members : [],
    }),
  }),
});
