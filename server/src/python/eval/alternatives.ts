/** Unknowns that are one of a few known values. */
import type { UnknownValue, Value } from './value.ts';

/** More than these say nothing that anybody could use. */
const limit = 8;

/**
 * The value that is one of these: itself when they are the same, an Unknown with all of them otherwise. One that is not
 * known at all makes the result so.
 */
export function oneOf(values: readonly Value[], unknown: UnknownValue): Value {
  const distinct: Value[] = [];
  for (const value of values) {
    if (value.kind === 'unknown' && value.alternatives === undefined) return unknown;
    for (const alternative of value.kind === 'unknown' ? (value.alternatives ?? []) : [value])
      if (!distinct.some((other) => isSame(other, alternative))) distinct.push(alternative);
  }
  const [only] = distinct;
  if (distinct.length === 1 && only !== undefined) return only;
  return distinct.length > limit ? unknown : { ...unknown, alternatives: distinct };
}

/** What an operation on a value that is not known gives: the same reason, and no alternatives. */
export function computedFrom(value: UnknownValue): UnknownValue;
export function computedFrom(value: Value): Value;
export function computedFrom(value: Value): Value {
  if (value.kind !== 'unknown' || value.alternatives === undefined) return value;
  const { alternatives: _alternatives, ...rest } = value;
  return rest;
}

/** The same object, or equal constants. */
function isSame(left: Value, right: Value): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case 'none':
      return right.kind === 'none';
    case 'bool':
    case 'int':
    case 'str':
      return right.kind === left.kind && right.value === left.value;
    default:
      return false;
  }
}
