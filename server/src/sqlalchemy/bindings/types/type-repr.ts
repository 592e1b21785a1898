import { typeRepr as reprOf } from '../../sql/type-repr.ts';
import type { TypeEngine } from '../../sql/types.ts';

/**
 * `repr()` of a type as evaluated code gets it. `name` replaces the class name: a TypeDecorator shows its own name with
 * its impl's arguments.
 */
export function typeRepr(type: TypeEngine, name?: string): string {
  const text = reprOf(type, typeRepr) ?? ownRepr(type);
  return name === undefined ? text : name + text.slice(text.indexOf('('));
}

/** Types that have no constructor of SQLAlchemy's own to show. */
function ownRepr(type: TypeEngine): string {
  if (type.kind === 'decorated') return type.repr;
  return type.kind === 'unknown' ? 'UnknownType()' : 'UserDefinedType()';
}
