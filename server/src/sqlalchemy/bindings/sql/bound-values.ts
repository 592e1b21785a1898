/**
 * Python values inside expressions, as the type on the other side writes them: an Enum writes its labels, and a type of the
 * application may change a value first. Mirrors the `literal_processor`s of `TypeDecorator` and `Enum`.
 */
import { EvaluationStopped, PythonException } from '../../../python/eval/errors.ts';
import type { Interpreter, Value } from '../../../python/eval/value.ts';
import type { Origin } from '../../../util/text-range.ts';
import { dialectNames } from '../../dialects/index.ts';
import type { DialectName } from '../../engine/dialect.ts';
import { isEnumClass } from '../../orm/type-map.ts';
import type { BindParameter, ClauseElement, CompiledText, LiteralValue } from '../../sql/elements.ts';
import type { EnumType, TypeEngine } from '../../sql/types.ts';
import { dialectValue } from '../types/dialect-classes.ts';
import { decoratorOf, valueProcessor } from '../types/type-engine.ts';
import { literalOf } from './literals.ts';

/** A value with a literal form, bound with a type. What it becomes may differ per dialect. */
export function boundValue(
  interpreter: Interpreter,
  value: Value,
  type: TypeEngine | null,
  site: Origin,
): ClauseElement {
  const bind = (dialect: DialectName): BindParameter | { readonly error: string } =>
    bindFor(interpreter, value, type, dialect, site);
  if (type === null || !mayChangeValues(type)) {
    const plain = bind('default');
    return 'kind' in plain ? plain : { kind: 'compiled', name: 'bindparam', texts: everywhere(plain) };
  }
  const texts = new Map(
    dialectNames.map((name): [DialectName, CompiledText] => {
      const bound = bind(name);
      return [
        name,
        'kind' in bound ? { parts: [{ clause: bound, keepsTable: true, keepsLiterals: true }] } : bound,
      ];
    }),
  );
  return { kind: 'compiled', name: 'bindparam', texts };
}

const everywhere = (text: CompiledText): ReadonlyMap<string, CompiledText> =>
  new Map(dialectNames.map((name) => [name, text]));

function mayChangeValues(type: TypeEngine): boolean {
  if ([...(type.variants?.values() ?? [])].some(mayChangeValues)) return true;
  return type.kind === 'decorated' && (type.changesValues === true || mayChangeValues(type.impl));
}

function bindFor(
  interpreter: Interpreter,
  value: Value,
  type: TypeEngine | null,
  dialect: DialectName,
  site: Origin,
): BindParameter | { readonly error: string } {
  const variant = type?.variants?.get(dialect);
  if (variant !== undefined) return bindFor(interpreter, value, variant, dialect, site);
  if (type?.kind === 'decorated') {
    const changed = type.changesValues === true ? changedBy(interpreter, value, type, dialect, site) : value;
    return 'error' in changed ? changed : bindFor(interpreter, changed, type.impl, dialect, site);
  }
  const literal = enumLabel(interpreter, value, type, site) ?? literalOf(interpreter, value, site);
  if (literal === null) return { error: 'a value of this SQL expression has no literal form' };
  return { kind: 'bindparam', name: null, value: literal, type, inline: false };
}

/** What `process_literal_param` or `process_bind_param` gives. */
function changedBy(
  interpreter: Interpreter,
  value: Value,
  type: TypeEngine & { readonly kind: 'decorated' },
  dialect: DialectName,
  site: Origin,
): Value | { readonly error: string } {
  const failed = (reason: string): { error: string } => ({
    error: `what \`${type.qualname}\` makes of a value cannot be known: ${reason}`,
  });
  const decorator = decoratorOf(type);
  const name = decorator === null ? null : valueProcessor(decorator.cls);
  if (decorator === null || name === null) return failed('the type was made by other code');
  try {
    const method = interpreter.getAttribute(decorator, name, site);
    const changed = interpreter.call(method, [value, dialectValue(dialect, site)], new Map(), site);
    return changed.kind === 'unknown' ? failed(changed.reason) : changed;
  } catch (error) {
    if (error instanceof EvaluationStopped) return failed(error.message);
    if (!(error instanceof PythonException)) throw error;
    return failed(`${error.instance.cls.name}: ${interpreter.str(error.instance, site)}`);
  }
}

/** The label of an Enum's member, given as itself or as the string that it is. Upstream: `Enum._db_value_for_elem`. */
function enumLabel(
  interpreter: Interpreter,
  value: Value,
  type: TypeEngine | null,
  site: Origin,
): LiteralValue | null {
  const labels = labelsOf(type);
  if (labels === null) return null;
  const label = (name: string | null, text: string | null): string | undefined => {
    const { enums, members } = labels;
    const at = members?.findIndex((member) =>
      name === null ? member.text !== null && member.text === text : member.name === name,
    );
    if (at !== undefined && at >= 0) return enums[at];
    return enums.find((each) => each === (name ?? text));
  };
  if (value.kind === 'str') {
    const found = labels.enums.includes(value.value) ? value.value : label(null, value.value);
    return found === undefined ? null : { type: 'str', value: found };
  }
  if (value.kind !== 'instance' || !isEnumClass(value.cls)) return null;
  const name = interpreter.findAttribute(value, 'name', site);
  const found = name?.kind === 'str' ? label(name.value, null) : undefined;
  return found === undefined ? null : { type: 'str', value: found };
}

function labelsOf(type: TypeEngine | null): Pick<EnumType, 'enums' | 'members'> | null {
  if (type?.kind === 'Enum') return type;
  const enums = type?.kind === 'dialect' ? type.options['enums'] : undefined;
  return Array.isArray(enums) ? { enums: enums as readonly string[] } : null;
}
