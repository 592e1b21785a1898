import type { Value } from './value.ts';

/** A lexical scope: a module's, a function call's, a class body's or a comprehension's. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  /** Names that `global` / `nonlocal` send elsewhere. */
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  /** The module scope at the root. */
  readonly module: Scope | null;
}
