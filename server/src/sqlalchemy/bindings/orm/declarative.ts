/** `DeclarativeBase`, `declarative_base`, `registry`, `declared_attr` and `Mapped` of `sqlalchemy.orm`. */
import type {
  ClassValue,
  Interpreter,
  NativeCall,
  NativeClassHooks,
  Value,
} from '../../../python/eval/value.ts';
import type { Mapping } from '../../orm/registry.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { columnContainer, mappedMarker } from '../../orm/annotations.ts';
import { MetaDataBuilder, TableBuilder } from '../../orm/builders.ts';
import type { DeclarativePort } from '../../orm/class-scan.ts';
import { mappingOf } from '../../orm/class-scan.ts';
import { addMappedAttribute, mapClass } from '../../orm/declarative.ts';
import { DeclaredAttr, mappingKey, RegistryPayload, dataclassTransform } from '../../orm/registry.ts';
import { Arguments } from '../arguments.ts';
import { noOperation } from '../inert.ts';
import { columnInstance } from '../schema/column.ts';
import { makeTable, metaDataInstance, newMetaData, tableInstance } from '../schema/table.ts';
import { typeOf } from '../types/type-engine.ts';
import { mapperOf } from './mapper.ts';

const module = 'sqlalchemy.orm.decl_api';

const port: DeclarativePort = {
  typeOf,
  columnValue: columnInstance,
  tableValue: tableInstance,
  metaDataValue: (metadata) => metaDataInstance(metadata),
  declaredAttr: (fn, site) => nativeInstance(declaredAttrClass, new DeclaredAttr(fn, false), site),
  makeTable: (interpreter, table) => {
    const call: NativeCall = { args: [], kwargs: table.keywords, site: table.origin, interpreter };
    const items = [...table.columns.map((column): Value => columnInstance(column)), ...table.args];
    return makeTable(new Arguments('Table', call, []), table.name, table.metadata, items, table.nameOrigin);
  },
};

export interface ClassCall {
  readonly site: Origin;
  readonly interpreter: Interpreter;
}

function isTrueMember(cls: ClassValue, name: string, { interpreter, site }: ClassCall): boolean {
  const value = cls.namespace.get(name);
  return value !== undefined && interpreter.isTrue(value, site) === true;
}

/** What a metaclass or `__init_subclass__` does to each class below a declarative base. */
export function mapSubclass(cls: ClassValue, call: ClassCall): void {
  if (isTrueMember(cls, '__abstract__', call)) return;
  // Mapped to the union of its subclasses' tables once these are there; until then its columns are a mixin's.
  if (cls.bases.includes(abstractConcreteBase)) return;
  mapClass(port, call.interpreter, cls, call.site);
  const table = mappingOf(cls)?.table ?? null;
  if (table === null || !cls.mro.includes(deferredReflection)) return;
  call.interpreter.report({
    code: 'unknown-value',
    severity: 'error',
    message: `the columns of '${table.name}' are read from the database (DeferredReflection), which Retort does not ask here`,
    origin: cls.nameOrigin ?? call.site,
  });
}

export const declarativeHooks: NativeClassHooks = {
  subclassCreated: (cls, call) => {
    if (cls.bases.some((base) => base.kind === 'class' && base.native.has(baseMarker))) setUpBase(cls, call);
    else mapSubclass(cls, call);
  },
  classAttributeSet: (cls, name, value, call) => {
    addMappedAttribute(cls, name, value, call.site);
  },
  getClassAttribute: (cls, name, call) => {
    if (name === '__mapper__') return mapperOf(cls, call.site) ?? undefined;
    if (name === 'query') {
      return mappingOf(cls) === null
        ? undefined
        : call.interpreter.unknown(
            `\`${cls.name}.${name}\` is known only when the application runs`,
            call.site,
          );
    }
    return undefined;
  },
};

/** Marks `DeclarativeBase` itself: a direct subclass is a base and is not mapped. */
const baseMarker = Symbol('DeclarativeBase');

/** Whether the class is a base made from `DeclarativeBase` or `DeclarativeBaseNoMeta`, or a class below one. */
export function isDeclarativeBase(cls: ClassValue): boolean {
  return cls.mro.some((base) => base.native.has(baseMarker));
}

/** Gives a direct subclass of `DeclarativeBase` its registry and MetaData. Upstream: `_setup_declarative_base`. */
function setUpBase(cls: ClassValue, { interpreter, site }: ClassCall): void {
  const own = payloadOf(cls.namespace.get('metadata'));
  const given = payloadOf(cls.namespace.get('registry'));
  const registry =
    given instanceof RegistryPayload
      ? given
      : new RegistryPayload(
          own instanceof MetaDataBuilder ? own : newMetaData(interpreter, null, cls.origin ?? site),
        );
  const map = cls.namespace.get('type_annotation_map');
  if (map !== undefined) registry.updateTypeAnnotationMap(map);
  if (!(given instanceof RegistryPayload))
    cls.namespace.set('registry', nativeInstance(registryClass, registry, site));
  if (cls.namespace.get('metadata') === undefined)
    cls.namespace.set('metadata', metaDataInstance(registry.metadata));
}

function payloadOf(value: Value | undefined): unknown {
  return value?.kind === 'instance' ? value.payload : null;
}

function baseClass(name: string): ClassValue {
  const cls = nativeClass({ name, module, hooks: declarativeHooks });
  cls.native.set(baseMarker, true);
  return cls;
}

/** `ConcreteBase`: its subclasses have tables of their own. */
const concreteBase = nativeClass({ name: 'ConcreteBase', module: 'sqlalchemy.ext.declarative.extensions' });
const abstractConcreteBase = nativeClass({
  name: 'AbstractConcreteBase',
  module: 'sqlalchemy.ext.declarative.extensions',
  bases: [concreteBase],
});

/** `DeferredReflection`: the tables of its subclasses get their columns from the database. */
const deferredReflection = nativeClass({
  name: 'DeferredReflection',
  module: 'sqlalchemy.ext.declarative.extensions',
  members: { prepare: noOperation('prepare') },
});

/** `MappedAsDataclass`: changes constructors, not tables. */
const mappedAsDataclass = nativeClass({ name: 'MappedAsDataclass', module });
mappedAsDataclass.native.set(dataclassTransform, true);

/** `metaclass=DeclarativeMeta`: the class and all below it are mapped unless abstract. */
const declarativeMeta = nativeClass({
  name: 'DeclarativeMeta',
  module,
  members: {
    __init__: nativeMethod('__init__', (call) => {
      const cls = call.args[0];
      // A base made by declarative_base() maps its subclasses by itself already.
      if (cls?.kind === 'class' && cls.hooks?.subclassCreated === undefined) mapSubclass(cls, call);
      return none;
    }),
  },
});

/** A class made by `declarative_base()`, whose subclasses are mapped. */
function generateBase(call: NativeCall, registry: RegistryPayload, given: Arguments): Value {
  const cls = given.value('cls');
  const bases =
    cls?.kind === 'class'
      ? [cls]
      : cls?.kind === 'tuple'
        ? cls.items.filter((item) => item.kind === 'class')
        : [];
  const name = given.string('name') ?? 'Base';
  for (const ignored of ['mapper', 'constructor', 'metaclass', 'class_registry']) given.value(ignored);
  const base = nativeClass({
    name,
    module: 'sqlalchemy.orm.decl_api',
    bases,
    members: {
      metadata: metaDataInstance(registry.metadata),
      registry: nativeInstance(registryClass, registry, call.site),
    },
    hooks: declarativeHooks,
  });
  return base;
}

function newRegistry(call: NativeCall, given: Arguments): RegistryPayload {
  const metadata = payloadOf(given.value('metadata'));
  const registry = new RegistryPayload(
    metadata instanceof MetaDataBuilder ? metadata : newMetaData(call.interpreter, null, call.site),
  );
  const map = given.value('type_annotation_map');
  if (map !== undefined) registry.updateTypeAnnotationMap(map);
  return registry;
}

/** `registry()`: its decorators map the class they stand on. */
export const registryClass: ClassValue = nativeClass({
  name: 'registry',
  module,
  members: {
    metadata: {
      kind: 'property',
      get: nativeMethod('metadata', ({ args: [self] }) => {
        const registry = payloadOf(self);
        return registry instanceof RegistryPayload ? metaDataInstance(registry.metadata) : none;
      }),
      set: nativeMethod('metadata', ({ args: [self, value] }) => {
        const [registry, metadata] = [payloadOf(self), payloadOf(value)];
        if (registry instanceof RegistryPayload && metadata instanceof MetaDataBuilder)
          registry.metadata = metadata;
        return none;
      }),
    },
    generate_base: nativeMethod('generate_base', (call) => {
      const registry = payloadOf(call.args[0]);
      if (!(registry instanceof RegistryPayload)) return none;
      return generateBase(
        call,
        registry,
        new Arguments('generate_base', call, ['mapper', 'cls', 'name', 'metaclass'], { skip: 1 }),
      );
    }),
    mapped: nativeMethod('mapped', (call) => mapDecorated(call.args[0], call.args[1], call)),
    map_declaratively: nativeMethod('map_declaratively', (call) =>
      mapDecorated(call.args[0], call.args[1], call),
    ),
    mapped_as_dataclass: nativeMethod('mapped_as_dataclass', (call) => {
      const [self, cls] = call.args;
      if (cls !== undefined) return mapDataclass(self, cls, call);
      return nativeFunction('mapped_as_dataclass', (inner) => mapDataclass(self, inner.args[0], inner));
    }),
    as_declarative_base: nativeMethod('as_declarative_base', (call) => {
      const self = call.args[0];
      return nativeFunction('as_declarative_base', (inner) => declareBase(self, inner.args[0], inner));
    }),
    map_imperatively: nativeMethod('map_imperatively', (call) => {
      const [, cls, table] = call.args;
      const local = payloadOf(call.kwargs.get('local_table') ?? table);
      if (cls?.kind === 'class') {
        cls.native.set(mappingKey, {
          table: local instanceof TableBuilder ? local : null,
          isImperative: true,
        } satisfies Mapping);
        if (local instanceof TableBuilder) {
          cls.namespace.set('__table__', tableInstance(local));
          for (const column of local.columns)
            cls.namespace.set(column.key ?? column.name ?? '', columnInstance(column));
        }
      }
      return (
        (cls?.kind === 'class' ? mapperOf(cls, call.site) : null) ??
        call.interpreter.unknown('a Mapper is known only when the application runs', call.site)
      );
    }),
    configure: nativeMethod('configure', () => none),
    dispose: nativeMethod('dispose', () => none),
    update_type_annotation_map: nativeMethod('update_type_annotation_map', (call) => {
      const [self, map] = call.args;
      const registry = payloadOf(self);
      if (registry instanceof RegistryPayload && map !== undefined) registry.updateTypeAnnotationMap(map);
      return none;
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const given = new Arguments('registry', call, []);
      const registry = newRegistry(call, given);
      given.others();
      return nativeInstance(cls, registry, call.site);
    },
  },
});

function mapDataclass(self: Value | undefined, cls: Value | undefined, call: NativeCall): Value {
  if (cls?.kind === 'class') cls.native.set(dataclassTransform, true);
  return mapDecorated(self, cls, call);
}

function mapDecorated(self: Value | undefined, cls: Value | undefined, call: NativeCall): Value {
  if (cls?.kind !== 'class') return cls ?? none;
  if (self !== undefined) cls.namespace.set('registry', self);
  const registry = payloadOf(self);
  if (registry instanceof RegistryPayload && !cls.mro.some(({ namespace }) => namespace.has('metadata'))) {
    cls.namespace.set('metadata', metaDataInstance(registry.metadata));
  }
  mapClass(port, call.interpreter, cls, call.site);
  cls.namespace.delete('registry');
  return cls;
}

/** `@as_declarative()`: the decorated class becomes a base, in place of `declarative_base(cls=…)`. */
function declareBase(self: Value | undefined, cls: Value | undefined, call: NativeCall): Value {
  const registry = payloadOf(self);
  if (cls?.kind !== 'class' || !(registry instanceof RegistryPayload)) return cls ?? none;
  const base = nativeClass({ name: cls.name, module: cls.module, bases: [cls], hooks: declarativeHooks });
  base.namespace.set('metadata', cls.namespace.get('metadata') ?? metaDataInstance(registry.metadata));
  base.namespace.set('registry', nativeInstance(registryClass, registry, call.site));
  return base;
}

/** `mapped_as_dataclass(registry, …)`: the decorator as a function. */
const mappedAsDataclassFunction = nativeFunction('mapped_as_dataclass', ({ args: [registry] }) =>
  nativeFunction('mapped_as_dataclass', (inner) => mapDataclass(registry, inner.args[0], inner)),
);

export const declarativeBase = nativeFunction('declarative_base', (call): Value => {
  const given = new Arguments('declarative_base', call, []);
  given.value('bind');
  const registry = newRegistry(call, given);
  const base = generateBase(call, registry, given);
  given.finish();
  return base;
});

const asDeclarative = nativeFunction('as_declarative', (call): Value => {
  const registry = newRegistry(call, new Arguments('as_declarative', call, []));
  const self = nativeInstance(registryClass, registry, call.site);
  return nativeFunction('as_declarative', (inner) => declareBase(self, inner.args[0], inner));
});

const newDeclaredAttr = (name: string, cascading: boolean): Value =>
  nativeFunction(name, (call) =>
    nativeInstance(declaredAttrClass, new DeclaredAttr(call.args[0] ?? none, cascading), call.site),
  );

export const declaredAttrClass: ClassValue = nativeClass({
  name: 'declared_attr',
  module,
  members: {
    __get__: nativeMethod('__get__', (call) => {
      const [self, , owner] = call.args;
      const declared = payloadOf(self);
      if (!(declared instanceof DeclaredAttr) || owner?.kind !== 'class') return self ?? none;
      const known = declared.results.get(owner);
      if (known !== undefined) return known;
      const fn = declared.function.kind === 'classmethod' ? declared.function.function : declared.function;
      return call.interpreter.call(fn, [owner], new Map(), call.site);
    }),
  },
  hooks: {
    instantiate: (cls, call) => nativeInstance(cls, new DeclaredAttr(call.args[0] ?? none, false), call.site),
  },
});
declaredAttrClass.namespace.set('directive', newDeclaredAttr('directive', false));
declaredAttrClass.namespace.set('cascading', newDeclaredAttr('cascading', true));

function mappedClass(name: string, isColumn: boolean): ClassValue {
  const cls = nativeClass({ name, module: 'sqlalchemy.orm.base' });
  cls.native.set(mappedMarker, true);
  if (isColumn) cls.native.set(columnContainer, true);
  return cls;
}

/** By name, as `sqlalchemy.ext.declarative` exports them beside those of `sqlalchemy.orm`. */
export const declarativeExtensions: Readonly<Record<string, Value>> = {
  AbstractConcreteBase: abstractConcreteBase,
  ConcreteBase: concreteBase,
  DeferredReflection: deferredReflection,
};

/** By name, as `sqlalchemy.orm` exports them. */
export const declarativeNames: Readonly<Record<string, Value>> = {
  DeclarativeBase: baseClass('DeclarativeBase'),
  DeclarativeBaseNoMeta: baseClass('DeclarativeBaseNoMeta'),
  MappedAsDataclass: mappedAsDataclass,
  mapped_as_dataclass: mappedAsDataclassFunction,
  DeclarativeMeta: declarativeMeta,
  declarative_base: declarativeBase,
  as_declarative: asDeclarative,
  registry: registryClass,
  declared_attr: declaredAttrClass,
  declarative_mixin: nativeFunction('declarative_mixin', (call) => call.args[0] ?? none),
  has_inherited_table: nativeFunction('has_inherited_table', (call) => {
    const cls = call.args[0];
    const inherited =
      cls?.kind === 'class' && cls.mro.slice(1).some((base) => (mappingOf(base)?.table ?? null) !== null);
    return { kind: 'bool', value: inherited };
  }),
  Mapped: mappedClass('Mapped', true),
  DynamicMapped: mappedClass('DynamicMapped', false),
  WriteOnlyMapped: mappedClass('WriteOnlyMapped', false),
};
