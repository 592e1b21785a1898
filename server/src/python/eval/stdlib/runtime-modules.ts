/** Modules about the running program: `logging`, `warnings`, `contextlib`, `abc`, `types`, `inspect`, `importlib` … */
import { typeClass } from '../builtins/objects.ts';
import { dictClass } from '../builtins/mappings.ts';
import { text } from '../builtins/arguments.ts';
import { wholeNumber } from '../builtins/numbers.ts';
import type { NativeModuleFactory } from '../interpreter.ts';
import {
  bool,
  int,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
  tuple,
} from '../native.ts';
import { PythonException } from '../errors.ts';
import { noKeywords, runtimeOf } from '../runtime.ts';
import type { NativeCall, NativeFunctionValue, Value } from '../value.ts';
import { float, functionsOf, methodsOf, moduleOf, runTimeOnly } from './support.ts';

const nothing = (): Value => none;
const identity = ({ args: [value = none] }: NativeCall): Value => value;
const nowhere = { file: '', range: { start: 0, end: 0 } };

/** An object all of whose methods do nothing. */
const loggerClass = nativeClass({
  name: 'Logger',
  module: 'logging',
  members: {
    disabled: bool(false),
    propagate: bool(true),
    level: int(0),
    ...methodsOf({
      ...Object.fromEntries(
        [
          // Handlers and formatters take options.
          '__init__',
          'debug',
          'info',
          'warning',
          'warn',
          'error',
          'exception',
          'critical',
          'log',
          'setLevel',
          'addHandler',
          'removeHandler',
          'addFilter',
          'setFormatter',
        ].map((name) => [name, nothing]),
      ),
      isEnabledFor: () => bool(false),
      getChild: ({ args: [self = none] }) => self,
    }),
  },
});

const logger = nativeInstance(loggerClass, null, nowhere);
const levels = { CRITICAL: 50, FATAL: 50, ERROR: 40, WARNING: 30, WARN: 30, INFO: 20, DEBUG: 10, NOTSET: 0 };

export const loggingModule = moduleOf({
  Logger: loggerClass,
  Handler: loggerClass,
  StreamHandler: loggerClass,
  FileHandler: loggerClass,
  NullHandler: loggerClass,
  Formatter: loggerClass,
  Filter: loggerClass,
  ...Object.fromEntries(Object.entries(levels).map(([name, level]) => [name, int(level)])),
  ...functionsOf({
    getLogger: () => logger,
    ...Object.fromEntries(
      [
        'debug',
        'info',
        'warning',
        'warn',
        'error',
        'exception',
        'critical',
        'log',
        'basicConfig',
        'disable',
        'captureWarnings',
        'addLevelName',
        'setLoggerClass',
      ].map((name) => [name, nothing]),
    ),
  }),
});

export const loggingConfigModule = moduleOf(functionsOf({ fileConfig: nothing, dictConfig: nothing }));

const silentContext = nativeClass({
  name: 'nullcontext',
  module: 'contextlib',
  members: methodsOf({
    __enter__: ({ args: [self] }) => (self?.kind === 'instance' ? (self.payload as Value) : none),
    __exit__: () => bool(false),
  }),
  hooks: { instantiate: (cls, call) => nativeInstance(cls, call.args[0] ?? none, call.site) },
});

export const warningsModule = moduleOf({
  catch_warnings: silentContext,
  ...functionsOf({
    warn: nothing,
    filterwarnings: nothing,
    simplefilter: nothing,
    resetwarnings: nothing,
    deprecated: () => nativeFunction('deprecated', identity),
  }),
});

interface GeneratorManager {
  readonly fn: Value;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** What `@contextmanager` makes: `with` runs its body in the middle of the generator (see `with-statement.ts`). */
const generatorManager = nativeClass({
  name: '_GeneratorContextManager',
  module: 'contextlib',
  members: methodsOf({
    __with__: (call) => {
      const [self, body = none] = call.args;
      if (self?.kind !== 'instance') return none;
      const { fn, args, kwargs } = self.payload as GeneratorManager;
      const rt = runtimeOf(call);
      const run = (item: Value): Value => rt.call(body, [item], noKeywords, call.site);
      if (fn.kind === 'function' && fn.definition.kind === 'FunctionDef' && fn.definition.isGenerator) {
        return rt.callGenerator(fn, args, kwargs, call.site, run);
      }
      const iterator = rt.call(fn, args, kwargs, call.site);
      rt.forEach(iterator, call.site, (item) => {
        run(item);
        return true;
      });
      return none;
    },
  }),
});

const contextmanager: NativeFunctionValue = {
  kind: 'native-function',
  name: 'contextmanager',
  isMethod: false,
  call: ({ args: [fn = none] }) =>
    nativeMethod('contextmanager', (call) => {
      const made: GeneratorManager = { fn, args: call.args, kwargs: call.kwargs };
      return nativeInstance(generatorManager, made, call.site);
    }),
};

/** Runs the body as a `try` does whose `except` passes. */
const suppress = nativeClass({
  name: 'suppress',
  module: 'contextlib',
  members: methodsOf({
    __with__: (call) => {
      const [self, body = none] = call.args;
      const kept = self?.kind === 'instance' ? (self.payload as readonly Value[]) : [];
      const rt = runtimeOf(call);
      rt.guards += 1;
      try {
        return rt.call(body, [none], noKeywords, call.site);
      } catch (error) {
        const raised = error instanceof PythonException ? error.instance.cls : null;
        const classes = kept.flatMap((each) => (each.kind === 'tuple' ? each.items : [each]));
        if (raised === null || !classes.some((cls) => cls.kind === 'class' && raised.mro.includes(cls)))
          throw error;
        return none;
      } finally {
        rt.guards -= 1;
      }
    },
  }),
  hooks: { instantiate: (cls, call) => nativeInstance(cls, call.args, call.site) },
});

export const contextlibModule = moduleOf({
  contextmanager,
  nullcontext: silentContext,
  closing: silentContext,
  suppress,
  AbstractContextManager: nativeClass({ name: 'AbstractContextManager', module: 'contextlib' }),
  // As a decorator it runs the function in its context; to a schema that is the function.
  ContextDecorator: nativeClass({
    name: 'ContextDecorator',
    module: 'contextlib',
    members: methodsOf({ __call__: ({ args: [, fn = none] }) => fn }),
  }),
  ...runTimeOnly('contextlib', ['asynccontextmanager', 'ExitStack', 'AsyncExitStack', 'redirect_stdout']),
});

const abcMeta = nativeClass({
  name: 'ABCMeta',
  module: 'abc',
  bases: [typeClass],
  members: methodsOf({ register: ({ args: [, cls = none] }) => cls }),
});

export const abcModule = moduleOf({
  ABCMeta: abcMeta,
  ABC: nativeClass({ name: 'ABC', module: 'abc', metaclass: abcMeta }),
  ...functionsOf({
    abstractmethod: identity,
    abstractclassmethod: ({ args: [fn = none] }) => ({ kind: 'classmethod', function: fn }),
    abstractstaticmethod: ({ args: [fn = none] }) => ({ kind: 'staticmethod', function: fn }),
    abstractproperty: ({ args: [get = none] }) => ({ kind: 'property', get, set: null }),
  }),
});

const namespaceClass = nativeClass({
  name: 'SimpleNamespace',
  module: 'types',
  hooks: {
    instantiate: (cls, call) => {
      const instance = nativeInstance(cls, null, call.site);
      for (const [name, value] of call.kwargs) instance.attributes.set(name, value);
      return instance;
    },
  },
});

const moduleType = nativeClass({
  name: 'ModuleType',
  module: 'types',
  hooks: {
    instantiate: (cls, call) => {
      const instance = nativeInstance(cls, null, call.site);
      instance.attributes.set('__name__', call.args[0] ?? none).set('__doc__', call.args[1] ?? none);
      return instance;
    },
  },
});

export const typesModule = moduleOf({
  SimpleNamespace: namespaceClass,
  MappingProxyType: dictClass,
  ...Object.fromEntries(
    [
      'FunctionType',
      'GenericAlias',
      'UnionType',
      'MethodType',
      'LambdaType',
      'TracebackType',
      'CodeType',
      'GeneratorType',
      'BuiltinFunctionType',
    ].map((name) => [name, nativeClass({ name, module: 'types' })]),
  ),
  NoneType: nativeClass({ name: 'NoneType', module: 'types' }),
  ModuleType: moduleType,
});

const ofKind =
  (...kinds: readonly Value['kind'][]) =>
  ({ args: [value = none] }: NativeCall): Value =>
    value.kind === 'unknown' ? value : bool(kinds.includes(value.kind));

export const inspectModule = moduleOf({
  ...functionsOf({
    isclass: ofKind('class'),
    isfunction: ofKind('function'),
    ismodule: ofKind('module'),
    ismethod: ofKind('bound-method'),
    isabstract: () => bool(false),
    getmro: ({ args: [cls = none] }) => (cls.kind === 'class' ? tuple(cls.mro) : cls),
    cleandoc: identity,
  }),
  ...runTimeOnly('inspect', [
    'signature',
    'getmembers',
    'getsource',
    'getfile',
    'stack',
    'currentframe',
    'getmodule',
    'getdoc',
  ]),
});

export const importlibModule = moduleOf({
  ...functionsOf({
    import_module: (call) => {
      const [name = none] = call.args;
      if (name.kind === 'unknown') return name;
      const target = text(call, 0, 'import_module');
      const base = call.args[1] ?? call.kwargs.get('package');
      if (!target.startsWith('.')) return runtimeOf(call).importByName(target, call.site);
      const dots = /^\.+/.exec(target)?.[0].length ?? 1;
      const parts = base?.kind === 'str' ? base.value.split('.') : [];
      const root = parts.slice(0, parts.length - dots + 1).join('.');
      return runtimeOf(call).importByName(`${root}.${target.slice(dots)}`, call.site);
    },
    reload: identity,
    invalidate_caches: nothing,
  }),
});

export const importlibMetadataModule = moduleOf({
  PackageNotFoundError: nativeClass({ name: 'PackageNotFoundError', module: 'importlib.metadata' }),
  ...runTimeOnly('importlib.metadata', ['version', 'metadata', 'entry_points', 'distribution']),
});

export const randomModule = moduleOf(
  runTimeOnly('random', [
    'random',
    'randint',
    'choice',
    'choices',
    'sample',
    'shuffle',
    'uniform',
    'randrange',
    'getrandbits',
    'SystemRandom',
    'Random',
  ]),
);

export const secretsModule = moduleOf(
  runTimeOnly('secrets', [
    'token_hex',
    'token_urlsafe',
    'token_bytes',
    'choice',
    'randbelow',
    'compare_digest',
  ]),
);

export const mathModule = moduleOf({
  pi: float(Math.PI),
  e: float(Math.E),
  inf: float(Infinity),
  nan: float(Number.NaN),
  ...functionsOf({
    ceil: (call) => rounded(call, Math.ceil),
    floor: (call) => rounded(call, Math.floor),
  }),
  ...runTimeOnly('math', ['sqrt', 'log', 'log2', 'log10', 'exp', 'sin', 'cos', 'pow', 'isclose']),
});

function rounded(call: NativeCall, round: (value: number) => number): Value {
  const [value = none] = call.args;
  if (value.kind === 'float') return int(wholeNumber(call, round(value.value)));
  return value;
}

/** `from __future__ import annotations` is a statement of its own; the module exists for `import __future__`. */
export const futureModule: NativeModuleFactory = moduleOf({ annotations: str('annotations') });
