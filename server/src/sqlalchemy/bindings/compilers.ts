/**
 * `@compiles(Class, *dialects)`: functions of the application that write the SQL of its own elements and types. They are
 * called once per dialect when a schema is frozen. Mirrors `sqlalchemy.ext.compiler`.
 */
import { EvaluationStopped, PythonException } from '../../python/eval/errors.ts';
import { lookup } from '../../python/eval/classes.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
} from '../../python/eval/native.ts';
import type { ClassValue, InstanceValue, Interpreter, NativeCall, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import { dialectFor, isDialectName } from '../dialects/index.ts';
import type { DialectName } from '../engine/dialect.ts';
import { stringOf } from './arguments.ts';
import { stateOf } from './state.ts';

/** `@compiles(Class, "postgresql", …)`; without a dialect, for all that have no function of their own. */
export const compiles = nativeFunction('compiles', (call) => {
  const [cls, ...specs] = call.args;
  const names = specs.map(stringOf);
  return nativeFunction('compiles', ({ args: [fn = none], interpreter, site }) => {
    if (cls?.kind !== 'class') return fn;
    const { compilers, compiledTypes } = stateOf(interpreter);
    const dialects = names.length === 0 ? [anyDialect] : names.filter((name) => typeof name === 'string');
    if (compiledTypes.has(cls) && dialects.some((name) => name === anyDialect || isDialectName(name))) {
      const message = `\`@compiles\` for \`${cls.name}\` comes after columns of that type, whose SQL it would change`;
      interpreter.report({ code: 'unknown-type', severity: 'error', message, origin: site });
    }
    interpreter.noteHiddenState();
    const own = compilers.get(cls) ?? new Map<string, Value>();
    compilers.set(cls, own);
    for (const name of dialects) own.set(name, fn);
    return fn;
  });
});

const anyDialect = '*';

/** Whether a function of the application writes the SQL of instances of the class. */
export function hasCompiler(interpreter: Interpreter, cls: ClassValue): boolean {
  const { compilers } = stateOf(interpreter);
  return compilers.size > 0 && cls.mro.some((base) => compilers.has(base));
}

/** What a `@compiles` function gave. */
export type Compiled =
  | { readonly kind: 'text'; readonly text: string; readonly processed: readonly NativeCall[] }
  | { readonly kind: 'error'; readonly reason: string };

/**
 * Calls the function of the instance's class for a dialect; null when it has none. `process` writes what the function hands
 * to `compiler.process()`: a placeholder with the index of the call among `processed`, or text.
 */
export function compileWith(
  interpreter: Interpreter,
  element: InstanceValue,
  dialect: DialectName,
  options: {
    readonly dialectValue: InstanceValue;
    readonly members: (processed: NativeCall[]) => Readonly<Record<string, (call: NativeCall) => Value>>;
    readonly site: Origin;
  },
): Compiled | null {
  const fn = compilerFor(interpreter, element.cls, dialect);
  if (fn === null) return null;
  const processed: NativeCall[] = [];
  const compiler = nativeInstance(compilerClass, dialect, options.site);
  compiler.attributes.set('dialect', options.dialectValue);
  compiler.attributes.set('preparer', nativeInstance(preparerClass, dialect, options.site));
  for (const [name, run] of Object.entries(options.members(processed)))
    compiler.attributes.set(name, nativeFunction(name, run));
  const failed = (reason: string): Compiled => ({
    kind: 'error',
    reason: `the SQL of \`${element.cls.name}\` cannot be known: ${reason}`,
  });
  try {
    const kwargs = new Map<string, Value>([
      ['literal_binds', { kind: 'bool', value: true }],
      ['include_table', interpreter.unknown('whether `include_table` is set', options.site)],
    ]);
    const result = interpreter.call(fn, [element, compiler], kwargs, options.site);
    const text = stringOf(result);
    if (typeof text === 'string') return { kind: 'text', text, processed };
    return failed(result.kind === 'unknown' ? result.reason : 'its @compiles function gives no string');
  } catch (error) {
    if (error instanceof EvaluationStopped) return failed(error.message);
    if (!(error instanceof PythonException)) throw error;
    const message = interpreter.str(error.instance, options.site);
    return failed(`${error.instance.cls.name}${message === '' ? '' : `: ${message}`}`);
  }
}

/** A class's functions come before those of its bases, whichever dialect they are for. */
function compilerFor(interpreter: Interpreter, cls: ClassValue, dialect: DialectName): Value | null {
  const { compilers } = stateOf(interpreter);
  for (const base of cls.mro) {
    const own = compilers.get(base);
    const fn = own?.get(dialect) ?? own?.get(anyDialect);
    if (fn !== undefined) return fn;
  }
  return null;
}

/** What evaluated code sees as a compiler; what it has besides its members here is not known. */
const compilerClass: ClassValue = nativeClass({ name: 'SQLCompiler', module: 'sqlalchemy.sql.compiler' });

const quote = nativeMethod('quote', (call) => {
  const [self, name] = call.args;
  const text = name === undefined ? undefined : stringOf(name);
  if (self?.kind !== 'instance' || typeof self.payload !== 'string' || !isDialectName(self.payload))
    return none;
  if (typeof text !== 'string') return name ?? none;
  return str(dialectFor(self.payload).identifierPreparer.quote(text));
});
const preparerClass: ClassValue = nativeClass({
  name: 'IdentifierPreparer',
  module: 'sqlalchemy.sql.compiler',
  members: { quote },
});

/** The `name` of a function element: the class's own, else the class's name. */
export function functionName(cls: ClassValue): string {
  const name = lookup(cls, 'name');
  const text = name === undefined ? undefined : stringOf(name);
  return typeof text === 'string' ? text : cls.name;
}
