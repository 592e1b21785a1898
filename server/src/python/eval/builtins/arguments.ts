/** Reading the arguments of native functions. */
import { unwrap } from '../containers.ts';
import { none } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';

/** The argument at a position or of a name, or `otherwise`. */
export function argument(call: NativeCall, index: number, name?: string): Value | undefined {
  return call.args[index] ?? (name === undefined ? undefined : call.kwargs.get(name));
}

/** An optional string argument; null when absent or None. */
export function optionalText(call: NativeCall, index: number, what: string, name?: string): string | null {
  const value = unwrap(argument(call, index, name) ?? none);
  if (value.kind === 'none') return null;
  if (value.kind === 'str') return value.value;
  return call.interpreter.raise(
    'TypeError',
    `${what}() argument must be str, not ${runtimeOf(call).typeOf(value).name}`,
    call.site,
  );
}

export function text(call: NativeCall, index: number, what: string, name?: string): string {
  const value = optionalText(call, index, what, name);
  return value ?? call.interpreter.raise('TypeError', `${what}() argument must be str`, call.site);
}

export function integer(
  call: NativeCall,
  index: number,
  what: string,
  otherwise?: number,
  name?: string,
): number {
  const value = unwrap(argument(call, index, name) ?? none);
  if (value.kind === 'int' || value.kind === 'bool') {
    const number = Number(value.value);
    if (Number.isFinite(number)) return number;
    const message = 'Python int too large to convert to C ssize_t';
    return call.interpreter.raise('OverflowError', message, call.site);
  }
  if (value.kind === 'none' && otherwise !== undefined) return otherwise;
  return call.interpreter.raise(
    'TypeError',
    `${what}(): '${runtimeOf(call).typeOf(value).name}' object cannot be interpreted as an integer`,
    call.site,
  );
}

/** The first Unknown among the arguments, to be given back. */
export function unknownArgument(call: NativeCall): Value | null {
  for (const value of call.args) if (value.kind === 'unknown') return value;
  for (const value of call.kwargs.values()) if (value.kind === 'unknown') return value;
  return null;
}

/** The items of an iterable argument; an Unknown when it is one. */
export function items(call: NativeCall, index: number): readonly Value[] | (Value & { kind: 'unknown' }) {
  const source = call.args[index];
  if (source === undefined) return [];
  const found = call.interpreter.iterate(source, call.site);
  if (found !== null) return found;
  return source.kind === 'unknown'
    ? source
    : call.interpreter.unknown('it depends on a value that is not known', call.site);
}

/** Defines methods whose result is Unknown as soon as an argument is. */
export function methods(table: Readonly<Record<string, (call: NativeCall) => Value>>): Record<string, Value> {
  const result: Record<string, Value> = {};
  for (const [name, run] of Object.entries(table)) {
    result[name] = {
      kind: 'native-function',
      name,
      isMethod: true,
      call: (call) => unknownArgument(call) ?? run(call),
    };
  }
  return result;
}
