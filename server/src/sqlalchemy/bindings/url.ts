/** `sqlalchemy.URL` and `make_url()` as evaluated code uses them. Mirrors `sqlalchemy.engine.url`. */
import type { NativeCall, Value } from '../../python/eval/value.ts';
import { dictFromObject } from '../../python/eval/containers.ts';
import {
  int,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../python/eval/native.ts';
import { ArgumentError, backendName, makeUrl, renderAsString, type Url } from '../engine/url.ts';

class UrlPayload {
  readonly url: Url;

  constructor(url: Url) {
    this.url = url;
  }
}

/** A URL as text, its password included; every other value stays as it is. */
export function urlText(value: Value): Value {
  const url = urlOf(value);
  return url === null ? value : str(renderAsString(url, { hidePassword: false }));
}

function urlOf(value: Value | undefined): Url | null {
  return value?.kind === 'instance' && value.payload instanceof UrlPayload ? value.payload.url : null;
}

const parts = ['drivername', 'username', 'password', 'host', 'port', 'database', 'query'] as const;
type Part = (typeof parts)[number];

function attribute(name: Part): Value {
  return nativeProperty(name, (self) => {
    const value = urlOf(self)?.[name] ?? null;
    if (value === null) return none;
    if (typeof value === 'string') return str(value);
    if (typeof value === 'number') return int(value);
    return dictFromObject(
      [...value].map(([key, each]) => [key, typeof each === 'string' ? str(each) : list(each.map(str))]),
    );
  });
}

/** `URL.create(…)`, and `url.set(…)`, which changes the parts that it is given. */
function withParts(call: NativeCall, base: Url | null, positional: readonly Value[]): Value {
  const given = new Map<string, Value>(call.kwargs);
  for (const [index, value] of positional.entries()) given.set(parts[index] ?? `argument ${index}`, value);
  const result: Record<string, unknown> = { ...(base ?? empty) };
  for (const [name, value] of given) {
    if (value.kind === 'unknown') return value;
    const read = readPart(value);
    if (read === undefined || !parts.some((part) => part === name)) {
      return call.interpreter.unknown(`\`${name}\` of this URL is not read`, call.site);
    }
    result[name] = read ?? (name === 'query' ? new Map() : null);
  }
  // Read from its own text, so that a part of the wrong type cannot get in.
  return urlValue(call, renderAsString(result as unknown as Url, { hidePassword: false }));
}

const empty: Url = {
  drivername: '',
  username: null,
  password: null,
  host: null,
  port: null,
  database: null,
  query: new Map(),
};

/** Undefined for what is no part of a URL. */
function readPart(value: Value): unknown {
  switch (value.kind) {
    case 'none':
      return null;
    case 'str':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'dict': {
      const query = new Map<string, string>();
      for (const { key, value: option } of value.entries.values()) {
        if (key.kind !== 'str' || option.kind !== 'str') return undefined;
        query.set(key.value, option.value);
      }
      return query;
    }
    default:
      return undefined;
  }
}

function urlValue(call: NativeCall, text: string): Value {
  try {
    return nativeInstance(urlClass, new UrlPayload(makeUrl(text)), call.site);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return call.interpreter.raise('ValueError', error.message, call.site);
  }
}

export const urlClass = nativeClass({
  name: 'URL',
  module: 'sqlalchemy.engine.url',
  members: {
    ...Object.fromEntries(parts.map((name) => [name, attribute(name)])),
    create: nativeFunction('create', (call) => withParts(call, null, call.args)),
    set: nativeMethod('set', (call) => withParts(call, urlOf(call.args[0]), call.args.slice(1))),
    render_as_string: nativeMethod('render_as_string', (call) => {
      const url = urlOf(call.args[0]);
      const hide = call.kwargs.get('hide_password') ?? call.args[1];
      const hidePassword = hide === undefined || call.interpreter.isTrue(hide, call.site) !== false;
      return url === null ? none : str(renderAsString(url, { hidePassword }));
    }),
    __str__: nativeMethod('__str__', (call) => {
      const url = urlOf(call.args[0]);
      return url === null ? none : str(renderAsString(url, { hidePassword: true }));
    }),
    get_backend_name: nativeMethod('get_backend_name', (call) => {
      const url = urlOf(call.args[0]);
      return url === null ? none : str(backendName(url));
    }),
  },
});

export const makeUrlFunction = nativeFunction('make_url', (call) => {
  const value = call.args[0] ?? none;
  if (value.kind === 'unknown' || urlOf(value) !== null) return value;
  return value.kind === 'str'
    ? urlValue(call, value.value)
    : call.interpreter.unknown('this URL is no text', call.site);
});
