/** A range of PostgreSQL as Python's drivers give it: `psycopg2.extras.Range`, `psycopg.types.range.Range`. */
import {
  bool,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  str,
} from '../../python/eval/native.ts';
import type { InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';

interface Range {
  /** None: no bound. */
  readonly lower: Value;
  readonly upper: Value;
  /** `[)` and its like; null for the empty range. */
  readonly bounds: string | null;
}

const empty: Range = { lower: { kind: 'none' }, upper: { kind: 'none' }, bounds: null };

class RangePayload {
  readonly range: Range;

  constructor(range: Range) {
    this.range = range;
  }
}

function rangeOf(self: Value | undefined): Range {
  return self?.kind === 'instance' && self.payload instanceof RangePayload ? self.payload.range : empty;
}

const isNone = (value: Value): boolean => value.kind === 'none';

function facts({ lower, upper, bounds }: Range): Readonly<Record<string, Value>> {
  const isEmpty = bounds === null;
  return {
    lower,
    upper,
    isempty: bool(isEmpty),
    lower_inf: bool(!isEmpty && isNone(lower)),
    upper_inf: bool(!isEmpty && isNone(upper)),
    lower_inc: bool(!isEmpty && !isNone(lower) && bounds.startsWith('[')),
    upper_inc: bool(!isEmpty && !isNone(upper) && bounds.endsWith(']')),
  };
}

function text(call: NativeCall): Value {
  const { lower, upper, bounds } = rangeOf(call.args[0]);
  if (bounds === null) return str('empty');
  const [low, high] = [lower, upper].map((value) => call.interpreter.str(value, call.site));
  return str(`${bounds[0] ?? ''}${low ?? ''}, ${high ?? ''}${bounds[1] ?? ''}`);
}

const rangeClass = nativeClass({
  name: 'Range',
  module: 'psycopg2._range',
  members: {
    ...Object.fromEntries(
      Object.keys(facts(empty)).map((name) => [
        name,
        nativeProperty(name, (self) => facts(rangeOf(self))[name] ?? bool(false)),
      ]),
    ),
    __str__: nativeMethod('__str__', text),
    // The drivers' classes have different names.
    __repr__: nativeMethod('__repr__', ({ interpreter, site }) =>
      interpreter.unknown('the name of a range’s class is the driver’s own', site),
    ),
  },
  hooks: {
    getAttribute: (_self, name, { interpreter, site }) =>
      name.startsWith('__')
        ? undefined
        : interpreter.unknown(`\`.${name}\` of a range is not read yet`, site),
  },
});

export function rangeValue(range: Range, site: Origin): InstanceValue {
  return nativeInstance(rangeClass, new RangePayload(range), site);
}
