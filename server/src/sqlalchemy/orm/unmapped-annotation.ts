/** Annotations that are not `Mapped[…]` where SQLAlchemy wants them so. Mirrors `_extract_mapped_subtype` with `expect_mapped`. */
import { PythonException } from '../../python/eval/errors.ts';
import { dataclassFields } from '../../python/eval/stdlib/dataclasses.ts';
import type { Annotation, Value } from '../../python/eval/value.ts';
import { mappedAnnotation } from './annotations.ts';
import { ColumnBuilder } from './builders.ts';
import { lookup, payloadOf, report, type Scan } from './class-scan.ts';
import { ColumnsProperty, dataclassTransform } from './registry.ts';
import { RelationshipProperty } from './relationship.ts';

/**
 * Reports `name: str` without a value, with None, or with something that is mapped: importing such a class fails. False where
 * the annotation is none of these, or may be a `Mapped[…]` after all.
 */
export function checkAnnotation(
  scan: Scan,
  name: string,
  annotation: Annotation,
  value: Value | undefined,
): boolean {
  if (!expectsMapped(value) || allowsUnmapped(scan) || !isPlain(scan, annotation)) return false;
  report(
    scan,
    `Type annotation for "${scan.cls.name}.${name}" can't be correctly interpreted for Annotated Declarative Table form.  ORM annotations should normally make use of the \`\`Mapped[]\`\` generic type, or other ORM-compatible generic type, as a container for the actual type, which indicates the intent that the attribute is mapped. Class variables that are not intended to be mapped by the ORM should use ClassVar[].  To allow Annotated Declarative to disregard legacy annotations which don't use Mapped[] to pass, set "__allow_unmapped__ = True" on the class or a superclass this class.`,
    scan.cls.memberOrigins.get(name) ?? annotation.origin,
  );
  return true;
}

function expectsMapped(value: Value | undefined): boolean {
  if (value === undefined || value.kind === 'none') return true;
  const payload = payloadOf(value);
  return (
    (payload instanceof ColumnBuilder && payload.isMapped) ||
    payload instanceof ColumnsProperty ||
    payload instanceof RelationshipProperty
  );
}

/** `__allow_unmapped__`, a dataclass, or a base that is not known and may be either. */
function allowsUnmapped({ cls, interpreter, site }: Scan): boolean {
  const allow = lookup(cls, '__allow_unmapped__');
  return (
    (allow !== null && interpreter.isTrue(allow.value, site) !== false) ||
    cls.mro.some(
      (base) =>
        base.native.has(dataclassTransform) ||
        dataclassFields(base).length > 0 ||
        base.bases.some(({ kind }) => kind === 'unknown'),
    )
  );
}

/** Whether the annotation is surely a type of Python's own, and not `Mapped`, `ClassVar`, or another container of the ORM. */
function isPlain({ interpreter }: Scan, annotation: Annotation): boolean {
  if (mappedAnnotation(interpreter, annotation) !== null) return false;
  let type: Value;
  try {
    type = interpreter.evaluateAnnotation(annotation);
  } catch (error) {
    if (error instanceof PythonException) return false;
    throw error;
  }
  // A string that names what is not defined stays one.
  if (type.kind === 'str') return !/Mapped|ClassVar|Proxy|InitVar/.test(type.value);
  const head = type.kind === 'generic-alias' ? type.origin : type;
  if (head.kind === 'class')
    return head.name !== 'ClassVar' && !/^(?:sqlalchemy|sqlmodel|dataclasses)\b/.test(head.module);
  return type.kind === 'union-type';
}
