/**
 * Mixins and bases of well-known packages that models inherit. An unknown base may have columns, so it refuses the table;
 * these are known. Those of `withoutColumns` bring methods only; the others bring the columns that stand here.
 *
 * Left out on purpose: what brings more than columns (Flask-Security's `fsqla` models, SQLAlchemy-Continuum's versions) or
 * differs by the package's version (Authlib's mixins). They are read from the workspace's environment or stay unknown.
 */
import { nativeClass, nativeFunction, nativeInstance, none, str } from '../../../python/eval/native.ts';
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import { DeclaredAttr } from '../../orm/registry.ts';
import type { DecoratedType, TypeEngine } from '../../sql/types.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { declaredAttrClass } from '../orm/declarative.ts';
import { columnInstance } from '../schema/column.ts';
import { typeClass, typeDecoratorClass } from '../types/type-engine.ts';

/** Module → classes without columns. */
const withoutColumns: Readonly<Record<string, readonly string[]>> = {
  flask_login: ['UserMixin', 'AnonymousUserMixin'],
  flask_security: ['UserMixin', 'RoleMixin', 'WebAuthnMixin', 'AnonymousUser'],
  sqlalchemy_mixins: [
    'ActiveRecordMixin',
    'AllFeaturesMixin',
    'EagerLoadMixin',
    'InspectionMixin',
    'ReprMixin',
    'SerializeMixin',
    'SessionMixin',
    'SmartQueryMixin',
  ],
  sqlalchemy_serializer: ['SerializerMixin'],
};

const nowhere = { file: '', range: { start: 0, end: 0 } };

function column(type: TypeEngine, options: Partial<ColumnBuilder> = {}): Value {
  const made = new ColumnBuilder(nowhere);
  Object.assign(made, { type, nullable: false, ...options });
  return columnInstance(made);
}

const timestamp: TypeEngine = { kind: 'TIMESTAMP', timezone: false };
const timestamps = nativeClass({
  name: 'TimestampsMixin',
  module: 'sqlalchemy_mixins.timestamp',
  members: {
    __abstract__: { kind: 'bool', value: true },
    created_at: column(timestamp, { hasDefault: true }),
    updated_at: column(timestamp, { hasDefault: true }),
  },
});

const tableName = nativeFunction('__tablename__', ({ args: [cls] }) =>
  cls?.kind === 'class' ? str(`flask_dance_${cls.name.toLowerCase()}`) : none,
);

/** Flask-Dance: names its table after the class. */
const oauthConsumer = nativeClass({
  name: 'OAuthConsumerMixin',
  module: 'flask_dance.consumer.storage.sqla',
  members: {
    __tablename__: nativeInstance(declaredAttrClass, new DeclaredAttr(tableName, false), nowhere),
    id: column({ kind: 'Integer' }, { primaryKey: true, nullable: null }),
    provider: column({ kind: 'String', length: 50, collation: null }),
    created_at: column({ kind: 'DateTime', timezone: false }, { hasDefault: true }),
    token: column({ kind: 'JSON', noneAsNull: false }),
  },
});

const asaList = typeClass(
  'AsaList',
  typeDecoratorClass,
  [],
  (): DecoratedType => ({
    kind: 'decorated',
    module: 'flask_security.datastore',
    qualname: 'AsaList',
    repr: 'AsaList()',
    impl: { kind: 'UnicodeText', length: null, collation: null },
  }),
  { module: 'flask_security.datastore' },
);

const plain = (module: string): Record<string, ClassValue> =>
  Object.fromEntries((withoutColumns[module] ?? []).map((name) => [name, nativeClass({ name, module })]));

export const modelMixinModules: readonly (readonly [string, ModuleNames])[] = [
  ...Object.keys(withoutColumns).map((module): readonly [string, ModuleNames] => [module, plain(module)]),
  ['flask_login.mixins', plain('flask_login')],
  ['flask_security', { ...plain('flask_security'), AsaList: asaList }],
  ['sqlalchemy_mixins', { ...plain('sqlalchemy_mixins'), TimestampsMixin: timestamps }],
  ['sqlalchemy_mixins.timestamp', { TimestampsMixin: timestamps }],
  ['flask_dance', {}],
  ['flask_dance.consumer', {}],
  ['flask_dance.consumer.storage', {}],
  ['flask_dance.consumer.storage.sqla', { OAuthConsumerMixin: oauthConsumer }],
];
