/** Resolving annotations: those of a class body are kept as source until somebody asks. */
import { parseExpression } from '../syntax/parser.ts';
import type { Origin } from '../../util/text-range.ts';
import { EvaluationStopped, PythonException } from './errors.ts';
import { none } from './native.ts';
import { union } from './operators.ts';
import type { Frame, Runtime } from './runtime.ts';
import type { Annotation, Value } from './value.ts';

/** Evaluates an annotation. Names that are not defined become strings: forward references that the asker resolves. */
export function evaluateAnnotation(rt: Runtime, annotation: Annotation): Value {
  return guarded(rt, annotation.origin, () => {
    const value = rt.evaluate(annotation.expression, annotationFrame(rt, annotation));
    return resolveStrings(rt, value, annotation, 0);
  });
}

export function evaluateStringAnnotation(rt: Runtime, text: string, context: Annotation): Value {
  return guarded(rt, context.origin, () => fromText(rt, text, context.origin, context, 0));
}

function guarded(rt: Runtime, origin: Origin, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof PythonException)
      return rt.unknown(`the annotation raises ${rt.describe(error)}`, origin);
    if (error instanceof EvaluationStopped) return rt.unknown(error.message, origin);
    if (error instanceof RangeError) return rt.unknown('the annotation is nested too deeply', origin);
    throw error;
  }
}

function annotationFrame(rt: Runtime, annotation: Annotation): Frame {
  const moduleName = (annotation.scope.module ?? annotation.scope).names.get('__name__');
  const name = moduleName?.kind === 'str' ? moduleName.value : '';
  return {
    scope: annotation.scope,
    file: annotation.file,
    module: name,
    package: rt.packageOf(name),
    function: null,
    self: null,
    returned: none,
    onYield: null,
    handling: null,
    isAnnotation: true,
    qualname: '',
    ownerClass: null,
    classBody: null,
  };
}

const nestingLimit = 20;

function fromText(rt: Runtime, text: string, origin: Origin, context: Annotation, depth: number): Value {
  const expression = parseExpression(context.file, text, origin.range.start);
  if (expression === null || depth > nestingLimit) return { kind: 'str', value: text, origin };
  if (expression.kind === 'Constant' && expression.value.type === 'str') {
    return { kind: 'str', value: expression.value.value, origin };
  }
  const value = rt.evaluate(expression, annotationFrame(rt, context));
  return resolveStrings(rt, value, context, depth + 1);
}

/** Resolves strings that stand for types, at any depth of generics and unions. */
function resolveStrings(rt: Runtime, value: Value, context: Annotation, depth: number): Value {
  if (depth > nestingLimit) return value;
  switch (value.kind) {
    case 'str': {
      // A name that was not defined comes back as the string of itself; trying again would find it no more.
      if (value.origin === undefined) return value;
      const resolved = fromText(rt, value.value, value.origin, context, depth + 1);
      return resolved.kind === 'str' ? { kind: 'str', value: value.value } : resolved;
    }
    case 'generic-alias': {
      const { origin, args } = value;
      if (origin.kind === 'class' && origin.name === 'Literal') return value;
      const onlyFirst = origin.kind === 'class' && origin.name === 'Annotated';
      const resolved = args.map((arg, index) =>
        onlyFirst && index > 0 ? arg : resolveStrings(rt, arg, context, depth + 1),
      );
      return { kind: 'generic-alias', origin, args: resolved };
    }
    case 'union-type':
      return union(value.members.map((member) => resolveStrings(rt, member, context, depth + 1)));
    default:
      return value;
  }
}
