/** `Mapped[...]` annotations to column types. Mirrors `MappedColumn._init_column_for_annotation` and `registry._resolve_type`. */
import type { Annotation, Interpreter, Value } from '../../python/eval/value.ts';
import { PythonException } from '../../python/eval/errors.ts';
import { aliasedType } from '../../python/eval/type-alias.ts';
import { resolveType, type TypeResolver } from './annotation-types.ts';
import type { ColumnBuilder } from './builders.ts';
import { ColumnBuilder as Column } from './builders.ts';

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
  const below = annotatedOrigin(type) ?? aliasedType(type) ?? newTypeOrigin(type);
  return below !== null && includesNone(below);
}

/** The type below `NewType("Name", type)`; null for another value. */
function newTypeOrigin(type: Value): Value | null {
  return (type.kind === 'instance' ? type.attributes.get('__supertype__') : undefined) ?? null;
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
  // `type Name = …` is looked up by its own name before what it stands for.
  const alias = aliasedType(type) === null ? null : type;
  if (alias !== null) type = deOptionalize(aliasedType(alias) ?? alias);
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
  const isOptional = includesNone(given) || includesNone(alias ?? type);
  column.nullable ??= merged?.nullable ?? isOptional;
  if (merged !== null) column.merge(merged);
  if (column.type !== null || column.foreignKeys.length > 0) return;
  const inner = annotatedOrigin(type);
  const checks = [
    ...(alias === null ? [] : [alias]),
    type,
    ...(inner === null ? [] : [isOptional ? deOptionalize(inner) : inner]),
  ];
  for (const check of checks) {
    const resolved = resolveType(interpreter, check, types, site, check === type);
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
