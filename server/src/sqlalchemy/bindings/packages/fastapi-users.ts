/** The mixins of FastAPI Users' SQLAlchemy adapter. Mirrors `fastapi_users_db_sqlalchemy`. */
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, str } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { ColumnBuilder, ForeignKeyBuilder } from '../../orm/builders.ts';
import { DeclaredAttr } from '../../orm/registry.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { inertClass } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { declaredAttrClass } from '../orm/declarative.ts';
import { columnInstance } from '../schema/column.ts';
import { typeClass, typeDecoratorClass } from '../types/type-engine.ts';
import { typeRepr } from '../types/type-repr.ts';

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };
const module = 'fastapi_users_db_sqlalchemy';

const characters = (length: number): TypeEngine => ({ kind: 'CHAR', length, collation: null });
const guidType: TypeEngine = {
  kind: 'decorated',
  module: `${module}.generics`,
  qualname: 'GUID',
  repr: 'GUID()',
  impl: {
    ...characters(36),
    variants: new Map<string, TypeEngine>([
      ['postgresql', { kind: 'UUID', asUuid: true, nativeUuid: true }],
      // Its `type_descriptor` turns CHAR into VARCHAR.
      ['mssql', { kind: 'String', length: 36, collation: null }],
    ]),
  },
};
const awareTimestamp = (timezone: boolean): TypeEngine => {
  const impl: TypeEngine = { kind: 'TIMESTAMP', timezone };
  const repr = typeRepr(impl, 'TIMESTAMPAware');
  return { kind: 'decorated', module: `${module}.generics`, qualname: 'TIMESTAMPAware', repr, impl };
};

const generics: Readonly<Record<string, ClassValue>> = {
  GUID: typeClass('GUID', typeDecoratorClass, [], () => guidType, { module: `${module}.generics` }),
  TIMESTAMPAware: typeClass(
    'TIMESTAMPAware',
    typeDecoratorClass,
    ['timezone'],
    (given) => awareTimestamp(given.bool('timezone') ?? false),
    { module: `${module}.generics` },
  ),
};

type Setting = Partial<Pick<ColumnBuilder, 'primaryKey' | 'unique' | 'index' | 'nullable' | 'hasDefault'>>;

function column(type: TypeEngine, setting: Setting = {}, foreignKey: string | null = null): Value {
  const builder = new ColumnBuilder(nowhere, true);
  builder.type = type;
  builder.nullable = false;
  Object.assign(builder, setting);
  if (foreignKey !== null) {
    builder.foreignKeys.push(
      new ForeignKeyBuilder(
        foreignKey,
        null,
        {
          onupdate: null,
          ondelete: 'cascade',
          deferrable: null,
          initially: null,
          match: null,
          useAlter: false,
        },
        {},
        nowhere,
      ),
    );
  }
  return columnInstance(builder);
}
const text = (length: number, setting: Setting = {}): Value =>
  column({ kind: 'String', length, collation: null }, setting);
const flag = (): Value =>
  column({ kind: 'Boolean', name: null, createConstraint: false }, { hasDefault: true });
const id = (): Value => column(guidType, { primaryKey: true, hasDefault: true });
/** `user_id` is declared anew for each class. */
const userId = (): Value =>
  nativeInstance(
    declaredAttrClass,
    new DeclaredAttr(
      nativeFunction('user_id', () => column(guidType, {}, 'user.id')),
      false,
    ),
    nowhere,
  );

function mixin(
  name: string,
  members: Readonly<Record<string, Value>>,
  base: ClassValue | null = null,
): ClassValue {
  return nativeClass({ name, module, members, bases: base === null ? [] : [base] });
}

const user = mixin('SQLAlchemyBaseUserTable', {
  __tablename__: str('user'),
  email: text(320, { unique: true, index: true }),
  hashed_password: text(1024),
  is_active: flag(),
  is_superuser: flag(),
  is_verified: flag(),
});
const account = mixin('SQLAlchemyBaseOAuthAccountTable', {
  __tablename__: str('oauth_account'),
  oauth_name: text(100, { index: true }),
  access_token: text(1024),
  expires_at: column({ kind: 'Integer' }, { nullable: true }),
  refresh_token: text(1024, { nullable: true }),
  account_id: text(320, { index: true }),
  account_email: text(320),
});
const token = mixin('SQLAlchemyBaseAccessTokenTable', {
  __tablename__: str('accesstoken'),
  token: text(43, { primaryKey: true }),
  created_at: column(awareTimestamp(true), { index: true, hasDefault: true }),
});
const names: Readonly<Record<string, ClassValue>> = {
  SQLAlchemyBaseUserTable: user,
  SQLAlchemyBaseUserTableUUID: mixin('SQLAlchemyBaseUserTableUUID', { id: id() }, user),
  SQLAlchemyBaseOAuthAccountTable: account,
  SQLAlchemyBaseOAuthAccountTableUUID: mixin(
    'SQLAlchemyBaseOAuthAccountTableUUID',
    { id: id(), user_id: userId() },
    account,
  ),
  SQLAlchemyUserDatabase: inertClass('SQLAlchemyUserDatabase', module),
};
const tokens: Readonly<Record<string, ClassValue>> = {
  SQLAlchemyBaseAccessTokenTable: token,
  SQLAlchemyBaseAccessTokenTableUUID: mixin(
    'SQLAlchemyBaseAccessTokenTableUUID',
    { user_id: userId() },
    token,
  ),
  SQLAlchemyAccessTokenDatabase: inertClass('SQLAlchemyAccessTokenDatabase', module),
};

export const fastapiUsersModules: readonly (readonly [string, ModuleNames])[] = [
  [module, { ...names, GUID: generics['GUID'] ?? str('') }],
  [`${module}.generics`, generics],
  [`${module}.access_token`, tokens],
  ['fastapi_users.db', names],
];
