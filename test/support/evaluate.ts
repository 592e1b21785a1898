import { createInterpreter } from '../../server/src/python/eval/evaluate.ts';
import type {
  InterpreterOptions,
  ModuleLoader,
  UnknownUse,
} from '../../server/src/python/eval/interpreter.ts';
import { stdlibModules } from '../../server/src/python/eval/stdlib/index.ts';
import type { Interpreter, Value } from '../../server/src/python/eval/value.ts';
import { parseModule } from '../../server/src/python/syntax/parser.ts';

/** A loader over files given as text: `{ 'app/models.py': '…' }`. */
export function loaderOf(files: Readonly<Record<string, string>>): ModuleLoader {
  return {
    find(name) {
      const path = name.replaceAll('.', '/');
      for (const [file, isPackage] of [
        [`${path}/__init__.py`, true],
        [`${path}.py`, false],
      ] as const) {
        const text = files[file];
        if (text !== undefined) return { kind: 'source', module: parseModule(`/${file}`, text), isPackage };
      }
      return Object.keys(files).some((file) => file.startsWith(`${path}/`)) ? { kind: 'namespace' } : null;
    },
  };
}

export interface Evaluated {
  readonly interpreter: Interpreter;
  /** The value of a module-level name. */
  value(name: string): Value;
  /** `repr` of a module-level name; `<unknown: reason>` for an Unknown, the exception's text when the module raised. */
  show(name: string): string;
  /** The exception that ended the module, as `2: NameError: …`, or null. */
  readonly error: string | null;
  /** What `onUnknownControlFlow` was told: `2: call`. */
  readonly unknownUses: readonly string[];
}

const site = { file: '/main.py', range: { start: 0, end: 0 } };

/** Evaluates a module text, with the emulated standard library and further files. */
export function evaluateText(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<InterpreterOptions> = {},
): Evaluated {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const unknownUses: string[] = [];
  const interpreter = createInterpreter({
    loader: loaderOf({ ...files, 'main.py': text }),
    nativeModules: stdlibModules,
    onUnknownControlFlow: (origin, _reason, use: UnknownUse) => {
      unknownUses.push(`${lineOf(origin?.range.start ?? 0).toString()}: ${use}`);
    },
    ...options,
  });
  const outcome = interpreter.importModule('main');
  const module = outcome.ok ? outcome.value : null;
  const error = outcome.ok
    ? null
    : `${lineOf(outcome.problem.origin?.range.start ?? 0).toString()}: ${outcome.problem.message}`;
  const value = (name: string): Value => {
    const found = module?.namespace.get(name);
    if (found === undefined) throw new Error(error ?? `no name ${name}`);
    return found;
  };
  return {
    interpreter,
    value,
    show: (name) => (error === null ? interpreter.repr(value(name), site) : error),
    error,
    unknownUses,
  };
}
