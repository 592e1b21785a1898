/** `lazy_object_proxy.Proxy(factory)`: what the factory gives, made when it is first used. */
import { nativeClass, nativeInstance, none } from '../native.ts';
import type { InstanceValue, NativeCall, Value } from '../value.ts';
import { methodsOf, moduleOf } from './support.ts';

class Factory {
  readonly make: Value;
  made: Value | null = null;

  constructor(make: Value) {
    this.make = make;
  }
}

/** What a proxy stands for; the value itself when it is none. */
export function unproxied(value: Value, call: Pick<NativeCall, 'interpreter' | 'site'>): Value {
  return value.kind === 'instance' && value.payload instanceof Factory ? wrapped(value, call) : value;
}

function wrapped(self: Value | undefined, call: Pick<NativeCall, 'interpreter' | 'site'>): Value {
  if (self?.kind !== 'instance' || !(self.payload instanceof Factory)) return none;
  self.payload.made ??= call.interpreter.call(self.payload.make, [], new Map(), call.site);
  return self.payload.made;
}

const proxyClass = nativeClass({
  name: 'Proxy',
  module: 'lazy_object_proxy',
  members: methodsOf({
    __call__: (call) =>
      call.interpreter.call(wrapped(call.args[0], call), call.args.slice(1), call.kwargs, call.site),
    __str__: (call) => ({ kind: 'str', value: call.interpreter.str(wrapped(call.args[0], call), call.site) }),
  }),
  hooks: {
    instantiate: (cls, call): InstanceValue =>
      nativeInstance(cls, new Factory(call.args[0] ?? call.kwargs.get('factory') ?? none), call.site),
    getAttribute: (self, name, call) =>
      name.startsWith('__') ? undefined : call.interpreter.getAttribute(wrapped(self, call), name, call.site),
  },
});

export const lazyObjectProxyModule = moduleOf({ Proxy: proxyClass });
