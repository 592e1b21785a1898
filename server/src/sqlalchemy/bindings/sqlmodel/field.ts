/** `Field(...)` of SQLModel, and the Column that a field becomes. Mirrors `sqlmodel.main`. */
import type { ClassValue, Interpreter, NativeCall, Value } from '../../../python/eval/value.ts';
import { bool, nativeClass, nativeFunction, nativeInstance, none } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import { columnInstance, readColumn } from '../schema/column.ts';
import { foreignKeyClass } from '../schema/constraints.ts';
import { typeValue } from '../types/type-engine.ts';
import { fieldType, includesNone } from './types.ts';

/** The arguments of one `Field(...)`. */
export class FieldInfo {
  readonly given: ReadonlyMap<string, Value>;

  constructor(given: ReadonlyMap<string, Value>) {
    this.given = given;
  }
}

/** A field of a model: its type, and what `Field(...)` or a plain default says about it. */
export interface ModelField {
  readonly name: string;
  /** As annotated. */
  readonly type: Value;
  readonly info: FieldInfo | null;
  readonly origin: Origin;
}

const fieldInfoClass: ClassValue = nativeClass({ name: 'FieldInfo', module: 'sqlmodel.main' });

export const field = nativeFunction('Field', (call) => {
  const given = new Map(call.kwargs);
  const [fallback] = call.args;
  if (fallback !== undefined) given.set('default', fallback);
  return nativeInstance(fieldInfoClass, new FieldInfo(given), call.site);
});

export function fieldInfoOf(value: Value | undefined): FieldInfo | null {
  return value?.kind === 'instance' && value.payload instanceof FieldInfo ? value.payload : null;
}

/** `Field(...)` among the metadata of `Annotated[...]`, joined with the one that is assigned, which wins. */
export function joinedInfo(type: Value, assigned: Value | undefined): FieldInfo | null {
  const given = new Map<string, Value>();
  if (type.kind === 'generic-alias' && 'name' in type.origin && type.origin.name === 'Annotated') {
    for (const item of type.args.slice(1))
      for (const [name, value] of fieldInfoOf(item)?.given ?? []) given.set(name, value);
  }
  const info = fieldInfoOf(assigned);
  for (const [name, value] of info?.given ?? []) given.set(name, value);
  if (assigned !== undefined && info === null) given.set('default', assigned);
  return given.size === 0 ? null : new FieldInfo(given);
}

/** Upstream: `get_column_from_field`. */
export function columnOf(interpreter: Interpreter, model: ModelField): Value {
  const { origin: site, type, name } = model;
  const given = model.info?.given ?? new Map<string, Value>();
  const own = given.get('sa_column');
  if (own?.kind === 'instance' && own.payload instanceof ColumnBuilder) {
    if (own.payload.table !== null) {
      interpreter.raise('ValueError', `Column object '${name}' already assigned to a Table`, site);
    }
    return own;
  }
  const number = (option: string): number | null => {
    const value = given.get(option);
    return value?.kind === 'int' ? Number(value.value) : null;
  };
  const limits = {
    maxLength: number('max_length') ?? number('max_items'),
    maxDigits: number('max_digits'),
    decimalPlaces: number('decimal_places'),
  };
  const primaryKey = given.get('primary_key') ?? bool(false);
  const isKey = interpreter.isTrue(primaryKey, site) === true;
  const nullable = given.get('nullable') ?? bool(!isKey && includesNone(type));
  const kwargs = new Map<string, Value>([
    ['type_', given.get('sa_type') ?? typeValue(fieldType(interpreter, type, limits, site), site)],
    ['primary_key', primaryKey],
    ['nullable', nullable],
    ['index', given.get('index') ?? bool(false)],
    ['unique', given.get('unique') ?? bool(false)],
  ]);
  const fallback = given.get('default_factory') ?? given.get('default');
  if (fallback !== undefined && fallback.kind !== 'ellipsis') kwargs.set('default', fallback);
  const call: NativeCall = {
    interpreter,
    site,
    args: [...foreignKeys(interpreter, given, nullable, site)],
    kwargs,
  };
  const more = given.get('sa_column_args');
  const args = more === undefined || more.kind === 'none' ? [] : (interpreter.iterate(more, site) ?? [more]);
  const keywords = given.get('sa_column_kwargs');
  if (keywords?.kind === 'dict') {
    for (const { key, value } of keywords.entries.values())
      if (key.kind === 'str') kwargs.set(key.value, value);
  } else if (keywords !== undefined && keywords.kind !== 'none') {
    interpreter.report({
      code: 'unknown-value',
      severity: 'error',
      message: `\`sa_column_kwargs\` of the field \`${name}\` cannot be known: ${keywords.kind === 'unknown' ? keywords.reason : 'it is no dict'}`,
      origin: site,
    });
  }
  return columnInstance(readColumn({ ...call, args: [...call.args, ...args] }, false));
}

function foreignKeys(
  interpreter: Interpreter,
  given: ReadonlyMap<string, Value>,
  nullable: Value,
  site: Origin,
): readonly Value[] {
  const target = given.get('foreign_key');
  if (target === undefined || target.kind === 'none') return [];
  const ondelete = given.get('ondelete') ?? none;
  if (
    ondelete.kind === 'str' &&
    ondelete.value === 'SET NULL' &&
    interpreter.isTrue(nullable, site) === false
  ) {
    interpreter.raise('RuntimeError', 'ondelete="SET NULL" requires nullable=True', site);
  }
  return [interpreter.call(foreignKeyClass, [target], new Map([['ondelete', ondelete]]), site)];
}
