/** The type classes of `sqlalchemy.types`, with upstream's inheritance. */
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import { bool, nativeClass, nativeMethod, nativeProperty, none } from '../../../python/eval/native.ts';
import type {
  BinaryTypeKind,
  EnumType,
  FloatTypeKind,
  NumericTypeKind,
  SimpleTypeKind,
  StringTypeKind,
  TimezoneTypeKind,
  TypeEngine,
} from '../../sql/types.ts';
import type { Origin } from '../../../util/text-range.ts';
import { MetaDataBuilder, TypeBuilder } from '../../orm/builders.ts';
import { isEnumClass, enumTypeOf } from '../../orm/type-map.ts';
import type { Arguments } from '../arguments.ts';
import { stringOf } from '../arguments.ts';
import { isBind } from '../payloads.ts';
import { typeRepr } from './type-repr.ts';
import {
  typeClass,
  typeDecoratorClass,
  typeEngineClass,
  typeOf,
  userDefinedTypeClass,
} from './type-engine.ts';

const simple = (name: SimpleTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, [], () => ({ kind: name }));

const string = (name: StringTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, ['length', 'collation'], (given) => ({
    kind: name,
    length: stringOf(given.value('length') ?? none) === 'max' ? 'max' : (given.int('length') ?? null),
    collation: given.string('collation') ?? null,
  }));

const numeric = (name: NumericTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, ['precision', 'scale', 'decimal_return_scale', 'asdecimal'], (given) => {
    given.value('decimal_return_scale');
    return {
      kind: name,
      precision: given.int('precision') ?? null,
      scale: given.int('scale') ?? null,
      asdecimal: given.bool('asdecimal') ?? true,
    };
  });

const float = (name: FloatTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, ['precision', 'asdecimal', 'decimal_return_scale'], (given) => {
    given.value('decimal_return_scale');
    return {
      kind: name,
      precision: given.int('precision') ?? null,
      asdecimal: given.bool('asdecimal') ?? false,
    };
  });

const timezone = (name: TimezoneTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, ['timezone'], (given) => ({ kind: name, timezone: given.bool('timezone') ?? false }));

const binary = (name: BinaryTypeKind, base: ClassValue): ClassValue =>
  typeClass(name, base, ['length'], (given) => ({ kind: name, length: given.int('length') ?? null }));

export const stringClass = string('String', typeEngineClass);
export const textClass = string('Text', stringClass);
const unicodeClass = string('Unicode', stringClass);
const unicodeTextClass = string('UnicodeText', textClass);
export const integerClass = simple('Integer', typeEngineClass);
export const numericClass = numeric('Numeric', typeEngineClass);
export const floatClass = float('Float', numericClass);
const doubleClass = float('Double', floatClass);
export const dateTimeClass = timezone('DateTime', typeEngineClass);
export const dateClass = simple('Date', typeEngineClass);
export const timeClass = timezone('Time', typeEngineClass);
export const largeBinaryClass = binary('LargeBinary', typeEngineClass);
const binaryBaseClass = nativeClass({
  name: '_Binary',
  module: 'sqlalchemy.sql.sqltypes',
  bases: [typeEngineClass],
});
/** What makes a database type or a CHECK: Enum and Boolean. */
const schemaTypeClass = nativeClass({
  name: 'SchemaType',
  module: 'sqlalchemy.sql.sqltypes',
  members: { __init__: nativeMethod('__init__', () => none) },
});

const booleanClass = typeClass(
  'Boolean',
  [typeEngineClass, schemaTypeClass],
  ['create_constraint', 'name'],
  (given): TypeEngine => {
    const name = given.name('name');
    return {
      kind: 'Boolean',
      createConstraint: given.bool('create_constraint') ?? false,
      name: name?.text ?? null,
      ...(name?.isFinal === true ? { nameIsFinal: true } : {}),
    };
  },
);

export const enumDdl = {
  ...Object.fromEntries(
    (
      [
        ['inherit_schema', 'inheritSchema'],
        ['native_enum', 'nativeEnum'],
        ['create_constraint', 'createConstraint'],
      ] as const
    ).map(([name, field]) => [name, enumFlag(name, field)]),
  ),
  create: nativeMethod('create', (call) => typeDdl(call, 'create_enum')),
  drop: nativeMethod('drop', (call) => typeDdl(call, 'drop_enum')),
};

/** A flag of an Enum. */
function enumFlag(name: string, field: 'inheritSchema' | 'nativeEnum' | 'createConstraint'): Value {
  return nativeProperty(name, ({ payload }, call) => {
    const type = payload instanceof TypeBuilder ? payload.type : null;
    if (type?.kind === 'Enum') return bool(type[field]);
    return call.interpreter.unknown(`\`${name}\` of this type is not known`, call.site);
  });
}

function typeDdl(
  call: Parameters<Parameters<typeof nativeMethod>[1]>[0],
  kind: 'create_enum' | 'drop_enum',
): typeof none {
  const [self, positionalBind, positionalCheck] = call.args;
  const bind = call.kwargs.get('bind') ?? positionalBind;
  const check = call.kwargs.get('checkfirst') ?? positionalCheck;
  if (self === undefined || bind?.kind !== 'instance' || !isBind(bind.payload)) {
    call.interpreter.report({
      code: 'needs-database',
      severity: 'error',
      message: `${kind === 'create_enum' ? 'create' : 'drop'}() of a type needs a connection that Retort knows (op.get_bind())`,
      origin: call.site,
    });
    return none;
  }
  const checkfirst =
    check === undefined ? kind === 'create_enum' || true : call.interpreter.isTrue(check, call.site);
  bind.payload.typeDdl(kind, typeOf(call.interpreter, self, call.site), checkfirst ?? true, call.site);
  return none;
}

/** The labels of `Enum("a", "b")`, `Enum(*names)` and `Enum(PythonEnum)`; null when they cannot be known. */
export function enumArguments(given: Arguments): {
  readonly labels: readonly string[];
  readonly members?: EnumType['members'];
  readonly name: string | null;
} | null {
  const valuesCallable = given.value('values_callable') ?? null;
  const values = given.rest;
  const [first] = values;
  if (values.length === 1 && first?.kind === 'class' && isEnumClass(first)) {
    const type = enumTypeOf(given.interpreter, first, given.site, {
      valuesCallable: valuesCallable?.kind === 'none' ? null : valuesCallable,
      withAliases: given.bool('omit_aliases') === false,
    });
    if (type === null) {
      given.unreadable('enums', first, 'an enum whose members are known');
      return null;
    }
    // A class without members, `Enum(enum.Enum)`, is a template for a type_annotation_map and gives no name.
    return { labels: type.enums, members: type.members, name: type.enums.length === 0 ? null : type.name };
  }
  const labels: string[] = [];
  for (const value of values) {
    const label = stringOf(value);
    if (typeof label !== 'string') {
      given.unreadable('enums', value, 'a string');
      return null;
    }
    labels.push(label);
  }
  return { labels, name: null };
}

const enumClass = typeClass(
  'Enum',
  [stringClass, schemaTypeClass],
  [],
  (given): TypeEngine => {
    const parsed = enumArguments(given);
    const name = given.name('name');
    const metadata = given.value('metadata');
    for (const ignored of ['validate_strings', 'omit_aliases', 'sort_key_function', 'quote']) {
      given.value(ignored);
    }
    const type: TypeEngine = {
      kind: 'Enum',
      enums: parsed?.labels ?? [],
      ...(parsed?.members === undefined ? {} : { members: parsed.members }),
      name: given.has('name') ? (name?.text ?? null) : (parsed?.name ?? null),
      ...(name?.isFinal === true ? { nameIsFinal: true } : {}),
      ...(metadata === undefined || metadata.kind === 'none' ? {} : { hasMetadata: true }),
      schema: given.string('schema') ?? null,
      nativeEnum: given.bool('native_enum') ?? true,
      createConstraint: given.bool('create_constraint') ?? false,
      length: given.int('length') ?? null,
      ...(given.value('length')?.kind === 'none' ? { isUnlimited: true } : {}),
      inheritSchema: given.bool('inherit_schema') ?? false,
    };
    attachToMetaData(type, metadata, given.site);
    return type;
  },
  { variadic: true, members: enumDdl, keeps: ['values_callable'] },
);

/** `metadata=`: the MetaData creates the type, whether a column has it or not. */
export function attachToMetaData(type: TypeEngine, metadata: Value | undefined, site: Origin): void {
  if (metadata?.kind !== 'instance' || !(metadata.payload instanceof MetaDataBuilder)) return;
  metadata.payload.attached.push({ type, origin: site });
}

const intervalClass = typeClass(
  'Interval',
  typeDecoratorClass,
  ['native', 'second_precision', 'day_precision'],
  (given): TypeEngine => ({
    kind: 'Interval',
    native: given.bool('native') ?? true,
    secondPrecision: given.int('second_precision') ?? null,
    dayPrecision: given.int('day_precision') ?? null,
  }),
);

const uuid = (name: 'Uuid' | 'UUID', base: ClassValue): ClassValue =>
  typeClass(name, base, ['as_uuid', 'native_uuid'], (given) => ({
    kind: name,
    asUuid: given.bool('as_uuid') ?? true,
    nativeUuid: given.bool('native_uuid') ?? true,
  }));
export const uuidClass = uuid('Uuid', typeEngineClass);

export const jsonClass = typeClass(
  'JSON',
  typeEngineClass,
  ['none_as_null'],
  (given): TypeEngine => ({ kind: 'JSON', noneAsNull: given.bool('none_as_null') ?? false }),
  { members: { NULL: none } },
);

export const arrayClass = typeClass(
  'ARRAY',
  typeEngineClass,
  ['item_type', 'as_tuple', 'dimensions', 'zero_indexes'],
  (given): TypeEngine => {
    given.value('zero_indexes');
    const item = given.value('item_type');
    return {
      kind: 'ARRAY',
      item: item === undefined ? { kind: 'NullType' } : typeOf(given.interpreter, item, given.site),
      asTuple: given.bool('as_tuple') ?? false,
      dimensions: given.int('dimensions') ?? null,
    };
  },
);

const pickleTypeClass = typeClass(
  'PickleType',
  typeDecoratorClass,
  ['protocol', 'pickler', 'comparator', 'impl'],
  (given): TypeEngine => {
    for (const ignored of ['protocol', 'pickler', 'comparator']) given.value(ignored);
    const decorated = given.value('impl');
    const impl: TypeEngine =
      decorated === undefined || decorated.kind === 'none'
        ? { kind: 'LargeBinary', length: null }
        : typeOf(given.interpreter, decorated, given.site);
    return {
      kind: 'decorated',
      module: 'sqlalchemy.sql.sqltypes',
      qualname: 'PickleType',
      // A decorator's repr() has the arguments of what it decorates.
      repr: typeRepr(impl, 'PickleType'),
      impl,
    };
  },
);

const integer = simple('INTEGER', integerClass);

/** By name, as `sqlalchemy.types` exports them. */
export const sqltypes: Readonly<Record<string, ClassValue>> = {
  TypeEngine: typeEngineClass,
  TypeDecorator: typeDecoratorClass,
  UserDefinedType: userDefinedTypeClass,
  SchemaType: schemaTypeClass,
  _Binary: binaryBaseClass,
  String: stringClass,
  Text: textClass,
  Unicode: unicodeClass,
  UnicodeText: unicodeTextClass,
  VARCHAR: string('VARCHAR', stringClass),
  NVARCHAR: string('NVARCHAR', unicodeClass),
  CHAR: string('CHAR', stringClass),
  NCHAR: string('NCHAR', unicodeClass),
  TEXT: string('TEXT', textClass),
  CLOB: string('CLOB', textClass),
  Integer: integerClass,
  SmallInteger: simple('SmallInteger', integerClass),
  BigInteger: simple('BigInteger', integerClass),
  INTEGER: integer,
  // The same class upstream.
  INT: integer,
  SMALLINT: simple('SMALLINT', integerClass),
  BIGINT: simple('BIGINT', integerClass),
  Numeric: numericClass,
  NUMERIC: numeric('NUMERIC', numericClass),
  DECIMAL: numeric('DECIMAL', numericClass),
  Float: floatClass,
  Double: doubleClass,
  FLOAT: float('FLOAT', floatClass),
  REAL: float('REAL', floatClass),
  DOUBLE: float('DOUBLE', doubleClass),
  DOUBLE_PRECISION: float('DOUBLE_PRECISION', doubleClass),
  Date: dateClass,
  DATE: simple('DATE', dateClass),
  DateTime: dateTimeClass,
  DATETIME: timezone('DATETIME', dateTimeClass),
  TIMESTAMP: timezone('TIMESTAMP', dateTimeClass),
  Time: timeClass,
  TIME: timezone('TIME', timeClass),
  LargeBinary: largeBinaryClass,
  BLOB: binary('BLOB', largeBinaryClass),
  BINARY: binary('BINARY', binaryBaseClass),
  VARBINARY: binary('VARBINARY', binaryBaseClass),
  Boolean: booleanClass,
  BOOLEAN: simple('BOOLEAN', booleanClass),
  MatchType: simple('MatchType', booleanClass),
  Enum: enumClass,
  Interval: intervalClass,
  Uuid: uuidClass,
  UUID: uuid('UUID', uuidClass),
  JSON: jsonClass,
  ARRAY: arrayClass,
  PickleType: pickleTypeClass,
  NullType: simple('NullType', typeEngineClass),
};
