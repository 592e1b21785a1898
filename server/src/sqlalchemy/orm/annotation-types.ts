/** The SQL type of a Python type. Mirrors `registry._resolve_type` and `Enum._resolve_for_python_type`. */
import { hashKey } from '../../python/eval/containers.ts';
import { aliasedType } from '../../python/eval/type-alias.ts';
import type { ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import { enumOf } from '../sql/type-compiler.ts';
import type { EnumType, TypeEngine } from '../sql/types.ts';
import { defaultTypeFor, enumTypeOf, isEnumClass } from './type-map.ts';

/** What `type_annotation_map` says: Python type → SQL type, by hash key. */
export type TypeAnnotationMap = ReadonlyMap<unknown, Value>;

export interface TypeResolver {
  readonly typeMap: TypeAnnotationMap;
  /** The TypeEngine of a type value. */
  readonly typeOf: (interpreter: Interpreter, value: Value, site: Origin) => TypeEngine;
}

interface Search {
  readonly interpreter: Interpreter;
  readonly types: TypeResolver;
  readonly site: Origin;
}

/**
 * Null when the registry has no type for it. With `fallsBack` a `NewType` or a `type` alias that the map does not name
 * counts as what it stands for (upstream's `_do_fallbacks`).
 */
export function resolveType(
  interpreter: Interpreter,
  type: Value,
  types: TypeResolver,
  site: Origin,
  fallsBack = true,
): TypeEngine | null {
  const search: Search = { interpreter, types, site };
  if (type.kind === 'unknown') return { kind: 'unknown', reason: type.reason, origin: site };
  const found =
    type.kind === 'class' ? ofClass(search, type) : (mappedEntry(search, type) ?? ofLiteral(search, type));
  if (found !== null || !fallsBack) return found;
  const below = whatItStandsFor(type);
  return below === null ? null : resolveType(interpreter, below, types, site, false);
}

function whatItStandsFor(type: Value): Value | null {
  let below = aliasedType(type);
  for (let next = below; next !== null; next = aliasedType(next)) below = next;
  if (below !== null) return below;
  let supertype = type;
  while (supertype.kind === 'instance') {
    const next = supertype.attributes.get('__supertype__');
    if (next === undefined) break;
    supertype = next;
  }
  return supertype === type ? null : supertype;
}

/** Every class of the MRO is asked for, in the map first. One that suits only the base is passed over. */
function ofClass(search: Search, type: ClassValue): TypeEngine | null {
  const { interpreter, types, site } = search;
  for (const base of type.mro) {
    const mapped = types.typeMap.get(hashKey(base));
    let found: TypeEngine | null;
    if (mapped !== undefined) found = suited(search, mapped, type, base === type);
    else if (base.module === 'enum' && base.name === 'Enum') found = enumTypeOf(interpreter, type, site);
    else found = base === type ? defaultTypeFor(base) : null;
    if (found !== null) return found;
  }
  return null;
}

function mappedEntry(search: Search, type: Value): TypeEngine | null {
  const mapped = search.types.typeMap.get(hashKey(type));
  return mapped === undefined ? null : suited(search, mapped, type, true);
}

/** `Literal["a", "b"]`, or a `type` alias of one: an Enum that is not native, or what the map says of `typing.Literal`. */
function ofLiteral(search: Search, type: Value): TypeEngine | null {
  if (!isLiteral(type)) return null;
  for (const [key, mapped] of search.types.typeMap) {
    const isForm =
      typeof key === 'object' && key !== null && 'kind' in key && isLiteralForm(key as unknown as Value);
    const found = isForm ? suited(search, mapped, type, false) : null;
    if (found !== null) return found;
  }
  const enums = literalLabels(type);
  if (enums === null) return nonString(search);
  return { ...plainEnum, enums, nativeEnum: false };
}

function nonString({ site }: Search): TypeEngine {
  const reason =
    "Can't create string-based Enum datatype from non-string values.  Please provide an explicit Enum datatype for this Python type";
  return { kind: 'unknown', reason, origin: site };
}

const plainEnum: EnumType = {
  kind: 'Enum',
  enums: [],
  name: null,
  schema: null,
  nativeEnum: true,
  createConstraint: false,
  length: null,
  inheritSchema: false,
};

/** The type of the map as it is for this Python type; null when it stands only for the base that was matched. */
function suited(search: Search, mapped: Value, type: Value, isMatch: boolean): TypeEngine | null {
  const { interpreter, types, site } = search;
  const written = types.typeOf(interpreter, mapped, site);
  const sql = written.kind === 'dialect' && written.name === 'ENUM' ? enumOf(written) : written;
  if (sql.kind !== 'Enum') return isMatch ? written : null;
  // `Enum(enum.Enum, …)` is a template.
  const isTemplate = sql.enums.length === 0;
  if (!isTemplate && isMatch) return sql;
  const literal = isLiteral(type) ? type : aliasedType(type);
  if (literal !== null && isLiteral(literal)) {
    const enums = literalLabels(literal);
    return enums === null ? nonString(search) : { ...sql, enums, nativeEnum: false };
  }
  if (type.kind === 'class' && isEnumClass(type)) {
    return enumTypeOf(interpreter, type, site, {
      ...sql,
      name: sql.name ?? type.name.toLowerCase(),
      valuesCallable: valuesCallableOf(mapped),
    });
  }
  return sql;
}

function valuesCallableOf(mapped: Value): Value | null {
  const callable = mapped.kind === 'instance' ? mapped.attributes.get('values_callable') : undefined;
  return callable === undefined || callable.kind === 'none' ? null : callable;
}

function isLiteralForm(value: Value): boolean {
  return value.kind === 'class' && value.name === 'Literal' && value.module === 'typing';
}

function isLiteral(type: Value): type is Extract<Value, { kind: 'generic-alias' }> {
  return type.kind === 'generic-alias' && isLiteralForm(type.origin);
}

/** Null when one of them is no string. */
function literalLabels(type: Value): readonly string[] | null {
  if (!isLiteral(type)) return null;
  const labels = type.args.map((argument) => (argument.kind === 'str' ? argument.value : null));
  return labels.every((label) => label !== null) ? labels : null;
}
