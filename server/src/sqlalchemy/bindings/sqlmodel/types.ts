/** Which SQL type SQLModel gives a field. Mirrors `sqlmodel.main.get_sqlalchemy_type`. */
import type { ClassValue, Interpreter, Value } from '../../../python/eval/value.ts';
import { nativeClass } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { enumTypeOf, isEnumClass } from '../../orm/type-map.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { typeDescriptor } from '../../dialects/type-descriptor.ts';
import { typeClass, typeDecoratorClass } from '../types/type-engine.ts';
import { typeRepr } from '../types/type-repr.ts';

const module = 'sqlmodel.sql.sqltypes';

/** `AutoString`: a string whose length only MySQL needs. */
function autoString(length: number | null, collation: string | null = null): TypeEngine {
  const impl: TypeEngine = { kind: 'String', length, collation };
  return { kind: 'decorated', module, qualname: 'AutoString', repr: typeRepr(impl, 'AutoString'), impl };
}
const utcDateTime: TypeEngine = {
  kind: 'decorated',
  module,
  qualname: 'UTCDateTime',
  repr: 'UTCDateTime()',
  impl: { kind: 'DateTime', timezone: true },
};

const characters: TypeEngine = { kind: 'CHAR', length: 32, collation: null };
const guid: TypeEngine = {
  kind: 'decorated',
  module,
  qualname: 'GUID',
  repr: 'GUID()',
  impl: {
    ...characters,
    variants: new Map<string, TypeEngine>([
      ['postgresql', { kind: 'UUID', asUuid: true, nativeUuid: true }],
      ['sqlite', typeDescriptor(characters, 'sqlite')],
      ['mssql', typeDescriptor(characters, 'mssql')],
    ]),
  },
};

export const sqlmodelTypes: Readonly<Record<string, ClassValue>> = {
  AutoString: typeClass(
    'AutoString',
    typeDecoratorClass,
    ['length', 'collation'],
    (given) => autoString(given.int('length') ?? null, given.string('collation') ?? null),
    { module },
  ),
  GUID: typeClass('GUID', typeDecoratorClass, [], () => guid, { module }),
  UTCDateTime: typeClass('UTCDateTime', typeDecoratorClass, [], () => utcDateTime, { module }),
};

const pydanticClass = (name: string): ClassValue => nativeClass({ name, module: 'pydantic.types' });
/** Types of pydantic's that SQLModel knows. */
export const emailStr = pydanticClass('EmailStr');
export const naiveDatetime = pydanticClass('NaiveDatetime');
export const awareDatetime = pydanticClass('AwareDatetime');

export interface FieldLimits {
  readonly maxLength: number | null;
  readonly maxDigits: number | null;
  readonly decimalPlaces: number | null;
}

const texts = ['str', 'IPv4Address', 'IPv4Network', 'IPv6Address', 'IPv6Network', 'Path', 'EmailStr'];

/** By Python class, in upstream's order of asking; the first that is among the field's ancestors counts. */
const types: readonly (readonly [names: readonly string[], type: (limits: FieldLimits) => TypeEngine])[] = [
  [texts, ({ maxLength }) => autoString(maxLength === 0 ? null : maxLength)],
  [['float'], () => ({ kind: 'Float', precision: null, asdecimal: false })],
  [['bool'], () => ({ kind: 'Boolean', name: null, createConstraint: false })],
  [['int'], () => ({ kind: 'Integer' })],
  [['NaiveDatetime'], () => ({ kind: 'DateTime', timezone: false })],
  [['datetime', 'AwareDatetime'], () => utcDateTime],
  [['date'], () => ({ kind: 'Date' })],
  [['timedelta'], () => ({ kind: 'Interval', native: true, secondPrecision: null, dayPrecision: null })],
  [['time'], () => ({ kind: 'Time', timezone: false })],
  [['bytes'], () => ({ kind: 'LargeBinary', length: null })],
  [
    ['Decimal'],
    ({ maxDigits, decimalPlaces }) => ({
      kind: 'Numeric',
      precision: maxDigits,
      scale: decimalPlaces,
      asdecimal: true,
    }),
  ],
  [['UUID'], () => ({ kind: 'Uuid', asUuid: true, nativeUuid: true })],
];

/** The SQL type of a Python type; an unknown type, with the reason, when SQLModel has none for it. */
export function fieldType(
  interpreter: Interpreter,
  type: Value,
  limits: FieldLimits,
  site: Origin,
): TypeEngine {
  const cls = plainClass(type);
  if (typeof cls === 'string') return { kind: 'unknown', reason: cls, origin: site };
  if (cls.kind === 'unknown') return { kind: 'unknown', reason: cls.reason, origin: site };
  if (cls.kind === 'class') {
    if (isEnumClass(cls)) {
      const found = enumTypeOf(interpreter, cls, site);
      if (found !== null) return found;
    }
    const names = new Set(cls.mro.map((base) => base.name));
    const older = olderType(names, interpreter.installedVersion('sqlmodel'));
    if (older !== null) return older;
    for (const [asked, make] of types) if (asked.some((name) => names.has(name))) return make(limits);
  }
  return {
    kind: 'unknown',
    reason: `${interpreter.repr(cls, site)} has no matching SQLAlchemy type`,
    origin: site,
  };
}

/**
 * What versions before the newest give where that differs; null where it does not, or where the version is not known. Time
 * zones are kept since 0.0.45, UUIDs have SQLAlchemy's own type since 0.0.20.
 */
function olderType(names: ReadonlySet<string>, version: string | null): TypeEngine | null {
  if (version === null) return null;
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => parseInt(part, 10));
  const isBefore = (limit: number): boolean => major === 0 && minor === 0 && patch < limit;
  if (names.has('datetime') && isBefore(45)) return { kind: 'DateTime', timezone: false };
  return names.has('UUID') && isBefore(20) ? guid : null;
}

const isNone = (value: Value): boolean =>
  value.kind === 'none' || (value.kind === 'class' && value.name === 'NoneType');

/** Whether the type is a union with None, with metadata around it or not. */
export function includesNone(type: Value): boolean {
  if (type.kind === 'generic-alias' && 'name' in type.origin && type.origin.name === 'Annotated')
    return includesNone(type.args[0] ?? { kind: 'none' });
  return type.kind === 'union-type' && type.members.some(isNone);
}

/** Upstream: `get_sa_type_from_type_annotation`; a text says why there is none. */
function plainClass(type: Value): Value | string {
  if (type.kind === 'generic-alias' && 'name' in type.origin && type.origin.name === 'Annotated') {
    const [inner, ...metadata] = type.args;
    const zone = metadata.findLast((item) => item === naiveDatetime || item === awareDatetime);
    return zone ?? plainClass(inner ?? { kind: 'none' });
  }
  if (type.kind === 'generic-alias') return type.origin;
  if (type.kind !== 'union-type') return type;
  const members = type.members.filter((member) => !isNone(member));
  const [only] = members;
  if (only === undefined || members.length !== 1 || type.members.length > 2)
    return 'Cannot have a (non-optional) union as a SQLAlchemy field';
  return plainClass(only);
}
