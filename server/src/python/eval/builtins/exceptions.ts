/** The builtin exceptions. */
import { nativeClass, nativeInstance, nativeMethod, none, str, tuple } from '../native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../value.ts';

/** Child → parent, parents first. */
const hierarchy: readonly (readonly [string, string])[] = [
  ['Exception', 'BaseException'],
  ['GeneratorExit', 'BaseException'],
  ['KeyboardInterrupt', 'BaseException'],
  ['SystemExit', 'BaseException'],
  ['ArithmeticError', 'Exception'],
  ['FloatingPointError', 'ArithmeticError'],
  ['OverflowError', 'ArithmeticError'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['BufferError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception'],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['MemoryError', 'Exception'],
  ['NameError', 'Exception'],
  ['UnboundLocalError', 'NameError'],
  ['OSError', 'Exception'],
  ['BlockingIOError', 'OSError'],
  ['ConnectionError', 'OSError'],
  ['BrokenPipeError', 'ConnectionError'],
  ['ConnectionAbortedError', 'ConnectionError'],
  ['ConnectionRefusedError', 'ConnectionError'],
  ['ConnectionResetError', 'ConnectionError'],
  ['ChildProcessError', 'OSError'],
  ['FileExistsError', 'OSError'],
  ['FileNotFoundError', 'OSError'],
  ['InterruptedError', 'OSError'],
  ['IsADirectoryError', 'OSError'],
  ['NotADirectoryError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['ProcessLookupError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopAsyncIteration', 'Exception'],
  ['StopIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['IndentationError', 'SyntaxError'],
  ['TabError', 'IndentationError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['UnicodeDecodeError', 'UnicodeError'],
  ['UnicodeEncodeError', 'UnicodeError'],
  ['UnicodeTranslateError', 'UnicodeError'],
  ['Warning', 'Exception'],
  ['BytesWarning', 'Warning'],
  ['DeprecationWarning', 'Warning'],
  ['EncodingWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['ImportWarning', 'Warning'],
  ['PendingDeprecationWarning', 'Warning'],
  ['ResourceWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
  ['SyntaxWarning', 'Warning'],
  ['UnicodeWarning', 'Warning'],
  ['UserWarning', 'Warning'],
];

function instantiate(cls: ClassValue, call: NativeCall): InstanceValue {
  const instance = nativeInstance(cls, { isException: true }, call.site);
  for (const [name, value] of exceptionAttributes(cls, call.args, call.kwargs)) {
    instance.attributes.set(name, value);
  }
  return instance;
}

/** What an exception of a class keeps of its arguments. */
export function exceptionAttributes(
  cls: ClassValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> = new Map(),
): Map<string, Value> {
  const attributes = new Map<string, Value>([['args', tuple(args)]]);
  const [first] = args;
  const is = (name: string): boolean => cls.mro.some((each) => each.name === name);
  if (first !== undefined && is('SystemExit')) attributes.set('code', first);
  if (is('ImportError')) {
    attributes.set('msg', args.length === 1 ? (first ?? none) : none);
    for (const name of ['name', 'path']) attributes.set(name, kwargs.get(name) ?? none);
  }
  return attributes;
}

function argsOf(self: Value | undefined): readonly Value[] {
  const args = self?.kind === 'instance' ? self.attributes.get('args') : undefined;
  return args?.kind === 'tuple' ? args.items : [];
}

const baseException = nativeClass({
  name: 'BaseException',
  module: 'builtins',
  members: {
    __str__: nativeMethod('__str__', ({ args: [self], interpreter, site }) => {
      const args = argsOf(self);
      const [first] = args;
      if (first === undefined) return str('');
      if (args.length > 1) return str(interpreter.repr(tuple(args), site));
      const isKeyError = self?.kind === 'instance' && self.cls.mro.some((c) => c.name === 'KeyError');
      return str(isKeyError ? interpreter.repr(first, site) : interpreter.str(first, site));
    }),
    __repr__: nativeMethod('__repr__', ({ args: [self], interpreter, site }) => {
      const name = self?.kind === 'instance' ? self.cls.name : 'BaseException';
      const shown = argsOf(self).map((value) => interpreter.repr(value, site));
      return str(`${name}(${shown.join(', ')})`);
    }),
    with_traceback: nativeMethod('with_traceback', ({ args: [self] }) => self ?? none),
    add_note: nativeMethod('add_note', () => none),
    __cause__: none,
    __context__: none,
    __traceback__: none,
  },
  hooks: { instantiate },
});

/** The exception classes by name. */
export const exceptionClasses: ReadonlyMap<string, ClassValue> = (() => {
  const classes = new Map([['BaseException', baseException]]);
  for (const [name, parent] of hierarchy) {
    const base = classes.get(parent) ?? baseException;
    classes.set(name, nativeClass({ name, module: 'builtins', bases: [base] }));
  }
  const os = classes.get('OSError');
  if (os !== undefined) classes.set('IOError', os).set('EnvironmentError', os);
  return classes;
})();
