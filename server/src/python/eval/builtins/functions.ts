/** The builtin functions. */
import { identityOf, unwrap } from '../containers.ts';
import { iteratorOver } from '../iteration.ts';
import { bool, int, list, nativeFunction, none, str, tuple } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { ClassValue, NativeCall, Value } from '../value.ts';
import { isAbstract, isAbstractInstance } from './abstract.ts';
import { argument, integer, items, text, unknownArgument } from './arguments.ts';
import { unmodelledAttribute } from './attribute-names.ts';
import { divmod, inRadix, round } from './numbers.ts';
import { isInstanceOf } from './objects.ts';
import { nextItem, sortValues } from './sequences.ts';

const noKeywords: ReadonlyMap<string, Value> = new Map();

/** `iter(callable, sentinel)`. */
function callUntil(call: NativeCall, callee: Value, sentinel: Value): Value {
  const rt = runtimeOf(call);
  return rt.lazyIterator((onItem) => {
    for (;;) {
      const item = rt.call(callee, [], noKeywords, call.site);
      if (rt.equals(item, sentinel, call.site) !== false) return;
      onItem(item);
    }
  });
}

function len(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const [value = none] = call.args;
  if (value.kind === 'unknown') return value;
  const plain = unwrap(value);
  switch (plain.kind) {
    case 'str':
      return int(/[\ud800-\udfff]/.test(plain.value) ? Array.from(plain.value).length : plain.value.length);
    case 'bytes':
      return int(plain.value.length);
    case 'list':
    case 'tuple':
      return int(plain.items.length);
    case 'dict':
    case 'set':
      return int(plain.entries.size);
    default: {
      const method = rt.findAttribute(rt.typeOf(value), '__len__', call.site);
      if (method === undefined) {
        return rt.raise('TypeError', `object of type '${rt.typeOf(value).name}' has no len()`, call.site);
      }
      return rt.call(method, [value], noKeywords, call.site);
    }
  }
}

/** True, false, or null when it depends on an Unknown. */
function matchesClass(call: NativeCall, type: ClassValue, against: Value): boolean | null {
  switch (against.kind) {
    case 'class':
      if (isInstanceOf(type, against)) return true;
      return isAbstract(against) ? isAbstractInstance(type, against) : false;
    case 'tuple':
    case 'union-type': {
      const members = against.kind === 'tuple' ? against.items : against.members;
      let result: boolean | null = false;
      for (const member of members) {
        const answer = matchesClass(call, type, member);
        if (answer === true) return true;
        if (answer === null) result = null;
      }
      return result;
    }
    case 'none':
      return type.name === 'NoneType';
    case 'generic-alias':
      return matchesClass(call, type, against.origin);
    case 'unknown':
      return null;
    default:
      return call.interpreter.raise(
        'TypeError',
        'isinstance() arg 2 must be a type or tuple of types',
        call.site,
      );
  }
}

function isInstance(call: NativeCall): Value {
  const [value = none, against = none] = call.args;
  if (value.kind === 'unknown') return value;
  const type = runtimeOf(call).typeOf(value);
  const answer = matchesClass(call, type, against);
  if (answer !== false) return answer === null ? unknownIn(call, against) : bool(true);
  return type.mro.some((c) => c.bases.some((b) => b.kind === 'unknown'))
    ? unknownIn(call, against)
    : bool(false);
}

function unknownIn(call: NativeCall, value: Value): Value {
  return value.kind === 'unknown'
    ? value
    : call.interpreter.unknown('it depends on a class that is not known', call.site);
}

function isSubclassCall(call: NativeCall): Value {
  const [cls = none, against = none] = call.args;
  if (cls.kind === 'unknown') return cls;
  if (cls.kind !== 'class')
    return call.interpreter.raise('TypeError', 'issubclass() arg 1 must be a class', call.site);
  const answer = matchesClass(call, cls, against);
  return answer === null ? unknownIn(call, against) : bool(answer);
}

function getAttr(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const [value = none, , otherwise] = call.args;
  const unknown = value.kind === 'unknown' ? value : call.args[1]?.kind === 'unknown' ? call.args[1] : null;
  if (unknown !== null) return unknown;
  const name = text(call, 1, 'getattr');
  if (otherwise === undefined) return rt.getAttribute(value, name, call.site);
  try {
    return (
      rt.findAttribute(value, name, call.site) ?? unmodelledAttribute(rt, value, name, call.site) ?? otherwise
    );
  } catch (error) {
    if (rt.isException(error, 'AttributeError')) return otherwise;
    throw error;
  }
}

function hasAttr(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const unknown = unknownArgument(call);
  if (unknown !== null) return unknown;
  try {
    const [value = none] = call.args;
    const name = text(call, 1, 'hasattr');
    const found = rt.findAttribute(value, name, call.site);
    if (found?.kind === 'unknown') return found;
    return bool(found !== undefined || unmodelledAttribute(rt, value, name, call.site) !== null);
  } catch (error) {
    if (rt.isException(error, 'AttributeError')) return bool(false);
    throw error;
  }
}

function extreme(call: NativeCall, op: '<' | '>'): Value {
  const rt = runtimeOf(call);
  const values = call.args.length === 1 ? items(call, 0) : call.args;
  if ('kind' in values) return values;
  const key = call.kwargs.get('key');
  let best: { value: Value; key: Value } | null = null;
  for (const value of values) {
    const measure =
      key === undefined || key.kind === 'none' ? value : rt.call(key, [value], noKeywords, call.site);
    if (measure.kind === 'unknown') return measure;
    if (best === null || rt.isTrue(rt.compare(op, measure, best.key, call.site), call.site) === true) {
      best = { value, key: measure };
    }
  }
  if (best !== null) return best.value;
  const otherwise = call.kwargs.get('default');
  return (
    otherwise ??
    rt.raise('ValueError', `${op === '<' ? 'min' : 'max'}() iterable argument is empty`, call.site)
  );
}

function quantify(call: NativeCall, stopAt: boolean): Value {
  const rt = runtimeOf(call);
  const unknowns: Value[] = [];
  const state = { found: false };
  const source = call.args[0] ?? none;
  const known = rt.forEach(source, call.site, (item) => {
    const truth = rt.isTrue(item, call.site);
    if (truth === null) unknowns.push(item);
    state.found = truth === stopAt;
    return !state.found;
  });
  if (!known) return source;
  return state.found ? bool(stopAt) : (unknowns[0] ?? bool(!stopAt));
}

function zip(call: NativeCall): Value {
  const sources: (readonly Value[])[] = [];
  for (let i = 0; i < call.args.length; i++) {
    const source = items(call, i);
    if ('kind' in source) return source;
    sources.push(source);
  }
  const length = sources.length === 0 ? 0 : Math.min(...sources.map((source) => source.length));
  const strict = call.kwargs.get('strict');
  if (strict?.kind === 'bool' && strict.value && sources.some((source) => source.length !== length)) {
    return call.interpreter.raise('ValueError', 'zip() arguments have different lengths', call.site);
  }
  return iteratorOver(Array.from({ length }, (_, i) => tuple(sources.map((source) => source[i] ?? none))));
}

function map(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const [fn = none, ...sources] = call.args;
  const [only] = sources;
  if (only === undefined) return rt.raise('TypeError', 'map() must have at least two arguments.', call.site);
  if (sources.length > 1) {
    const rows = zip({ ...call, args: sources, kwargs: noKeywords });
    if (rows.kind !== 'iterator') return rows;
    return iteratorOver(
      rows.items.map((row) => rt.call(fn, row.kind === 'tuple' ? row.items : [row], noKeywords, call.site)),
    );
  }
  if (only.kind === 'unknown') return only;
  return rt.lazyIterator((onItem) => {
    rt.forEach(only, call.site, (item) => {
      onItem(rt.call(fn, [item], noKeywords, call.site));
      return true;
    });
  });
}

function filter(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const [fn = none] = call.args;
  const source = items(call, 1);
  if ('kind' in source) return source;
  const kept: Value[] = [];
  for (const item of source) {
    const test = fn.kind === 'none' ? item : rt.call(fn, [item], noKeywords, call.site);
    const truth = rt.isTrue(test, call.site);
    if (truth === null) return test;
    if (truth) kept.push(item);
  }
  return iteratorOver(kept);
}

function vars(call: NativeCall): Value {
  const [value] = call.args;
  return value === undefined ? none : call.interpreter.getAttribute(value, '__dict__', call.site);
}

function dir(call: NativeCall): Value {
  const value = call.args[0] ?? none;
  const names = new Set<string>();
  const cls = value.kind === 'class' ? value : value.kind === 'instance' ? value.cls : null;
  for (const ancestor of cls?.mro ?? []) for (const name of ancestor.namespace.keys()) names.add(name);
  if (value.kind === 'instance') for (const name of value.attributes.keys()) names.add(name);
  if (value.kind === 'module') for (const name of value.namespace.keys()) names.add(name);
  return list([...names].sort().map(str));
}

function sum(call: NativeCall): Value {
  const rt = runtimeOf(call);
  const values = items(call, 0);
  if ('kind' in values) return values;
  const start = argument(call, 1, 'start') ?? int(0);
  return values.reduce((total, value) => rt.binary('+', total, value, call.site), start);
}

const functions: Readonly<Record<string, (call: NativeCall) => Value>> = {
  len,
  isinstance: isInstance,
  issubclass: isSubclassCall,
  getattr: getAttr,
  hasattr: hasAttr,
  setattr: (call) => {
    const [value = none, , attribute = none] = call.args;
    call.interpreter.setAttribute(value, text(call, 1, 'setattr'), attribute, call.site);
    return none;
  },
  delattr: (call) => {
    runtimeOf(call).deleteAttribute(call.args[0] ?? none, text(call, 1, 'delattr'), call.site);
    return none;
  },
  repr: (call) => unknownArgument(call) ?? str(call.interpreter.repr(call.args[0] ?? none, call.site)),
  ascii: (call) => unknownArgument(call) ?? str(call.interpreter.repr(call.args[0] ?? none, call.site)),
  id: ({ args: [value = none] }) => int(identityOf(value)),
  hash: (call) => {
    const value = call.args[0] ?? none;
    const key = runtimeOf(call).hash(value, call.site);
    if (typeof key === 'bigint') return int(key);
    return typeof key === 'object'
      ? int(identityOf(key as object))
      : call.interpreter.unknown('the hash of a string differs from run to run', call.site);
  },
  callable: (call) => {
    const value = call.args[0] ?? none;
    if (value.kind === 'unknown') return value;
    const kinds = ['function', 'native-function', 'bound-method', 'class'];
    if (kinds.includes(value.kind)) return bool(true);
    return bool(value.kind === 'instance' && value.cls.mro.some((c) => c.namespace.has('__call__')));
  },
  print: () => none,
  input: (call) => call.interpreter.unknown('what a user types is known only at run time', call.site),
  open: (call) => call.interpreter.unknown('Retort does not read files for evaluated code', call.site),
  eval: (call) => call.interpreter.unknown('Retort does not evaluate `eval`', call.site),
  exec: (call) => call.interpreter.unknown('Retort does not evaluate `exec`', call.site),
  compile: (call) => call.interpreter.unknown('Retort does not evaluate `compile`', call.site),
  iter: (call) => {
    const [callee, sentinel] = call.args;
    if (callee !== undefined && sentinel !== undefined) return callUntil(call, callee, sentinel);
    const source = items(call, 0);
    if ('kind' in source) return source;
    const [value] = call.args;
    return value?.kind === 'iterator' && source.length === 0 ? value : iteratorOver(source);
  },
  next: nextItem,
  enumerate: (call) => {
    const rt = runtimeOf(call);
    const [source = none] = call.args;
    if (source.kind === 'unknown') return source;
    let index = integer(call, 1, 'enumerate', 0, 'start');
    return rt.lazyIterator((onItem) => {
      rt.forEach(source, call.site, (item) => {
        onItem(tuple([int(index++), item]));
        return true;
      });
    });
  },
  zip,
  map,
  filter,
  sorted: (call) => {
    const source = items(call, 0);
    if ('kind' in source) return source;
    const sorted = sortValues(call, source);
    return 'kind' in sorted ? sorted : list(sorted);
  },
  reversed: (call) => {
    const source = items(call, 0);
    return 'kind' in source ? source : iteratorOver([...source].reverse());
  },
  any: (call) => quantify(call, true),
  all: (call) => quantify(call, false),
  min: (call) => extreme(call, '<'),
  max: (call) => extreme(call, '>'),
  sum,
  abs: (call) => {
    const value = unwrap(call.args[0] ?? none);
    if (value.kind === 'int') return int(value.value < 0n ? -value.value : value.value);
    if (value.kind === 'float') return { kind: 'float', value: Math.abs(value.value) };
    if (value.kind === 'unknown') return value;
    const method = call.interpreter.getAttribute(value, '__abs__', call.site);
    return call.interpreter.call(method, [], noKeywords, call.site);
  },
  pow: (call) => {
    const [base = none, power = none, modulus] = call.args;
    const result = runtimeOf(call).binary('**', base, power, call.site);
    return modulus === undefined ? result : runtimeOf(call).binary('%', result, modulus, call.site);
  },
  divmod,
  round: (call) => unknownArgument(call) ?? round(call),
  hex: (call) => inRadix(call, 16, '0x'),
  oct: (call) => inRadix(call, 8, '0o'),
  bin: (call) => inRadix(call, 2, '0b'),
  chr: (call) => {
    const unknown = unknownArgument(call);
    if (unknown !== null) return unknown;
    const code = integer(call, 0, 'chr');
    if (code < 0 || code > 0x10ffff) {
      return call.interpreter.raise('ValueError', 'chr() arg not in range(0x110000)', call.site);
    }
    return str(String.fromCodePoint(code));
  },
  ord: (call) => unknownArgument(call) ?? int(text(call, 0, 'ord').codePointAt(0) ?? 0),
  format: (call) =>
    unknownArgument(call) ??
    str(
      runtimeOf(call).format(
        call.args[0] ?? none,
        call.args[1] === undefined ? '' : text(call, 1, 'format'),
        call.site,
      ),
    ),
  vars,
  locals: () => none,
  globals: () => none,
  dir: (call) => unknownArgument(call) ?? dir(call),
  __import__: (call) => call.interpreter.unknown('Retort does not evaluate `__import__`', call.site),
};

export const builtinFunctions: ReadonlyMap<string, Value> = new Map(
  Object.entries(functions).map(([name, run]) => [name, nativeFunction(name, run)]),
);
