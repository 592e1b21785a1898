/** `Mapped[...]` annotations to column types. Mirrors `MappedColumn._init_column_for_annotation` and `registry._resolve_type`. */
import type { Annotation, ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import { hashKey } from '../../python/eval/containers.ts';
import { PythonException } from '../../python/eval/errors.ts';
import type { Origin } from '../../util/text-range.ts';
import type { TypeEngine } from '../sql/types.ts';
import type { ColumnBuilder } from './builders.ts';
import { ColumnBuilder as Column } from './builders.ts';
import { defaultTypeFor, enumTypeOf, isEnumClass } from './type-map.ts';

/** Marks the classes that stand around a mapped type: `Mapped`, `DynamicMapped`, `WriteOnlyMapped`. */
export const mappedMarker = Symbol('Mapped');
/** Whether the class annotates columns (`Mapped`) or only relationships. */
export const columnContainer = Symbol('Mapped column');

export interface MappedAnnotation {
  /** What stands in `Mapped[...]`. */
  readonly type: Value;
  readonly annotation: Annotation;
  readonly isColumn: boolean;
}

/** What `type_annotation_map` says: Python type → SQL type, by hash key. */
export type TypeAnnotationMap = ReadonlyMap<unknown, Value>;

export interface TypeResolver {
  readonly typeMap: TypeAnnotationMap;
  /** The TypeEngine of a type value. */
  readonly typeOf: (interpreter: Interpreter, value: Value, site: Origin) => TypeEngine;
}

/** The content of `Mapped[...]`; null for another annotation; a string when it cannot be resolved, which says why. */
export function mappedAnnotation(
  interpreter: Interpreter,
  annotation: Annotation,
): MappedAnnotation | string | null {
  let value: Value;
  try {
    value = interpreter.evaluateAnnotation(annotation);
  } catch (error) {
    if (!(error instanceof PythonException)) throw error;
    return mentionsMapped(annotation) ? interpreter.str(error.instance, error.site) : null;
  }
  if (
    value.kind !== 'generic-alias' ||
    value.origin.kind !== 'class' ||
    !value.origin.native.has(mappedMarker)
  ) {
    if (value.kind === 'unknown' && mentionsMapped(annotation)) return value.reason;
    return null;
  }
  return {
    type: resolveString(interpreter, value.args[0] ?? { kind: 'none' }, annotation),
    annotation,
    isColumn: value.origin.native.has(columnContainer),
  };
}

/** Whether the annotation is written as `Mapped[...]`, for when its evaluation fails. */
function mentionsMapped({ expression }: Annotation): boolean {
  if (expression.kind === 'Constant' && expression.value.type === 'str')
    return /\bMapped\s*\[/.test(expression.value.value);
  if (expression.kind !== 'Subscript') return false;
  const { value } = expression;
  return (value.kind === 'Name' ? value.id : value.kind === 'Attribute' ? value.attr : '') === 'Mapped';
}

function resolveString(interpreter: Interpreter, value: Value, annotation: Annotation): Value {
  if (value.kind !== 'str') return value;
  try {
    return interpreter.evaluateStringAnnotation(value.value, annotation);
  } catch (error) {
    if (!(error instanceof PythonException)) throw error;
    return interpreter.unknown(interpreter.str(error.instance, error.site), annotation.origin);
  }
}

/** The column in `Mapped[Annotated[str, mapped_column(...)]]`, if any. */
function annotatedColumn(type: Value): ColumnBuilder | null {
  for (const item of metadataOfAnnotated(type)) {
    if (item.kind === 'instance' && item.payload instanceof Column && item.payload.isMapped)
      return item.payload;
  }
  return null;
}

const isNone = (value: Value): boolean =>
  value.kind === 'none' || (value.kind === 'class' && value.name === 'NoneType');

/** Upstream `includes_none`. */
function includesNone(type: Value): boolean {
  if (isNone(type)) return true;
  if (type.kind === 'union-type') return type.members.some(includesNone);
  const annotated = annotatedOrigin(type);
  return annotated !== null && includesNone(annotated);
}

/** Upstream `de_optionalize_union_types`. */
function deOptionalize(type: Value): Value {
  if (type.kind !== 'union-type') return type;
  const members = type.members.filter((member) => !isNone(member));
  const [only] = members;
  return members.length === 1 && only !== undefined ? only : { kind: 'union-type', members };
}

/** `T` of `Annotated[T, …]`; null for another type. */
function annotatedOrigin(type: Value): Value | null {
  return isSpecial(type, 'Annotated') ? (type.args[0] ?? null) : null;
}
function metadataOfAnnotated(type: Value): readonly Value[] {
  return isSpecial(type, 'Annotated') ? type.args.slice(1) : [];
}
function isSpecial(type: Value, name: string): type is Extract<Value, { kind: 'generic-alias' }> {
  return type.kind === 'generic-alias' && 'name' in type.origin && type.origin.name === name;
}

/** Gives a mapped column its nullability and type by its annotation. Unresolvable types become UnknownType with a reason. */
export function applyAnnotation(
  interpreter: Interpreter,
  column: ColumnBuilder,
  mapped: MappedAnnotation,
  types: TypeResolver,
  key: string,
): void {
  const { annotation } = mapped;
  const given = mapped.type;
  const site = annotation.origin;
  let type = deOptionalize(given);
  if (type.kind === 'str') type = deOptionalize(resolveString(interpreter, type, annotation));
  if (type.kind === 'unknown') {
    if (column.nullable === null && !includesNone(given) && !column.primaryKey) {
      // The unknown name may stand for an Optional.
      column.nullableUnknown = type.reason;
    }
    column.nullable ??= includesNone(given);
    if (column.type === null && column.foreignKeys.length === 0) {
      column.type = { kind: 'unknown', reason: type.reason, origin: site };
    }
    return;
  }
  const merged = annotatedColumn(type);
  // An explicit `nullable=` wins, the column's own before the annotated one's.
  column.nullable ??= merged?.nullable ?? (includesNone(given) || includesNone(type));
  if (merged !== null) column.merge(merged);
  if (column.type !== null || column.foreignKeys.length > 0) return;
  const inner = annotatedOrigin(type);
  const checks = inner === null ? [type] : [type, deOptionalize(inner)];
  for (const check of checks) {
    const resolved = resolveType(interpreter, check, types, site);
    if (resolved !== null) {
      column.type = resolved;
      return;
    }
  }
  const text = interpreter.repr(type, site);
  column.type = {
    kind: 'unknown',
    reason: `the Python type ${text} of Mapped[] for "${key}" has no SQL type in the registry's type_annotation_map`,
    origin: site,
  };
}

/** Upstream `registry._resolve_type`; null when the registry has no type for it. */
function resolveType(
  interpreter: Interpreter,
  type: Value,
  { typeMap, typeOf }: TypeResolver,
  site: Origin,
): TypeEngine | null {
  if (type.kind === 'unknown') return { kind: 'unknown', reason: type.reason, origin: site };
  if (isSpecial(type, 'Literal')) return literalType(type.args);
  if (type.kind !== 'class') {
    // `NewType` falls back to the type below it.
    const below = type.kind === 'instance' ? type.attributes.get('__supertype__') : undefined;
    const mapped = typeMap.get(hashKey(type));
    if (mapped !== undefined) return typeOf(interpreter, mapped, site);
    return below === undefined ? null : resolveType(interpreter, below, { typeMap, typeOf }, site);
  }
  for (const base of type.mro) {
    const mapped = typeMap.get(hashKey(base));
    if (mapped !== undefined)
      return mappedType(interpreter, type, base, typeOf(interpreter, mapped, site), site);
    if (base.module === 'enum' && base.name === 'Enum') return enumTypeOf(interpreter, type, site);
    const standard = defaultTypeFor(base);
    // A subclass of `int` or `str` has no SQL type of its own, an enum class is asked for its members further up.
    if (standard !== null) {
      if (base === type) return standard;
      if (!isEnumClass(type)) return null;
    }
  }
  return null;
}

/** A type of the map that was found for a base class counts for subclasses only when it is an Enum. */
function mappedType(
  interpreter: Interpreter,
  type: ClassValue,
  matched: ClassValue,
  sql: TypeEngine,
  site: Origin,
): TypeEngine | null {
  if (sql.kind === 'Enum' && isEnumClass(type)) {
    // `Enum(enum.Enum, …)` in the map is a template for every enum class.
    if (matched !== type || sql.enums.length === 0) {
      return enumTypeOf(interpreter, type, site, {
        nativeEnum: sql.nativeEnum,
        createConstraint: sql.createConstraint,
        length: sql.length,
        schema: sql.schema,
        inheritSchema: sql.inheritSchema,
      });
    }
    return sql;
  }
  return matched === type ? sql : null;
}

/** `Literal["a", "b"]`: a non-native Enum. */
function literalType(args: readonly Value[]): TypeEngine | null {
  const enums = args.map((argument) => (argument.kind === 'str' ? argument.value : null));
  if (!enums.every((label) => label !== null)) return null;
  return {
    kind: 'Enum',
    enums,
    name: null,
    schema: null,
    nativeEnum: false,
    createConstraint: false,
    length: null,
    inheritSchema: false,
  };
}
