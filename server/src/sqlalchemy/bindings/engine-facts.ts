/** What engines and connections tell of themselves: their dialect and URL, as far as the URL is known. */
import type { InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import { nativeProperty, str } from '../../python/eval/native.ts';
import { ArgumentError, dialectNameOf, makeUrl } from '../engine/url.ts';
import { engineUrlOf } from './engine-url.ts';
import { dialectValue } from './types/dialect-classes.ts';
import { makeUrlFunction } from './url.ts';

function nameOf(self: InstanceValue): string | null {
  const url = engineUrlOf(self);
  if (url?.kind !== 'str') return null;
  try {
    return dialectNameOf(makeUrl(url.value));
  } catch (error) {
    // The problems of the project tell what is wrong with it.
    if (error instanceof ArgumentError) return null;
    throw error;
  }
}

function known(self: InstanceValue, call: NativeCall, what: string, make: (name: string) => Value): Value {
  const name = nameOf(self);
  if (name !== null) return make(name);
  return call.interpreter.unknown(
    `\`${self.cls.name}.${what}\` depends on a database URL that is not known`,
    call.site,
  );
}

/** Members of engines and connections. */
export const engineFacts: Readonly<Record<string, Value>> = {
  dialect: nativeProperty('dialect', (self, call) =>
    known(self, call, 'dialect', (name) => dialectValue(name, call.site)),
  ),
  engine: nativeProperty('engine', (self) => self),
  name: nativeProperty('name', (self, call) => known(self, call, 'name', str)),
  // An extension that makes engines may have set its own.
  url: nativeProperty(
    'url',
    (self, call) =>
      self.attributes.get('url') ??
      known(self, call, 'url', () => makeUrlFunction.call({ ...call, args: [engineUrlOf(self) ?? str('')] })),
  ),
};
