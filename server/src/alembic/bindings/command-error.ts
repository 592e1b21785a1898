import { exceptionClasses } from '../../python/eval/builtins/exceptions.ts';
import { nativeClass } from '../../python/eval/native.ts';

const base = exceptionClasses.get('Exception');

/** `alembic.util.CommandError`. */
export const commandErrorClass = nativeClass({
  name: 'CommandError',
  module: 'alembic.util.exc',
  bases: base === undefined ? [] : [base],
});
