/** Engines and connections that connect to nothing, and know which URL they would connect to. */
import type { Origin } from '../../util/text-range.ts';
import type { ClassValue, NativeCall, NativeFunctionValue, Value } from '../../python/eval/value.ts';
import { dictGet } from '../../python/eval/containers.ts';
import { urlText } from './url.ts';
import { nativeFunction, nativeInstance, nativeMethod, none, str } from '../../python/eval/native.ts';

class EngineUrl {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** The URL that an engine or connection was made from, as evaluated; null for anything else. */
export function engineUrlOf(value: Value | undefined): Value | null {
  return value?.kind === 'instance' && value.payload instanceof EngineUrl
    ? urlText(value.payload.value)
    : null;
}

/** `create_engine(url)`. */
export function engineFactory(name: string, cls: ClassValue): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    const url = call.args[0] ?? call.kwargs.get('url');
    return nativeInstance(cls, new EngineUrl(url ?? missing(name, call)), call.site);
  });
}

/** `engine_from_config(section, prefix="sqlalchemy.")`. */
export function engineFromConfig(name: string, cls: ClassValue): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    const section = call.args[0] ?? call.kwargs.get('configuration');
    const given = call.args[1] ?? call.kwargs.get('prefix');
    const prefix = given?.kind === 'str' ? given.value : 'sqlalchemy.';
    const url =
      call.kwargs.get('url') ??
      (section?.kind === 'dict' ? dictGet(section, str(`${prefix}url`)) : undefined) ??
      // A section without one fails in Python; here the configuration, which has to have it, tells what is wrong.
      (section?.kind === 'unknown' ? section : none);
    return nativeInstance(cls, new EngineUrl(url), call.site);
  });
}

/** `engine.connect()`: what it gives would connect to the same URL. */
export function connectMethod(name: string, cls: ClassValue): NativeFunctionValue {
  return nativeMethod(name, (call) => {
    const [self] = call.args;
    return nativeInstance(cls, self?.kind === 'instance' ? self.payload : null, call.site);
  });
}

function missing(name: string, call: NativeCall): Value {
  const site: Origin = call.site;
  return call.interpreter.unknown(`${name}() is given no URL`, site);
}
