/** `packaging.version`: modules ask for the version of what they import. Mirrors PEP 440 as far as releases go. */
import {
  bool,
  int,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
  tuple,
} from '../../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { stringOf } from '../arguments.ts';
import type { ModuleNames } from '../modules/factory.ts';

class Release {
  readonly text: string;
  readonly numbers: readonly number[];
  /** Whether a suffix makes it come before the release of the same numbers. */
  readonly isPrerelease: boolean;

  constructor(text: string, numbers: readonly number[], isPrerelease: boolean) {
    this.text = text;
    this.numbers = numbers;
    this.isPrerelease = isPrerelease;
  }
}

/** Null for texts with epochs, local or post-release parts, which nobody asks about in a condition. */
function parse(text: string): Release | null {
  const match = /^\s*v?(\d+(?:\.\d+)*)(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?\d*)*\s*$/iu.exec(
    text,
  );
  if (match?.[1] === undefined) return null;
  return new Release(text.trim(), match[1].split('.').map(Number), /[a-z]/iu.test(text.trim().slice(1)));
}

/** Null where both are pre-releases of the same numbers. */
function compare(left: Release, right: Release): number | null {
  const length = Math.max(left.numbers.length, right.numbers.length);
  for (let index = 0; index < length; index++) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.isPrerelease && right.isPrerelease) return left.text === right.text ? 0 : null;
  return Number(right.isPrerelease) - Number(left.isPrerelease);
}

const releaseOf = (value: Value | undefined): Release | null =>
  value?.kind === 'instance' && value.payload instanceof Release ? value.payload : null;

function comparison(name: string, holds: (order: number) => boolean): readonly [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const [left, right] = [releaseOf(call.args[0]), releaseOf(call.args[1])];
      if (left === null || right === null) return { kind: 'not-implemented' };
      const order = compare(left, right);
      return order === null
        ? call.interpreter.unknown('how two pre-releases compare is not read', call.site)
        : bool(holds(order));
    }),
  ];
}

function part(name: string, read: (release: Release) => Value): readonly [string, Value] {
  return [
    name,
    nativeProperty(name, (self: InstanceValue) =>
      self.payload instanceof Release ? read(self.payload) : none,
    ),
  ];
}

const text = nativeMethod('__str__', ({ args: [self] }) => str(releaseOf(self)?.text ?? ''));

const versionClass: ClassValue = nativeClass({
  name: 'Version',
  module: 'packaging.version',
  members: {
    ...Object.fromEntries([
      part('major', ({ numbers }) => int(numbers[0] ?? 0)),
      part('minor', ({ numbers }) => int(numbers[1] ?? 0)),
      part('micro', ({ numbers }) => int(numbers[2] ?? 0)),
      part('release', ({ numbers }) => tuple(numbers.map((number) => int(number)))),
      part('base_version', ({ numbers }) => str(numbers.join('.'))),
      part('is_prerelease', ({ isPrerelease }) => bool(isPrerelease)),
      comparison('__eq__', (order) => order === 0),
      comparison('__ne__', (order) => order !== 0),
      comparison('__lt__', (order) => order < 0),
      comparison('__le__', (order) => order <= 0),
      comparison('__gt__', (order) => order > 0),
      comparison('__ge__', (order) => order >= 0),
    ]),
    __str__: text,
  },
  hooks: { instantiate: (cls, call) => make(cls, call) },
});

function make(cls: ClassValue, call: NativeCall): Value {
  const given = call.args[0] ?? call.kwargs.get('version') ?? none;
  if (given.kind === 'unknown') return given;
  const release = parse(stringOf(given) ?? '');
  return release === null
    ? call.interpreter.unknown('this version text is not read', call.site)
    : nativeInstance(cls, release, call.site);
}

const names: ModuleNames = {
  Version: versionClass,
  parse: nativeFunction('parse', (call) => make(versionClass, call)),
};

export const packagingModules: readonly (readonly [string, ModuleNames])[] = [
  ['packaging', {}],
  ['packaging.version', names],
];
