/** The types of SQLAlchemy-Utils by what they stand for on each dialect. Mirrors `sqlalchemy_utils.types`. */
import type { ClassValue } from '../../../python/eval/value.ts';
import type { DecoratedType, TypeEngine } from '../../sql/types.ts';
import { typeDescriptor } from '../../dialects/type-descriptor.ts';
import type { Arguments } from '../arguments.ts';
import { stringOf } from '../arguments.ts';
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

const dateTime = (given: Arguments): TypeEngine => ({
  kind: 'DateTime',
  timezone: given.bool('timezone') ?? false,
});

/** Bits are bytes, a text on SQLite, and native on PostgreSQL. */
function bits(length: number): TypeEngine {
  return perDialect(
    { kind: 'BINARY', length },
    {
      postgresql: postgresql('BIT', { length }),
      sqlite: { kind: 'String', length, collation: null },
    },
  );
}
/** A range type of PostgreSQL, and a text elsewhere. */
const range = (name: string, native: string): [string, ClassValue, string] =>
  define(
    'range',
    name,
    [],
    () => {
      const text: TypeEngine = { kind: 'String', length: 255, collation: null };
      return perDialect(postgresql(native), { sqlite: text, mssql: text });
    },
    () => `${name}()`,
  );
const rangeTypes = [
  range('IntRangeType', 'INT4RANGE'),
  range('Int8RangeType', 'INT8RANGE'),
  range('DateRangeType', 'DATERANGE'),
  range('NumericRangeType', 'NUMRANGE'),
  range('DateTimeRangeType', 'TSRANGE'),
];

const encryptedParameters = ['type_in', 'key', 'engine', 'padding', 'length'];

const types: readonly (readonly [name: string, cls: ClassValue, module: string])[] = [
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
  define('arrow', 'ArrowType', ['timezone'], dateTime),
  define(
    'enriched_datetime.enriched_datetime_type',
    'EnrichedDateTimeType',
    ['datetime_processor', 'timezone'],
    dateTime,
  ),
  define('enriched_datetime.enriched_date_type', 'EnrichedDateType', ['date_processor'], () => ({
    kind: 'Date',
  })),
  define('bit', 'BitType', ['length'], (given) => bits(given.int('length') ?? 1)),
  define('weekdays', 'WeekDaysType', [], () => bits(7)),
  ...rangeTypes,
  define('encrypted.encrypted_type', 'EncryptedType', encryptedParameters, (given) => ({
    kind: 'LargeBinary',
    length: given.int('length') ?? null,
  })),
  define('encrypted.encrypted_type', 'StringEncryptedType', encryptedParameters, (given) => ({
    kind: 'String',
    length: given.int('length') ?? null,
    collation: null,
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

/** The longest hashes that passlib's schemes make, where they are longer than the type's least length. */
const hashLengths: Readonly<Record<string, number>> = {
  cta_pbkdf2_sha1: 1073,
  dlitz_pbkdf2_sha1: 1055,
  grub_pbkdf2_sha512: 1120,
  pbkdf2_sha1: 1076,
  pbkdf2_sha256: 1094,
  pbkdf2_sha512: 1137,
  scram: 1043,
  scrypt: 1068,
  argon2: 4_294_967_347,
};
const leastLength = 1024;

/** `PasswordType(max_length=…, schemes=[…])`; a context that is made when the application runs has a length of its own. */
const password = typeClass(
  'PasswordType',
  typeDecoratorClass,
  ['max_length'],
  (given) => {
    const limit = given.int('max_length') ?? null;
    const others = given.others();
    const schemes = others.get('schemes');
    const names = schemes === undefined ? [] : (given.interpreter.iterate(schemes, given.site) ?? null);
    const lengths = names?.map((name) => hashLengths[stringOf(name) ?? ''] ?? leastLength);
    const length =
      limit ?? (others.has('onload') || lengths === undefined ? null : Math.max(leastLength, ...lengths));
    if (length === null)
      return { kind: 'unknown', reason: 'the schemes of PasswordType() cannot be known', origin: given.site };
    const impl = perDialect(
      { kind: 'VARBINARY', length },
      { postgresql: postgresql('BYTEA', { length }), sqlite: { kind: 'BLOB', length } },
    );
    return decorated('password', 'PasswordType', impl);
  },
  { module: 'sqlalchemy_utils.types.password' },
);

/** `CompositeType(name, columns)`: its CREATE TYPE is not written. */
const composite = typeClass(
  'CompositeType',
  typeDecoratorClass,
  ['name', 'columns', 'quote'],
  (given) => {
    given.others();
    return {
      kind: 'unknown',
      reason: 'the CREATE TYPE of a CompositeType is not written',
      origin: given.site,
    };
  },
  { module: 'sqlalchemy_utils.types.pg_composite' },
);

/** Class, and the module below `sqlalchemy_utils.types` that has it. */
export const utilsTypes: readonly (readonly [name: string, cls: ClassValue, module: string])[] = [
  ...types,
  ['LtreeType', ltree, 'ltree'],
  ['TSVectorType', tsVector, 'ts_vector'],
  ['PasswordType', password, 'password'],
  ['CompositeType', composite, 'pg_composite'],
];
