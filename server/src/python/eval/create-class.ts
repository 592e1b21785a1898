/** Making a class of its parts: what `type.__new__` and metaclasses do. */
import type { Origin } from '../../util/text-range.ts';
import { linearize, lookup, markUnknownDecorator, metaclassOf } from './classes.ts';
import { dictFromObject } from './containers.ts';
import { nativeFunction, none, str, tuple } from './native.ts';
import { noKeywords, type ClassDefinition, type Runtime } from './runtime.ts';
import type { Annotation, ClassValue, NativeClassHooks, Value } from './value.ts';

/** What `type.__new__` gets when a Python metaclass calls it: finds the definition that the class statement made. */
const definitions = new WeakMap<object, ClassDefinition>();

export function createClass(rt: Runtime, definition: ClassDefinition, site: Origin): Value {
  const metaclass = chosenMetaclass(definition);
  const create = metaclass === null ? undefined : lookup(metaclass, '__new__');
  if (metaclass === null || create === undefined || create.kind === 'native-function') {
    return finish(rt, makeClass(rt, definition, site), definition, metaclass, site);
  }
  const namespace = dictFromObject([
    ['__module__', str(definition.module)],
    ['__qualname__', str(definition.qualname)],
    ...definition.namespace,
  ]);
  definitions.set(namespace, definition);
  const fn = create.kind === 'staticmethod' ? create.function : create;
  const args = [metaclass, str(definition.name), tuple(definition.bases), namespace];
  const keywords = new Map([...definition.keywords].filter(([key]) => key !== 'metaclass'));
  const made = rt.call(fn, args, keywords, site);
  if (made.kind === 'unknown') {
    // A metaclass of a package that is not known most likely makes the class as `type` does.
    const cls = makeClass(rt, definition, site);
    markUnknownDecorator(cls, made);
    return finish(rt, cls, definition, metaclass, site);
  }
  if (made.kind !== 'class') return made;
  return finish(rt, made, definition, metaclass, site);
}

function chosenMetaclass(definition: ClassDefinition): ClassValue | null {
  const own = definition.keywords.get('metaclass');
  if (own?.kind === 'class') return own;
  for (const base of definition.bases) {
    const inherited = base.kind === 'class' ? metaclassOf(base) : null;
    if (inherited !== null) return inherited;
  }
  return null;
}

/** `type.__new__(metaclass, name, bases, namespace)` as a Python metaclass calls it, and `type(name, bases, dict)`. */
export function typeNew(
  rt: Runtime,
  args: readonly Value[],
  metaclass: ClassValue | null,
  site: Origin,
): Value {
  const [name, bases, namespace] = args;
  if (name?.kind !== 'str' || bases?.kind !== 'tuple' || namespace?.kind !== 'dict') {
    const unknown = args.find((argument) => argument.kind === 'unknown');
    if (unknown !== undefined) return unknown;
    return rt.raise('TypeError', 'type.__new__() expects a name, a tuple of bases and a dict', site);
  }
  const names = new Map<string, Value>();
  for (const { key, value } of namespace.entries.values())
    if (key.kind === 'str') names.set(key.value, value);
  const known = definitions.get(namespace);
  const moduleName = names.get('__module__');
  // Every class has its own; in the namespace subclasses would inherit them.
  for (const name of ['__module__', '__qualname__']) names.delete(name);
  const keywords = new Map(known?.keywords);
  if (metaclass !== null) keywords.set('metaclass', metaclass);
  const definition: ClassDefinition = {
    name: name.value,
    qualname: known?.qualname ?? name.value,
    module: known?.module ?? (moduleName?.kind === 'str' ? moduleName.value : 'builtins.dynamic'),
    bases: bases.items,
    namespace: names,
    annotations: known?.annotations ?? new Map<string, Annotation>(),
    memberOrigins: known?.memberOrigins ?? new Map(Array.from(names.keys(), (key) => [key, site])),
    keywords,
    origin: known?.origin ?? site,
    nameOrigin: known?.nameOrigin ?? site,
    docstring: known?.docstring ?? null,
    owner: known?.owner ?? null,
  };
  const cls = makeClass(rt, definition, site);
  return known === undefined ? finish(rt, cls, definition, metaclass, site) : cls;
}

/** To make a class takes about as long as this many steps. */
const stepsOfClass = 100;

function makeClass(rt: Runtime, definition: ClassDefinition, site: Origin): ClassValue {
  const known: ClassValue[] = [];
  for (const base of definition.bases) {
    const cls = base.kind === 'generic-alias' ? base.origin : base;
    if (cls.kind === 'class') known.push(cls);
    else if (cls.kind !== 'unknown') {
      const replaced = mroEntry(rt, cls, site);
      if (replaced !== null) known.push(replaced);
    }
  }
  const ancestors = known.reduce((sum, { mro }) => sum + mro.length, 0);
  rt.work(stepsOfClass + ancestors * (1 + known.length ** 2 / 100), site);
  rt.grow(ancestors, site);
  const order = linearize([...new Set(known)]);
  if (order === null) {
    rt.raise(
      'TypeError',
      `Cannot create a consistent method resolution order (MRO) for bases ${known.map((c) => c.name).join(', ')}`,
      site,
    );
  }
  const object = rt.objectClass;
  const rest = order.filter((cls) => cls !== object);
  const mro: ClassValue[] = [];
  const cls: ClassValue = {
    kind: 'class',
    name: definition.name,
    qualname: definition.qualname,
    module: definition.module,
    bases: definition.bases.map((base) => (base.kind === 'generic-alias' ? base.origin : base)),
    mro,
    namespace: new Map(),
    annotations: definition.annotations,
    memberOrigins: definition.memberOrigins,
    keywords: definition.keywords,
    origin: definition.origin,
    nameOrigin: definition.nameOrigin,
    docstring: definition.docstring,
    hooks: inheritedHooks(rest),
    native: new Map(),
  };
  mro.push(cls, ...rest, object);
  for (const [name, value] of definition.namespace) cls.namespace.set(name, implicitMethod(name, value));
  if (definition.owner !== null) definition.owner.value = cls;
  return cls;
}

/** A base that is a native object: its `__mro_entries__` class, or a TypeError. */
function mroEntry(rt: Runtime, base: Value, site: Origin): ClassValue | null {
  const entries = rt.findAttribute(base, '__mro_entries__', site);
  if (entries === undefined) {
    return rt.raise('TypeError', `${rt.repr(base, site)} cannot be a base class`, site);
  }
  const result = rt.call(entries, [tuple([base])], noKeywords, site);
  const first = result.kind === 'tuple' ? result.items[0] : undefined;
  return first?.kind === 'class' ? first : null;
}

function inheritedHooks(order: readonly ClassValue[]): NativeClassHooks | null {
  const hooks = order.map((cls) => cls.hooks).filter((h) => h !== null);
  return hooks.length === 0 ? null : (Object.assign({}, ...hooks.reverse()) as NativeClassHooks);
}

/** Methods that Python makes class or static methods by their names. */
function implicitMethod(name: string, value: Value): Value {
  if (value.kind !== 'function') return value;
  if (name === '__new__') return { kind: 'staticmethod', function: value };
  if (name === '__init_subclass__' || name === '__class_getitem__')
    return { kind: 'classmethod', function: value };
  return value;
}

function finish(
  rt: Runtime,
  cls: ClassValue,
  definition: ClassDefinition,
  metaclass: ClassValue | null,
  site: Origin,
): Value {
  for (const [name, value] of [...cls.namespace]) {
    const setName = value.kind === 'instance' ? lookup(value.cls, '__set_name__') : undefined;
    if (setName !== undefined) rt.call(setName, [value, cls, str(name)], noKeywords, site);
  }
  const keywords = new Map([...definition.keywords].filter(([key]) => key !== 'metaclass'));
  for (const ancestor of cls.mro.slice(1)) {
    const hook = ancestor.namespace.get('__init_subclass__');
    if (hook === undefined) continue;
    const fn = hook.kind === 'classmethod' ? hook.function : hook;
    rt.call(fn, [cls], keywords, site);
    break;
  }
  cls.hooks?.subclassCreated?.(cls, { site, interpreter: rt });
  const init = metaclass === null ? undefined : lookup(metaclass, '__init__');
  if (init !== undefined) {
    const args = [cls, str(definition.name), tuple(definition.bases), dictFromObject(definition.namespace)];
    rt.call(init, args, keywords, site);
  }
  return cls;
}

/** What `super().__init__(…)` in a metaclass means: nothing more to do. */
export const typeInit: Value = nativeFunction('__init__', () => none);
