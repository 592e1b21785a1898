/** `os`, `os.path`, `pathlib` and `sys`: paths are computed, the machine is Unknown. */
import { text } from '../builtins/arguments.ts';
import { tupleClass } from '../builtins/sequences.ts';
import { BuiltinPayload, unwrap } from '../containers.ts';
import type { NativeModuleFactory } from '../interpreter.ts';
import {
  bool,
  int,
  list,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../native.ts';
import type { ClassValue, ModuleValue, NativeCall, Value } from '../value.ts';
import { environ, environmentVariable } from './process-environment.ts';
import { functionsOf, getter, methodsOf, moduleOf, runTimeOnly, staticMethod } from './support.ts';

/** `posixpath.normpath`. */
export function normalise(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute) parts.push(part);
  }
  const joined = parts.join('/');
  return isAbsolute ? `/${joined}` : joined === '' ? '.' : joined;
}

function joinPaths(parts: readonly string[]): string {
  let result = '';
  for (const part of parts) {
    if (part.startsWith('/')) result = part;
    else if (result === '' || result.endsWith('/')) result += part;
    else result += `/${part}`;
  }
  return result;
}

const directory = (path: string): string => {
  const head = path.slice(0, path.lastIndexOf('/') + 1);
  return head === '/' ? head : head.replace(/\/+$/, '');
};
const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function splitExtension(path: string): readonly [string, string] {
  const match = /^([^]*[^/.][^/]*)(\.[^./]*)$/.exec(path);
  return match === null ? [path, ''] : [match[1] ?? '', match[2] ?? ''];
}

/** The text of a `str` or `Path`; null for an Unknown. */
function pathText(call: NativeCall, index: number): string | null {
  const value = unwrap(call.args[index] ?? none);
  if (value.kind === 'unknown') return null;
  if (value.kind === 'instance' && typeof value.payload === 'string') return value.payload;
  return text(call, index, 'path');
}

function onPath(compute: (path: string) => string | readonly string[]) {
  return (call: NativeCall): Value => {
    const path = pathText(call, 0);
    if (path === null) return call.args[0] ?? none;
    const result = compute(path);
    return typeof result === 'string' ? str(result) : tuple(result.map(str));
  };
}

/** A relative path depends on the working directory. */
function absolute(call: NativeCall): Value {
  const path = pathText(call, 0);
  if (path === null) return call.args[0] ?? none;
  if (path.startsWith('/')) return str(normalise(path));
  return call.interpreter.unknown('the working directory is known only at run time', call.site);
}

const pathFunctions = functionsOf({
  join: (call) => {
    const parts: string[] = [];
    for (let i = 0; i < call.args.length; i++) {
      const part = pathText(call, i);
      if (part === null) return call.args[i] ?? none;
      parts.push(part);
    }
    return str(joinPaths(parts));
  },
  dirname: onPath(directory),
  basename: onPath(base),
  split: onPath((path) => [directory(path), base(path)]),
  splitext: onPath(splitExtension),
  normpath: onPath(normalise),
  normcase: onPath((path) => path),
  isabs: (call) => {
    const path = pathText(call, 0);
    return path === null ? (call.args[0] ?? none) : bool(path.startsWith('/'));
  },
  abspath: absolute,
  realpath: absolute,
});

const osPathMembers = {
  ...pathFunctions,
  ...runTimeOnly('os.path', [
    'exists',
    'isfile',
    'isdir',
    'getsize',
    'getmtime',
    'expanduser',
    'expandvars',
    'relpath',
  ]),
  sep: str('/'),
};

export const osPathModule = moduleOf(osPathMembers);

const osPath: ModuleValue = {
  kind: 'module',
  name: 'os.path',
  file: null,
  isPackage: false,
  namespace: new Map(Object.entries(osPathMembers)),
};

const site = { file: '', range: { start: 0, end: 0 } };

export const osModule: NativeModuleFactory = (interpreter) => ({
  namespace: new Map<string, Value>([
    ['environ', environ],
    ['path', osPath],
    ['sep', str('/')],
    ['linesep', str('\n')],
    ['name', str('posix')],
    ['pathsep', str(':')],
    ['curdir', str('.')],
    ['PathLike', nativeClass({ name: 'PathLike', module: 'os' })],
    ...Object.entries(
      functionsOf({
        getenv: (call) => {
          const name = call.interpreter.str(call.args[0] ?? call.kwargs.get('key') ?? none, call.site);
          return environmentVariable(call, name) ?? call.args[1] ?? call.kwargs.get('default') ?? none;
        },
        fspath: onPath((path) => path),
        putenv: () => none,
      }),
    ),
  ]),
  getAttribute: (name, at) =>
    name.startsWith('__') || name === 'path'
      ? undefined
      : interpreter.unknown(`what \`os.${name}\` gives is known only at run time`, at),
});

function ownPath(call: NativeCall): string {
  const [self] = call.args;
  return self?.kind === 'instance' && typeof self.payload === 'string' ? self.payload : '';
}

const pathOf = (cls: ClassValue, path: string, call: NativeCall): Value => {
  const clean =
    path === ''
      ? '.'
      : path
          .replace(/\/+/g, '/')
          .replace(/(?<=.)\/$/, '')
          .replace(/(^|\/)\.(?=\/)\/?/g, '$1');
  return nativeInstance(cls, clean, call.site);
};

function extend(call: NativeCall): Value {
  const [self, ...rest] = call.args;
  if (self?.kind !== 'instance') return none;
  const parts = [ownPath(call)];
  for (let i = 0; i < rest.length; i++) {
    const part = pathText(call, i + 1);
    if (part === null) return rest[i] ?? none;
    parts.push(part);
  }
  return pathOf(self.cls, joinPaths(parts), call);
}

const derived = (compute: (path: string) => string) =>
  getter((call) => {
    const [self] = call.args;
    return self?.kind === 'instance' ? pathOf(self.cls, compute(ownPath(call)), call) : none;
  });

const purePath: ClassValue = nativeClass({
  name: 'PurePath',
  module: 'pathlib',
  members: {
    parent: derived((path) => directory(path)),
    name: getter((call) => str(base(ownPath(call)))),
    stem: getter((call) => str(splitExtension(base(ownPath(call)))[0])),
    suffix: getter((call) => str(splitExtension(base(ownPath(call)))[1])),
    parts: getter((call) =>
      tuple(
        [
          ...(ownPath(call).startsWith('/') ? ['/'] : []),
          ...ownPath(call)
            .split('/')
            .filter((p) => p !== ''),
        ].map(str),
      ),
    ),
    parents: getter((call) => {
      const [self] = call.args;
      const found: Value[] = [];
      let path = ownPath(call);
      while (path !== '/' && path !== '' && self?.kind === 'instance') {
        path = directory(path);
        found.push(pathOf(self.cls, path, call));
      }
      return tuple(found);
    }),
    ...methodsOf({
      __truediv__: extend,
      joinpath: extend,
      __str__: (call) => str(ownPath(call)),
      __fspath__: (call) => str(ownPath(call)),
      as_posix: (call) => str(ownPath(call)),
      __repr__: (call) => str(`PosixPath(${call.interpreter.repr(str(ownPath(call)), call.site)})`),
      __eq__: ({ args: [a, b] }) =>
        bool(
          a?.kind === 'instance' &&
            b?.kind === 'instance' &&
            typeof a.payload === 'string' &&
            a.payload === b.payload,
        ),
      with_suffix: (call) => {
        const [self] = call.args;
        const suffix = text(call, 1, 'with_suffix');
        return self?.kind === 'instance'
          ? pathOf(self.cls, splitExtension(ownPath(call))[0] + suffix, call)
          : none;
      },
      with_name: (call) => {
        const [self] = call.args;
        const name = joinPaths([directory(ownPath(call)), text(call, 1, 'with_name')]);
        return self?.kind === 'instance' ? pathOf(self.cls, name, call) : none;
      },
      resolve: (call) => {
        const [self] = call.args;
        const path = ownPath(call);
        if (path.startsWith('/') && self?.kind === 'instance') return pathOf(self.cls, normalise(path), call);
        return call.interpreter.unknown('the working directory is known only at run time', call.site);
      },
      absolute: (call) =>
        ownPath(call).startsWith('/')
          ? (call.args[0] ?? none)
          : call.interpreter.unknown('the working directory is known only at run time', call.site),
    }),
    ...Object.fromEntries(
      [
        'read_text',
        'read_bytes',
        'exists',
        'is_file',
        'is_dir',
        'iterdir',
        'glob',
        'rglob',
        'open',
        'stat',
      ].map((name) => [
        name,
        {
          kind: 'native-function',
          name,
          isMethod: true,
          call: (call: NativeCall) =>
            call.interpreter.unknown('Retort does not read files for evaluated code', call.site),
        } satisfies Value,
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(runTimeOnly('Path', ['cwd'])).map(([name, fn]) => [name, staticMethod(fn)]),
    ),
    home: staticMethod(
      nativeFunction('home', (call) => {
        const home = call.interpreter.environmentVariable('HOME');
        return typeof home === 'string'
          ? pathOf(purePath, home, call)
          : call.interpreter.unknown('what `Path.home` gives is known only at run time', call.site);
      }),
    ),
  },
  hooks: {
    instantiate: (cls, call) => {
      const parts: string[] = [];
      for (let i = 0; i < call.args.length; i++) {
        const part = pathText(call, i);
        if (part === null) return call.args[i] ?? none;
        parts.push(part);
      }
      return pathOf(cls, joinPaths(parts), call);
    },
  },
});

export const pathlibModule = moduleOf({
  PurePath: purePath,
  PurePosixPath: purePath,
  Path: nativeClass({ name: 'Path', module: 'pathlib', bases: [purePath] }),
  PosixPath: purePath,
});

const stream = nativeInstance(
  nativeClass({
    name: 'TextIOWrapper',
    module: 'io',
    members: methodsOf({ write: () => none, flush: () => none, isatty: () => bool(false) }),
  }),
  null,
  site,
);

/** The version that evaluated code is told: new enough for every branch that SQLAlchemy projects take today. */
const version = nativeInstance(
  nativeClass({ name: 'version_info', module: 'sys', bases: [tupleClass] }),
  new BuiltinPayload(tuple([int(3), int(12), int(0), str('final'), int(0)])),
  site,
);
for (const [index, name] of ['major', 'minor', 'micro'].entries()) {
  version.attributes.set(name, int([3, 12, 0][index] ?? 0));
}

/** Modules that are loaded here; of others nobody knows whether the program has them. */
const loadedModules = nativeInstance(
  nativeClass({
    name: 'modules',
    module: 'sys',
    members: methodsOf(
      Object.fromEntries(
        ['__getitem__', 'get', '__contains__', '__iter__', 'keys', 'items', 'pop'].map((name) => [
          name,
          (call: NativeCall) => {
            const key = call.args[1];
            call.interpreter.noteHiddenState();
            const loaded = key?.kind === 'str' ? call.interpreter.modules.get(key.value) : undefined;
            if (loaded !== undefined && name !== 'pop') return name === '__contains__' ? bool(true) : loaded;
            return call.interpreter.unknown('the loaded modules are known only at run time', call.site);
          },
        ]),
      ),
    ),
  }),
  null,
  site,
);
loadedModules.cls.namespace.set(
  '__setitem__',
  nativeMethod('__setitem__', () => none),
);

/** What Python 2 had, and code that runs on both asks for in a `try`. */
const goneNames = new Set(['maxint', 'setdefaultencoding', 'exc_clear', 'exc_type', 'subversion']);

export const sysModule: NativeModuleFactory = (interpreter) => ({
  namespace: new Map<string, Value>([
    ['version_info', version],
    ['version', str('3.12.0')],
    ['path', list([])],
    ['argv', list([str('alembic')])],
    ['modules', loadedModules],
    ['maxsize', int(9_223_372_036_854_775_807n)],
    ['byteorder', str('little')],
    ['stdout', stream],
    ['stderr', stream],
    ['__stdout__', stream],
    ['__stderr__', stream],
    [
      'exit',
      nativeFunction('exit', (call) =>
        call.interpreter.raise(
          'SystemExit',
          call.interpreter.str(call.args[0] ?? none, call.site),
          call.site,
        ),
      ),
    ],
    ['exc_info', nativeFunction('exc_info', () => tuple([none, none, none]))],
    ['intern', nativeFunction('intern', ({ args: [value = none] }) => value)],
    ['getrecursionlimit', nativeFunction('getrecursionlimit', () => int(1000))],
    ['setrecursionlimit', nativeFunction('setrecursionlimit', () => none)],
  ]),
  getAttribute: (name, at) =>
    name.startsWith('__')
      ? undefined
      : goneNames.has(name)
        ? interpreter.raise('AttributeError', `module 'sys' has no attribute '${name}'`, at)
        : interpreter.unknown(`what \`sys.${name}\` gives is known only at run time`, at),
});
