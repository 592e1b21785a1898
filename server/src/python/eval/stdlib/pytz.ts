/** `pytz`: its UTC. Other zones are not computed. */
import { nativeClass, nativeInstance, none } from '../native.ts';
import type { NativeCall, Value } from '../value.ts';
import { utc } from './datetime.ts';
import { functionsOf, methodsOf, moduleOf, runTimeOnly } from './support.ts';

/** The moment with UTC for its zone, whatever it had before. */
function localize(call: NativeCall): Value {
  const moment = call.args[1] ?? call.kwargs.get('dt') ?? none;
  if (moment.kind === 'unknown') return moment;
  const { interpreter, site } = call;
  const replace = interpreter.getAttribute(moment, 'replace', site);
  return interpreter.call(replace, [], new Map([['tzinfo', utc]]), site);
}

const utcZone = nativeInstance(
  nativeClass({
    name: 'UTC',
    module: 'pytz',
    members: methodsOf({ localize, __str__: () => ({ kind: 'str', value: 'UTC' }) }),
  }),
  null,
  { file: '', range: { start: 0, end: 0 } },
);

export const pytzModule = moduleOf({
  utc: utcZone,
  UTC: utcZone,
  ...runTimeOnly('pytz', ['country_timezones', 'common_timezones', 'all_timezones']),
  ...functionsOf({
    timezone: (call) => {
      const [name] = call.args;
      return name?.kind === 'str' && name.value.toUpperCase() === 'UTC'
        ? utcZone
        : call.interpreter.unknown('Retort does not compute time zones', call.site);
    },
  }),
});
