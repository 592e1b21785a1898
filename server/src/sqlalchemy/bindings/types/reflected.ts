import { nativeInstance } from '../../../python/eval/native.ts';
import type { Interpreter, Value } from '../../../python/eval/value.ts';
import type { Origin } from '../../../util/text-range.ts';
import { TypeBuilder } from '../../orm/builders.ts';
import type { TypeEngine } from '../../sql/types.ts';
import { dialectTypes } from './dialect-types.ts';
import { sqltypes } from './sqltypes.ts';

/** A reflected type as an instance of its own class, for `isinstance(column["type"], sa.String)`. */
export function reflectedTypeValue(interpreter: Interpreter, type: TypeEngine, site: Origin): Value {
  const name = type.kind === 'dialect' ? type.name : type.kind;
  const cls = type.kind === 'dialect' ? dialectTypes[type.dialect][name] : sqltypes[name];
  if (cls === undefined) return interpreter.unknown(`the reflected type ${name} is not read yet`, site);
  return nativeInstance(cls, new TypeBuilder(type), site);
}
