import { metaclassOf } from '../classes.ts';
import type { ClassValue, Value } from '../value.ts';
import { dictClass, frozensetClass, setClass } from './mappings.ts';
import { boolClass, floatClass, intClass } from './numbers.ts';
import {
  classmethodClass,
  ellipsisClass,
  functionClass,
  genericAliasClass,
  methodClass,
  moduleClass,
  nativeFunctionClass,
  noneTypeClass,
  notImplementedClass,
  propertyClass,
  staticmethodClass,
  superClass,
  typeClass,
  unionTypeClass,
  unknownClass,
} from './objects.ts';
import { bytesClass, iteratorClass, listClass, sliceClass, tupleClass } from './sequences.ts';
import { strClass } from './str.ts';

/** `type(value)`. */
export function typeOf(value: Value): ClassValue {
  switch (value.kind) {
    case 'instance':
      return value.cls;
    case 'class':
      return metaclassOf(value) ?? typeClass;
    case 'set':
      return value.frozen ? frozensetClass : setClass;
    default:
      return classes[value.kind];
  }
}

const classes: Readonly<Record<Exclude<Value['kind'], 'instance' | 'class' | 'set'>, ClassValue>> = {
  none: noneTypeClass,
  bool: boolClass,
  int: intClass,
  float: floatClass,
  str: strClass,
  bytes: bytesClass,
  ellipsis: ellipsisClass,
  'not-implemented': notImplementedClass,
  list: listClass,
  tuple: tupleClass,
  dict: dictClass,
  slice: sliceClass,
  iterator: iteratorClass,
  function: functionClass,
  'bound-method': methodClass,
  'native-function': nativeFunctionClass,
  property: propertyClass,
  staticmethod: staticmethodClass,
  classmethod: classmethodClass,
  super: superClass,
  module: moduleClass,
  'generic-alias': genericAliasClass,
  'union-type': unionTypeClass,
  unknown: unknownClass,
};
