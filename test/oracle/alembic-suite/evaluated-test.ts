/** Runs one of Alembic's test functions in our evaluator, as far as it can be followed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alembicModules, refuseUnknownControlFlow } from '../../../server/src/alembic/bindings/index.ts';
import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import type { Interpreter, SourceModule } from '../../../server/src/python/eval/interpreter.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import type {
  ClassValue,
  FunctionValue,
  InstanceValue,
  Value,
} from '../../../server/src/python/eval/value.ts';
import { bool, int, nativeFunction, none, str } from '../../../server/src/python/eval/native.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import { lookup } from '../../../server/src/python/eval/classes.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import type { OurContext } from './our-contexts.ts';
import type { OurRendering } from './rendering-modules.ts';
import type { RecordedTest } from './suite.ts';
import { fixtureMark, SuiteState, testingModules } from './testing-modules.ts';

export interface EvaluatedTest {
  readonly contexts: readonly OurContext[];
  readonly rendered: readonly OurRendering[];
  /** Operations on a live connection. */
  readonly live: readonly MigrateOperation[];
  /** What could not be followed, in order. */
  readonly problems: readonly string[];
}

const sources = new Map<string, SourceModule>();

function find(folder: string, name: string): SourceModule | null {
  const [top, base] = name.split('.');
  if (top !== 'tests') return null;
  const file = path.join(folder, 'tests', `${base ?? '__init__'}.py`);
  const known = sources.get(file);
  if (known !== undefined) return known;
  const found: SourceModule = {
    kind: 'source',
    module: parseModule(file, readFileSync(file, 'utf8')),
    isPackage: base === undefined,
  };
  sources.set(file, found);
  return found;
}

const site = { file: '', range: { start: 0, end: 0 } };

export function evaluateTest(folder: string, test: RecordedTest): EvaluatedTest {
  const problems: string[] = [];
  const state = new SuiteState();
  const known = new Map([...stdlibModules, ...sqlalchemyModules, ...alembicModules]);
  const interpreter: Interpreter = createInterpreter({
    loader: { find: (name) => find(folder, name) },
    nativeModules: new Map([...known, ...testingModules(state, known)]),
    onUnknownControlFlow: (origin, reason, use) => {
      problems.push(reason);
      refuseUnknownControlFlow(() => interpreter)(origin, reason, use);
    },
  });
  const isDoubt = ({ severity }: Problem): boolean => severity === 'error' || severity === 'warning';
  const done = (): EvaluatedTest => ({
    contexts: state.contexts,
    rendered: state.rendered,
    live: state.live?.operations ?? [],
    problems: [
      ...problems,
      ...state.contexts.flatMap((context) => context.refusals.map(({ message }) => message)),
      ...interpreter.problems.filter(isDoubt).map(({ message }) => message),
    ],
  });
  const module = interpreter.importModule(`tests.${test.file.replace('.py', '')}`);
  if (!module.ok) {
    problems.push(module.problem.message);
    return done();
  }
  module.value.namespace.set('eval', evalFunction);
  const cls = test.cls === null ? undefined : module.value.namespace.get(test.cls);
  if (cls?.kind !== 'class') {
    problems.push(`the class ${test.cls ?? '(none)'} is not known`);
    return done();
  }
  // What importing the module could not follow matters where the test uses it, and is told there.
  const before = problems.length + interpreter.problems.filter(isDoubt).length;
  state.doubts = () => problems.length + interpreter.problems.filter(isDoubt).length - before;
  const outcome = interpreter.run(
    {
      kind: 'native-function',
      name: 'test',
      isMethod: false,
      call: () => runMethod(interpreter, state, cls, test),
    },
    [],
  );
  if (!outcome.ok) problems.push(outcome.problem.message);
  return done();
}

/** `eval(code)` of rendered operations. */
const evalFunction = nativeFunction('eval', ({ args: [code], interpreter }) => {
  const text = code?.kind === 'str' ? code.value : '';
  const imports = 'import sqlalchemy as sa\nfrom alembic import op\n';
  const outcome = interpreter.runModule(parseModule('/eval.py', imports + text), 'eval');
  return outcome.ok ? none : interpreter.unknown(outcome.problem.message, site);
});

function runMethod(interpreter: Interpreter, state: SuiteState, cls: ClassValue, test: RecordedTest): Value {
  const self = interpreter.call(cls, [], new Map(), site);
  for (const name of ['setup_class', 'setUp', 'setup_test']) {
    const setup = interpreter.findAttribute(self, name, site);
    if (setup !== undefined && setup.kind !== 'unknown') interpreter.call(setup, [], new Map(), site);
  }
  const method = lookup(cls, test.function);
  if (method?.kind !== 'function' || self.kind !== 'instance') {
    return interpreter.raise('NameError', `the test ${test.function} is not known`, site);
  }
  return interpreter.call(method, [self], argumentsOf(interpreter, state, self, method, test), site);
}

/** Values of the parameters that decorators give, and of those that fixtures of the class give. */
function argumentsOf(
  interpreter: Interpreter,
  state: SuiteState,
  self: InstanceValue,
  method: FunctionValue,
  test: RecordedTest,
): Map<string, Value> {
  const given = new Map<string, Value>();
  for (const { name } of method.definition.parameters.slice(1)) {
    const index = test.indices[name];
    const literal = test.literals[name];
    if (literal !== undefined) {
      given.set(name, literalValue(literal));
      continue;
    }
    if (index !== undefined) {
      const value = state.parameter(method, name, index);
      given.set(name, value ?? interpreter.unknown(`the parameter ${name} is not known`, site));
      continue;
    }
    const fixture = lookup(self.cls, name);
    if (fixture?.kind === 'function' && fixture.attributes.has(fixtureMark)) {
      const made = interpreter.call(fixture, [self], new Map(), site);
      const items = made.kind === 'iterator' ? interpreter.iterate(made, site) : [made];
      given.set(name, items?.[0] ?? interpreter.unknown(`the fixture ${name} is not known`, site));
    } else {
      given.set(name, interpreter.unknown(`the fixture ${name} is not known`, site));
    }
  }
  return given;
}

function literalValue(value: string | number | boolean | null): Value {
  if (value === null) return none;
  if (typeof value === 'string') return str(value);
  return typeof value === 'boolean' ? bool(value) : int(value);
}
