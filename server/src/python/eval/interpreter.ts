/** What an interpreter is made from. `createInterpreter` of `evaluate.ts` makes one. */
import type { Module } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import type { EntryPoint, Interpreter, Value } from './value.ts';

/** Finds modules of the workspace by dotted name. The engine does no I/O: the workspace layer implements it. */
export interface ModuleLoader {
  /** `app.models` → its parsed source; a folder without `__init__.py` is a namespace package; null when it is not here. */
  find(name: string): FoundModule | null;
  /** A module of a package that is not read, where it is plain: it imports nothing, so that it can be read by itself. */
  findPlain?(name: string): SourceModule | null;
  /** The text of a file that a library reads for its settings (`.env`); null when there is none. */
  readText?(path: string): string | null;
  /** Modules that may start the project's application, best first; see `Interpreter.entryPoints`. */
  entryPoints?(): readonly EntryPoint[];
  /** The version of a package that the project's lock files or requirements fix; null when they name none. */
  pinnedVersion?(packageName: string): string | null;
}
export type FoundModule = SourceModule | NamespacePackage | UnreadModule;
export interface SourceModule {
  readonly kind: 'source';
  readonly module: Module;
  readonly isPackage: boolean;
  /** The package, for one that is not the project's: it has a budget of its own, and fails by itself. */
  readonly foreign?: string;
}
/** A module that is there and that is not read (a compiled one, for instance): what it holds is unknown. */
export interface UnreadModule {
  readonly kind: 'unread';
  readonly reason: string;
}
export interface NamespacePackage {
  readonly kind: 'namespace';
}

/**
 * Makes the namespace of one emulated module (`sqlalchemy`, `alembic.op`, `datetime`). Called once per interpreter. Null where
 * the workspace has another module of that name, which is evaluated then.
 */
export type NativeModuleFactory = (interpreter: Interpreter) => NativeModule | null;
export interface NativeModule {
  readonly namespace: ReadonlyMap<string, Value>;
  readonly getAttribute?: (name: string, site: Origin) => Value | undefined;
}

export interface Budget {
  /** Statements and expressions evaluated, over the interpreter's life; past it evaluation stops with a problem. */
  readonly steps: number;
  /** Nested Python calls. */
  readonly depth: number;
  /** Items in one container or string, bits in one integer. */
  readonly size: number;
  /** Words of 8 bytes allocated over the interpreter's life, whether they are still in use or not. */
  readonly memory: number;
}

/** What evaluating something took of the budgets. */
export interface Cost {
  readonly steps: number;
  readonly memory: number;
}

export interface InterpreterOptions {
  readonly loader: ModuleLoader;
  /** Dotted name → factory. These win over the workspace's modules. */
  readonly nativeModules: ReadonlyMap<string, NativeModuleFactory>;
  readonly budget?: Partial<Budget>;
  /** Whether `startAgain` will be asked for; it costs a look at everything that modules make. */
  readonly keepsModules?: boolean;
  /** Variables of the environment: null for one that is not set, undefined for one that is not known, as all are without this. */
  readonly environment?: (name: string) => string | null | undefined;
  /**
   * Called when evaluation could not follow the code because of an Unknown, so that whoever counts side effects (script
   * evaluation) can refuse: a condition or loop over an Unknown, a call of one, or a statement that is nothing but one.
   */
  readonly onUnknownControlFlow?: (origin: Origin | null, reason: string, use: UnknownUse) => void;
}

/**
 * `condition`: `if`, `while`, `for`, `match` … on an Unknown, whose body was not run; `call`: an Unknown was called;
 * `statement`: an expression statement gave an Unknown; `error`: a statement that does not parse was passed over.
 */
export type UnknownUse = 'condition' | 'call' | 'statement' | 'error';

export type { Interpreter, Outcome } from './value.ts';
