/** Coroutines: the call of an asynchronous function waits until it is awaited, and then runs at once. */
import type { Origin } from '../../util/text-range.ts';
import { nativeClass, nativeInstance, nativeMethod, none } from './native.ts';
import type { Runtime } from './runtime.ts';
import type { Value } from './value.ts';

class Coroutine {
  private readonly body: () => Value;
  private isAwaited = false;

  constructor(body: () => Value) {
    this.body = body;
  }

  run(rt: Runtime, site: Origin): Value {
    if (this.isAwaited) return rt.raise('RuntimeError', 'cannot reuse already awaited coroutine', site);
    this.isAwaited = true;
    return this.body();
  }
}

const coroutineClass = nativeClass({
  name: 'coroutine',
  module: 'builtins',
  members: { close: nativeMethod('close', () => none) },
});

/** What calling an asynchronous function gives. */
export function coroutine(body: () => Value, site: Origin): Value {
  return nativeInstance(coroutineClass, new Coroutine(body), site);
}

/** `await value`. What the emulated libraries give is there already. */
export function awaited(rt: Runtime, value: Value, site: Origin): Value {
  return value.kind === 'instance' && value.payload instanceof Coroutine
    ? value.payload.run(rt, site)
    : value;
}
