/**
 * Generated `*_pb2` modules: the enums of the file descriptor that they carry. Messages stay unknown. Mirrors
 * `google.protobuf.internal.builder`.
 */
import { namespaceEscapes } from '../../../python/eval/namespaces.ts';
import {
  bool,
  int,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../../../python/eval/native.ts';
import { runtimeOf } from '../../../python/eval/runtime.ts';
import type { ClassValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { inertClass, noOperation } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { fileDescriptor, type EnumDescriptor, type FileDescriptor } from './protobuf-descriptor.ts';

class FilePayload {
  readonly descriptor: FileDescriptor;
  constructor(descriptor: FileDescriptor) {
    this.descriptor = descriptor;
  }
}
class EnumPayload {
  readonly descriptor: EnumDescriptor;
  constructor(descriptor: EnumDescriptor) {
    this.descriptor = descriptor;
  }
}

function valuesOf(value: Value | undefined): EnumDescriptor['values'] {
  return value?.kind === 'instance' && value.payload instanceof EnumPayload
    ? value.payload.descriptor.values
    : [];
}

/** A generated enum: names and numbers, by `Value()` and `Name()` or as attributes. */
const enumTypeWrapper: ClassValue = nativeClass({
  name: 'EnumTypeWrapper',
  module: 'google.protobuf.internal.enum_type_wrapper',
  members: {
    keys: nativeMethod('keys', (call) => list(valuesOf(call.args[0]).map(({ name }) => str(name)))),
    values: nativeMethod('values', (call) => list(valuesOf(call.args[0]).map(({ number }) => int(number)))),
    items: nativeMethod('items', (call) =>
      list(valuesOf(call.args[0]).map(({ name, number }) => tuple([str(name), int(number)]))),
    ),
    Value: nativeMethod('Value', (call) => {
      const [self, wanted] = call.args;
      if (wanted?.kind === 'unknown') return wanted;
      const found = valuesOf(self).find(({ name }) => wanted?.kind === 'str' && name === wanted.value);
      return found === undefined
        ? call.interpreter.raise('ValueError', 'Enum has no value defined for this name', call.site)
        : int(found.number);
    }),
    Name: nativeMethod('Name', (call) => {
      const [self, wanted] = call.args;
      if (wanted?.kind === 'unknown') return wanted;
      const found = valuesOf(self).find(
        ({ number }) => wanted?.kind === 'int' && BigInt(number) === wanted.value,
      );
      return found === undefined
        ? call.interpreter.raise('ValueError', 'Enum has no name defined for this value', call.site)
        : str(found.name);
    }),
  },
  hooks: {
    getAttribute: (self, name) => {
      const found = valuesOf(self).find((value) => value.name === name);
      return found === undefined ? undefined : int(found.number);
    },
  },
});

const descriptorClass = nativeClass({ name: 'FileDescriptor', module: 'google.protobuf.descriptor' });
const poolClass = nativeClass({
  name: 'DescriptorPool',
  module: 'google.protobuf.descriptor_pool',
  members: {
    AddSerializedFile: nativeMethod('AddSerializedFile', (call) => {
      const serialized = call.args[1];
      const descriptor = serialized?.kind === 'bytes' ? fileDescriptor(serialized.value) : null;
      return descriptor === null
        ? call.interpreter.unknown('this file descriptor of protobuf is not read', call.site)
        : nativeInstance(descriptorClass, new FilePayload(descriptor), call.site);
    }),
  },
});
const pool = nativeInstance(poolClass, null, { file: '', range: { start: 0, end: 0 } });

/** `BuildTopDescriptorsAndMessages(DESCRIPTOR, 'x_pb2', globals())`: binds the names of the file in the module. */
function buildTop(call: NativeCall): Value {
  const [file, , module] = call.args;
  if (module === undefined) return none;
  const rt = runtimeOf(call);
  const unread = (name: string): ReturnType<typeof rt.unknown> =>
    rt.unknown(`\`${name}\` is a message of protobuf, which Retort does not read`, call.site);
  namespaceEscapes(module, unread('it'));
  if (file?.kind !== 'instance' || !(file.payload instanceof FilePayload)) return none;
  const bind = (name: string, value: Value): void => {
    rt.setItem(module, str(name), value, call.site);
  };
  const { enums, messages } = file.payload.descriptor;
  for (const descriptor of enums) {
    bind(descriptor.name, nativeInstance(enumTypeWrapper, new EnumPayload(descriptor), call.site));
    for (const { name, number } of descriptor.values) bind(name, int(number));
  }
  for (const name of messages) bind(name, unread(name));
  return none;
}

export const protobufModules: readonly (readonly [string, ModuleNames])[] = [
  ['google.protobuf', { __version__: str('6.33.0') }],
  ['google.protobuf.descriptor', { _USE_C_DESCRIPTORS: bool(true) }],
  ['google.protobuf.descriptor_pool', { Default: nativeFunction('Default', () => pool) }],
  [
    'google.protobuf.runtime_version',
    {
      ValidateProtobufRuntimeVersion: noOperation('ValidateProtobufRuntimeVersion'),
      Domain: inertClass('Domain', 'google.protobuf.runtime_version'),
    },
  ],
  [
    'google.protobuf.internal.builder',
    {
      BuildMessageAndEnumDescriptors: noOperation('BuildMessageAndEnumDescriptors'),
      BuildTopDescriptorsAndMessages: nativeFunction('BuildTopDescriptorsAndMessages', buildTop),
      BuildServices: noOperation('BuildServices'),
    },
  ],
];
