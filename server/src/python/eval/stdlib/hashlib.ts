/** `hashlib`: the digests that names are made of. Others are known only at run time. */
import { md5OfBytes } from '../../../util/md5.ts';
import { sha1Hex, sha256Hex } from '../../../util/sha.ts';
import { nativeClass, nativeInstance, none, str } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { functionsOf, getter, methodsOf, moduleOf } from './support.ts';

const digests: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  md5: md5OfBytes,
  sha1: sha1Hex,
  sha256: sha256Hex,
};

/** What a hash object has been given so far. */
class HashState {
  readonly name: string;
  bytes: Uint8Array;
  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.bytes = bytes;
  }

  hexDigest(): string {
    return digests[this.name]?.(this.bytes) ?? '';
  }
}

const stateOf = (value: Value | undefined): HashState | null =>
  value?.kind === 'instance' && value.payload instanceof HashState ? value.payload : null;

const unread = (call: NativeCall): Value =>
  call.interpreter.unknown('Retort does not compute this hash', call.site);

const hashClass: ClassValue = nativeClass({
  name: 'HASH',
  module: '_hashlib',
  members: {
    name: getter(({ args: [self] }) => str(stateOf(self)?.name ?? '')),
    ...methodsOf({
      update: (call) => {
        const [self, more] = call.args;
        const state = stateOf(self);
        if (state === null || more?.kind !== 'bytes') return unread(call);
        runtimeOf(call).checkSize(state.bytes.length + more.value.length, call.site);
        state.bytes = Uint8Array.from([...state.bytes, ...more.value]);
        return none;
      },
      hexdigest: ({ args: [self] }) => str(stateOf(self)?.hexDigest() ?? ''),
      digest: ({ args: [self] }) => ({
        kind: 'bytes',
        value: Uint8Array.from((stateOf(self)?.hexDigest() ?? '').match(/../g) ?? [], (pair) =>
          parseInt(pair, 16),
        ),
      }),
    }),
  },
});

function made(call: NativeCall, name: string, data: Value | undefined): Value {
  if (!Object.hasOwn(digests, name)) return unread(call);
  if (data === undefined) return nativeInstance(hashClass, new HashState(name, new Uint8Array()), call.site);
  if (data.kind === 'str')
    return call.interpreter.raise('TypeError', 'Strings must be encoded before hashing', call.site);
  if (data.kind !== 'bytes') return data.kind === 'unknown' ? data : unread(call);
  return nativeInstance(hashClass, new HashState(name, data.value), call.site);
}

export const hashlibModule = moduleOf(
  functionsOf({
    ...Object.fromEntries(
      ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b'].map((name) => [
        name,
        (call: NativeCall): Value => made(call, name, call.args[0]),
      ]),
    ),
    new: (call) => {
      const [name, data] = call.args;
      return made(call, name?.kind === 'str' ? name.value.toLowerCase() : '', data);
    },
  }),
);
