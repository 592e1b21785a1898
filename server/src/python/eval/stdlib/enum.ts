/** `enum`. */
import type { BinaryOperator } from '../../syntax/ast.ts';
import { intClass } from '../builtins/numbers.ts';
import { typeClass } from '../builtins/objects.ts';
import { strClass } from '../builtins/str.ts';
import { lookup } from '../classes.ts';
import { BuiltinPayload, dictFromEntries, dictFromObject, hashKey, unwrap } from '../containers.ts';
import { iteratorOver } from '../iteration.ts';
import { bool, int, nativeClass, nativeFunction, nativeInstance, none, str, tuple } from '../native.ts';
import { noKeywords, runtimeOf, type Runtime } from '../runtime.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../value.ts';
import { getter, methodsOf, moduleOf } from './support.ts';

const membersKey = Symbol('enum members');

/** `Cls.__members__`: name → member, aliases included, in order of definition. Null for a class that is no enum. */
export function enumMembers(cls: ClassValue): ReadonlyMap<string, InstanceValue> | null {
  const members = cls.native.get(membersKey);
  return members instanceof Map ? (members as Map<string, InstanceValue>) : null;
}

/** The members without aliases. */
function distinctMembers(cls: Value | undefined): readonly InstanceValue[] {
  if (cls?.kind !== 'class') return [];
  return [...new Set(enumMembers(cls)?.values() ?? [])];
}

const valueOf = (member: InstanceValue): Value => member.attributes.get('_value_') ?? none;

function nameText(member: Value | undefined): string {
  const name = member?.kind === 'instance' ? member.attributes.get('_name_') : undefined;
  return name?.kind === 'str' ? name.value : '';
}

function findByValue(cls: ClassValue, value: Value): InstanceValue | undefined {
  const key = hashKey(value);
  return distinctMembers(cls).find((member) => member === value || hashKey(valueOf(member)) === key);
}

function callEnum(call: NativeCall): Value {
  const [cls, value, ...rest] = call.args;
  if (cls?.kind !== 'class' || value === undefined) return none;
  if (enumMembers(cls)?.size === 0 || enumMembers(cls) === null) return functional(call, cls, value, rest[0]);
  if (value.kind === 'unknown') return value;
  const found = findByValue(cls, value);
  if (found !== undefined) return found;
  const missing = lookup(cls, '_missing_');
  if (missing !== undefined) {
    const fn = missing.kind === 'classmethod' ? missing.function : missing;
    const made = call.interpreter.call(fn, [cls, value], noKeywords, call.site);
    if (made.kind !== 'none') return made;
  }
  const flag = unwrap(value);
  if (flag.kind === 'int' && cls.mro.includes(flagClass)) return composite(cls, flag.value, call);
  const shown = call.interpreter.repr(value, call.site);
  return call.interpreter.raise('ValueError', `${shown} is not a valid ${cls.qualname}`, call.site);
}

/** `Enum('Color', 'RED GREEN')`. */
function functional(call: NativeCall, base: ClassValue, name: Value, names: Value | undefined): Value {
  const rt = runtimeOf(call);
  const namespace = new Map<string, Value>();
  const listed = call.kwargs.get('names') ?? names;
  if (name.kind !== 'str' || listed === undefined) {
    return rt.raise('TypeError', `${base.name}() expects a name and members`, call.site);
  }
  if (listed.kind === 'dict') {
    for (const { key, value } of listed.entries.values())
      if (key.kind === 'str') namespace.set(key.value, value);
  } else {
    const parts =
      listed.kind === 'str'
        ? listed.value
            .split(/[\s,]+/)
            .filter((part) => part !== '')
            .map(str)
        : (rt.iterate(listed, call.site) ?? []);
    for (const [index, part] of parts.entries()) {
      const pair = part.kind === 'tuple' || part.kind === 'list' ? part.items : [part, int(index + 1)];
      if (pair[0]?.kind === 'str') namespace.set(pair[0].value, pair[1] ?? none);
    }
  }
  return rt.createClass(
    {
      name: name.value,
      qualname: name.value,
      module: base.module,
      bases: [base],
      namespace,
      annotations: new Map(),
      memberOrigins: new Map(),
      keywords: new Map(),
      origin: call.site,
      nameOrigin: call.site,
      docstring: null,
      owner: null,
    },
    call.site,
  );
}

const enumMeta: ClassValue = nativeClass({
  name: 'EnumType',
  module: 'enum',
  bases: [typeClass],
  members: {
    ...methodsOf({
      __call__: callEnum,
      __iter__: ({ args: [cls] }) => iteratorOver(distinctMembers(cls)),
      __len__: ({ args: [cls] }) => int(distinctMembers(cls).length),
      __reversed__: ({ args: [cls] }) => iteratorOver([...distinctMembers(cls)].reverse()),
      __contains__: ({ args: [cls, value = none] }) =>
        value.kind === 'unknown'
          ? value
          : bool(cls?.kind === 'class' && findByValue(cls, value) !== undefined),
      __getitem__: ({ args: [cls, name = none], interpreter, site }) => {
        if (name.kind === 'unknown' || cls?.kind !== 'class') return name;
        const found = name.kind === 'str' ? enumMembers(cls)?.get(name.value) : undefined;
        return found ?? runtimeOf({ interpreter }).raiseKeyError(name, site);
      },
    }),
    __members__: getter(({ args: [cls] }) =>
      dictFromObject((cls?.kind === 'class' ? enumMembers(cls) : null) ?? []),
    ),
    _member_map_: getter(({ args: [cls] }) =>
      dictFromObject((cls?.kind === 'class' ? enumMembers(cls) : null) ?? []),
    ),
    _member_names_: getter(({ args: [cls] }) => ({
      kind: 'list',
      items: distinctMembers(cls).map((member) => str(nameText(member))),
    })),
    _value2member_map_: getter(({ args: [cls] }) =>
      dictFromEntries(distinctMembers(cls).map((member) => [valueOf(member), member] as const)),
    ),
  },
});

/** `auto()` in a class body, and what operators make of it there: a value once the members before it have theirs. */
class AutoExpression {
  readonly op: BinaryOperator;
  readonly operands: readonly [Value, Value];
  constructor(op: BinaryOperator, operands: readonly [Value, Value]) {
    this.op = op;
    this.operands = operands;
  }
}

const combine = (op: BinaryOperator, reversed: boolean): ((call: NativeCall) => Value) => {
  return ({ args: [self = none, other = none], site }) =>
    nativeInstance(auto, new AutoExpression(op, reversed ? [other, self] : [self, other]), site);
};
const auto: ClassValue = nativeClass({
  name: 'auto',
  module: 'enum',
  members: methodsOf({
    __or__: combine('|', false),
    __ror__: combine('|', true),
    __and__: combine('&', false),
    __rand__: combine('&', true),
    __xor__: combine('^', false),
    __rxor__: combine('^', true),
  }),
});

/** A name of the class body that is a member, no method or private attribute. */
function isMember(cls: ClassValue, name: string, value: Value): boolean {
  if (/^_.*_$/.test(name) || name.startsWith(`_${cls.name}__`)) return false;
  switch (value.kind) {
    case 'function':
    case 'native-function':
    case 'property':
    case 'classmethod':
    case 'staticmethod':
    case 'class':
      return false;
    case 'instance':
      return lookup(value.cls, '__get__') === undefined;
    case 'unknown':
      return value.isDecorated !== true;
    default:
      return true;
  }
}

function subclassCreated(
  cls: ClassValue,
  call: { site: NativeCall['site']; interpreter: NativeCall['interpreter'] },
): void {
  const rt = runtimeOf(call);
  const members = new Map<string, InstanceValue>();
  cls.native.set(membersKey, members);
  const values: Value[] = [];
  const byValue = new Map<unknown, InstanceValue>();
  const automatic = new Map<InstanceValue, Value>();
  for (const [name, raw] of [...cls.namespace]) {
    if (!isMember(cls, name, raw)) continue;
    const value = memberValue(
      rt,
      raw,
      automatic,
      () => nextValue(rt, cls, name, values, call.site),
      call.site,
    );
    if (raw.kind === 'instance') automatic.set(raw, value);
    values.push(value);
    const key = hashKey(value);
    const alias = byValue.get(key);
    const member = alias ?? makeMember(rt, cls, name, value, cls.memberOrigins.get(name) ?? call.site);
    if (alias === undefined) byValue.set(hashKey(valueOf(member)), member);
    members.set(name, member);
    cls.namespace.set(name, member);
  }
}

/** The value of a member as written; `automatic` has those of the `auto()`s before it. */
function memberValue(
  rt: Runtime,
  raw: Value,
  automatic: ReadonlyMap<InstanceValue, Value>,
  next: () => Value,
  site: NativeCall['site'],
): Value {
  if (raw.kind !== 'instance' || raw.cls !== auto) return raw;
  const known = automatic.get(raw);
  if (known !== undefined) return known;
  if (!(raw.payload instanceof AutoExpression)) return next();
  const [left, right] = raw.payload.operands.map((operand) =>
    memberValue(rt, operand, automatic, next, site),
  );
  return rt.binary(raw.payload.op, left ?? none, right ?? none, site);
}

function nextValue(
  rt: Runtime,
  cls: ClassValue,
  name: string,
  values: readonly Value[],
  site: NativeCall['site'],
): Value {
  const custom = lookup(cls, '_generate_next_value_');
  if (custom !== undefined) {
    const fn = custom.kind === 'staticmethod' ? custom.function : custom;
    return rt.call(
      fn,
      [str(name), int(1), int(values.length), { kind: 'list', items: [...values] }],
      noKeywords,
      site,
    );
  }
  if (cls.mro.includes(strEnumClass)) return str(name.toLowerCase());
  const numbers = values.flatMap((value) => (value.kind === 'int' ? [value.value] : []));
  const last = numbers.reduce((a, b) => (a > b ? a : b), 0n);
  if (!cls.mro.includes(flagClass)) return int(last + 1n);
  return int(last === 0n ? 1n : 1n << BigInt(last.toString(2).length));
}

function makeMember(
  rt: Runtime,
  cls: ClassValue,
  name: string,
  value: Value,
  site: NativeCall['site'],
): InstanceValue {
  const args = value.kind === 'tuple' ? value.items : [value];
  const create = lookup(cls, '__new__');
  let member: InstanceValue | null = null;
  if (create !== undefined) {
    const made = rt.call(
      create.kind === 'staticmethod' ? create.function : create,
      [cls, ...args],
      noKeywords,
      site,
    );
    if (made.kind === 'instance') member = made;
  }
  if (member === null) {
    const isMixed = cls.mro.includes(strClass) || cls.mro.includes(intClass);
    member = nativeInstance(
      cls,
      isMixed ? new BuiltinPayload(mixedValue(rt, cls, args, site)) : undefined,
      site,
    );
  }
  if (!member.attributes.has('_value_')) {
    member.attributes.set('_value_', member.payload instanceof BuiltinPayload ? member.payload.value : value);
  }
  member.attributes.set('_name_', str(name));
  const init = lookup(cls, '__init__');
  if (init?.kind === 'function') rt.call(init, [member, ...args], noKeywords, site);
  return member;
}

function mixedValue(rt: Runtime, cls: ClassValue, args: readonly Value[], site: NativeCall['site']): Value {
  const mixin = cls.mro.includes(strClass) ? strClass : intClass;
  return rt.call(mixin, args, noKeywords, site);
}

function composite(cls: ClassValue, bits: bigint, call: NativeCall): Value {
  const exact = findByValue(cls, int(bits));
  if (exact !== undefined) return exact;
  const parts = distinctMembers(cls).filter((member) => {
    const value = valueOf(member);
    return value.kind === 'int' && value.value !== 0n && (value.value & bits) === value.value;
  });
  const isInt = cls.mro.includes(intClass);
  const member = nativeInstance(cls, isInt ? new BuiltinPayload(int(bits)) : undefined, call.site);
  member.attributes.set('_value_', int(bits));
  member.attributes.set('_name_', parts.length === 0 ? none : str(parts.map(nameText).join('|')));
  return member;
}

function bitsOf(value: Value | undefined): bigint {
  const plain = value?.kind === 'instance' ? valueOf(value) : value;
  return plain?.kind === 'int' ? plain.value : 0n;
}

const bitwise =
  (combine: (a: bigint, b: bigint) => bigint) =>
  (call: NativeCall): Value => {
    const [self, other] = call.args;
    if (self?.kind !== 'instance') return { kind: 'not-implemented' };
    return composite(self.cls, combine(bitsOf(self), bitsOf(other)), call);
  };

const enumClass: ClassValue = nativeClass({
  name: 'Enum',
  module: 'enum',
  metaclass: enumMeta,
  members: {
    name: getter(({ args: [self] }) =>
      self?.kind === 'instance' ? (self.attributes.get('_name_') ?? none) : none,
    ),
    value: getter(({ args: [self] }) => (self?.kind === 'instance' ? valueOf(self) : none)),
    ...methodsOf({
      __str__: ({ args: [self] }) =>
        str(self?.kind === 'instance' ? `${self.cls.name}.${nameText(self)}` : ''),
      __repr__: ({ args: [self], interpreter, site }) =>
        str(
          self?.kind === 'instance'
            ? `<${self.cls.name}.${nameText(self)}: ${interpreter.repr(valueOf(self), site)}>`
            : '',
        ),
      __format__: (call) => {
        const text = str(call.interpreter.str(call.args[0] ?? none, call.site));
        const spec = call.args[1];
        return str(runtimeOf(call).format(text, spec?.kind === 'str' ? spec.value : '', call.site));
      },
    }),
  },
  hooks: { subclassCreated },
});

const valueText = methodsOf({
  __str__: (call) => {
    const [self] = call.args;
    return str(self?.kind === 'instance' ? call.interpreter.str(valueOf(self), call.site) : '');
  },
});

/** Its members are written as the type that is mixed in writes its values. */
const reprEnumClass = nativeClass({
  name: 'ReprEnum',
  module: 'enum',
  bases: [enumClass],
  members: valueText,
});
const intEnumClass = nativeClass({
  name: 'IntEnum',
  module: 'enum',
  bases: [intClass, enumClass],
  members: valueText,
});
const strEnumClass = nativeClass({
  name: 'StrEnum',
  module: 'enum',
  bases: [strClass, enumClass],
  members: valueText,
});
const flagClass = nativeClass({
  name: 'Flag',
  module: 'enum',
  bases: [enumClass],
  members: methodsOf({
    __or__: bitwise((a, b) => a | b),
    __and__: bitwise((a, b) => a & b),
    __xor__: bitwise((a, b) => a ^ b),
    __contains__: ({ args: [self, other] }) => bool((bitsOf(self) & bitsOf(other)) === bitsOf(other)),
    __bool__: ({ args: [self] }) => bool(bitsOf(self) !== 0n),
  }),
});
const intFlagClass = nativeClass({
  name: 'IntFlag',
  module: 'enum',
  bases: [intClass, flagClass],
  members: valueText,
});

const identity = nativeFunction('identity', ({ args: [value = none] }) => value);

export const enumModule = moduleOf({
  Enum: enumClass,
  ReprEnum: reprEnumClass,
  IntEnum: intEnumClass,
  StrEnum: strEnumClass,
  Flag: flagClass,
  IntFlag: intFlagClass,
  EnumMeta: enumMeta,
  EnumType: enumMeta,
  auto,
  unique: identity,
  global_enum: identity,
  member: identity,
  nonmember: identity,
  verify: nativeFunction('verify', () => identity),
  property: nativeFunction('property', ({ args: [get = none] }) => ({ kind: 'property', get, set: null })),
  UNIQUE: str('UNIQUE'),
  KEEP: tuple([]),
});
