/** `struct`, `platform` and `threading`: what code asks of its machine when it is imported. */
import { bool, nativeClass, nativeFunction, nativeInstance, none, str, tuple } from '../native.ts';
import { functionsOf, methodsOf, moduleOf, runTimeOnly } from './support.ts';

/** Bytes and their layout depend on the machine; that a pointer has 8 of them is what `sys.maxsize` says too. */
export const structModule = moduleOf({
  ...runTimeOnly('struct', ['pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack']),
  calcsize: nativeFunction('calcsize', (call) => {
    const [format] = call.args;
    return format?.kind === 'str' && format.value === 'P'
      ? { kind: 'int', value: 8n }
      : call.interpreter.unknown('what `struct.calcsize` gives is known only at run time', call.site);
  }),
});

/** The version is the one that `sys` tells. */
export const platformModule = moduleOf({
  ...functionsOf({
    python_version: () => str('3.12.0'),
    python_implementation: () => str('CPython'),
    architecture: () => tuple([str('64bit'), str('ELF')]),
  }),
  ...runTimeOnly('platform', [
    ...['machine', 'mac_ver', 'node', 'platform', 'processor', 'release', 'system', 'uname', 'version'],
  ]),
});

/** One thread evaluates: nobody waits for a lock. */
const lockClass = nativeClass({
  name: 'lock',
  module: '_thread',
  members: methodsOf({
    acquire: () => bool(true),
    release: () => none,
    __enter__: () => bool(true),
    __exit__: () => none,
  }),
});

export const threadingModule = moduleOf({
  ...functionsOf({
    Lock: (call) => nativeInstance(lockClass, null, call.site),
    RLock: (call) => nativeInstance(lockClass, null, call.site),
  }),
  local: nativeClass({ name: 'local', module: '_thread' }),
  Thread: nativeClass({ name: 'Thread', module: 'threading' }),
  ...runTimeOnly('threading', [
    ...['active_count', 'current_thread', 'enumerate', 'get_ident', 'main_thread'],
    ...['Barrier', 'Condition', 'Event', 'Semaphore', 'BoundedSemaphore', 'Timer'],
  ]),
});
