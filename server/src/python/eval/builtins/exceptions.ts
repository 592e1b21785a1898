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
  ['FileExistsError', 'OSError'],
  ['FileNotFoundError', 'OSError'],
  ['PermissionError', 'OSError'],
  ['TimeoutError', 'OSError'],
  ['ReferenceError', 'Exception'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopAsyncIteration', 'Exception'],
  ['StopIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['IndentationError', 'SyntaxError'],
  ['SystemError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['UnicodeDecodeError', 'UnicodeError'],
  ['UnicodeEncodeError', 'UnicodeError'],
  ['Warning', 'Exception'],
  ['DeprecationWarning', 'Warning'],
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
  instance.attributes.set('args', tuple(call.args));
  if (call.args[0] !== undefined && cls.mro.some((c) => c.name === 'SystemExit')) {
    instance.attributes.set('code', call.args[0]);
  }
  return instance;
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
