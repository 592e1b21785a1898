/** `urllib.parse`: what settings and env.py make database URLs with. */
import { percentDecode, percentEncode, percentEncodeBytes } from '../../../util/percent-encoding.ts';
import { argument, text, unknownArgument } from '../builtins/arguments.ts';
import { dictFromObject, unwrap } from '../containers.ts';
import { int, list, none, str, tuple } from '../native.ts';
import type { ClassValue, ModuleValue, NativeCall, Value } from '../value.ts';
import { namedTupleClass } from './named-tuple.ts';
import { functionsOf, getter, methodsOf, moduleOf, runTimeOnly } from './support.ts';
import { splitUrl, unsplitUrl, withParameters, type SplitUrl } from './url-parts.ts';

/** Functions whose result is Unknown as soon as an argument is. */
function knownOnly(table: Readonly<Record<string, (call: NativeCall) => Value>>): Record<string, Value> {
  return functionsOf(
    Object.fromEntries(
      Object.entries(table).map(([name, run]) => [
        name,
        (call: NativeCall) => unknownArgument(call) ?? run(call),
      ]),
    ),
  );
}

/** Encodings but UTF-8 and the treatment of errors are not followed. */
function otherEncoding(call: NativeCall, from: number): Value | null {
  const given = [argument(call, from, 'encoding'), argument(call, from + 1, 'errors')];
  const isUsual = given.every(
    (value) =>
      value === undefined || value.kind === 'none' || (value.kind === 'str' && /^utf-?8$/i.test(value.value)),
  );
  return isUsual ? null : call.interpreter.unknown('this encoding is not followed', call.site);
}

function safeCharacters(call: NativeCall, index: number, usual: string): string {
  const value = unwrap(argument(call, index, 'safe') ?? str(usual));
  if (value.kind === 'bytes') return String.fromCharCode(...value.value);
  return value.kind === 'str' ? value.value : text(call, index, 'quote', 'safe');
}

function quoted(call: NativeCall, value: Value, safe: string, plus: boolean): string {
  const plain = unwrap(value);
  const encode = (kept: string): string => {
    if (plain.kind === 'str') return percentEncode(plain.value, kept);
    if (plain.kind === 'bytes') return percentEncodeBytes(plain.value, kept);
    return call.interpreter.raise('TypeError', 'quote_from_bytes() expected bytes', call.site);
  };
  return plus ? encode(`${safe} `).replaceAll(' ', '+') : encode(safe);
}

function quote(call: NativeCall, usual: string, plus: boolean): Value {
  const value = argument(call, 0, 'string') ?? none;
  return otherEncoding(call, 2) ?? str(quoted(call, value, safeCharacters(call, 1, usual), plus));
}

/** `urlencode(query, doseq=False, safe='', …, quote_via=quote_plus)`. */
function urlencode(call: NativeCall): Value {
  const { interpreter, site } = call;
  const query = unwrap(argument(call, 0, 'query') ?? none);
  if (call.args.length > 3 || call.kwargs.has('encoding') || call.kwargs.has('errors')) {
    return interpreter.unknown('these options of urlencode() are not followed', site);
  }
  const safe = safeCharacters(call, 2, '');
  const doseq = argument(call, 1, 'doseq');
  const isSequences = doseq !== undefined && interpreter.isTrue(doseq, site) === true;
  const via = call.kwargs.get('quote_via');
  const plus = via === undefined || (via.kind === 'native-function' && via.name === 'quote_plus');
  if (!plus && !(via.kind === 'native-function' && via.name === 'quote')) {
    return interpreter.unknown('urlencode() with a function of its own is not followed', site);
  }
  const pairs =
    query.kind === 'dict'
      ? [...query.entries.values()].map(({ key, value }) => [key, value] as const)
      : (interpreter.iterate(query, site) ?? []).map((pair) => {
          const [key = none, value = none] = interpreter.iterate(pair, site) ?? [];
          return [key, value] as const;
        });
  const unknown = pairs.flat().find((each) => each.kind === 'unknown');
  if (unknown !== undefined) return unknown;
  const encode = (value: Value): string => {
    const plain = unwrap(value);
    return quoted(call, plain.kind === 'bytes' ? plain : str(interpreter.str(plain, site)), safe, plus);
  };
  const told = pairs.flatMap(([key, value]) => {
    const plain = unwrap(value);
    const isSequence = plain.kind === 'list' || plain.kind === 'tuple';
    const values = isSequences && isSequence ? plain.items : [value];
    return values.map((each) => `${encode(key)}=${encode(each)}`);
  });
  return str(told.join('&'));
}

function pairsOf(call: NativeCall): readonly (readonly [string, string])[] | null {
  const keeps = argument(call, 1, 'keep_blank_values');
  if (call.args.length > 2 || [...call.kwargs.keys()].some((name) => !/^(qs|keep_blank_values)$/.test(name)))
    return null;
  const keepsBlank = keeps !== undefined && call.interpreter.isTrue(keeps, call.site) === true;
  const decode = (part: string): string => percentDecode(part.replaceAll('+', ' '));
  const given = text(call, 0, 'parse_qsl', 'qs');
  return (given === '' ? [] : given.split('&')).flatMap((pair) => {
    const equals = pair.indexOf('=');
    const value = equals < 0 ? '' : pair.slice(equals + 1);
    if (pair === '' || (value === '' && !keepsBlank)) return [];
    return [[decode(equals < 0 ? pair : pair.slice(0, equals)), decode(value)] as const];
  });
}

const unfollowed = (call: NativeCall): Value =>
  call.interpreter.unknown('these options of urllib.parse are not followed', call.site);

// -- urlsplit and urlparse

const splitFields = ['scheme', 'netloc', 'path', 'query', 'fragment'] as const;
const parseFields = ['scheme', 'netloc', 'path', 'params', 'query', 'fragment'] as const;

function partsOf(self: Value | undefined): readonly string[] {
  const plain = unwrap(self ?? none);
  return plain.kind === 'tuple' ? plain.items.map((item) => (item.kind === 'str' ? item.value : '')) : [];
}

/** What `_NetlocResultMixinStr` computes. */
function authority(netloc: string): {
  readonly username: string | null;
  readonly password: string | null;
  readonly host: string;
  readonly port: string;
} {
  const at = netloc.lastIndexOf('@');
  const user = at < 0 ? null : netloc.slice(0, at);
  const colon = user?.indexOf(':') ?? -1;
  const place = netloc.slice(at + 1);
  const bracketed = /^[^[]*\[([^\]]*)\]?(?:[^:]*:(.*))?/s.exec(place);
  const plain = /^([^:]*)(?::(.*))?$/s.exec(place);
  const [, host = '', port = ''] = bracketed ?? plain ?? [];
  return {
    username: user === null ? null : colon < 0 ? user : user.slice(0, colon),
    password: user === null || colon < 0 ? null : user.slice(colon + 1),
    host,
    port,
  };
}

const optional = (value: string | null): Value => (value === null ? none : str(value));

function portOf(call: NativeCall): Value {
  const { port } = authority(partsOf(call.args[0])[1] ?? '');
  if (port === '') return none;
  if (!/^\d+$/.test(port)) {
    const shown = call.interpreter.repr(str(port), call.site);
    return call.interpreter.raise(
      'ValueError',
      `Port could not be cast to integer value as ${shown}`,
      call.site,
    );
  }
  if (Number(port) > 65_535)
    return call.interpreter.raise('ValueError', 'Port out of range 0-65535', call.site);
  return int(Number(port));
}

function hostName(call: NativeCall): Value {
  const { host } = authority(partsOf(call.args[0])[1] ?? '');
  const percent = host.indexOf('%');
  const name = percent < 0 ? host.toLowerCase() : host.slice(0, percent).toLowerCase() + host.slice(percent);
  return name === '' ? none : str(name);
}

function resultClass(name: string, fields: readonly string[]): ClassValue {
  const of = (call: NativeCall): ReturnType<typeof authority> => authority(partsOf(call.args[0])[1] ?? '');
  return namedTupleClass(name, 'urllib.parse', fields, {
    username: getter((call) => optional(of(call).username)),
    password: getter((call) => optional(of(call).password)),
    hostname: getter(hostName),
    port: getter(portOf),
    ...methodsOf({ geturl: (call) => str(unsplit(partsOf(call.args[0]))) }),
  });
}

const splitResult = resultClass('SplitResult', splitFields);
const parseResult = resultClass('ParseResult', parseFields);

/** Of five or six parts. */
function unsplit(parts: readonly string[]): string {
  const [scheme = '', netloc = '', path = '', ...rest] = parts;
  const [query = '', fragment = ''] = rest.slice(-2);
  const params = parts.length === 6 ? (rest[0] ?? '') : '';
  return unsplitUrl({ scheme, netloc, path: params === '' ? path : `${path};${params}`, query, fragment });
}

function split(call: NativeCall, make: (parts: SplitUrl) => readonly string[], cls: ClassValue): Value {
  const given = text(call, 0, 'urlsplit', 'url');
  if (call.args.length > 2 || call.kwargs.has('allow_fragments')) return unfollowed(call);
  const scheme = argument(call, 1, 'scheme');
  const parts = splitUrl(given, scheme?.kind === 'str' ? scheme.value : '');
  if (parts === null) return call.interpreter.raise('ValueError', 'Invalid IPv6 URL', call.site);
  return call.interpreter.call(cls, make(parts).map(str), new Map(), call.site);
}

const members: Readonly<Record<string, Value>> = {
  SplitResult: splitResult,
  ParseResult: parseResult,
  ...knownOnly({
    quote: (call) => quote(call, '/', false),
    quote_plus: (call) => quote(call, '', true),
    quote_from_bytes: (call) => quote(call, '/', false),
    unquote: (call) => otherEncoding(call, 1) ?? str(percentDecode(text(call, 0, 'unquote', 'string'))),
    unquote_plus: (call) =>
      otherEncoding(call, 1) ??
      str(percentDecode(text(call, 0, 'unquote_plus', 'string').replaceAll('+', ' '))),
    urlencode,
    parse_qsl: (call) => {
      const pairs = pairsOf(call);
      return pairs === null
        ? unfollowed(call)
        : list(pairs.map(([key, value]) => tuple([str(key), str(value)])));
    },
    parse_qs: (call) => {
      const pairs = pairsOf(call);
      if (pairs === null) return unfollowed(call);
      const values = new Map<string, Value[]>();
      for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), str(value)]);
      return dictFromObject([...values].map(([key, each]) => [key, list(each)] as const));
    },
    urlsplit: (call) =>
      split(
        call,
        ({ scheme, netloc, path, query, fragment }) => [scheme, netloc, path, query, fragment],
        splitResult,
      ),
    urlparse: (call) => split(call, withParameters, parseResult),
    urlunsplit: (call) => joined(call),
    urlunparse: (call) => joined(call),
  }),
  ...runTimeOnly('urllib.parse', ['urljoin', 'urldefrag', 'unquote_to_bytes']),
};

function joined(call: NativeCall): Value {
  const items = call.interpreter.iterate(call.args[0] ?? none, call.site);
  const unknown = items?.find((item) => item.kind === 'unknown');
  if (items === null || unknown !== undefined) return unknown ?? unfollowed(call);
  const parts = items.map((item) => unwrap(item));
  const texts = parts.map((part) => (part.kind === 'str' ? part.value : ''));
  return parts.every(({ kind }) => kind === 'str' || kind === 'none')
    ? str(unsplit(texts))
    : unfollowed(call);
}

export const urllibParseModule = moduleOf(members);

const parseModule: ModuleValue = {
  kind: 'module',
  name: 'urllib.parse',
  file: null,
  isPackage: false,
  namespace: new Map(Object.entries(members)),
};

// SQLAlchemy imports `urllib.parse`, so that it is there for whoever imports `urllib` alone.
export const urllibModule = moduleOf({ parse: parseModule });
