/** Calling values, and binding arguments to parameters. */
import type { Parameter } from '../syntax/ast.ts';
import type { Origin } from '../../util/text-range.ts';
import { computedFrom } from './alternatives.ts';
import { lookup, unknownBase } from './classes.ts';
import { dictFromObject } from './containers.ts';
import { coroutine } from './coroutines.ts';
import { namespaceEscapes } from './namespaces.ts';
import { none, tuple } from './native.ts';
import { noKeywords, type Frame, type Runtime } from './runtime.ts';
import type { FunctionValue, Scope, Value } from './value.ts';

export function call(
  rt: Runtime,
  callee: Value,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
): Value {
  switch (callee.kind) {
    case 'function':
      return rt.callFunction(callee, args, kwargs, site);
    case 'native-function':
      rt.enter(site);
      try {
        for (const arg of args) rt.read(arg, site);
        // A native function that meets an Unknown argument gives it back as its result.
        return computedFrom(callee.call({ args, kwargs, site, interpreter: rt }));
      } finally {
        rt.leave();
      }
    case 'bound-method':
      return call(rt, callee.function, [callee.self, ...args], kwargs, site);
    case 'class':
      rt.enter(site);
      try {
        return computedFrom(rt.instantiate(callee, args, kwargs, site));
      } finally {
        rt.leave();
      }
    case 'staticmethod':
      return call(rt, callee.function, args, kwargs, site);
    case 'generic-alias':
      return call(rt, callee.origin, args, kwargs, site);
    case 'instance': {
      const method = lookup(callee.cls, '__call__');
      if (method !== undefined) return call(rt, method, [callee, ...args], kwargs, site);
      const base = unknownBase(callee.cls);
      if (base !== null) return callUnknown(rt, base, args, site);
      break;
    }
    case 'unknown':
      return callUnknown(rt, callee, args, site);
    default:
      break;
  }
  return rt.raise('TypeError', `'${rt.typeOf(callee).name}' object is not callable`, site);
}

function callUnknown(
  rt: Runtime,
  callee: Value & { kind: 'unknown' },
  args: readonly Value[],
  site: Origin,
): Value {
  rt.unknownUse(site, callee.reason, 'call');
  for (const argument of args) namespaceEscapes(argument, computedFrom(callee));
  return computedFrom(callee);
}

/** The frame for one call of a Python function, its parameters bound. */
export function functionFrame(
  rt: Runtime,
  fn: FunctionValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
  onYield: Frame['onYield'],
): Frame {
  const names = new Map<string, Value>();
  bindArguments(rt, fn, names, args, kwargs, site);
  const scope: Scope = {
    kind: 'function',
    names,
    parent: fn.closure,
    globals: new Set(),
    nonlocals: new Set(),
    module: fn.closure.module ?? fn.closure,
  };
  return {
    scope,
    file: fn.file,
    module: fn.module,
    package: rt.packageOf(fn.module),
    function: fn,
    self: args[0] ?? null,
    returned: none,
    onYield,
    handling: null,
    isAnnotation: false,
    ownerClass: fn.ownerClass,
    classBody: null,
    qualname: fn.qualname,
  };
}

function bindArguments(
  rt: Runtime,
  fn: FunctionValue,
  names: Map<string, Value>,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
): void {
  const { parameters } = fn.definition;
  let position = 0;
  let used = 0;
  const missing: Parameter[] = [];
  for (const parameter of parameters) {
    const { name, kind } = parameter;
    if (kind === 'var-positional') {
      names.set(name, rt.account(tuple(args.slice(position)), site));
      position = args.length;
      continue;
    }
    if (kind === 'var-keyword') {
      const taken = namedParameters(parameters);
      names.set(name, dictFromObject([...kwargs].filter(([key]) => !taken.has(key))));
      used = kwargs.size;
      continue;
    }
    const positional = kind === 'keyword-only' ? undefined : args[position];
    const named = kind === 'positional-only' ? undefined : kwargs.get(name);
    if (positional !== undefined) position++;
    if (named !== undefined) used++;
    if (positional !== undefined && named !== undefined) {
      rt.raise('TypeError', `${fn.qualname}() got multiple values for argument '${name}'`, site);
    }
    const value = positional ?? named ?? fn.defaults.get(name);
    if (value === undefined) missing.push(parameter);
    else names.set(name, value);
  }
  if (used < kwargs.size) {
    const taken = namedParameters(parameters);
    const extra = [...kwargs.keys()].find((key) => !taken.has(key));
    if (extra !== undefined) {
      rt.raise('TypeError', `${fn.qualname}() got an unexpected keyword argument '${extra}'`, site);
    }
  }
  if (position < args.length) tooMany(rt, fn, args.length, site);
  if (missing.length > 0) reportMissing(rt, fn, missing, site);
}

function namedParameters(parameters: readonly Parameter[]): Set<string> {
  const named = parameters.filter((p) => p.kind === 'positional-or-keyword' || p.kind === 'keyword-only');
  return new Set(named.map((p) => p.name));
}

function tooMany(rt: Runtime, fn: FunctionValue, given: number, site: Origin): never {
  const positional = fn.definition.parameters.filter(
    (p) => p.kind === 'positional-only' || p.kind === 'positional-or-keyword',
  );
  const required = positional.filter((p) => p.default === null).length;
  const takes =
    required === positional.length
      ? required.toString()
      : `from ${required.toString()} to ${positional.length.toString()}`;
  const plural = positional.length === 1 && required === positional.length ? '' : 's';
  const were = given === 1 ? 'was' : 'were';
  return rt.raise(
    'TypeError',
    `${fn.qualname}() takes ${takes} positional argument${plural} but ${given.toString()} ${were} given`,
    site,
  );
}

function reportMissing(rt: Runtime, fn: FunctionValue, missing: readonly Parameter[], site: Origin): never {
  const keywordOnly = missing.every((p) => p.kind === 'keyword-only');
  const group = keywordOnly ? missing : missing.filter((p) => p.kind !== 'keyword-only');
  const quoted = group.map((p) => `'${p.name}'`);
  const last = quoted.pop() ?? '';
  const joined =
    quoted.length === 0
      ? last
      : quoted.length === 1
        ? `${quoted.join('')} and ${last}`
        : `${quoted.join(', ')}, and ${last}`;
  const kind = keywordOnly ? 'keyword-only' : 'positional';
  return rt.raise(
    'TypeError',
    `${fn.qualname}() missing ${group.length.toString()} required ${kind} argument${group.length === 1 ? '' : 's'}: ${joined}`,
    site,
  );
}

/** Runs a Python function. A generator function gives an iterator whose body runs when it is asked for items. */
export function callFunction(
  rt: Runtime,
  fn: FunctionValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
): Value {
  const { definition } = fn;
  if (definition.kind === 'Lambda') {
    return nested(rt, site, () =>
      rt.evaluate(definition.body, functionFrame(rt, fn, args, kwargs, site, null)),
    );
  }
  if (definition.isAsync) {
    if (definition.isGenerator) {
      return rt.unknown('what an asynchronous generator gives is known only at run time', site);
    }
    const keywords = kwargs.size === 0 ? noKeywords : new Map(kwargs);
    functionFrame(rt, fn, args, keywords, site, null);
    return coroutine(() => runBody(rt, fn, args, keywords, site), site);
  }
  if (definition.isGenerator) {
    const keywords = kwargs.size === 0 ? noKeywords : new Map(kwargs);
    // Wrong arguments are an error of the call, not of the first item.
    functionFrame(rt, fn, args, keywords, site, null);
    return rt.lazyIterator((onItem) => {
      rt.callGenerator(fn, args, keywords, site, onItem);
    });
  }
  return runBody(rt, fn, args, kwargs, site);
}

function runBody(
  rt: Runtime,
  fn: FunctionValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
): Value {
  const { definition } = fn;
  if (definition.kind === 'Lambda') return none;
  return nested(rt, site, () => {
    const frame = functionFrame(rt, fn, args, kwargs, site, null);
    rt.execute(definition.body, frame);
    return frame.returned;
  });
}

export function callGenerator(
  rt: Runtime,
  fn: FunctionValue,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  site: Origin,
  onYield: (value: Value) => Value,
): Value {
  const { definition } = fn;
  if (definition.kind === 'Lambda') return none;
  return nested(rt, site, () => {
    const frame = functionFrame(rt, fn, args, kwargs, site, onYield);
    rt.execute(definition.body, frame);
    return frame.returned;
  });
}

function nested(rt: Runtime, site: Origin, run: () => Value): Value {
  rt.enter(site);
  try {
    return run();
  } finally {
    rt.leave();
  }
}
