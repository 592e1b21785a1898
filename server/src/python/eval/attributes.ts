/** Attribute access, in Python's order. */
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { unmodelledAttribute } from './builtins/attribute-names.ts';
import { lookup, lookupAfter, metaclassOf, unknownBase } from './classes.ts';
import { dictFromObject } from './containers.ts';
import { initOfNative, instantiatePlain, nativeInitializer, newInstance } from './instances.ts';
import { bool, nativeFunction, none, str, tuple } from './native.ts';
import { noKeywords, type Runtime } from './runtime.ts';
import { defaultRepr } from './text.ts';
import type { ClassValue, FunctionValue, InstanceValue, ModuleValue, SuperValue, Value } from './value.ts';

export function getAttribute(rt: Runtime, value: Value, name: string, site: Origin): Value {
  const found = findAttribute(rt, value, name, site);
  if (found !== undefined) return found;
  const unmodelled = unmodelledAttribute(rt, value, name, site);
  if (unmodelled !== null) return unmodelled;
  switch (value.kind) {
    case 'module':
      // An emulated module has more names in reality than here; that one is missing is no fact about the library.
      if (value.file === null && !value.namespace.has('__name__') && !name.startsWith('__')) {
        return rt.unknown(`Retort does not know \`${name}\` of \`${value.name}\``, site);
      }
      return rt.raise('AttributeError', `module '${value.name}' has no attribute '${name}'`, site);
    case 'class':
      if (mayHaveMore(value, name, value.hooks?.getClassAttribute !== undefined)) {
        return rt.unknown(`Retort does not know \`${name}\` of \`${value.name}\``, site);
      }
      return rt.raise('AttributeError', `type object '${value.name}' has no attribute '${name}'`, site);
    default:
      if (
        value.kind === 'instance' &&
        mayHaveMore(value.cls, name, value.cls.hooks?.getAttribute !== undefined)
      ) {
        return rt.unknown(`Retort does not know \`${name}\` of \`${value.cls.name}\``, site);
      }
      return rt.raise('AttributeError', `'${rt.typeOf(value).name}' object has no attribute '${name}'`, site);
  }
}

/** Emulated classes of these modules are complete, or add nothing to the classes that inherit from them. */
const completeModules = new Set([
  'builtins',
  'enum',
  'abc',
  'typing',
  'collections.abc',
  'collections',
  'types',
]);

/**
 * An emulated library class may have more attributes in reality than here, so a missing one is Unknown and no
 * AttributeError, unless the class answers for its missing attributes itself.
 */
function mayHaveMore(cls: ClassValue, name: string, answers: boolean): boolean {
  if (answers || name.startsWith('__')) return false;
  return cls.mro.some((ancestor) => ancestor.origin === null && !completeModules.has(ancestor.module));
}

/** Undefined instead of AttributeError. Other exceptions (of a property's getter) pass. */
export function findAttribute(rt: Runtime, value: Value, name: string, site: Origin): Value | undefined {
  if (name === '__class__' && value.kind !== 'unknown' && value.kind !== 'instance') return rt.typeOf(value);
  switch (value.kind) {
    case 'unknown':
      return computedFrom(value);
    case 'instance':
      return instanceAttribute(rt, value, name, site);
    case 'class':
      return classAttribute(rt, value, name, site);
    case 'module':
      return moduleAttribute(rt, value, name, site);
    case 'super':
      return superAttribute(rt, value, name, site);
    case 'function':
      return functionAttribute(rt, value, name, site);
    case 'bound-method':
      if (name === '__self__') return value.self;
      if (name === '__func__') return value.function;
      return findAttribute(rt, value.function, name, site);
    case 'native-function': {
      const own = markedAttributes.get(value)?.get(name);
      if (own !== undefined) return own;
      if (name === '__name__' || name === '__qualname__') return str(value.name);
      return name === '__doc__' ? none : undefined;
    }
    case 'property':
      if (name === '__doc__') return findAttribute(rt, value.get, name, site);
      if (name === 'fget') return value.get;
      if (name === 'fset') return value.set ?? none;
      return builtinAttribute(rt, value, name, site);
    case 'classmethod':
    case 'staticmethod':
      if (name === '__get__') return binder(rt, value, site);
      return name === '__func__' || name === '__wrapped__'
        ? value.function
        : (markedAttributes.get(value)?.get(name) ?? findAttribute(rt, value.function, name, site));
    case 'generic-alias':
      if (name === '__origin__') return value.origin;
      if (name === '__args__') return tuple(value.args);
      return findAttribute(rt, value.origin, name, site);
    case 'union-type':
      return name === '__args__' ? tuple(value.members) : undefined;
    case 'slice':
      if (name === 'start') return value.lower;
      if (name === 'stop') return value.upper;
      return name === 'step' ? value.step : undefined;
    default:
      return builtinAttribute(rt, value, name, site);
  }
}

/** What a class's attribute becomes when it is read through an instance (`self`) or the class alone (null). */
export function bind(
  rt: Runtime,
  attribute: Value,
  self: Value | null,
  cls: ClassValue,
  site: Origin,
): Value {
  switch (attribute.kind) {
    case 'function':
      return self === null ? attribute : { kind: 'bound-method', self, function: attribute };
    case 'native-function':
      return self === null || !attribute.isMethod
        ? attribute
        : { kind: 'bound-method', self, function: attribute };
    case 'classmethod':
      return { kind: 'bound-method', self: cls, function: attribute.function };
    case 'staticmethod':
      return attribute.function;
    case 'property':
      return self === null ? attribute : rt.call(attribute.get, [self], noKeywords, site);
    case 'instance': {
      const get = lookup(attribute.cls, '__get__');
      return get === undefined ? attribute : rt.call(get, [attribute, self ?? none, cls], noKeywords, site);
    }
    default:
      return attribute;
  }
}

function instanceAttribute(rt: Runtime, self: InstanceValue, name: string, site: Origin): Value | undefined {
  const { cls } = self;
  const custom = lookup(cls, '__getattribute__');
  if (custom !== undefined && custom.kind === 'function') {
    return catchMissing(rt, () => rt.call(custom, [self, str(name)], noKeywords, site));
  }
  return plainInstanceAttribute(rt, self, name, site) ?? fallbackAttribute(rt, self, name, site);
}

function plainInstanceAttribute(
  rt: Runtime,
  self: InstanceValue,
  name: string,
  site: Origin,
): Value | undefined {
  const { cls } = self;
  const inClass = lookup(cls, name);
  if (inClass !== undefined && isDataDescriptor(inClass)) return bind(rt, inClass, self, cls, site);
  const own = self.attributes.get(name);
  if (own !== undefined) return own;
  if (inClass !== undefined) return bind(rt, inClass, self, cls, site);
  switch (name) {
    case '__class__':
      return cls;
    case '__dict__':
      return dictFromObject(self.attributes);
    case '__module__':
      return str(cls.module);
    case '__doc__':
      return cls.docstring === null ? none : str(cls.docstring);
    default:
      return undefined;
  }
}

function fallbackAttribute(rt: Runtime, self: InstanceValue, name: string, site: Origin): Value | undefined {
  const { cls } = self;
  const native = cls.hooks?.getAttribute?.(self, name, { site, interpreter: rt });
  if (native !== undefined) return native;
  // A base that is not known may have it; `__getattr__` would not be asked then.
  const base = unknownBase(cls);
  if (base !== null) return base;
  const getattr = lookup(cls, '__getattr__');
  if (getattr !== undefined)
    return catchMissing(rt, () => rt.call(getattr, [self, str(name)], noKeywords, site));
  return objectAttribute(rt, self, name, site);
}

function isDataDescriptor(value: Value): boolean {
  if (value.kind === 'property') return true;
  return value.kind === 'instance' && lookup(value.cls, '__set__') !== undefined;
}

/** AttributeError means "not there" to whoever only asks. */
function catchMissing(rt: Runtime, get: () => Value): Value | undefined {
  try {
    return get();
  } catch (error) {
    if (rt.isException(error, 'AttributeError')) return undefined;
    throw error;
  }
}

function classAttribute(rt: Runtime, cls: ClassValue, name: string, site: Origin): Value | undefined {
  const metaclass = metaclassOf(cls);
  const inMeta = metaclass === null ? undefined : lookup(metaclass, name);
  if (inMeta !== undefined && metaclass !== null && isDataDescriptor(inMeta)) {
    return bind(rt, inMeta, cls, metaclass, site);
  }
  const own = lookup(cls, name);
  if (own !== undefined) return bind(rt, own, null, cls, site);
  if (inMeta !== undefined && metaclass !== null) return bind(rt, inMeta, cls, metaclass, site);
  const special = specialClassAttribute(rt, cls, name, site);
  if (special !== undefined) return special;
  const native = cls.hooks?.getClassAttribute?.(cls, name, { site, interpreter: rt });
  if (native !== undefined) return native;
  const getattr = metaclass === null ? undefined : lookup(metaclass, '__getattr__');
  if (getattr !== undefined)
    return catchMissing(rt, () => rt.call(getattr, [cls, str(name)], noKeywords, site));
  return (
    unknownBase(cls) ??
    (name === '__new__' || name === '__setattr__' ? objectAttribute(rt, cls, name, site) : undefined)
  );
}

function specialClassAttribute(rt: Runtime, cls: ClassValue, name: string, site: Origin): Value | undefined {
  switch (name) {
    case '__name__':
      return str(cls.name);
    case '__qualname__':
      return str(cls.qualname);
    case '__module__':
      return str(cls.module);
    case '__doc__':
      return cls.docstring === null ? none : str(cls.docstring);
    case '__bases__':
      return tuple(cls.bases);
    case '__mro__':
      return tuple(cls.mro);
    case 'mro':
      return nativeFunction('mro', () => ({ kind: 'list', items: [...cls.mro] }));
    case '__dict__':
      return dictFromObject(cls.namespace);
    case '__annotations__':
      return dictFromObject(
        Array.from(cls.annotations, ([key, annotation]) => [key, rt.evaluateAnnotation(annotation)] as const),
      );
    case '__subclasses__':
      return nativeFunction('__subclasses__', () =>
        rt.unknown('the subclasses of a class are known only at run time', site),
      );
    case '__init__': {
      const hook = initOfNative(cls);
      return hook === null ? undefined : nativeInitializer(rt, hook, null);
    }
    default:
      return undefined;
  }
}

function moduleAttribute(rt: Runtime, module: ModuleValue, name: string, site: Origin): Value | undefined {
  const own = module.namespace.get(name) ?? module.getAttribute?.(name, site);
  rt.noteModuleRead(module, name, own);
  if (own !== undefined) return own;
  switch (name) {
    case '__dict__':
      return dictFromObject(module.namespace);
    case '__name__':
      return str(module.name);
    case '__doc__':
      return none;
    default:
      break;
  }
  const getattr = module.namespace.get('__getattr__');
  if (getattr !== undefined) return catchMissing(rt, () => rt.call(getattr, [str(name)], noKeywords, site));
  return module.namespace.get('*');
}

function functionAttribute(rt: Runtime, fn: FunctionValue, name: string, site: Origin): Value | undefined {
  const own = fn.attributes.get(name);
  if (own !== undefined) return own;
  switch (name) {
    case '__name__':
      return str(fn.name);
    case '__qualname__':
      return str(fn.qualname);
    case '__module__':
      return str(fn.module);
    case '__doc__':
      return docstringOf(fn);
    case '__defaults__':
      return fn.defaults.size === 0 ? none : tuple([...fn.defaults.values()]);
    case '__annotations__':
      return dictFromObject([]);
    case '__dict__':
      return dictFromObject(fn.attributes);
    case '__get__':
      return binder(rt, fn, site);
    default:
      return undefined;
  }
}

/** `descriptor.__get__(instance, owner)`. */
function binder(rt: Runtime, descriptor: Value, site: Origin): Value {
  return nativeFunction('__get__', ({ args: [given = none, owner] }) => {
    const self = given.kind === 'none' ? null : given;
    return bind(rt, descriptor, self, owner?.kind === 'class' ? owner : rt.typeOf(given), site);
  });
}

function docstringOf(fn: FunctionValue): Value {
  if (fn.definition.kind === 'Lambda') return none;
  const first = fn.definition.body[0];
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant') return none;
  return first.value.value.type === 'str' ? str(first.value.value.value) : none;
}

function superAttribute(rt: Runtime, value: SuperValue, name: string, site: Origin): Value | undefined {
  const { self } = value;
  const start = self.kind === 'class' ? self : self.kind === 'instance' ? self.cls : value.cls;
  const order = start.mro.includes(value.cls) ? start : (metaclassOf(start) ?? start);
  const found = lookupAfter(order, value.cls, name);
  if (found !== undefined) {
    const isClassCall = self.kind === 'class' && order === start;
    return bind(rt, found, isClassCall ? null : self, start, site);
  }
  if (self.kind === 'instance') {
    if (name === '__init__') {
      const hook = initOfNative(start, value.cls);
      if (hook !== null) return nativeInitializer(rt, hook, self);
    }
    const native = start.hooks?.getAttribute?.(self, name, { site, interpreter: rt });
    if (native !== undefined) return native;
  }
  // A base that is not known may define `__new__` itself; its `__init__` changes nothing that is.
  const base = self.kind === 'class' || self.kind === 'instance' ? unknownBase(start) : null;
  return name === '__new__'
    ? (base ?? objectAttribute(rt, self, name, site))
    : (objectAttribute(rt, self, name, site) ?? base ?? undefined);
}

/** What `object` itself has. */
function objectAttribute(rt: Runtime, self: Value, name: string, site: Origin): Value | undefined {
  switch (name) {
    case '__init__':
    case '__init_subclass__':
      return nativeFunction(name, () => none);
    case '__new__':
      return nativeFunction(name, (call) => {
        const [cls] = call.args;
        return cls?.kind === 'class'
          ? newInstance(cls, call)
          : rt.raise('TypeError', 'object.__new__(X): X is no type', site);
      });
    case '__call__':
      // `super().__call__(…)` in a metaclass.
      return self.kind === 'class'
        ? nativeFunction(name, (call) => instantiatePlain(rt, self, call))
        : undefined;
    case '__setattr__':
      return nativeFunction(name, ({ args: [key, attribute] }) => {
        if (key?.kind === 'str' && attribute !== undefined)
          setPlainAttribute(rt, self, key.value, attribute, site);
        return none;
      });
    case '__getattribute__':
      return nativeFunction(name, ({ args: [key] }) => {
        const text = key?.kind === 'str' ? key.value : '';
        const found = self.kind === 'instance' ? plainInstanceAttribute(rt, self, text, site) : undefined;
        return (
          found ??
          rt.raise('AttributeError', `'${rt.typeOf(self).name}' object has no attribute '${text}'`, site)
        );
      });
    case '__repr__':
    case '__str__':
      return nativeFunction(name, () =>
        str(self.kind === 'instance' ? defaultRepr(self) : rt.repr(self, site)),
      );
    case '__eq__':
      return nativeFunction(name, ({ args: [other] }) =>
        other === self ? bool(true) : { kind: 'not-implemented' },
      );
    case '__ne__':
      return nativeFunction(name, ({ args: [other] }) =>
        other === self ? bool(false) : { kind: 'not-implemented' },
      );
    case '__hash__':
      return nativeFunction(name, () => rt.call(rt.builtin('id'), [self], noKeywords, site));
    default:
      return undefined;
  }
}

function builtinAttribute(rt: Runtime, value: Value, name: string, site: Origin): Value | undefined {
  const cls = rt.typeOf(value);
  const found = lookup(cls, name);
  return found === undefined ? objectAttribute(rt, value, name, site) : bind(rt, found, value, cls, site);
}

/** What decorators set on functions that emulated libraries made (`functools.wraps` of a native one, for instance). */
const markedAttributes = new WeakMap<Value, Map<string, Value>>();

export function setAttribute(rt: Runtime, value: Value, name: string, attribute: Value, site: Origin): void {
  if (value.kind === 'instance') {
    const custom = lookup(value.cls, '__setattr__');
    if (custom !== undefined) {
      rt.call(custom, [value, str(name), attribute], noKeywords, site);
      return;
    }
  }
  setPlainAttribute(rt, value, name, attribute, site);
}

function setPlainAttribute(rt: Runtime, value: Value, name: string, attribute: Value, site: Origin): void {
  switch (value.kind) {
    case 'unknown':
      return;
    case 'instance': {
      const inClass = lookup(value.cls, name);
      if (inClass?.kind === 'property') {
        if (inClass.set === null) {
          rt.raise('AttributeError', `property '${name}' of '${value.cls.name}' object has no setter`, site);
        }
        rt.call(inClass.set, [value, attribute], noKeywords, site);
        return;
      }
      const set = inClass?.kind === 'instance' ? lookup(inClass.cls, '__set__') : undefined;
      if (set !== undefined && inClass !== undefined) {
        rt.call(set, [inClass, value, attribute], noKeywords, site);
        return;
      }
      value.attributes.set(name, attribute);
      return;
    }
    case 'class':
      if (value.module === 'builtins') {
        rt.raise('TypeError', `cannot set '${name}' attribute of immutable type '${value.name}'`, site);
      }
      value.namespace.set(name, attribute);
      if (!value.memberOrigins.has(name) && value.origin !== null) value.memberOrigins.set(name, site);
      value.hooks?.classAttributeSet?.(value, name, attribute, { site, interpreter: rt });
      return;
    case 'module':
      value.namespace.set(name, attribute);
      return;
    case 'function':
      value.attributes.set(name, attribute);
      return;
    case 'native-function':
    case 'classmethod':
    case 'staticmethod': {
      const marks = markedAttributes.get(value) ?? new Map<string, Value>();
      markedAttributes.set(value, marks.set(name, attribute));
      return;
    }
    case 'bound-method':
      setPlainAttribute(rt, value.function, name, attribute, site);
      return;
    default:
      rt.raise('AttributeError', `'${rt.typeOf(value).name}' object has no attribute '${name}'`, site);
  }
}

export function deleteAttribute(rt: Runtime, value: Value, name: string, site: Origin): void {
  if (value.kind === 'unknown') return;
  const names =
    value.kind === 'instance' || value.kind === 'function'
      ? value.attributes
      : value.kind === 'class' || value.kind === 'module'
        ? value.namespace
        : null;
  if (names?.delete(name) !== true) {
    rt.raise('AttributeError', `'${rt.typeOf(value).name}' object has no attribute '${name}'`, site);
  }
}
