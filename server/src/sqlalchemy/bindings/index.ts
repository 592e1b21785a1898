/** What `import sqlalchemy` and its submodules give to evaluated code, and how the result is read. */
import type { Interpreter, NativeModuleFactory } from '../../python/eval/interpreter.ts';
import type { ModuleValue, Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeMethod, none, str } from '../../python/eval/native.ts';
import { MetaDataBuilder } from '../orm/builders.ts';
import { freezeMetaData } from '../orm/freeze.ts';
import type { MetaData } from '../sql/schema.ts';
import { blockMembers, inertClass, inertFunction, noOperation } from './inert.ts';
import {
  engineNames,
  eventNames,
  excludeConstraint,
  expressionNames,
  inspect,
  poolNames,
  schemaNames,
  typeNames,
} from './modules/core.ts';
import { exceptionClasses } from './modules/exceptions.ts';
import { moduleOf, moduleWith } from './modules/factory.ts';
import { attributeNames, hybridNames, sessionClass, sessionmakerClass } from './orm/attributes.ts';
import { declarativeBase, declarativeNames, declaredAttrClass } from './orm/declarative.ts';
import { stateOf } from './state.ts';
import { dialectTypes } from './types/dialect-types.ts';

const ormNames: Readonly<Record<string, Value>> = { ...attributeNames, ...declarativeNames };

/** A native module as an attribute of its parent (`sa.types.String`, `sqlalchemy.event`). */
function submodule(name: string, names: Readonly<Record<string, Value>>): ModuleValue {
  return {
    kind: 'module',
    name,
    file: null,
    isPackage: false,
    namespace: new Map(Object.entries(names)),
    getAttribute: (attribute, site) => ({
      kind: 'unknown',
      reason: `Retort does not know \`${name}.${attribute}\``,
      origin: site,
    }),
  };
}

/** `Mutable.as_mutable(type)` gives the type. */
const asMutable = nativeFunction('as_mutable', (call) => call.args.at(-1) ?? none);
const mutableNames: Readonly<Record<string, Value>> = Object.fromEntries(
  ['Mutable', 'MutableDict', 'MutableList', 'MutableSet', 'MutableComposite'].map((name) => [
    name,
    nativeClass({ name, module: 'sqlalchemy.ext.mutable', members: { as_mutable: asMutable } }),
  ]),
);

const asyncConnection = inertClass('AsyncConnection', 'sqlalchemy.ext.asyncio', {
  members: {
    ...blockMembers,
    // `await connection.run_sync(function)` calls it with a connection.
    run_sync: nativeMethod('run_sync', (call) => {
      const [self, fn, ...rest] = call.args;
      return fn === undefined ? none : call.interpreter.call(fn, [self ?? none, ...rest], call.kwargs, call.site);
    }),
  },
});
const asyncEngine = inertClass('AsyncEngine', 'sqlalchemy.ext.asyncio', {
  members: {
    connect: inertFunction('connect', asyncConnection),
    begin: inertFunction('begin', asyncConnection),
    dispose: noOperation('dispose'),
  },
});
const asyncioNames: Readonly<Record<string, Value>> = {
  create_async_engine: inertFunction('create_async_engine', asyncEngine),
  async_engine_from_config: inertFunction('async_engine_from_config', asyncEngine),
  AsyncEngine: asyncEngine,
  AsyncConnection: asyncConnection,
  AsyncSession: inertClass('AsyncSession', 'sqlalchemy.ext.asyncio'),
  async_sessionmaker: sessionmakerClass,
  async_scoped_session: inertClass('async_scoped_session', 'sqlalchemy.ext.asyncio'),
  AsyncAttrs: nativeClass({ name: 'AsyncAttrs', module: 'sqlalchemy.ext.asyncio' }),
};

const associationProxy = inertClass('AssociationProxy', 'sqlalchemy.ext.associationproxy');
const compiles = nativeFunction('compiles', () => nativeFunction('compiles', (call) => call.args[0] ?? none));

function dialectModules(): [string, NativeModuleFactory][] {
  const modules: [string, NativeModuleFactory][] = [];
  for (const [dialect, types] of Object.entries(dialectTypes)) {
    const name = `sqlalchemy.dialects.${dialect}`;
    const extra: Record<string, Value> = { insert: expressionNames['insert'] ?? none };
    if (dialect === 'postgresql') {
      extra['ExcludeConstraint'] = excludeConstraint;
      extra['ARRAY'] = types['ARRAY'] ?? none;
    }
    // The submodules hold the same names: `sqlalchemy.dialects.postgresql.json`, `.base`.
    for (const suffix of ['', '.base', '.json', '.types', '.array', '.named_types', '.ranges', '.hstore', '.ext', '.enumerated', '.dml']) {
      modules.push([`${name}${suffix}`, moduleOf(`${name}${suffix}`, types, extra)]);
    }
  }
  return modules;
}

function rootNames(interpreter: Interpreter): Readonly<Record<string, Value>> {
  const sub = (name: string, names: Readonly<Record<string, Value>>): ModuleValue => submodule(`sqlalchemy.${name}`, names);
  return {
    ...expressionNames,
    ...schemaNames,
    ...typeNames,
    ...engineNames,
    ...poolNames,
    inspect,
    inspection: sub('inspection', { inspect }),
    event: sub('event', eventNames),
    types: sub('types', typeNames),
    schema: sub('schema', schemaNames),
    exc: sub('exc', exceptionClasses(interpreter)),
    pool: sub('pool', poolNames),
    engine: sub('engine', engineNames),
    orm: sub('orm', ormNames),
    sql: sub('sql', {
      ...expressionNames,
      ...schemaNames,
      expression: sub('sql.expression', expressionNames),
      functions: sub('sql.functions', { func: expressionNames['func'] ?? none }),
      sqltypes: sub('sql.sqltypes', typeNames),
      schema: sub('sql.schema', schemaNames),
      elements: sub('sql.elements', { ...expressionNames, conv: schemaNames['conv'] ?? none }),
    }),
    dialects: sub(
      'dialects',
      Object.fromEntries(Object.entries(dialectTypes).map(([name, types]) => [name, sub(`dialects.${name}`, types)])),
    ),
    __version__: str('2.0.58'),
  };
}

/** Dotted name → factory, for `InterpreterOptions.nativeModules`. */
export const sqlalchemyModules: ReadonlyMap<string, NativeModuleFactory> = new Map<string, NativeModuleFactory>([
  ['sqlalchemy', moduleWith('sqlalchemy', rootNames)],
  ['sqlalchemy.types', moduleOf('sqlalchemy.types', typeNames)],
  ['sqlalchemy.schema', moduleOf('sqlalchemy.schema', schemaNames)],
  ['sqlalchemy.sql', moduleOf('sqlalchemy.sql', expressionNames, schemaNames)],
  ['sqlalchemy.sql.expression', moduleOf('sqlalchemy.sql.expression', expressionNames)],
  ['sqlalchemy.sql.functions', moduleOf('sqlalchemy.sql.functions', expressionNames)],
  ['sqlalchemy.sql.elements', moduleOf('sqlalchemy.sql.elements', expressionNames, schemaNames)],
  ['sqlalchemy.sql.schema', moduleOf('sqlalchemy.sql.schema', schemaNames)],
  ['sqlalchemy.sql.sqltypes', moduleOf('sqlalchemy.sql.sqltypes', typeNames)],
  ['sqlalchemy.sql.type_api', moduleOf('sqlalchemy.sql.type_api', typeNames)],
  ['sqlalchemy.sql.naming', moduleOf('sqlalchemy.sql.naming', schemaNames)],
  ['sqlalchemy.sql.selectable', moduleOf('sqlalchemy.sql.selectable', expressionNames)],
  ['sqlalchemy.sql.ddl', moduleOf('sqlalchemy.sql.ddl', schemaNames)],
  ['sqlalchemy.exc', moduleWith('sqlalchemy.exc', exceptionClasses)],
  ['sqlalchemy.event', moduleOf('sqlalchemy.event', eventNames)],
  ['sqlalchemy.pool', moduleOf('sqlalchemy.pool', poolNames)],
  ['sqlalchemy.engine', moduleOf('sqlalchemy.engine', engineNames)],
  ['sqlalchemy.engine.base', moduleOf('sqlalchemy.engine.base', engineNames)],
  ['sqlalchemy.engine.url', moduleOf('sqlalchemy.engine.url', engineNames)],
  ['sqlalchemy.engine.reflection', moduleOf('sqlalchemy.engine.reflection', engineNames)],
  ['sqlalchemy.engine.interfaces', moduleOf('sqlalchemy.engine.interfaces', engineNames)],
  ['sqlalchemy.inspection', moduleOf('sqlalchemy.inspection', { inspect })],
  ['sqlalchemy.orm', moduleOf('sqlalchemy.orm', ormNames)],
  ['sqlalchemy.orm.decl_api', moduleOf('sqlalchemy.orm.decl_api', ormNames)],
  ['sqlalchemy.orm.session', moduleOf('sqlalchemy.orm.session', ormNames)],
  ['sqlalchemy.orm.attributes', moduleOf('sqlalchemy.orm.attributes', ormNames)],
  ['sqlalchemy.orm.query', moduleOf('sqlalchemy.orm.query', ormNames)],
  ['sqlalchemy.orm.collections', moduleOf('sqlalchemy.orm.collections', ormNames)],
  ['sqlalchemy.orm.relationships', moduleOf('sqlalchemy.orm.relationships', ormNames)],
  ['sqlalchemy.orm.exc', moduleWith('sqlalchemy.orm.exc', exceptionClasses)],
  [
    'sqlalchemy.ext.declarative',
    moduleOf('sqlalchemy.ext.declarative', {
      declarative_base: declarativeBase,
      declared_attr: declaredAttrClass,
      as_declarative: declarativeNames['as_declarative'] ?? none,
      DeclarativeMeta: declarativeNames['DeclarativeMeta'] ?? none,
      has_inherited_table: declarativeNames['has_inherited_table'] ?? none,
      AbstractConcreteBase: nativeClass({ name: 'AbstractConcreteBase', module: 'sqlalchemy.ext.declarative' }),
      ConcreteBase: nativeClass({ name: 'ConcreteBase', module: 'sqlalchemy.ext.declarative' }),
    }),
  ],
  ['sqlalchemy.ext.hybrid', moduleOf('sqlalchemy.ext.hybrid', hybridNames)],
  ['sqlalchemy.ext.mutable', moduleOf('sqlalchemy.ext.mutable', mutableNames)],
  ['sqlalchemy.ext.asyncio', moduleOf('sqlalchemy.ext.asyncio', asyncioNames)],
  ['sqlalchemy.ext.compiler', moduleOf('sqlalchemy.ext.compiler', { compiles })],
  ['sqlalchemy.ext.orderinglist', moduleOf('sqlalchemy.ext.orderinglist', { ordering_list: inertFunction('ordering_list', associationProxy) })],
  [
    'sqlalchemy.ext.associationproxy',
    moduleOf('sqlalchemy.ext.associationproxy', {
      association_proxy: inertFunction('association_proxy', associationProxy),
      AssociationProxy: associationProxy,
    }),
  ],
  ['sqlalchemy.ext', moduleOf('sqlalchemy.ext')],
  ['sqlalchemy.dialects', moduleOf('sqlalchemy.dialects')],
  ...dialectModules(),
]);

/** The frozen MetaData of a `MetaData()` instance; null when the value is none. What cannot be built is reported. */
export function metadataOf(interpreter: Interpreter, value: Value): MetaData | null {
  if (value.kind !== 'instance' || !(value.payload instanceof MetaDataBuilder)) return null;
  return freezeMetaData(value.payload, (problem) => {
    interpreter.report(problem);
  });
}

/** Every MetaData with tables that evaluated code made, in the order of creation. */
export function collectMetaData(interpreter: Interpreter): MetaData[] {
  return stateOf(interpreter)
    .metadata.filter((metadata) => metadata.tables.size > 0)
    .map((metadata) =>
      freezeMetaData(metadata, (problem) => {
        interpreter.report(problem);
      }),
    );
}

export { sessionClass };
