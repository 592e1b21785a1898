import { JournaledList } from '../../python/eval/journal.ts';
import type { ClassValue, InstanceValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MetaDataBuilder } from '../orm/builders.ts';
import { FrozenTables } from '../orm/frozen-tables.ts';
import type { TypeEngine } from '../sql/types.ts';

/** What code does to a database through an engine that connects to nothing here. */
export interface EngineEffect {
  /**
   * `statement`: SQL that it executes; `read`: it looks at what the database answers; `listener`: a function that is to run on
   * events of an engine; `option`: an execution option or argument of the driver; the others: what becomes of a transaction.
   */
  readonly kind: 'statement' | 'read' | 'listener' | 'option' | 'begin' | 'commit' | 'rollback' | 'close';
  /** The SQL as far as it is known, or the name of the event or option. */
  readonly what: string;
  readonly site: Origin;
  /** Of a statement: what is executed; absent where it is given parameters. */
  readonly statement?: Value;
  /** What it is done to; absent for what env.py executes through its context. */
  readonly connection?: InstanceValue;
}

/** What the bindings keep for one interpreter. */
export interface BindingsState {
  /** Every `MetaData()` in the order of creation. */
  readonly metadata: JournaledList<MetaDataBuilder>;
  /** Functions of `@compiles`, by class and dialect name (`*` for any). */
  readonly compilers: Map<ClassValue, Map<string, Value>>;
  /** Classes of types that were read already: a `@compiles` for one of them comes too late. */
  readonly compiledTypes: Set<ClassValue>;
  /** Classes whose events code listens to. */
  readonly listenedTypes: Set<ClassValue>;
  /** Subclasses of `GenericFunction` by the name, in lower case, that `func` knows them by. */
  readonly functions: Map<string, ClassValue>;
  /** What the user says that types stand for, by qualified name; see `known-types.ts`. */
  knownTypes: ReadonlyMap<string, TypeEngine>;
  /** Of the last evaluation. */
  readonly frozen: FrozenTables;
  /** In the order in which they came. */
  readonly effects: JournaledList<EngineEffect>;
  /** The elements that are being compiled, each inside of the one before. */
  readonly compiling: InstanceValue[];
}

const states = new WeakMap<Interpreter, BindingsState>();

export function stateOf(interpreter: Interpreter): BindingsState {
  let state = states.get(interpreter);
  if (state === undefined) {
    state = {
      metadata: new JournaledList(),
      compilers: new Map(),
      compiledTypes: new Set(),
      listenedTypes: new Set(),
      functions: new Map(),
      knownTypes: new Map(),
      frozen: new FrozenTables(),
      effects: new JournaledList(),
      compiling: [],
    };
    states.set(interpreter, state);
  }
  return state;
}
