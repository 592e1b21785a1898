/** `dataclasses`: the generated `__init__`, `__repr__` and `__eq__`. */
import { dictFromObject } from '../containers.ts';
import {
  bool,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../native.ts';
import { noKeywords } from '../runtime.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { functionsOf, moduleOf } from './support.ts';

const fieldsKey = Symbol('dataclass fields');

interface DataclassField {
  readonly name: string;
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly keywordOnly: boolean;
  readonly repr: boolean;
  /** `field(metadata={…})`. */
  readonly metadata: Value | undefined;
}

const fieldClass = nativeClass({ name: 'Field', module: 'dataclasses' });
const missing = nativeInstance(nativeClass({ name: '_MISSING_TYPE', module: 'dataclasses' }), null, {
  file: '',
  range: { start: 0, end: 0 },
});

const isFalse = (value: Value | undefined): boolean => value?.kind === 'bool' && !value.value;
const isTrue = (value: Value | undefined): boolean => value?.kind === 'bool' && value.value;

/** The fields of a dataclass and its ancestors, in the order of its constructor. */
export function dataclassFields(cls: ClassValue): readonly DataclassField[] {
  const fields = cls.native.get(fieldsKey);
  return Array.isArray(fields) ? (fields as DataclassField[]) : [];
}

function decorate(cls: ClassValue, options: ReadonlyMap<string, Value>): Value {
  const fields = new Map<string, DataclassField>();
  for (const ancestor of [...cls.mro].reverse()) {
    for (const field of dataclassFields(ancestor)) fields.set(field.name, field);
  }
  for (const [name, annotation] of cls.annotations) {
    const { expression } = annotation;
    const head = expression.kind === 'Subscript' ? expression.value : expression;
    const headName = head.kind === 'Attribute' ? head.attr : head.kind === 'Name' ? head.id : '';
    if (headName === 'ClassVar') continue;
    const value = cls.namespace.get(name);
    const settings =
      value?.kind === 'instance' && value.cls === fieldClass
        ? (value.payload as ReadonlyMap<string, Value>)
        : null;
    const otherwise = settings === null ? value : settings.get('default');
    fields.set(name, {
      name,
      default: otherwise,
      factory: settings?.get('default_factory'),
      init: !isFalse(settings?.get('init')),
      keywordOnly: isTrue(settings?.get('kw_only')) || isTrue(options.get('kw_only')),
      repr: !isFalse(settings?.get('repr')),
      metadata: settings?.get('metadata'),
    });
    if (settings !== null) {
      if (otherwise === undefined) cls.namespace.delete(name);
      else cls.namespace.set(name, otherwise);
    }
  }
  const list = [...fields.values()];
  cls.native.set(fieldsKey, list);
  const define = (name: string, value: Value): void => {
    if (!cls.namespace.has(name)) cls.namespace.set(name, value);
  };
  if (!isFalse(options.get('init'))) define('__init__', initializer(cls, list));
  if (!isFalse(options.get('repr'))) define('__repr__', representation(list));
  if (!isFalse(options.get('eq'))) define('__eq__', equality(list));
  define('__match_args__', tuple(list.filter((f) => f.init && !f.keywordOnly).map((f) => str(f.name))));
  return cls;
}

function initializer(cls: ClassValue, fields: readonly DataclassField[]): Value {
  return nativeMethod('__init__', (call) => {
    const [self, ...args] = call.args;
    if (self?.kind !== 'instance') return none;
    const taken = new Set(fields.filter((field) => field.init).map((field) => field.name));
    const extra = [...call.kwargs.keys()].find((name) => !taken.has(name));
    if (extra !== undefined) {
      call.interpreter.raise(
        'TypeError',
        `${cls.name}.__init__() got an unexpected keyword argument '${extra}'`,
        call.site,
      );
    }
    let position = 0;
    for (const field of fields) {
      const positional = field.init && !field.keywordOnly ? args[position++] : undefined;
      const given = positional ?? (field.init ? call.kwargs.get(field.name) : undefined);
      const value = given ?? field.default ?? made(field, call);
      if (value === undefined && field.init) {
        call.interpreter.raise(
          'TypeError',
          `${cls.name}.__init__() missing 1 required positional argument: '${field.name}'`,
          call.site,
        );
      }
      if (value !== undefined) self.attributes.set(field.name, value);
    }
    const post = call.interpreter.findAttribute(self, '__post_init__', call.site);
    if (post !== undefined) call.interpreter.call(post, [], noKeywords, call.site);
    return none;
  });
}

function made(field: DataclassField, call: NativeCall): Value | undefined {
  return field.factory === undefined
    ? undefined
    : call.interpreter.call(field.factory, [], noKeywords, call.site);
}

function representation(fields: readonly DataclassField[]): Value {
  return nativeMethod('__repr__', ({ args: [self], interpreter, site }) => {
    if (self?.kind !== 'instance') return none;
    const parts = fields
      .filter((field) => field.repr)
      .map((field) => `${field.name}=${interpreter.repr(self.attributes.get(field.name) ?? none, site)}`);
    return str(`${self.cls.qualname}(${parts.join(', ')})`);
  });
}

function equality(fields: readonly DataclassField[]): Value {
  return nativeMethod('__eq__', ({ args: [self, other], interpreter, site }) => {
    if (self?.kind !== 'instance' || other?.kind !== 'instance' || self.cls !== other.cls) {
      return { kind: 'not-implemented' };
    }
    const same = fields.every(
      ({ name }) =>
        interpreter.equals(self.attributes.get(name) ?? none, other.attributes.get(name) ?? none, site) ===
        true,
    );
    return bool(same);
  });
}

export const dataclassesModule = moduleOf({
  MISSING: missing,
  Field: fieldClass,
  InitVar: nativeClass({ name: 'InitVar', module: 'dataclasses' }),
  KW_ONLY: nativeClass({ name: 'KW_ONLY', module: 'dataclasses' }),
  FrozenInstanceError: nativeClass({ name: 'FrozenInstanceError', module: 'dataclasses' }),
  ...functionsOf({
    dataclass: (call) => {
      const [cls] = call.args;
      if (cls?.kind === 'class') return decorate(cls, call.kwargs);
      if (cls !== undefined) return cls;
      return nativeFunction('dataclass', ({ args: [decorated = none] }) =>
        decorated.kind === 'class' ? decorate(decorated, call.kwargs) : decorated,
      );
    },
    field: (call) => nativeInstance(fieldClass, call.kwargs, call.site),
    fields: ({ args: [value], interpreter, site }) => {
      const cls = value?.kind === 'class' ? value : value?.kind === 'instance' ? value.cls : null;
      return tuple(
        (cls === null ? [] : dataclassFields(cls)).map((field) => {
          const instance = nativeInstance(fieldClass, new Map(), site);
          instance.attributes.set('name', str(field.name));
          instance.attributes.set('default', field.default ?? missing);
          instance.attributes.set('type', interpreter.unknown('Retort does not evaluate `Field.type`', site));
          return instance;
        }),
      );
    },
    is_dataclass: ({ args: [value] }) => {
      const cls = value?.kind === 'class' ? value : value?.kind === 'instance' ? value.cls : null;
      return bool(cls?.native.has(fieldsKey) === true);
    },
    asdict: ({ args: [self] }) =>
      self?.kind === 'instance'
        ? dictFromObject(
            dataclassFields(self.cls).map((f) => [f.name, self.attributes.get(f.name) ?? none] as const),
          )
        : none,
    astuple: ({ args: [self] }) =>
      self?.kind === 'instance'
        ? tuple(dataclassFields(self.cls).map((f) => self.attributes.get(f.name) ?? none))
        : none,
    replace: (call) => {
      const [self] = call.args;
      if (self?.kind !== 'instance') return none;
      const kwargs = new Map(self.attributes);
      for (const [name, value] of call.kwargs) kwargs.set(name, value);
      return call.interpreter.call(self.cls, [], kwargs, call.site);
    },
  }),
});
