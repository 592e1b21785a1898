import type { Identity } from '../../sql/schema.ts';
import type { Arguments } from '../arguments.ts';

/** The arguments of `IdentityOptions`, which `Identity` and `Sequence` share, in upstream's order. */
export const identityOptionNames = [
  'start',
  'increment',
  'minvalue',
  'maxvalue',
  'nominvalue',
  'nomaxvalue',
  'cycle',
  'cache',
  'order',
  'on_null',
] as const;

/** Those that were given; what is neither number nor boolean is reported. */
export function readIdentityOptions(given: Arguments): Identity['options'] {
  const options: Record<string, number | boolean | bigint | null> = {};
  for (const name of identityOptionNames) {
    const value = given.value(name);
    if (value === undefined || value.kind === 'none') continue;
    if (value.kind === 'bool') options[name] = value.value;
    else if (value.kind === 'int') {
      const number = Number(value.value);
      options[name] = Number.isSafeInteger(number) ? number : value.value;
    } else given.unreadable(name, value, 'a number or boolean');
  }
  return options;
}
