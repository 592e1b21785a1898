/** `Cls(...)`: `__new__`, `__init__`, and native classes that make their instances themselves. */
import type { Origin } from '../../util/text-range.ts';
import { isSubclass, lookup, metaclassOf, unknownBase } from './classes.ts';
import { typeNew } from './create-class.ts';
import { nativeFunction, none, nativeInstance } from './native.ts';
import type { Runtime } from './runtime.ts';
import type { ClassValue, InstanceValue, NativeCall, NativeClassHooks, Value } from './value.ts';

type Instantiate = NonNullable<NativeClassHooks['instantiate']>;

/** Instances that a native class has filled; a Python `__init__` that never calls `super()` leaves that to us. */
const filled = new WeakSet<InstanceValue>();

/** The native constructor that `__init__` of a class means, searched behind `after` where that is given. */
export function initOfNative(
  cls: ClassValue,
  after?: ClassValue,
): { cls: ClassValue; make: Instantiate } | null {
  const from = after === undefined ? 0 : cls.mro.indexOf(after) + 1;
  for (const ancestor of cls.mro.slice(from)) {
    if (ancestor.origin === null && ancestor.hooks?.instantiate !== undefined) {
      return { cls, make: ancestor.hooks.instantiate };
    }
  }
  return null;
}

/** `__init__` of a native class, as a function: fills an instance that Python code subclasses. */
export function nativeInitializer(
  rt: Runtime,
  hook: { readonly cls: ClassValue; readonly make: Instantiate },
  self: InstanceValue | null,
): Value {
  return nativeFunction('__init__', (call) => {
    const target = self ?? call.args[0];
    if (target?.kind !== 'instance') return none;
    const args = self === null ? call.args.slice(1) : call.args;
    fill(rt, target, hook.make, { ...call, args });
    return none;
  });
}

function fill(rt: Runtime, target: InstanceValue, make: Instantiate, call: NativeCall): void {
  const made = make(target.cls, call);
  if (made.kind !== 'instance') return;
  filled.add(target);
  target.payload = made.payload;
  for (const [name, value] of made.attributes)
    if (!target.attributes.has(name)) target.attributes.set(name, value);
  rt.step(call.site.file, call.site);
}

export function instantiate(
  rt: Runtime,
  cls: ClassValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
): Value {
  const call: NativeCall = { args, kwargs, site, interpreter: rt };
  if (cls.name === 'type' && cls.module === 'builtins') return typeOfOrNew(rt, call);
  const metaclass = metaclassOf(cls);
  const metaCall = metaclass === null ? undefined : lookup(metaclass, '__call__');
  if (metaCall !== undefined) return rt.call(metaCall, [cls, ...args], kwargs, site);
  return instantiatePlain(rt, cls, call);
}

/** `type.__call__`. */
export function instantiatePlain(rt: Runtime, cls: ClassValue, call: NativeCall): Value {
  const { args, kwargs, site } = call;
  const hook = initOfNative(cls);
  const initOwner = cls.mro.find((ancestor) => ancestor.namespace.has('__init__'));
  const init = initOwner?.namespace.get('__init__');
  const initIsPython = initOwner !== undefined && initOwner.origin !== null;
  const create = lookup(cls, '__new__');
  let self: Value;
  if (create !== undefined) {
    const fn = create.kind === 'staticmethod' ? create.function : create;
    self = rt.call(fn, [cls, ...args], kwargs, site);
    if (self.kind !== 'instance' || !isSubclass(self.cls, cls)) return self;
  } else if (hook !== null && !(initIsPython && pythonFirst(cls, initOwner))) {
    return hook.make(cls, call);
  } else {
    self = nativeInstance(cls, undefined, site);
  }
  if (init !== undefined) {
    rt.call(init, [self, ...args], kwargs, site);
  } else if (create === undefined && args.length + kwargs.size > 0) {
    const base = unknownBase(cls);
    if (base === null) return rt.raise('TypeError', `${cls.name}() takes no arguments`, site);
  }
  if (hook !== null && !filled.has(self) && self.payload === undefined) fill(rt, self, hook.make, call);
  return self;
}

/** True when the class that defines `__init__` in Python comes before the first native class with a constructor. */
function pythonFirst(cls: ClassValue, owner: ClassValue): boolean {
  const native = cls.mro.findIndex((c) => c.origin === null && c.hooks?.instantiate !== undefined);
  return native < 0 || cls.mro.indexOf(owner) < native;
}

/** `object.__new__` and `super().__new__(cls, …)`. */
export function newInstance(cls: ClassValue, call: NativeCall): Value {
  const hook = initOfNative(cls);
  if (hook === null) return nativeInstance(cls, undefined, call.site);
  const made = hook.make(cls, { ...call, args: call.args.slice(1) });
  if (made.kind === 'instance') filled.add(made);
  return made;
}

/** `type(value)` and `type(name, bases, namespace)`. */
function typeOfOrNew(rt: Runtime, call: NativeCall): Value {
  const [only] = call.args;
  if (call.args.length === 1 && only !== undefined) return only.kind === 'unknown' ? only : rt.typeOf(only);
  return typeNew(rt, call.args, null, call.site);
}
