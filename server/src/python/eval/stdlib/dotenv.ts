/** `python-dotenv`: what its files set, for env.py and settings that read the environment. Mirrors `dotenv.main` and `dotenv.parser`. */
import { simpleEscapes } from '../../syntax/literals.ts';
import { dirname } from '../../../util/paths.ts';
import { argument } from '../builtins/arguments.ts';
import { dictFromObject } from '../containers.ts';
import { bool, none, str } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';
import { environmentVariable, loseEnvironment, setEnvironmentVariable } from './process-environment.ts';
import { functionsOf, moduleOf, runTimeOnly } from './support.ts';

/** Null for a name without `=`. */
type Binding = readonly [name: string, value: string | null];

const binding =
  /[^\S\r\n]*(?:export[^\S\r\n]+)?(?:'([^']+)'|([^=#\s]+))[^\S\r\n]*(?:(=)[^\S\r\n]*(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|((?!['"])[^\r\n]*)))?(?:[^\S\r\n]*#[^\r\n]*)?[^\S\r\n]*(?:\r\n|\n|\r|$)/y;

/** The bindings of a file, in order. A line that is none is passed over, as upstream does with a warning. */
export function parseDotenv(text: string): readonly Binding[] {
  const found: Binding[] = [];
  for (let at = 0; at < text.length;) {
    const blank = /\s*(?:#[^\r\n]*(?:\r\n|\n|\r|$))?/y;
    blank.lastIndex = at;
    const skipped = blank.exec(text)?.[0].length ?? 0;
    if (skipped > 0) {
      at += skipped;
      continue;
    }
    binding.lastIndex = at;
    const match = binding.exec(text);
    if (match === null) {
      const end = text.slice(at).search(/[\r\n]/);
      at = end < 0 ? text.length : at + end;
      continue;
    }
    const [whole, quotedName, name = '', equals, single, double, plain = ''] = match;
    at += whole.length;
    const value =
      single?.replaceAll(/\\([\\'])/g, '$1') ??
      double?.replaceAll(/\\[\\'"abfnrtv]/g, (escape) => simpleEscapes[escape[1] ?? ''] ?? escape) ??
      plain.replace(/\s+#.*/, '').trimEnd();
    found.push([quotedName ?? name, equals === undefined ? null : value]);
  }
  return found;
}

const parameters = ['dotenv_path', 'stream', 'verbose', 'override', 'interpolate', 'encoding'];
const isSet = (call: NativeCall, name: string): boolean => {
  const value = argument(call, parameters.indexOf(name), name);
  return value !== undefined && call.interpreter.isTrue(value, call.site) !== false;
};

/** The file that a call reads: null for none, Unknown where that depends on the working directory. */
function pathOf(call: NativeCall): string | null | (Value & { kind: 'unknown' }) {
  const given = argument(call, 0, 'dotenv_path');
  const path = given?.kind === 'instance' && typeof given.payload === 'string' ? str(given.payload) : given;
  if (path === undefined || path.kind === 'none') return found(call, '.env');
  if (path.kind === 'unknown') return path;
  if (path.kind === 'str' && (path.value === '' || path.value.startsWith('/'))) {
    return path.value === '' ? null : path.value;
  }
  return unknown(call, 'the working directory is known only at run time');
}

function unknown(call: NativeCall, reason: string): Value & { kind: 'unknown' } {
  return call.interpreter.unknown(reason, call.site);
}

/** In the folder of the module that asks, or above it. */
function found(call: NativeCall, name: string): string | null {
  const { loader } = runtimeOf(call);
  for (let folder = dirname(call.site.file); ; folder = dirname(folder)) {
    const path = folder === '/' ? `/${name}` : `${folder}/${name}`;
    if (loader.readText?.(path) !== null && loader.readText !== undefined) return path;
    if (folder === '/' || folder === '') return null;
  }
}

/** What a file sets, `${…}` replaced. */
function valuesOf(call: NativeCall, text: string, overrides: boolean): Map<string, Value | null> {
  const values = new Map<string, Value | null>();
  const interpolates = argument(call, parameters.indexOf('interpolate'), 'interpolate');
  const isPlain = interpolates !== undefined && call.interpreter.isTrue(interpolates, call.site) === false;
  const variable = (name: string): Value | null => {
    const own = values.get(name) ?? null;
    const outer = environmentVariable(call, name);
    return overrides ? (own ?? outer) : (outer ?? own);
  };
  for (const [name, value] of parseDotenv(text)) {
    const lost: Value[] = [];
    const whole = isPlain
      ? value
      : (value?.replaceAll(/\$\{([^}:]*)(?::-([^}]*))?\}/g, (_all, inner: string, otherwise?: string) => {
          const known = variable(inner);
          if (known?.kind === 'unknown') lost.push(known);
          return known?.kind === 'str' ? known.value : (otherwise ?? '');
        }) ?? null);
    values.set(name, lost[0] ?? (whole === null ? null : str(whole)));
  }
  return values;
}

function loadDotenv(call: NativeCall): Value {
  const overrides = isSet(call, 'override');
  const path = isSet(call, 'stream') ? unknown(call, 'a stream is not read') : pathOf(call);
  if (path !== null && typeof path !== 'string') {
    loseEnvironment(call, path, overrides);
    return path;
  }
  const text = path === null ? null : (runtimeOf(call).loader.readText?.(path) ?? null);
  if (text === null) return bool(false);
  const values = valuesOf(call, text, overrides);
  for (const [name, value] of values) {
    if (value === null || (!overrides && environmentVariable(call, name) !== null)) continue;
    setEnvironmentVariable(call, name, value);
  }
  return bool(values.size > 0);
}

export const dotenvModule = moduleOf({
  ...functionsOf({
    load_dotenv: loadDotenv,
    find_dotenv: (call) => {
      const name = argument(call, 0, 'filename');
      if (argument(call, 2, 'usecwd') !== undefined || (name !== undefined && name.kind !== 'str')) {
        return unknown(call, 'the working directory is known only at run time');
      }
      return str(found(call, name?.value ?? '.env') ?? '');
    },
    dotenv_values: (call) => {
      const path = isSet(call, 'stream') ? unknown(call, 'a stream is not read') : pathOf(call);
      if (path !== null && typeof path !== 'string') return path;
      const text = path === null ? null : (runtimeOf(call).loader.readText?.(path) ?? null);
      const values = text === null ? [] : [...valuesOf(call, text, true)];
      return dictFromObject(values.map(([name, value]) => [name, value ?? none] as const));
    },
  }),
  ...runTimeOnly('dotenv', ['get_key', 'set_key', 'unset_key']),
});
