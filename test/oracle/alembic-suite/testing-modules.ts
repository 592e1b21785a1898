/** What Alembic's test modules import besides Alembic and SQLAlchemy: fixtures, assertions, parameters, mocks. */
import type { NativeModuleFactory } from '../../../server/src/python/eval/interpreter.ts';
import type {
  ClassValue,
  FunctionValue,
  Interpreter,
  NativeCall,
  Value,
} from '../../../server/src/python/eval/value.ts';
import { PythonException } from '../../../server/src/python/eval/errors.ts';
import {
  bool,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
} from '../../../server/src/python/eval/native.ts';
import { operationsClass } from '../../../server/src/alembic/bindings/custom-operations.ts';
import type { Recorder } from '../../../server/src/alembic/bindings/recorder.ts';
import { alembicState } from '../../../server/src/alembic/bindings/state.ts';
import { Arguments, stringOf } from '../../../server/src/sqlalchemy/bindings/arguments.ts';
import { decoratorFactory, inertClass, noOperation } from '../../../server/src/sqlalchemy/bindings/inert.ts';
import { readConvention } from '../../../server/src/sqlalchemy/bindings/schema/table.ts';
import { batchModule, schemaObjects } from './batch-module.ts';
import { OurContext } from './our-contexts.ts';
import { renderingModules, type OurRendering } from './rendering-modules.ts';

/** Marks a method as a pytest fixture. */
export const fixtureMark = '__suite_fixture__';

interface Parameters {
  /** Null: the function's own, in order. */
  readonly names: readonly string[] | null;
  readonly sets: readonly (readonly Value[])[];
}

/** What one test leaves behind. */
export class SuiteState {
  readonly contexts: OurContext[] = [];
  readonly rendered: OurRendering[] = [];
  /** Of a `MigrationContext.configure(connection)`. */
  live: Recorder | null = null;
  readonly parameters = new Map<Value, Parameters[]>();

  /** How many things the test did so far that could not be followed. */
  doubts: (interpreter: Interpreter) => number = () => 0;

  get current(): OurContext | undefined {
    return this.contexts.at(-1);
  }

  /** The value of a parameter that a decorator gives. */
  parameter(method: FunctionValue, name: string, index: number): Value | undefined {
    for (const { names, sets } of this.parameters.get(method) ?? []) {
      const own = names ?? method.definition.parameters.slice(1).map((parameter) => parameter.name);
      const at = own.indexOf(name);
      if (at >= 0) return sets[index]?.[at];
    }
    return undefined;
  }
}

/** By name; these win over the modules that scripts get. */
export function testingModules(
  state: SuiteState,
  known: ReadonlyMap<string, NativeModuleFactory>,
): ReadonlyMap<string, NativeModuleFactory> {
  const names = testingNames(state);
  const operations: Record<string, Value> = { Operations: operationsWithSchema };
  const modules: Record<string, Readonly<Record<string, Value>>> = {
    'alembic.testing': names,
    'alembic.testing.fixtures': names,
    'alembic.testing.assertions': names,
    'alembic.testing.exclusions': names,
    'alembic.testing.env': envNames,
    'alembic.testing.suite': {},
    'alembic.testing.suite._autogen_fixtures': names,
    'sqlalchemy.testing': names,
    'alembic.operations': operations,
    'alembic.operations.batch': batchModule(state),
    'alembic.operations.toimpl': {},
    'alembic.ddl.sqlite': { SQLiteImpl: inertClass('SQLiteImpl', 'alembic.ddl.sqlite') },
    'unittest.mock': mockNames,
    'alembic.util.sqla_compat': {
      sqla_2: bool(true),
      sqla_2_1: bool(false),
      _NONE_NAME: none,
      _inherit_schema_deprecated: nativeFunction('_inherit_schema_deprecated', () => bool(false)),
    },
    'sqlalchemy.dialects.sqlite': { dialect: inertClass('SQLiteDialect', 'sqlalchemy.dialects.sqlite') },
    ...renderingModules(state),
  };
  // `from alembic import testing` asks the package, whose own factory would answer that it does not know it.
  const factories = new Map<string, NativeModuleFactory>(
    Object.entries(modules).map(([name, namespace]) => [name, overriding(known.get(name), namespace)]),
  );
  for (const name of [
    'alembic',
    'alembic.operations',
    'alembic.ddl',
    'alembic.testing',
    'alembic.util',
    'alembic.autogenerate',
    'alembic.runtime',
    'sqlalchemy.dialects',
    'sqlalchemy.engine',
  ]) {
    const own = factories.get(name) ?? known.get(name);
    factories.set(
      name,
      withSubmodules(name, own, () => [...factories.keys()]),
    );
  }
  return factories;
}

function overriding(
  original: NativeModuleFactory | undefined,
  namespace: Readonly<Record<string, Value>>,
): NativeModuleFactory {
  return (interpreter) => {
    const made = original?.(interpreter);
    return {
      ...made,
      namespace: new Map([...(made?.namespace ?? []), ...Object.entries(namespace)]),
    };
  };
}

/** A replaced submodule is an attribute of its package. */
function withSubmodules(
  name: string,
  original: NativeModuleFactory | undefined,
  replaced: () => readonly string[],
): NativeModuleFactory {
  return (interpreter) => {
    const made = original?.(interpreter) ?? { namespace: new Map<string, Value>() };
    return {
      namespace: made.namespace,
      getAttribute: (attribute, site) => {
        const submodule = `${name}.${attribute}`;
        if (!replaced().includes(submodule)) return made.getAttribute?.(attribute, site);
        const imported = interpreter.importModule(submodule);
        return imported.ok ? imported.value : undefined;
      },
    };
  };
}

/** `Operations(context)`, whose schema objects the batch tests use. */
const operationsWithSchema: ClassValue = nativeClass({
  name: 'Operations',
  module: 'alembic.operations.base',
  bases: [operationsClass],
  hooks: {
    getAttribute: (self, name, call) =>
      name === 'schema_obj'
        ? schemaObjects(call.site)
        : operationsClass.hooks?.getAttribute?.(self, name, call),
  },
});

const contextClass = inertClass('MigrationContext', 'alembic.runtime.migration', {
  members: {
    assert_: noOperation('assert_'),
    assert_contains: noOperation('assert_contains'),
    clear_assertions: noOperation('clear_assertions'),
  },
});

function opFixture(state: SuiteState): Value {
  return nativeFunction('op_fixture', (call) => {
    const given = new Arguments('op_fixture', call, [
      'dialect',
      'as_sql',
      'naming_convention',
      'literal_binds',
      'native_boolean',
    ]);
    const convention = given.value('naming_convention');
    const context = new OurContext({
      dialect: given.string('dialect') ?? 'default',
      asSql: given.bool('as_sql') ?? false,
      literalBinds: given.bool('literal_binds') ?? false,
      namingConvention:
        convention === undefined || convention.kind === 'none' ? null : readConvention(given, convention),
      nativeBoolean: given.bool('native_boolean') ?? null,
      doubts: () => state.doubts(call.interpreter),
    });
    state.contexts.push(context);
    alembicState(call.interpreter).recorder = context;
    return nativeInstance(contextClass, context, call.site);
  });
}

/** What a test expects to fail: the operation has recorded that, or the evaluation raises. */
function expectFailure(
  current: OurContext | undefined,
  interpreter: Interpreter,
  run: () => void,
  before = current?.events.length ?? 0,
): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof PythonException)) throw error;
    const known = current?.events.slice(before).some((event) => event.error !== null) ?? false;
    if (!known) current?.raised(interpreter.str(error.instance, error.site));
  }
}

function assertRaises(state: SuiteState, name: string, leading: number): Value {
  return nativeFunction(name, (call) => {
    const callee = call.args[leading];
    if (callee === undefined) return none;
    expectFailure(state.current, call.interpreter, () => {
      call.interpreter.call(callee, call.args.slice(leading + 1), call.kwargs, call.site);
    });
    return none;
  });
}

function expectRaises(state: SuiteState, name: string): Value {
  const cls = nativeClass({
    name: 'Expected',
    module: 'alembic.testing.assertions',
    members: {
      __enter__: nativeMethod('__enter__', ({ args: [self] }) => {
        if (self?.kind === 'instance') self.payload = state.current?.events.length ?? 0;
        return self ?? none;
      }),
      __exit__: nativeMethod('__exit__', (call) => {
        const [self, , error] = call.args;
        if (error?.kind !== 'instance') return none;
        const before = self?.kind === 'instance' && typeof self.payload === 'number' ? self.payload : 0;
        const raise = (): never => {
          throw new PythonException(error, call.site);
        };
        expectFailure(state.current, call.interpreter, raise, before);
        return bool(true);
      }),
    },
  });
  return nativeFunction(name, (call) => nativeInstance(cls, 0, call.site));
}

/** `@combinations(…)`. An element that is an exclusion is no value. */
function combinations(state: SuiteState): Value {
  return nativeFunction('combinations', (call) => {
    const names = stringOf(call.kwargs.get('argnames') ?? none) ?? null;
    const letters = stringOf(call.kwargs.get('id_') ?? none) ?? null;
    const sets = call.args.map((each) => {
      const items = each.kind === 'tuple' ? each.items : [each];
      const values = items.filter((item) => !(item.kind === 'instance' && item.cls === exclusionClass));
      return letters === null ? values : values.filter((_item, index) => letters[index] !== 'i');
    });
    return marker(state, {
      names: names === null ? null : names.split(',').map((name) => name.trim()),
      sets,
    });
  });
}

function marker(state: SuiteState, parameters: Parameters): Value {
  return nativeFunction('combinations', ({ args: [fn] }) => {
    if (fn === undefined) return none;
    state.parameters.set(fn, [...(state.parameters.get(fn) ?? []), parameters]);
    return fn;
  });
}

const variationClass: ClassValue = nativeClass({
  name: 'Variation',
  module: 'sqlalchemy.testing.config',
  members: {
    __bool__: nativeMethod('__bool__', ({ args: [self] }) => {
      const payload = self?.kind === 'instance' ? (self.payload as VariationCase) : null;
      return bool(payload?.name === payload?.argument);
    }),
  },
  hooks: {
    getAttribute: (self, name) =>
      name.startsWith('__') ? undefined : bool((self.payload as VariationCase).name === name),
  },
});
interface VariationCase {
  readonly argument: string;
  readonly name: string;
}

/** `@variation("name", [True, False, "other"])` */
function variation(state: SuiteState): Value {
  return nativeFunction('variation', (call) => {
    const argument = stringOf(call.args[0] ?? none) ?? '';
    const cases = call.interpreter.iterate(call.args[1] ?? none, call.site) ?? [];
    const sets = cases.map((each) => {
      const value = each.kind === 'tuple' ? (each.items[0] ?? none) : each;
      const name =
        value.kind === 'bool' ? (value.value ? argument : `not_${argument}`) : (stringOf(value) ?? '');
      return [nativeInstance(variationClass, { argument, name }, call.site)];
    });
    return marker(state, { names: [argument], sets });
  });
}

/** `@fixture` and `@fixture()`. */
const fixture = nativeFunction('fixture', (call) => {
  const mark = (fn: Value | undefined): Value => {
    if (fn?.kind === 'function') fn.attributes.set(fixtureMark, bool(true));
    return fn ?? none;
  };
  const [first] = call.args;
  return first === undefined ? nativeFunction('fixture', ({ args: [fn] }) => mark(fn)) : mark(first);
});

const exclusionClass: ClassValue = nativeClass({
  name: 'Exclusion',
  module: 'sqlalchemy.testing.exclusions',
  members: {
    // Of a test, or with the arguments of the exclusion.
    __call__: nativeMethod(
      '__call__',
      ({ args: [self, fn] }) => (fn?.kind === 'function' || fn?.kind === 'class' ? fn : self) ?? none,
    ),
    __add__: nativeMethod('__add__', ({ args: [self] }) => self ?? none),
  },
  hooks: {
    // `requirements.comments`, `exclusions.only_on("sqlite")`: what they decorate stays as it is.
    getAttribute: (self, name) => (name.startsWith('__') ? undefined : self),
  },
});

const nowhere = { file: '', range: { start: 0, end: 0 } };
const exclusion = nativeInstance(exclusionClass, null, nowhere);
const exclusionFunction = nativeFunction('exclusion', () => exclusion);

const plainBlockClass = nativeClass({
  name: 'Block',
  module: 'alembic.testing.assertions',
  members: {
    __enter__: nativeMethod('__enter__', ({ args: [self] }) => self ?? none),
    __exit__: nativeMethod('__exit__', () => none),
  },
});
const plainBlockFunction = nativeFunction('expect_warnings', (call) =>
  nativeInstance(plainBlockClass, null, call.site),
);

function testingNames(state: SuiteState): Readonly<Record<string, Value>> {
  const testBase = nativeClass({ name: 'TestBase', module: 'alembic.testing.fixtures' });
  const emitsWarning = decoratorFactory('emits_warning');
  const names: Record<string, Value> = {
    TestBase: testBase,
    TablesTest: testBase,
    AutogenFixtureTest: nativeClass({ name: 'AutogenFixtureTest', module: 'alembic.testing' }),
    FutureEngineMixin: nativeClass({ name: 'FutureEngineMixin', module: 'alembic.testing.fixtures' }),
    op_fixture: opFixture(state),
    assert_raises: assertRaises(state, 'assert_raises', 1),
    assert_raises_message: assertRaises(state, 'assert_raises_message', 2),
    expect_raises: expectRaises(state, 'expect_raises'),
    expect_raises_message: expectRaises(state, 'expect_raises_message'),
    expect_warnings: plainBlockFunction,
    expect_deprecated: plainBlockFunction,
    expect_sqlalchemy_deprecated: plainBlockFunction,
    expect_sqlalchemy_deprecated_20: plainBlockFunction,
    emits_warning: emitsWarning,
    uses_deprecated: emitsWarning,
    emits_python_deprecation_warning: emitsWarning,
    provide_metadata: nativeFunction('provide_metadata', ({ args: [fn] }) => fn ?? none),
    combinations: combinations(state),
    variation: variation(state),
    fixture,
    resolve_lambda: nativeFunction('resolve_lambda', (call) => {
      const [fn] = call.args;
      return fn === undefined ? none : call.interpreter.call(fn, [], call.kwargs, call.site);
    }),
    mock: namespace(mockNames),
    exclusions: exclusion,
    requires: exclusion,
    skip_if: exclusionFunction,
  };
  for (const name of [
    'eq_',
    'ne_',
    'is_',
    'is_not_',
    'is_true',
    'is_false',
    'eq_ignore_whitespace',
    'eq_regex',
  ])
    names[name] = noOperation(name);
  const config = namespace({
    requirements: exclusion,
    combinations: names['combinations'] ?? none,
    variation: names['variation'] ?? none,
    fixture,
    skip_test: noOperation('skip_test'),
  });
  return { ...names, config };
}

function namespace(members: Readonly<Record<string, Value>>): Value {
  const instance = nativeInstance(inertClass('namespace', 'alembic.testing'), null, nowhere);
  for (const [name, value] of Object.entries(members)) instance.attributes.set(name, value);
  return instance;
}

const mockClass = inertClass('Mock', 'unittest.mock', {
  reason: 'is a mock',
  members: {
    // `@mock.patch(…)` replaces what the evaluation does not have.
    __call__: decoratorFactory('__call__'),
  },
});
const mockNames: Readonly<Record<string, Value>> = {
  Mock: mockClass,
  MagicMock: mockClass,
  ANY: str('ANY'),
  call: nativeInstance(mockClass, null, nowhere),
  patch: nativeInstance(mockClass, null, nowhere),
};

const envNames: Readonly<Record<string, Value>> = Object.fromEntries(
  ['staging_env', 'clear_staging_env', 'write_script', '_no_sql_testing_config', 'three_rev_fixture'].map(
    (name) => [
      name,
      nativeFunction(name, (call: NativeCall) =>
        call.interpreter.unknown(`${name}() makes files, which the evaluation does not`, call.site),
      ),
    ],
  ),
);
