/** `flask_sqlalchemy.SQLAlchemy`: the extension object that projects call `db`. Mirrors `flask_sqlalchemy.extension`. */
import type {
  ClassValue,
  InstanceValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../python/eval/value.ts';
import { dictFromEntries } from '../../../python/eval/containers.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { MetaDataBuilder } from '../../orm/builders.ts';
import { Arguments, stringOf } from '../arguments.ts';
import { inertClass, noOperation } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { metaDataInstance, newMetaData, tableClass } from '../schema/table.ts';
import { appOf, registerExtension } from './application.ts';
import { engineOf } from './engine.ts';
import type { ModelExtension } from './model.ts';
import { makeModel, modelClass, queryClass } from './model.ts';

/** What a `SQLAlchemy()` holds: a MetaData for each bind key, null the default one. */
export class ExtensionPayload implements ModelExtension {
  readonly metadatas = new Map<string | null, MetaDataBuilder>();
  readonly namesTables: boolean;
  private readonly interpreter: Interpreter;
  private readonly site: Origin;

  constructor(interpreter: Interpreter, namesTables: boolean, site: Origin) {
    this.interpreter = interpreter;
    this.namesTables = namesTables;
    this.site = site;
  }

  metadataOf(bindKey: string | null): MetaDataBuilder {
    const known = this.metadatas.get(bindKey);
    if (known !== undefined) return known;
    const metadata = newMetaData(this.interpreter, null, this.site);
    if (bindKey !== null) metadata.namingConvention = this.metadataOf(null).namingConvention;
    this.metadatas.set(bindKey, metadata);
    return metadata;
  }
}

const sessionClass = inertClass('scoped_session', 'sqlalchemy.orm.scoping');

function payloadOf(value: Value | undefined): ExtensionPayload | null {
  return value?.kind === 'instance' && value.payload instanceof ExtensionPayload ? value.payload : null;
}

const needsDatabase = (name: string): [string, Value] => [
  name,
  nativeMethod(name, (call) => call.interpreter.unknown('it needs a database connection', call.site)),
];

export const extensionClass: ClassValue = nativeClass({
  name: 'SQLAlchemy',
  module: 'flask_sqlalchemy.extension',
  members: {
    metadata: nativeProperty('metadata', (self) => {
      const metadata = payloadOf(self)?.metadatas.get(null);
      return metadata === undefined ? none : metaDataInstance(metadata);
    }),
    metadatas: nativeProperty('metadatas', (self) =>
      dictFromEntries(
        [...(payloadOf(self)?.metadatas ?? [])].map(([key, metadata]) => [
          key === null ? none : str(key),
          metaDataInstance(metadata),
        ]),
      ),
    ),
    init_app: nativeMethod('init_app', (call) => {
      const [self, positional] = call.args;
      initApp(self, positional ?? call.kwargs.get('app'));
      return none;
    }),
    engine: nativeProperty('engine', (_self, call) => engineOf(call)),
    get_engine: nativeMethod('get_engine', engineOf),
    make_declarative_base: nativeMethod('make_declarative_base', (call) =>
      call.interpreter.unknown('an own make_declarative_base() is not read', call.site),
    ),
    ...Object.fromEntries(['create_all', 'drop_all', 'reflect'].map(needsDatabase)),
  },
  hooks: {
    instantiate: (cls, call) => instantiate(cls, call),
    getAttribute: (_self, name, call) => libraryName(name, call),
  },
});

function instantiate(cls: ClassValue, call: NativeCall): InstanceValue {
  const { interpreter, site } = call;
  const given = new Arguments('SQLAlchemy', call, ['app']);
  const extension = new ExtensionPayload(interpreter, given.bool('disable_autonaming') !== true, site);
  const self = nativeInstance(cls, extension, site);
  const metadata = given.value('metadata');
  if (metadata?.kind === 'instance' && metadata.payload instanceof MetaDataBuilder)
    extension.metadatas.set(null, metadata.payload);
  else if (metadata !== undefined && metadata.kind !== 'none')
    given.unreadable('metadata', metadata, 'a MetaData');
  const modelValue = given.value('model_class') ?? modelClass;
  // `session_options`, `query_class`, `engine_options`, and those of older versions: nothing that a schema shows.
  given.others();
  if (modelValue.kind === 'class') {
    const model = makeModel(
      modelValue,
      extension,
      () => extension.metadataOf(null),
      (problem) => {
        interpreter.report(problem);
      },
      site,
    );
    const own = interpreter.findAttribute(model, 'metadata', site);
    const known = extension.metadatas.get(null);
    if (known !== undefined) model.namespace.set('metadata', metaDataInstance(known));
    else if (own?.kind === 'instance' && own.payload instanceof MetaDataBuilder)
      extension.metadatas.set(null, own.payload);
    self.attributes.set('Model', model);
  } else {
    given.unreadable('model_class', modelValue, 'a class');
    self.attributes.set(
      'Model',
      interpreter.unknown('the model_class of SQLAlchemy() cannot be known', site),
    );
  }
  self.attributes.set('session', nativeInstance(sessionClass, null, site));
  self.attributes.set('Query', queryClass);
  self.attributes.set('Table', tableFor(extension));
  const app = given.value('app');
  initApp(self, app);
  return self;
}

function initApp(self: Value | undefined, app: Value | undefined): void {
  if (self === undefined || app === undefined || appOf(app) === null) return;
  registerExtension(app, 'sqlalchemy', self);
}

/** `db.Table`: without a MetaData, it takes that of its `bind_key`. Upstream: `_make_table_class`. */
function tableFor(extension: ExtensionPayload): ClassValue {
  return nativeClass({
    name: 'Table',
    module: 'flask_sqlalchemy.extension',
    bases: [tableClass],
    hooks: {
      instantiate: (_cls, call) => {
        const { args, interpreter, site } = call;
        const kwargs = new Map(call.kwargs);
        const key = stringOf(kwargs.get('bind_key') ?? none) ?? null;
        kwargs.delete('bind_key');
        const [name, second, ...rest] = args;
        const hasMetadata = second?.kind === 'instance' && second.payload instanceof MetaDataBuilder;
        if (name === undefined || hasMetadata || kwargs.has('metadata'))
          return interpreter.call(tableClass, args, kwargs, site);
        const metadata = metaDataInstance(extension.metadataOf(key));
        const items = second === undefined ? rest : [second, ...rest];
        return interpreter.call(tableClass, [name, metadata, ...items], kwargs, site);
      },
    },
  });
}

/** `db.Column`, `db.relationship`, `db.event`: the names of `sqlalchemy` and `sqlalchemy.orm`. */
function libraryName(
  name: string,
  { interpreter, site }: { readonly interpreter: Interpreter; readonly site: Origin },
): Value | undefined {
  if (name.startsWith('_')) return undefined;
  const modules = ['sqlalchemy', 'sqlalchemy.orm'].map((module) => interpreter.importModule(module));
  for (const module of modules) {
    const value = module.ok
      ? module.value.namespace.get(name === 'relation' ? 'relationship' : name)
      : undefined;
    if (value !== undefined) return value;
  }
  const [core] = modules;
  return core?.ok === true ? core.value.getAttribute?.(name, site) : undefined;
}

const paginationClass = inertClass('Pagination', 'flask_sqlalchemy.pagination');

export const flaskSqlalchemyModules: readonly (readonly [string, ModuleNames])[] = [
  [
    'flask_sqlalchemy',
    {
      SQLAlchemy: extensionClass,
      Model: modelClass,
      BaseQuery: queryClass,
      Pagination: paginationClass,
      get_debug_queries: noOperation('get_debug_queries'),
      __version__: str('3.1.1'),
    },
  ],
  ['flask_sqlalchemy.extension', { SQLAlchemy: extensionClass }],
  [
    'flask_sqlalchemy.model',
    {
      Model: modelClass,
      camel_to_snake_case: nativeFunction('camel_to_snake_case', (call) =>
        call.interpreter.unknown('camel_to_snake_case() of evaluated code is not read yet', call.site),
      ),
    },
  ],
  ['flask_sqlalchemy.query', { Query: queryClass }],
  ['flask_sqlalchemy.session', { Session: inertClass('Session', 'flask_sqlalchemy.session') }],
  ['flask_sqlalchemy.pagination', { Pagination: paginationClass }],
];
