/**
 * `quote=` of columns, tables and indexes, and `quoted_name`. Names carry no flag here: quotes come where a database needs
 * them. A flag that says something else would change the DDL, so it is refused.
 */
import type { Interpreter } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import { dialectFor, dialectNames } from '../dialects/index.ts';
import type { Arguments } from './arguments.ts';

/** Reads the flag of the argument and reports one that is against what the name needs. */
export function refuseForcedQuotes(given: Arguments, argument: string, name: string | null): void {
  const flag = given.bool(argument);
  if (typeof flag === 'boolean' && name !== null)
    refuseQuotesOf(given.interpreter, name, flag, `${argument}=`, given.site);
}

export function refuseQuotesOf(
  interpreter: Interpreter,
  name: string,
  flag: boolean,
  what: string,
  site: Origin,
): void {
  const agrees = dialectNames.every(
    (dialect) => (dialectFor(dialect).identifierPreparer.quote(name) !== name) === flag,
  );
  if (agrees) return;
  interpreter.report({
    code: 'forced-quotes',
    severity: 'error',
    message: `${what}${flag ? 'True' : 'False'} of the name '${name}' is not read: Retort quotes a name where the database needs it, and there only. Leave it out, or choose a name that needs ${flag ? 'quotes' : 'none'}`,
    origin: site,
  });
}
