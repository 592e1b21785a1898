/**
 * What a module made, as it was when its body ended. Whether another module changed any of it later is seen by looking:
 * there are too many places where evaluated code and emulated libraries change an object to note it at each.
 */
import type { ModuleValue, Value } from './value.ts';
import { JournaledList, JournaledMap, type Snapshot } from './journal.ts';

type Content = readonly unknown[];

/** Objects that a snapshot holds already: each belongs to the module that ended first with it in its hands. */
export type Sealed = WeakSet<object>;

/** Fields that fill a cache: they may change at any time and mean nothing. */
const caches: ReadonlySet<string> = new Set(['instance', 'results']);

/** Takes a snapshot of everything that can change and is reachable from a module and from `others`. */
export function takeSnapshot(module: ModuleValue, others: readonly unknown[], sealed: Sealed): Snapshot {
  const objects: object[] = [];
  const contents: Content[] = [];
  const waiting: unknown[] = [...others];
  const add = (object: object): void => {
    if (sealed.has(object)) return;
    sealed.add(object);
    const content = contentOf(object);
    objects.push(object);
    contents.push(content);
    for (const item of content) if (typeof item === 'object' && item !== null) waiting.push(item);
  };
  sealed.add(module.namespace);
  add(new Namespace(module));
  for (let next = waiting.pop(); next !== undefined || waiting.length > 0; next = waiting.pop()) {
    if (typeof next === 'object' && next !== null && canChange(next)) add(next);
  }
  return { objects, contents };
}

/** False when something in it is no longer what it was. */
export function isIntact({ objects, contents }: Snapshot): boolean {
  return objects.every((object, at) => {
    const before = contents[at] ?? [];
    const now = contentOf(object);
    return now.length === before.length && now.every((item, index) => Object.is(item, before[index]));
  });
}

/** A module's names without its submodules, which the import of one adds at any time. */
class Namespace {
  readonly module: ModuleValue;

  constructor(module: ModuleValue) {
    this.module = module;
  }

  get content(): Content {
    const content: unknown[] = [];
    const { name: own, namespace } = this.module;
    for (const [name, value] of namespace) {
      if (value.kind !== 'module' || value.name !== `${own}.${name}`) content.push(name, value);
    }
    return content;
  }
}

/** What an object holds, one level deep. */
function contentOf(object: object): Content {
  if (object instanceof Namespace) return object.content;
  if (Array.isArray(object)) return object.slice();
  if (object instanceof Map) {
    const content: unknown[] = [];
    for (const [key, value] of object) content.push(key, value);
    return content;
  }
  if (object instanceof Set) return [...(object as Set<unknown>)];
  const content: unknown[] = [];
  for (const key in object) {
    if (!caches.has(key)) content.push((object as Readonly<Record<string, unknown>>)[key]);
  }
  return content;
}

/** Kinds of values that hold nothing that can change, or belong to no module. */
const constant: ReadonlySet<string> = new Set([
  'none',
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'ellipsis',
  'not-implemented',
  'native-function',
  'unknown',
  'module',
] satisfies Value['kind'][]);

const compound: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'dict',
  'set',
  'slice',
  'iterator',
  'function',
  'bound-method',
  'property',
  'staticmethod',
  'classmethod',
  'class',
  'instance',
  'super',
  'generic-alias',
  'union-type',
] satisfies Value['kind'][]);

/** Syntax, places, types and other plain data are never changed once they are made. */
function canChange(object: object): boolean {
  if (object instanceof JournaledMap || object instanceof JournaledList) return false;
  const prototype: unknown = Object.getPrototypeOf(object);
  // An emulated library may keep the interpreter; what it holds is no one module's.
  if (prototype !== Object.prototype) return !(object instanceof Uint8Array || 'importModule' in object);
  if (!('kind' in object)) return isScope(object) || isEntry(object);
  const { kind } = object;
  if (typeof kind !== 'string' || constant.has(kind)) return false;
  if (kind === 'class') return 'origin' in object && object.origin !== null;
  return compound.has(kind) || isScope(object);
}

function isScope(object: object): boolean {
  return 'names' in object && 'globals' in object;
}

/** Of a dictionary, or the cell of a method's class. */
function isEntry(object: object): boolean {
  return 'value' in object;
}
