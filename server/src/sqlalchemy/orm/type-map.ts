import type { ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import { textOf } from '../../python/eval/containers.ts';
import type { Origin } from '../../util/text-range.ts';
import type { EnumType, TypeEngine } from '../sql/types.ts';

const byName: Readonly<Record<string, TypeEngine>> = {
  int: { kind: 'Integer' },
  float: { kind: 'Float', precision: null, asdecimal: false },
  bool: { kind: 'Boolean', name: null, createConstraint: false },
  UUID: { kind: 'Uuid', asUuid: true, nativeUuid: true },
  Decimal: { kind: 'Numeric', precision: null, scale: null, asdecimal: true },
  date: { kind: 'Date' },
  datetime: { kind: 'DateTime', timezone: false },
  time: { kind: 'Time', timezone: false },
  timedelta: { kind: 'Interval', native: true, secondPrecision: null, dayPrecision: null },
  bytes: { kind: 'LargeBinary', length: null },
  str: { kind: 'String', length: null, collation: null },
};
const modules: Readonly<Record<string, string>> = {
  UUID: 'uuid',
  Decimal: 'decimal',
  date: 'datetime',
  datetime: 'datetime',
  time: 'datetime',
  timedelta: 'datetime',
};

/** The type for a Python class by upstream's `sqltypes._type_map`; null when it has none. */
export function defaultTypeFor(cls: ClassValue): TypeEngine | null {
  const type = Object.hasOwn(byName, cls.name) ? byName[cls.name] : undefined;
  if (type === undefined) return null;
  return cls.module === (modules[cls.name] ?? 'builtins') ? type : null;
}

/** Whether the class is a Python `enum.Enum`. */
export function isEnumClass(cls: ClassValue): boolean {
  return cls.mro.some((base) => base.name === 'Enum' && base.module === 'enum');
}

export interface EnumArguments {
  /** `values_callable=`: gets the class and gives the texts. */
  readonly valuesCallable: Value | null;
  /** `omit_aliases=False`: a second name of a member is a label, too. */
  readonly withAliases: boolean;
}

/**
 * `Enum(PythonEnum)`: the members' names in order (aliases left out, unless `withAliases`), and the class's
 * lower-case name. Null when the members are not known.
 */
export function enumTypeOf(
  interpreter: Interpreter,
  cls: ClassValue,
  site: Origin,
  options: Partial<EnumType> & Partial<EnumArguments> = {},
): EnumType | null {
  const { valuesCallable = null, withAliases = false } = options;
  const enums =
    valuesCallable === null && withAliases
      ? memberNames(interpreter, cls, site)
      : enumLabels(interpreter, cls, site, valuesCallable);
  if (enums === null) return null;
  const members = interpreter.iterate(cls, site)?.map((member) => ({
    name: interpreter.str(interpreter.getAttribute(member, 'name', site), site),
    text: textOf(member),
  }));
  return {
    kind: 'Enum',
    enums,
    ...(members?.length === enums.length ? { members } : {}),
    name: options.name ?? cls.name.toLowerCase(),
    schema: options.schema ?? null,
    nativeEnum: options.nativeEnum ?? true,
    createConstraint: options.createConstraint ?? false,
    length: options.length ?? null,
    inheritSchema: options.inheritSchema ?? false,
  };
}

function enumLabels(
  interpreter: Interpreter,
  cls: ClassValue,
  site: Origin,
  valuesCallable: Value | null,
): readonly string[] | null {
  if (valuesCallable !== null) {
    const values = interpreter.iterate(interpreter.call(valuesCallable, [cls], new Map(), site), site);
    if (values === null) return null;
    const labels: string[] = [];
    for (const value of values) {
      if (value.kind === 'str') labels.push(value.value);
      // A member of `class E(str, Enum)` given itself: its value is the text.
      else if (value.kind === 'instance')
        labels.push(interpreter.str(interpreter.getAttribute(value, 'value', site), site));
      else return null;
    }
    return labels;
  }
  const items = interpreter.iterate(cls, site);
  if (items === null) return null;
  return items.map((item) =>
    item.kind === 'str' ? item.value : interpreter.str(interpreter.getAttribute(item, 'name', site), site),
  );
}

/** The keys of `__members__`, which has aliases too. */
function memberNames(interpreter: Interpreter, cls: ClassValue, site: Origin): readonly string[] | null {
  const members = interpreter.getAttribute(cls, '__members__', site);
  return interpreter.iterate(members, site)?.map((name) => interpreter.str(name, site)) ?? null;
}
