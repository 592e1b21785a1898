/** The root of the type classes, and how a value becomes a TypeEngine. */
import type {
  ClassValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import { nativeClass, nativeInstance, nativeMethod, none } from '../../../python/eval/native.ts';
import { unproxied } from '../../../python/eval/stdlib/lazy-object-proxy.ts';
import type { Origin } from '../../../util/text-range.ts';
import { TypeBuilder } from '../../orm/builders.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { nullType } from '../../sql/types.ts';
import { Arguments, stringOf } from '../arguments.ts';
import { isDialectName } from '../../dialects/index.ts';
import { typeDescriptor } from '../../dialects/type-descriptor.ts';
import { hasCompiler } from '../compilers.ts';
import { stateOf } from '../state.ts';
import { compiledTexts } from './compiled-types.ts';
import { dialectClass, dialectValue } from './dialect-classes.ts';
import { typeRepr } from './type-repr.ts';

const module = 'sqlalchemy.sql.sqltypes';

export const typeEngineClass: ClassValue = nativeClass({
  name: 'TypeEngine',
  module: 'sqlalchemy.sql.type_api',
  members: {
    __init__: nativeMethod('__init__', () => none),
    with_variant: nativeMethod('with_variant', withVariant),
    copy: nativeMethod('copy', (call) => call.args[0] ?? none),
    adapt: nativeMethod('adapt', (call) => call.args[0] ?? none),
    dialect_impl: nativeMethod('dialect_impl', (call) => call.args[0] ?? none),
    __repr__: nativeMethod('__repr__', (call) => {
      const self = call.args[0];
      const type = self === undefined ? nullType : typeOf(call.interpreter, self, call.site);
      return { kind: 'str', value: typeRepr(type) };
    }),
  },
});

/** `UserDefinedType`: its SQL comes from Python code. */
export const userDefinedTypeClass: ClassValue = nativeClass({
  name: 'UserDefinedType',
  module: 'sqlalchemy.sql.type_api',
  bases: [typeEngineClass],
});

/** `TypeDecorator`: `impl` of the class, made with the constructor's arguments. */
export const typeDecoratorClass: ClassValue = nativeClass({
  name: 'TypeDecorator',
  module: 'sqlalchemy.sql.type_api',
  bases: [typeEngineClass],
  members: {
    cache_ok: none,
    // What `super().load_dialect_impl(dialect)` gives.
    load_dialect_impl: nativeMethod('load_dialect_impl', (call) => {
      const [self] = call.args;
      return self?.kind === 'instance' ? (self.attributes.get('impl') ?? none) : none;
    }),
    __init__: nativeMethod('__init__', (call) => {
      const self = call.args[0];
      if (self?.kind !== 'instance') return none;
      const impl = call.interpreter.findAttribute(self.cls, 'impl', call.site);
      if (impl === undefined) {
        return call.interpreter.raise(
          'AttributeError',
          "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of type being decorated",
          call.site,
        );
      }
      const instance =
        impl.kind === 'class'
          ? call.interpreter.call(impl, call.args.slice(1), call.kwargs, call.site)
          : impl;
      self.payload = new TypeBuilder(typeOf(call.interpreter, instance, call.site));
      self.attributes.set('impl', instance);
      return none;
    }),
  },
});

/** The type that a value stands for: an instance, a class (made without arguments), None. Never throws a TypeError away. */
export function typeOf(interpreter: Interpreter, value: Value, site: Origin): TypeEngine {
  const type = evaluatedType(interpreter, value, site);
  return type.kind === 'unknown' ? (toldType(interpreter, value, site) ?? type) : type;
}

/** What the user says that a class stands for whose own meaning cannot be known. */
function toldType(interpreter: Interpreter, value: Value, site: Origin): TypeEngine | null {
  const { knownTypes } = stateOf(interpreter);
  const cls = value.kind === 'class' ? value : value.kind === 'instance' ? value.cls : null;
  const impl = cls === null ? undefined : knownTypes.get(`${cls.module}.${cls.qualname}`);
  if (cls === null || impl === undefined) return null;
  const repr = value.kind === 'instance' ? genericRepr(interpreter, value, site) : `${cls.name}()`;
  return { kind: 'decorated', module: moduleOf(cls), qualname: cls.qualname, repr, impl };
}

function evaluatedType(interpreter: Interpreter, given: Value, site: Origin): TypeEngine {
  const value = unproxied(given, { interpreter, site });
  if (value.kind === 'unknown')
    return { kind: 'unknown', reason: value.reason, origin: value.origin ?? site };
  if (value.kind === 'none') return nullType;
  if (value.kind === 'class' && value.mro.includes(typeEngineClass)) {
    return typeOf(interpreter, interpreter.call(value, [], new Map(), site), site);
  }
  if (value.kind === 'instance' && value.cls.mro.includes(typeEngineClass)) {
    return typeOfInstance(interpreter, value, site);
  }
  // A function that gives a type is called. Upstream: `to_instance`.
  if (value.kind === 'function' || value.kind === 'bound-method') {
    const made = interpreter.call(value, [], new Map(), site);
    if (isTypeValue(made) || made.kind === 'unknown') return typeOf(interpreter, made, site);
  }
  // A class whose base is not known (a third package's type) could still be a type.
  const name = value.kind === 'class' ? value.name : value.kind === 'instance' ? value.cls.name : value.kind;
  return { kind: 'unknown', reason: `\`${name}\` is not a column type that Retort knows`, origin: site };
}

/** Whether the value can stand where a column's type does. */
export function isTypeValue(value: Value): boolean {
  if (value.kind === 'class') return value.mro.includes(typeEngineClass);
  return value.kind === 'instance' && value.cls.mro.includes(typeEngineClass);
}

function typeOfInstance(interpreter: Interpreter, value: InstanceValue, site: Origin): TypeEngine {
  const { compilers, compiledTypes } = stateOf(interpreter);
  for (const cls of value.cls.mro) compiledTypes.add(cls);
  const type = keepDecorator(uncompiledType(interpreter, value, site), value);
  if (compilers.size === 0 || type.kind === 'unknown' || !hasCompiler(interpreter, value.cls)) return type;
  const compiled = compiledTexts(interpreter, value, type, {
    dialectValue,
    typeOf: (given) => typeOf(interpreter, given, site),
  });
  return compiled.size === 0 ? type : keepDecorator({ ...type, compiled }, value);
}

const decorators = new WeakMap<TypeEngine, InstanceValue>();

/** The instance that a type was read from, for a class that changes values; null where it is not known. */
export const decoratorOf = (type: TypeEngine): InstanceValue | null => decorators.get(type) ?? null;

function keepDecorator(type: TypeEngine, value: InstanceValue | null): TypeEngine {
  if (type.kind === 'decorated' && value !== null) decorators.set(type, value);
  return type;
}

/** The method that changes a value before it is written; null for none. Upstream: `TypeDecorator.literal_processor`. */
export function valueProcessor(cls: ClassValue): 'process_literal_param' | 'process_bind_param' | null {
  const methods = ['process_literal_param', 'process_bind_param'] as const;
  return (
    methods.find((name) => cls.mro.some((base) => base.origin !== null && base.namespace.has(name))) ?? null
  );
}

function uncompiledType(interpreter: Interpreter, value: InstanceValue, site: Origin): TypeEngine {
  const { cls, payload } = value;
  // Types that TypeScript defines are what their payload says; a Python subclass keeps its own name for rendering.
  if (cls.origin === null) {
    return payload instanceof TypeBuilder
      ? payload.type
      : { kind: 'unknown', reason: `\`${cls.name}\` is no concrete column type`, origin: site };
  }
  if (!(payload instanceof TypeBuilder)) {
    if (cls.mro.includes(userDefinedTypeClass)) {
      const type = userDefined(interpreter, value, site);
      const variants = variantsOfPython.get(value);
      return variants === undefined ? type : { ...type, variants };
    }
    const reason = `\`${cls.name}\` does not call its base's __init__()`;
    return { kind: 'unknown', reason, origin: cls.origin };
  }
  if (cls.mro.some((base) => base.origin !== null && base.namespace.has('_set_table'))) {
    const reason = `\`${cls.name}\` makes constraints of its own in _set_table(), which are not followed`;
    return { kind: 'unknown', reason, origin: cls.origin };
  }
  if (cls.mro.some((base) => base.origin !== null && stateOf(interpreter).listenedTypes.has(base))) {
    const reason = `code listens to events of \`${cls.name}\` and may make constraints then, which are not followed`;
    return { kind: 'unknown', reason, origin: cls.origin };
  }
  const written = implOf(interpreter, value, payload.type, site);
  if (written.kind === 'unknown') return written;
  const impl = perDialect(interpreter, value, written, site);
  if (impl.kind === 'unknown') return impl;
  return {
    kind: 'decorated',
    module: moduleOf(cls),
    qualname: cls.qualname,
    repr: typeRepr(written, cls.name),
    impl,
    ...(valueProcessor(cls) === null ? {} : { changesValues: true }),
    ...(payload.variants === null ? {} : { variants: payload.variants }),
  };
}

/**
 * What a decorator decorates: `self.impl`, which its `__init__` may have changed. `impl = TypeEngine` leaves the type to
 * `load_dialect_impl`.
 */
function implOf(interpreter: Interpreter, value: InstanceValue, made: TypeEngine, site: Origin): TypeEngine {
  if (!value.cls.mro.includes(typeDecoratorClass)) return made;
  const impl = value.attributes.get('impl');
  if (impl === undefined) return made;
  const isBase = impl === typeEngineClass || (impl.kind === 'instance' && impl.cls === typeEngineClass);
  if (
    isBase &&
    impl.kind === 'instance' &&
    !(impl.payload instanceof TypeBuilder) &&
    overridesImpl(value.cls)
  )
    return nullType;
  return typeOf(interpreter, impl, site);
}

function overridesImpl(cls: ClassValue): boolean {
  const owner = cls.mro.find((base) => base.namespace.has('load_dialect_impl'));
  return owner !== undefined && owner.origin !== null;
}

/** A type whose SQL is what its `get_col_spec()` gives, the same for every dialect. */
function userDefined(interpreter: Interpreter, value: InstanceValue, site: Origin): TypeEngine {
  const { cls } = value;
  const method = interpreter.findAttribute(value, 'get_col_spec', site);
  const unknown = (reason: string): TypeEngine => ({ kind: 'unknown', reason, origin: cls.origin });
  const named = {
    module: moduleOf(cls),
    qualname: cls.qualname,
    repr: genericRepr(interpreter, value, site),
  };
  // It can be written into a revision; only its SQL is not known.
  if (method === undefined) {
    return { kind: 'decorated', ...named, impl: unknown(`\`${cls.name}\` has no get_col_spec()`) };
  }
  const outcome = interpreter.run(method, [], new Map(), site);
  if (!outcome.ok) return unknown(`get_col_spec() of \`${cls.name}\` failed: ${outcome.problem.message}`);
  const spec = stringOf(outcome.value);
  if (typeof spec !== 'string') {
    const reason = outcome.value.kind === 'unknown' ? outcome.value.reason : 'it gives no string';
    return unknown(`get_col_spec() of \`${cls.name}\` cannot be known: ${reason}`);
  }
  return { kind: 'decorated', ...named, impl: { kind: 'user_defined', spec } };
}

/** Code may say where its class is to be found: `MyType.__module__ = "mypackage.types"`. */
function moduleOf(cls: ClassValue): string {
  const said = cls.namespace.get('__module__');
  return said?.kind === 'str' ? said.value : cls.module;
}

/** `Name(positional, keyword=value)` by the parameters of `__init__`. Upstream: `util.generic_repr`. */
function genericRepr(interpreter: Interpreter, value: InstanceValue, site: Origin): string {
  const { cls } = value;
  const own = cls.mro.find((base) => base.namespace.has('__repr__'));
  if (own !== undefined && own.origin !== null) return interpreter.repr(value, site);
  const init = cls.mro.find((base) => base.namespace.has('__init__'))?.namespace.get('__init__');
  if (init?.kind !== 'function') return `${cls.name}()`;
  const parts: string[] = [];
  for (const { name, kind } of init.definition.parameters.slice(1)) {
    if (kind === 'var-positional' || kind === 'var-keyword' || kind === 'keyword-only') continue;
    const given = interpreter.findAttribute(value, name, site);
    const fallback = init.defaults.get(name);
    if (fallback === undefined) parts.push(interpreter.repr(given ?? none, site));
    else if (given !== undefined && interpreter.equals(given, fallback, site) !== true)
      parts.push(`${name}=${interpreter.repr(given, site)}`);
  }
  return `${cls.name}(${parts.join(', ')})`;
}

dialectClass.namespace.set(
  'type_descriptor',
  nativeMethod('type_descriptor', (call) => {
    const [self, value] = call.args;
    if (self?.kind !== 'instance' || value === undefined) return none;
    const type = typeOf(call.interpreter, value, call.site);
    const name = self.attributes.get('name');
    const adapted =
      name?.kind === 'str' && isDialectName(name.value) ? typeDescriptor(type, name.value) : type;
    return adapted === type && value.kind === 'instance' ? value : typeValue(adapted, call.site);
  }),
);

const dialectNames = ['postgresql', 'sqlite', 'mssql'] as const;

/** Asks an overridden `load_dialect_impl` for each dialect; what differs from the impl becomes a variant of it. */
function perDialect(
  interpreter: Interpreter,
  value: InstanceValue,
  impl: TypeEngine,
  site: Origin,
): TypeEngine {
  if (!overridesImpl(value.cls)) return impl;
  const variants = new Map<string, TypeEngine>(impl.variants ?? []);
  const bound = interpreter.getAttribute(value, 'load_dialect_impl', site);
  for (const name of dialectNames) {
    const outcome = interpreter.run(bound, [dialectValue(name, site)], new Map(), site);
    if (!outcome.ok)
      return { kind: 'unknown', reason: outcome.problem.message, origin: outcome.problem.origin };
    const type = typeOf(interpreter, outcome.value, site);
    if (type.kind === 'unknown') return type;
    if (type !== impl) variants.set(name, type);
  }
  return variants.size === 0 ? impl : keepDecorator({ ...impl, variants }, decoratorOf(impl));
}

/** Of a `UserDefinedType`, whose type is read when it is asked for. */
const variantsOfPython = new WeakMap<InstanceValue, ReadonlyMap<string, TypeEngine>>();

function withVariant(call: NativeCall): Value {
  const [self, type] = call.args;
  if (self?.kind !== 'instance' || type === undefined) return none;
  const variant = typeOf(call.interpreter, type, call.site);
  const names = call.args.slice(2).map(stringOf);
  const copy: InstanceValue = { ...self, attributes: new Map(self.attributes) };
  if (!(self.payload instanceof TypeBuilder)) {
    const before = variantsOfPython.get(self) ?? [];
    const added = names.filter((name) => typeof name === 'string').map((name) => [name, variant] as const);
    variantsOfPython.set(copy, new Map([...before, ...added]));
    return copy;
  }
  if (variant.kind === 'unknown') {
    copy.payload = new TypeBuilder(variant);
    return copy;
  }
  const { type: base } = self.payload;
  const variants = new Map((self.cls.origin === null ? base.variants : self.payload.variants) ?? []);
  for (const name of names) if (typeof name === 'string') variants.set(name, variant);
  const builder = new TypeBuilder(self.cls.origin === null ? { ...base, variants } : base);
  if (self.cls.origin !== null) builder.variants = variants;
  copy.payload = builder;
  return copy;
}

/** Defines a type class whose constructor reads `parameters` and makes a TypeEngine. */
export function typeClass(
  name: string,
  base: ClassValue | readonly ClassValue[],
  parameters: readonly string[],
  build: (given: Arguments) => TypeEngine,
  options: {
    readonly module?: string;
    readonly variadic?: boolean;
    readonly members?: Readonly<Record<string, Value>>;
    /** Arguments that stay attributes of the instance as they were given. */
    readonly keeps?: readonly string[];
  } = {},
): ClassValue {
  const bases = Array.isArray(base) ? (base as readonly ClassValue[]) : [base as ClassValue];
  return nativeClass({
    name,
    module: options.module ?? module,
    bases,
    members: {
      __visit_name__: { kind: 'str', value: name },
      __init__: nativeMethod('__init__', (call) => {
        const self = call.args[0];
        if (self?.kind !== 'instance') return none;
        const given = new Arguments(name, call, parameters, { skip: 1, variadic: options.variadic ?? false });
        const type = build(given);
        given.finish();
        self.payload = new TypeBuilder(
          given.unreadableReason === null
            ? type
            : { kind: 'unknown', reason: given.unreadableReason, origin: call.site },
        );
        exposeParameters(self, type);
        for (const kept of options.keeps ?? [])
          if (given.has(kept)) self.attributes.set(kept, given.value(kept) ?? none);
        return none;
      }),
      ...options.members,
    },
  });
}

/** `column.type.length` and so on, for code that looks. */
function exposeParameters(self: InstanceValue, type: TypeEngine): void {
  for (const [name, value] of Object.entries(type) as [string, unknown][]) {
    if (name === 'kind') continue;
    if (typeof value === 'string') self.attributes.set(name, { kind: 'str', value });
    else if (typeof value === 'number' && Number.isSafeInteger(value))
      self.attributes.set(name, { kind: 'int', value: BigInt(value) });
    else if (typeof value === 'boolean') self.attributes.set(name, { kind: 'bool', value });
    else if (value === null) self.attributes.set(name, none);
    else if (name === 'enums' && Array.isArray(value)) {
      self.attributes.set(name, {
        kind: 'list',
        items: value.map((item): Value => ({ kind: 'str', value: String(item) })),
      });
    }
  }
}

/** A value for a type that evaluated code asks for (`column.type`), when it did not make one itself. */
export function typeValue(type: TypeEngine, site: Origin): InstanceValue {
  return nativeInstance(typeEngineClass, new TypeBuilder(type), site);
}
