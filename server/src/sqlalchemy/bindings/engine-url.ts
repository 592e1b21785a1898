/** Engines and connections that connect to nothing, and know which URL they would connect to. */
import type { Origin } from '../../util/text-range.ts';
import type { ClassValue, NativeCall, NativeFunctionValue, Value } from '../../python/eval/value.ts';
import { dictGet } from '../../python/eval/containers.ts';
import { withConnectArguments } from './connect-arguments.ts';
import { urlText } from './url.ts';
import { nativeFunction, nativeInstance, nativeMethod, none, str } from '../../python/eval/native.ts';

class EngineUrl {
  readonly value: Value;
  /** What else the engine was told of its connections, and that the URL cannot say. */
  readonly options: readonly string[];
  /** Of a connection: it came with a transaction, from `engine.begin()`. */
  readonly begins: boolean;

  constructor(value: Value, options: readonly string[], begins = false) {
    this.value = value;
    this.options = options;
    this.begins = begins;
  }
}

/** Options of the connection's engine that are not in its URL. */
export function engineOptionsOf(value: Value | undefined): readonly string[] {
  return value?.kind === 'instance' && value.payload instanceof EngineUrl ? value.payload.options : [];
}

/** The URL that an engine or connection was made from, as evaluated; null for anything else. */
export function engineUrlOf(value: Value | undefined): Value | null {
  return value?.kind === 'instance' && value.payload instanceof EngineUrl
    ? urlText(value.payload.value)
    : null;
}

/** Whether a connection comes from `engine.begin()`. */
export function beginsItself(value: Value | undefined): boolean {
  return value?.kind === 'instance' && value.payload instanceof EngineUrl && value.payload.begins;
}

/** `create_engine(url)`. */
export function engineFactory(name: string, cls: ClassValue): NativeFunctionValue {
  return nativeFunction(name, (call) => {
    const url = call.args[0] ?? call.kwargs.get('url');
    return engineWith(cls, url ?? missing(name, call), call);
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
    return engineWith(cls, url, call);
  });
}

function engineWith(cls: ClassValue, url: Value, call: NativeCall): Value {
  const { url: whole, others } = withConnectArguments(urlText(url), call.kwargs.get('connect_args'));
  const options = ['isolation_level', 'execution_options'].filter((name) => call.kwargs.has(name));
  return nativeInstance(cls, new EngineUrl(whole, [...options, ...others]), call.site);
}

/** `engine.connect()`, or `engine.begin()`: what it gives would connect to the same URL. */
export function connectMethod(name: 'connect' | 'begin', cls: ClassValue): NativeFunctionValue {
  return nativeMethod(name, (call) => {
    const [self] = call.args;
    const engine = self?.kind === 'instance' ? self.payload : null;
    const payload =
      engine instanceof EngineUrl ? new EngineUrl(engine.value, engine.options, name === 'begin') : engine;
    return nativeInstance(cls, payload, call.site);
  });
}

function missing(name: string, call: NativeCall): Value {
  const site: Origin = call.site;
  return call.interpreter.unknown(`${name}() is given no URL`, site);
}
