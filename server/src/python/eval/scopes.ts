/** Reading and binding names. */
import type { Scope, Value } from './value.ts';

export function moduleScope(names: Map<string, Value>): Scope {
  return { kind: 'module', names, parent: null, globals: new Set(), nonlocals: new Set(), module: null };
}

export function childScope(kind: Scope['kind'], parent: Scope, names = new Map<string, Value>()): Scope {
  return { kind, names, parent, globals: new Set(), nonlocals: new Set(), module: parent.module ?? parent };
}

/** The value of a name as code in `scope` sees it, builtins aside. A class body is seen by its own code only. */
export function readName(scope: Scope, name: string): Value | undefined {
  const root = scope.module ?? scope;
  if (scope.globals.has(name)) return root.names.get(name);
  const own = scope.names.get(name);
  if (own !== undefined) return own;
  let isInnermost = scope.kind === 'comprehension';
  for (let outer = scope.parent; outer !== null; outer = outer.parent) {
    if (outer.kind === 'class' && !isInnermost) continue;
    if (outer.globals.has(name)) return root.names.get(name);
    const value = outer.names.get(name);
    if (value !== undefined) return value;
    isInnermost = isInnermost && outer.kind === 'comprehension';
  }
  return undefined;
}

/** The scope in which an assignment to the name binds it. */
export function bindingScope(scope: Scope, name: string): Scope {
  if (scope.globals.has(name)) return scope.module ?? scope;
  if (scope.nonlocals.has(name)) {
    for (let outer = scope.parent; outer !== null; outer = outer.parent) {
      if (outer.kind === 'function' && outer.names.has(name)) return outer;
    }
  }
  return scope;
}
