/** `packaging.version`, as far as code compares releases: `Version("1.7.0") >= Version("1.6")`. */
import { bool, nativeClass, nativeInstance, str } from '../native.ts';
import type { NativeCall, Value } from '../value.ts';
import { functionsOf, methodsOf, moduleOf } from './support.ts';

/** `1.7.0` → [1, 7]: zeros at the end do not count. Null for a pre-release and the like. */
function releaseOf(value: Value | undefined): readonly number[] | null {
  const payload = value?.kind === 'instance' ? value.payload : undefined;
  return payload instanceof Release ? payload.numbers : null;
}

class Release {
  readonly text: string;
  readonly numbers: readonly number[] | null;

  constructor(text: string) {
    this.text = text;
    const plain = /^v?(\d+(?:\.\d+)*)$/.exec(text.trim())?.[1];
    this.numbers =
      plain === undefined
        ? null
        : plain
            .replace(/(\.0+)+$/, '')
            .split('.')
            .map(Number);
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const comparison =
  (holds: (order: number) => boolean) =>
  ({ args: [self, other], interpreter, site }: NativeCall): Value => {
    const [left, right] = [releaseOf(self), releaseOf(other)];
    return left === null || right === null
      ? interpreter.unknown('the order of these versions is not known', site)
      : bool(holds(compare(left, right)));
  };

const versionClass = nativeClass({
  name: 'Version',
  module: 'packaging.version',
  members: methodsOf({
    __eq__: comparison((order) => order === 0),
    __ne__: comparison((order) => order !== 0),
    __lt__: comparison((order) => order < 0),
    __le__: comparison((order) => order <= 0),
    __gt__: comparison((order) => order > 0),
    __ge__: comparison((order) => order >= 0),
    __str__: ({ args: [self], interpreter, site }) =>
      self?.kind === 'instance' && self.payload instanceof Release
        ? str(self.payload.text)
        : interpreter.unknown('the version is not known', site),
  }),
  hooks: {
    instantiate: (cls, { args: [text], interpreter, site }) =>
      text?.kind === 'str'
        ? nativeInstance(cls, new Release(text.value), site)
        : interpreter.unknown('the version is not known', site),
  },
});

export const packagingVersionModule = moduleOf({
  Version: versionClass,
  ...functionsOf({
    parse: ({ args, kwargs, interpreter, site }) => interpreter.call(versionClass, args, kwargs, site),
  }),
});
