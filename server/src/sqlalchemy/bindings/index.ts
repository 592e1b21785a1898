/** What `import sqlalchemy` and its submodules give to evaluated code, and how the result is read. */
import { connectMethod, engineFactory, engineFromConfig } from './engine-url.ts';
import { connectionMembers, engineOptions } from './engine-effects.ts';
import { engineFacts } from './engine-facts.ts';
import type { Interpreter, NativeModuleFactory } from '../../python/eval/interpreter.ts';
import type { Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeMethod, none, str } from '../../python/eval/native.ts';
import { MetaDataBuilder } from '../orm/builders.ts';
import { checkTables } from '../orm/check-tables.ts';
import { freezeMetaData } from '../orm/freeze.ts';
import type { Problem } from '../../util/problem.ts';
import type { MetaData } from '../sql/schema.ts';
import { compiles } from './compilers.ts';
import { flaskModules } from './flask/migrate.ts';
import { inertClass, inertFunction, noOperation } from './inert.ts';
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
import type { ModuleNames } from './modules/factory.ts';
import { moduleFactories } from './modules/factory.ts';
import { attributeNames, hybridNames } from './orm/attributes.ts';
import { sessionmakerClass } from './orm/session.ts';
import {
  declarativeBase,
  declarativeExtensions,
  declarativeNames,
  declaredAttrClass,
} from './orm/declarative.ts';
import { atpublic } from './packages/atpublic.ts';
import { fastapiUsersModules } from './packages/fastapi-users.ts';
import { geoalchemy2Modules } from './packages/geoalchemy2.ts';
import { osloModules } from './packages/oslo.ts';
import { modelMixinModules } from './packages/model-mixins.ts';
import { packagingModules } from './packages/packaging.ts';
import { pgvectorModules } from './packages/pgvector.ts';
import { protobufModules } from './packages/protobuf.ts';
import { sqlalchemyUtilsModules } from './packages/sqlalchemy-utils.ts';
import { functionClasses } from './sql/function-elements.ts';
import { sqlmodelModules } from './sqlmodel/modules.ts';
import { stateOf } from './state.ts';
import { checkMappedClasses } from './mapped-world.ts';
import { reportUnmappedClasses } from './unmapped-classes.ts';
import { dialectTypes } from './types/dialect-types.ts';
import { dialectExports } from './types/dialect-classes.ts';

const ormNames: Readonly<Record<string, Value>> = { ...attributeNames, ...declarativeNames };

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
    ...connectionMembers,
    ...engineFacts,
    ...engineOptions,
    // `await connection.run_sync(function)` calls it with a connection.
    run_sync: nativeMethod('run_sync', (call) => {
      const [self, fn, ...rest] = call.args;
      return fn === undefined
        ? none
        : call.interpreter.call(fn, [self ?? none, ...rest], call.kwargs, call.site);
    }),
  },
});
const asyncEngine = inertClass('AsyncEngine', 'sqlalchemy.ext.asyncio', {
  // `AsyncEngine(engine)` connects to where the engine does.
  payload: (call) => {
    const engine = call.args[0] ?? call.kwargs.get('sync_engine');
    return engine?.kind === 'instance' ? engine.payload : null;
  },
  members: {
    connect: connectMethod('connect', asyncConnection),
    begin: connectMethod('begin', asyncConnection),
    ...engineFacts,
    dispose: noOperation('dispose'),
  },
});
const asyncioNames: Readonly<Record<string, Value>> = {
  create_async_engine: engineFactory('create_async_engine', asyncEngine),
  async_engine_from_config: engineFromConfig('async_engine_from_config', asyncEngine),
  AsyncEngine: asyncEngine,
  AsyncConnection: asyncConnection,
  AsyncSession: inertClass('AsyncSession', 'sqlalchemy.ext.asyncio'),
  async_sessionmaker: sessionmakerClass,
  async_scoped_session: inertClass('async_scoped_session', 'sqlalchemy.ext.asyncio'),
  AsyncAttrs: nativeClass({ name: 'AsyncAttrs', module: 'sqlalchemy.ext.asyncio' }),
};

const associationProxy = inertClass('AssociationProxy', 'sqlalchemy.ext.associationproxy');

function dialectModules(): [string, ModuleNames][] {
  const modules: [string, ModuleNames][] = [];
  for (const [dialect, types] of Object.entries(dialectTypes)) {
    const name = `sqlalchemy.dialects.${dialect}`;
    const extra: Record<string, Value> = {
      insert: expressionNames['insert'] ?? none,
      ...dialectExports(dialect),
    };
    if (dialect === 'postgresql') {
      extra['ExcludeConstraint'] = excludeConstraint;
      extra['ARRAY'] = types['ARRAY'] ?? none;
    }
    // The submodules hold the same names: `sqlalchemy.dialects.postgresql.json`, `.base`.
    for (const suffix of [
      '',
      '.base',
      '.json',
      '.types',
      '.array',
      '.named_types',
      '.ranges',
      '.hstore',
      '.ext',
      '.enumerated',
      '.dml',
    ]) {
      modules.push([`${name}${suffix}`, { ...types, ...extra }]);
    }
  }
  return modules;
}

const rootNames: Readonly<Record<string, Value>> = {
  ...expressionNames,
  ...schemaNames,
  ...typeNames,
  ...engineNames,
  ...poolNames,
  inspect,
  __version__: str('2.0.58'),
};

const factories = moduleFactories(
  new Map<string, ModuleNames>([
    ['sqlalchemy', rootNames],
    ['sqlalchemy.types', typeNames],
    ['sqlalchemy.schema', schemaNames],
    ['sqlalchemy.sql', { ...expressionNames, ...schemaNames }],
    ['sqlalchemy.sql.expression', expressionNames],
    ['sqlalchemy.sql.functions', { ...expressionNames, ...Object.fromEntries(functionClasses) }],
    ['sqlalchemy.sql.elements', { ...expressionNames, ...schemaNames }],
    ['sqlalchemy.sql.schema', schemaNames],
    ['sqlalchemy.sql.sqltypes', typeNames],
    ['sqlalchemy.sql.type_api', typeNames],
    ['sqlalchemy.sql.naming', schemaNames],
    ['sqlalchemy.sql.selectable', expressionNames],
    ['sqlalchemy.sql.ddl', schemaNames],
    ['sqlalchemy.exc', exceptionClasses],
    ['sqlalchemy.event', eventNames],
    ['sqlalchemy.pool', poolNames],
    ['sqlalchemy.engine', engineNames],
    ['sqlalchemy.engine.base', engineNames],
    ['sqlalchemy.engine.url', engineNames],
    ['sqlalchemy.engine.reflection', engineNames],
    ['sqlalchemy.engine.interfaces', engineNames],
    ['sqlalchemy.inspection', { inspect }],
    ['sqlalchemy.orm', ormNames],
    ['sqlalchemy.orm.decl_api', ormNames],
    ['sqlalchemy.orm.session', ormNames],
    ['sqlalchemy.orm.attributes', ormNames],
    ['sqlalchemy.orm.query', ormNames],
    ['sqlalchemy.orm.collections', ormNames],
    ['sqlalchemy.orm.relationships', ormNames],
    ['sqlalchemy.orm.exc', exceptionClasses],
    [
      'sqlalchemy.ext.declarative',
      {
        declarative_base: declarativeBase,
        declared_attr: declaredAttrClass,
        as_declarative: declarativeNames['as_declarative'] ?? none,
        DeclarativeMeta: declarativeNames['DeclarativeMeta'] ?? none,
        has_inherited_table: declarativeNames['has_inherited_table'] ?? none,
        synonym_for: attributeNames['synonym_for'] ?? none,
        ...declarativeExtensions,
      },
    ],
    ['sqlalchemy.ext.hybrid', hybridNames],
    ['sqlalchemy.ext.mutable', mutableNames],
    ['sqlalchemy.ext.asyncio', asyncioNames],
    ['sqlalchemy.ext.compiler', { compiles }],
    ['sqlalchemy.ext.orderinglist', { ordering_list: inertFunction('ordering_list', associationProxy) }],
    [
      'sqlalchemy.ext.associationproxy',
      {
        association_proxy: inertFunction('association_proxy', associationProxy),
        AssociationProxy: associationProxy,
      },
    ],
    ['sqlalchemy.ext', {}],
    ['sqlalchemy.dialects', {}],
    ...dialectModules(),
    ...flaskModules,
    ...sqlmodelModules,
    ...fastapiUsersModules,
    ...geoalchemy2Modules,
    ...osloModules,
    ...modelMixinModules,
    ...packagingModules,
    ...pgvectorModules,
    ...protobufModules,
    ...sqlalchemyUtilsModules,
  ]),
);

/** Dotted name → factory, for `InterpreterOptions.nativeModules`. */
export const sqlalchemyModules: ReadonlyMap<string, NativeModuleFactory> = new Map([
  ['public', atpublic],
  ...factories,
]);

/** The frozen MetaData of a `MetaData()` instance; null when the value is none. What cannot be built is reported. */
export function metadataOf(interpreter: Interpreter, value: Value): MetaData | null {
  if (value.kind !== 'instance' || !(value.payload instanceof MetaDataBuilder)) return null;
  reportUnmappedClasses(interpreter);
  const { frozen } = stateOf(interpreter);
  const report = (problem: Problem): void => {
    interpreter.report(problem);
  };
  const metadata = freezeMetaData(value.payload, report, (table) => frozen.freeze(table, report));
  checkTables(metadata, report);
  checkMappedClasses(interpreter, frozen);
  return metadata;
}

/** An evaluation begins; it may be one of several by the same interpreter. */
export function startEvaluation(interpreter: Interpreter): void {
  stateOf(interpreter).frozen.startAgain();
}

/** Every MetaData with tables that evaluated code made, in the order of creation. */
export function collectMetaData(interpreter: Interpreter): MetaData[] {
  reportUnmappedClasses(interpreter);
  return stateOf(interpreter)
    .metadata.items.filter((metadata) => metadata.tables.size > 0)
    .map((metadata) =>
      freezeMetaData(metadata, (problem) => {
        interpreter.report(problem);
      }),
    );
}
export { knownTypeModules, setKnownTypes, type KnownTypes } from './known-types.ts';
export { isTypeValue, typeOf } from './types/type-engine.ts';
export { dialectValue } from './types/dialect-classes.ts';
export { SchemaViews } from './schema/schema-view.ts';
export { engineOptionsOf, engineUrlOf } from './engine-url.ts';
export { urlText } from './url.ts';
export { engineEffects, noteStatement } from './engine-effects.ts';
export type { EngineEffect } from './state.ts';
export { collectNamedMetaData, type NamedMetaData } from './metadata-names.ts';
