/** The types of SQLAlchemy-Utils by what they stand for on each dialect. Mirrors `sqlalchemy_utils.types`. */
import type { ClassValue } from '../../../python/eval/value.ts';
import { nativeClass } from '../../../python/eval/native.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import type { DecoratedType, TypeEngine } from '../../sql/types.ts';
import { typeDescriptor } from '../../dialects/type-descriptor.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { columnInstance } from '../schema/column.ts';
import { typeClass, typeDecoratorClass, typeOf } from '../types/type-engine.ts';
import { typeRepr } from '../types/type-repr.ts';

const unicode = (length: number | null): TypeEngine => ({ kind: 'Unicode', length, collation: null });
const unicodeText: TypeEngine = { kind: 'UnicodeText', length: null, collation: null };
const postgresql = (name: string, options: Record<string, number> = {}): TypeEngine => ({
  kind: 'dialect',
  dialect: 'postgresql',
  name,
  options,
});

/** A type whose `repr()` shows its impl's arguments, unless another is given. */
function decorated(
  module: string,
  name: string,
  impl: TypeEngine,
  repr = typeRepr(impl, name),
): DecoratedType {
  return { kind: 'decorated', module: `sqlalchemy_utils.types.${module}`, qualname: name, repr, impl };
}

function define(
  module: string,
  name: string,
  parameters: readonly string[],
  build: (given: Arguments) => TypeEngine,
  repr?: (given: Arguments, impl: TypeEngine) => string,
): [string, ClassValue, string] {
  const cls = typeClass(
    name,
    typeDecoratorClass,
    parameters,
    (given) => {
      const impl = build(given);
      for (const parameter of parameters) given.value(parameter);
      return decorated(module, name, impl, repr?.(given, impl));
    },
    { module: `sqlalchemy_utils.types.${module}` },
  );
  return [name, cls, module];
}

/** What `load_dialect_impl` gives where it differs from the impl. */
function perDialect(impl: TypeEngine, types: Readonly<Record<string, TypeEngine>>): TypeEngine {
  return { ...impl, variants: new Map(Object.entries(types)) };
}

/** `UUIDType(binary=True, native=True)`: native where there is such a type, else bytes or a text. */
function uuid(given: Arguments): TypeEngine {
  const binary: TypeEngine = { kind: 'BINARY', length: 16 };
  const characters: TypeEngine = { kind: 'CHAR', length: 32, collation: null };
  const plain = given.bool('binary') === false ? characters : binary;
  const native = given.bool('native') !== false;
  return perDialect(plain, {
    postgresql: native
      ? { kind: 'UUID', asUuid: true, nativeUuid: true }
      : typeDescriptor(plain, 'postgresql'),
    mssql: native
      ? { kind: 'dialect', dialect: 'mssql', name: 'UNIQUEIDENTIFIER', options: {} }
      : typeDescriptor(plain, 'mssql'),
    sqlite: typeDescriptor(plain, 'sqlite'),
  });
}

const uuidRepr = (given: Arguments): string => {
  const off = ['binary', 'native'].filter((name) => given.bool(name) === false);
  return `UUIDType(${off.map((name) => `${name}=False`).join(', ')})`;
};

/** `ChoiceType(choices, impl)`: the choices are Python's only. */
function choice(given: Arguments): TypeEngine {
  const impl = given.value('impl');
  if (impl === undefined || impl.kind === 'none') return unicode(255);
  return typeOf(given.interpreter, impl, given.site);
}

const types = [
  define('uuid', 'UUIDType', ['binary', 'native'], uuid, uuidRepr),
  define('email', 'EmailType', ['length'], (given) => unicode(given.int('length') ?? 255)),
  define('ip_address', 'IPAddressType', ['max_length'], (given) => unicode(given.int('max_length') ?? 50)),
  define('color', 'ColorType', ['max_length'], (given) => unicode(given.int('max_length') ?? 20)),
  define('phone_number', 'PhoneNumberType', ['region', 'max_length'], (given) =>
    unicode(given.int('max_length') ?? 20),
  ),
  define('timezone', 'TimezoneType', ['backend'], () => unicode(50)),
  define('locale', 'LocaleType', [], () => unicode(10)),
  define('country', 'CountryType', [], () => ({ kind: 'String', length: 2, collation: null })),
  define('currency', 'CurrencyType', [], () => ({ kind: 'String', length: 3, collation: null })),
  define('url', 'URLType', [], () => unicodeText),
  define('scalar_list', 'ScalarListType', ['coerce_func', 'separator'], () => unicodeText),
  define('choice', 'ChoiceType', ['choices', 'impl'], choice),
  define('json', 'JSONType', [], () =>
    perDialect(unicodeText, { postgresql: { kind: 'JSON', noneAsNull: false } }),
  ),
  define('arrow', 'ArrowType', ['timezone'], (given) => ({
    kind: 'DateTime',
    timezone: given.bool('timezone') ?? false,
  })),
];

const ltree = typeClass(
  'LtreeType',
  typeDecoratorClass,
  [],
  () =>
    decorated(
      'ltree',
      'LtreeType',
      perDialect(postgresql('LtreeType'), { postgresql: ltreeSpec }),
      'LtreeType()',
    ),
  { module: 'sqlalchemy_utils.types.ltree' },
);
const ltreeSpec: TypeEngine = { kind: 'user_defined', spec: 'LTREE' };

/** The columns' names and `regconfig`, `weights` and so on steer triggers and queries, not the type. */
const tsVector = typeClass(
  'TSVectorType',
  typeDecoratorClass,
  [],
  (given) => {
    given.others();
    return decorated('ts_vector', 'TSVectorType', postgresql('TSVECTOR'), 'TSVectorType()');
  },
  { module: 'sqlalchemy_utils.types.ts_vector', variadic: true },
);

function timestampColumn(): ColumnBuilder {
  const column = new ColumnBuilder({ file: '', range: { start: 0, end: 0 } });
  column.type = { kind: 'DateTime', timezone: false };
  column.nullable = false;
  column.hasDefault = true;
  return column;
}
/** The mixin `Timestamp`: its columns are copied onto each class. */
const timestamp = nativeClass({
  name: 'Timestamp',
  module: 'sqlalchemy_utils.models',
  members: { created: columnInstance(timestampColumn()), updated: columnInstance(timestampColumn()) },
});

const byName: Readonly<Record<string, ClassValue>> = {
  ...Object.fromEntries(types.map(([name, cls]) => [name, cls])),
  LtreeType: ltree,
  TSVectorType: tsVector,
};

export const sqlalchemyUtilsModules: readonly (readonly [string, ModuleNames])[] = [
  ['sqlalchemy_utils', { ...byName, Timestamp: timestamp }],
  ['sqlalchemy_utils.models', { Timestamp: timestamp }],
  ['sqlalchemy_utils.types', byName],
  ...types.map(([name, cls, module]): readonly [string, ModuleNames] => [
    `sqlalchemy_utils.types.${module}`,
    { [name]: cls },
  ]),
  ['sqlalchemy_utils.types.ltree', { LtreeType: ltree }],
  ['sqlalchemy_utils.types.ts_vector', { TSVectorType: tsVector }],
];
