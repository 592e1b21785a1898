/** The columns of `composite()`. Mirrors `CompositeProperty._setup_for_dataclass` of `sqlalchemy.orm.descriptor_props`. */
import type { Annotation, ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import { dataclassFields } from '../../python/eval/stdlib/dataclasses.ts';
import type { Origin } from '../../util/text-range.ts';
import type { TypeResolver } from './annotation-types.ts';
import { applyAnnotation, mappedAnnotation } from './annotations.ts';
import { ColumnBuilder } from './builders.ts';
import type { CompositeProperty } from './registry.ts';

/** In order. The fields of a dataclass name and type them, and stand for those that are not given. */
export function compositeColumns(
  interpreter: Interpreter,
  property: CompositeProperty,
  annotation: Annotation | null,
  types: TypeResolver,
  origin: Origin,
): readonly ColumnBuilder[] {
  const composed = property.composed ?? annotatedClass(interpreter, annotation);
  if (composed === null || composed.mro.every((base) => dataclassFields(base).length === 0))
    return property.columns;
  const fields = new Map<string, Annotation>();
  for (const base of [...composed.mro].reverse())
    for (const [name, field] of base.annotations) fields.set(name, field);
  const columns: ColumnBuilder[] = [];
  for (const [index, [name, field]] of [...fields].entries()) {
    const given = property.attributes[index];
    if (given === null) continue;
    const column = given ?? new ColumnBuilder(origin, true);
    column.name ??= name;
    if (column.isMapped) {
      const type = interpreter.evaluateAnnotation(field);
      applyAnnotation(interpreter, column, { type, annotation: field, isColumn: true }, types, name);
    }
    columns.push(column);
  }
  return columns;
}

/** The class in `Mapped[Class]` or `Mapped[Optional[Class]]`. */
function annotatedClass(interpreter: Interpreter, annotation: Annotation | null): ClassValue | null {
  const mapped = annotation === null ? null : mappedAnnotation(interpreter, annotation);
  if (mapped === null || typeof mapped === 'string') return null;
  const members: readonly Value[] = mapped.type.kind === 'union-type' ? mapped.type.members : [mapped.type];
  return (
    members.find((member): member is ClassValue => member.kind === 'class' && member.name !== 'NoneType') ??
    null
  );
}
