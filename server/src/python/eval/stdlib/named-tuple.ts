/** `collections.namedtuple` and `typing.NamedTuple`. */
import { tupleClass } from '../builtins/sequences.ts';
import { BuiltinPayload, dictFromObject, unwrap } from '../containers.ts';
import { nativeClass, nativeFunction, nativeInstance, none, str, tuple } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { getter, methodsOf } from './support.ts';

interface Field {
  readonly name: string;
  readonly default: Value | undefined;
}

function itemsOf(self: Value | undefined): readonly Value[] {
  const plain = self === undefined ? none : unwrap(self);
  return plain.kind === 'tuple' ? plain.items : [];
}

function members(fields: readonly Field[]): Record<string, Value> {
  return {
    _fields: tuple(fields.map((field) => str(field.name))),
    __match_args__: tuple(fields.map((field) => str(field.name))),
    _make: {
      kind: 'classmethod',
      function: nativeFunction('_make', (call) => {
        const [cls, source = none] = call.args;
        const items = call.interpreter.iterate(source, call.site);
        if (items === null || cls === undefined)
          return call.interpreter.unknown('the items of a named tuple cannot be known', call.site);
        return call.interpreter.call(cls, items, new Map(), call.site);
      }),
    },
    ...Object.fromEntries(
      fields.map((field, index) => [field.name, getter(({ args: [self] }) => itemsOf(self)[index] ?? none)]),
    ),
    ...methodsOf({
      __repr__: ({ args: [self], interpreter, site }) => {
        const name = self?.kind === 'instance' ? self.cls.name : '';
        const parts = fields.map(
          (field, i) => `${field.name}=${interpreter.repr(itemsOf(self)[i] ?? none, site)}`,
        );
        return str(`${name}(${parts.join(', ')})`);
      },
      _asdict: ({ args: [self] }) =>
        dictFromObject(fields.map((field, i) => [field.name, itemsOf(self)[i] ?? none] as const)),
      _replace: (call) => {
        const [self] = call.args;
        const changed = itemsOf(self).map((item, i) => call.kwargs.get(fields[i]?.name ?? '') ?? item);
        return self?.kind === 'instance'
          ? nativeInstance(self.cls, new BuiltinPayload(tuple(changed)), call.site)
          : none;
      },
    }),
  };
}

function instantiate(fields: readonly Field[]) {
  return (cls: ClassValue, call: NativeCall): Value => {
    if (call.args.length > fields.length) {
      return call.interpreter.raise(
        'TypeError',
        `${cls.name}() takes ${fields.length.toString()} arguments`,
        call.site,
      );
    }
    const values = fields.map((field, index) => {
      const value = call.args[index] ?? call.kwargs.get(field.name) ?? field.default;
      return (
        value ??
        call.interpreter.raise(
          'TypeError',
          `${cls.name}.__new__() missing 1 required positional argument: '${field.name}'`,
          call.site,
        )
      );
    });
    return nativeInstance(cls, new BuiltinPayload(tuple(values)), call.site);
  };
}

/** `namedtuple('Point', 'x y')`. */
export const namedtuple: Value = nativeFunction('namedtuple', (call) => {
  const [name, names] = call.args;
  if (name?.kind !== 'str' || names === undefined) {
    return call.interpreter.raise('TypeError', 'namedtuple() expects a name and fields', call.site);
  }
  const listed =
    names.kind === 'str'
      ? names.value.split(/[\s,]+/).filter((part) => part !== '')
      : (call.interpreter.iterate(names, call.site) ?? []).map((part) =>
          call.interpreter.str(part, call.site),
        );
  const given = call.kwargs.get('defaults');
  const defaults = given === undefined ? [] : (call.interpreter.iterate(given, call.site) ?? []);
  const fields = listed.map((field, i) => ({
    name: field,
    default: defaults[i - listed.length + defaults.length],
  }));
  return classOf(call, name.value, 'collections', fields);
});

function classOf(call: NativeCall, name: string, module: string, fields: readonly Field[]): ClassValue {
  // The cost of a class, as the `class` statement counts it.
  runtimeOf(call).work(400, call.site);
  return nativeClass({
    name,
    module,
    bases: [tupleClass],
    members: members(fields),
    hooks: { instantiate: instantiate(fields) },
  });
}

/** A named tuple of the standard library with further members. */
export function namedTupleClass(
  name: string,
  module: string,
  fields: readonly string[],
  more: Readonly<Record<string, Value>>,
): ClassValue {
  const listed = fields.map((field): Field => ({ name: field, default: undefined }));
  return nativeClass({
    name,
    module,
    bases: [tupleClass],
    members: { ...members(listed), ...more },
    hooks: { instantiate: instantiate(listed) },
  });
}

/** `NamedTuple('Point', [('x', int)])`. */
function functionalNamedTuple(call: NativeCall): Value {
  const { interpreter, site } = call;
  const [name, listed = call.kwargs.get('fields')] = call.args;
  if (name?.kind !== 'str') return interpreter.raise('TypeError', 'NamedTuple() expects a name', site);
  const pairs = listed === undefined ? [] : interpreter.iterate(listed, site);
  if (pairs === null) return interpreter.unknown(`the fields of ${name.value} cannot be known`, site);
  const fields = pairs.map((pair): Field => {
    const [field] = interpreter.iterate(pair, site) ?? [];
    return { name: field?.kind === 'str' ? field.value : '', default: undefined };
  });
  return classOf(call, name.value, 'typing', fields);
}

/** The base of `class Point(NamedTuple)`: its annotations become the fields. */
export const namedTupleBase: ClassValue = nativeClass({
  name: 'NamedTuple',
  module: 'typing',
  bases: [tupleClass],
  hooks: {
    instantiate: (cls, call) =>
      cls === namedTupleBase
        ? functionalNamedTuple(call)
        : nativeInstance(cls, new BuiltinPayload(tuple([])), call.site),
    subclassCreated: (cls) => {
      if (cls.namespace.has('_fields')) return;
      const fields = [...cls.annotations.keys()].map((name) => ({ name, default: cls.namespace.get(name) }));
      if (fields.length === 0) return;
      for (const [name, value] of Object.entries(members(fields))) cls.namespace.set(name, value);
      cls.namespace.set('__new__', {
        kind: 'staticmethod',
        function: nativeFunction('__new__', (call) => {
          const [own, ...args] = call.args;
          return own?.kind === 'class' ? instantiate(fields)(own, { ...call, args }) : none;
        }),
      });
    },
  },
});
