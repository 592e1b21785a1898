/** The builtin names. */
import { none } from '../native.ts';
import type { Value } from '../value.ts';
import { exceptionClasses } from './exceptions.ts';
import { builtinFunctions } from './functions.ts';
import { dictClass, frozensetClass, setClass } from './mappings.ts';
import { boolClass, complexClass, floatClass, intClass } from './numbers.ts';
import {
  classmethodClass,
  objectClass,
  propertyClass,
  staticmethodClass,
  superClass,
  typeClass,
} from './objects.ts';
import { bytesClass, listClass, rangeClass, sliceClass, tupleClass } from './sequences.ts';
import { strClass } from './str.ts';

export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...builtinFunctions,
  ...exceptionClasses,
  ['object', objectClass],
  ['type', typeClass],
  ['str', strClass],
  ['int', intClass],
  ['bool', boolClass],
  ['float', floatClass],
  ['complex', complexClass],
  ['bytes', bytesClass],
  ['bytearray', bytesClass],
  ['memoryview', bytesClass],
  ['list', listClass],
  ['tuple', tupleClass],
  ['range', rangeClass],
  ['slice', sliceClass],
  ['dict', dictClass],
  ['set', setClass],
  ['frozenset', frozensetClass],
  ['property', propertyClass],
  ['classmethod', classmethodClass],
  ['staticmethod', staticmethodClass],
  ['super', superClass],
  ['NotImplemented', { kind: 'not-implemented' }],
  ['Ellipsis', { kind: 'ellipsis' }],
  ['__debug__', { kind: 'bool', value: true }],
  ['__doc__', none],
]);
