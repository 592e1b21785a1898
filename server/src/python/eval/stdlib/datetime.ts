/** `datetime`, `time` and `zoneinfo`. What the clock says is known only while a revision runs. */
import { integer } from '../builtins/arguments.ts';
import { textOf, unwrap } from '../containers.ts';
import { bool, int, nativeClass, nativeFunction, nativeInstance, none, str } from '../native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../value.ts';
import { parseIso } from './iso-format.ts';
import { atRunTime } from './run-time.ts';
import { float, functionsOf, getter, methodsOf, moduleOf, runTimeOnly, staticMethod } from './support.ts';

/** A date, time or datetime: the fields in the order of the constructor, seven for a datetime. */
class Moment {
  readonly fields: readonly number[];
  readonly zone: Value;

  constructor(fields: readonly number[], zone: Value) {
    this.fields = fields;
    this.zone = zone;
  }
}

/** A timedelta in microseconds. */
class Duration {
  readonly microseconds: number;

  constructor(microseconds: number) {
    this.microseconds = microseconds;
  }
}

const notComputed = (module: string, names: readonly string[]): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(runTimeOnly(module, names)).map(([name, fn]) => [name, staticMethod(fn)]),
  );

/** `cls.fromisoformat(text)`. */
function fromIsoFormat(kind: 'date' | 'time' | 'datetime'): Value {
  return classMethod(`${kind}.fromisoformat`, (cls, call) => {
    const given = call.args[1] === undefined ? null : textOf(call.args[1]);
    if (given === null) return call.args[1]?.kind === 'unknown' ? call.args[1] : noIsoFormat(call, '');
    const moment = parseIso(kind, given);
    if (moment === null) return noIsoFormat(call, given);
    return nativeInstance(cls, new Moment(moment.fields, zoneOf(moment.offsetSeconds)), call.site);
  });
}

function noIsoFormat(call: NativeCall, text: string): never {
  return call.interpreter.raise('ValueError', `Invalid isoformat string: '${text}'`, call.site);
}

function zoneOf(offsetSeconds: number | null): Value {
  if (offsetSeconds === null) return none;
  if (offsetSeconds === 0) return utc;
  const offset = nativeInstance(timedeltaClass, new Duration(offsetSeconds * 1_000_000), nowhere);
  return nativeInstance(timezoneClass, { offset }, nowhere);
}

function classMethod(name: string, run: (cls: ClassValue, call: NativeCall) => Value): Value {
  return {
    kind: 'classmethod',
    function: nativeFunction(name, (call) =>
      call.args[0]?.kind === 'class' ? run(call.args[0], call) : none,
    ),
  };
}

/** `datetime.now(tz)`, `utcnow()` and `today()`; a zone other than UTC stays Unknown. */
function clock(name: string, isUtc: boolean): readonly [string, Value] {
  const run = (cls: ClassValue, call: NativeCall): Value => {
    const zone = call.args[1] ?? call.kwargs.get('tz') ?? none;
    if (zone.kind !== 'none' && zone !== utc) {
      return call.interpreter.unknown('Retort does not compute time zones', call.site);
    }
    return atRunTime(call, `${cls.name}.${name}`, (runTime) => {
      const fields = clockFields(runTime.now(), isUtc || zone === utc);
      return nativeInstance(
        cls,
        new Moment(cls === dateClass ? fields.slice(0, 3) : fields, zone),
        call.site,
      );
    });
  };
  return [name, classMethod(name, run)];
}

/** `datetime.now(timezone.utc)`, with the zone or without, for libraries that have it under a name of their own. */
export function utcNow(call: NativeCall, what: string, withZone: boolean): Value {
  return atRunTime(call, what, (runTime) =>
    nativeInstance(
      datetimeClass,
      new Moment(clockFields(runTime.now(), true), withZone ? utc : none),
      call.site,
    ),
  );
}

function clockFields(now: Date, isUtc: boolean): readonly number[] {
  const micro = now.getMilliseconds() * 1000;
  return isUtc
    ? [
        now.getUTCFullYear(),
        now.getUTCMonth() + 1,
        now.getUTCDate(),
        ...[now.getUTCHours(), now.getUTCMinutes()],
        now.getUTCSeconds(),
        micro,
      ]
    : [
        now.getFullYear(),
        now.getMonth() + 1,
        now.getDate(),
        now.getHours(),
        now.getMinutes(),
        now.getSeconds(),
        micro,
      ];
}

function fieldsOf(self: Value | undefined): readonly number[] {
  return self?.kind === 'instance' && self.payload instanceof Moment ? self.payload.fields : [];
}

const dateNames = ['year', 'month', 'day'];
const timeNames = ['hour', 'minute', 'second', 'microsecond'];

function fieldMembers(names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(
    names.map((name, index) => [name, getter(({ args: [self] }) => int(fieldsOf(self)[index] ?? 0))]),
  );
}

function instantiate(names: readonly string[], required: number) {
  return (cls: ClassValue, call: NativeCall): Value => {
    const unknown = [...call.args, ...call.kwargs.values()].find((value) => value.kind === 'unknown');
    if (unknown !== undefined) return unknown;
    const fields = names.map((name, index) =>
      integer(call, index, cls.name, index < required ? undefined : 0, name),
    );
    const zone = call.args[names.length] ?? call.kwargs.get('tzinfo') ?? none;
    return nativeInstance(cls, new Moment(fields, zone), call.site);
  };
}

const two = (value: number | undefined): string => (value ?? 0).toString().padStart(2, '0');

const dateText = ([year = 0, month, day]: readonly number[]): string =>
  `${year.toString().padStart(4, '0')}-${two(month)}-${two(day)}`;

const timeText = ([hour, minute, second, micro = 0]: readonly number[]): string =>
  `${two(hour)}:${two(minute)}:${two(second)}${micro === 0 ? '' : `.${micro.toString().padStart(6, '0')}`}`;

/** `+02:00` of a zone with a fixed offset, empty for none; null for one that would have to be computed. */
function zoneText(self: Value | undefined): string | null {
  const zone = self?.kind === 'instance' && self.payload instanceof Moment ? self.payload.zone : none;
  if (zone.kind === 'none') return '';
  if (zone === utc) return '+00:00';
  const fixed = zone.kind === 'instance' && zone.cls === timezoneClass ? (zone.payload as FixedOffset) : null;
  const offset = fixed?.offset;
  if (offset?.kind !== 'instance' || !(offset.payload instanceof Duration)) return null;
  const seconds = Math.abs(offset.payload.microseconds) / 1_000_000;
  const sign = offset.payload.microseconds < 0 ? '-' : '+';
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${sign}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

/** What `timezone(timedelta(hours=2))` holds. */
interface FixedOffset {
  readonly offset: Value | undefined;
}

/** Unknown where the zone's offset would have to be computed. */
function text(call: NativeCall, plain: (fields: readonly number[]) => string): Value {
  const [self] = call.args;
  const zone = zoneText(self);
  if (zone === null) return call.interpreter.unknown('Retort does not compute time zones', call.site);
  return str(plain(fieldsOf(self)) + zone);
}

const separator = (call: NativeCall): string => {
  const given = call.args[1] ?? call.kwargs.get('sep');
  return given?.kind === 'str' ? given.value : 'T';
};

function momentRepr({ args: [self] }: NativeCall): Value {
  if (self?.kind !== 'instance') return none;
  const fields = [...fieldsOf(self)];
  const least = self.cls.mro.includes(dateClass) ? (self.cls.mro.includes(datetimeClass) ? 5 : 3) : 2;
  while (fields.length > least && fields.at(-1) === 0) fields.pop();
  const zone = zoneText(self) === '' ? '' : ', tzinfo=datetime.timezone.utc';
  return str(`datetime.${self.cls.name}(${fields.join(', ')}${zone})`);
}

function milliseconds(fields: readonly number[]): number {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function shift(self: InstanceValue, duration: Duration, sign: number, call: NativeCall): Value {
  const fields = fieldsOf(self);
  const micro = (fields[6] ?? 0) + sign * (((duration.microseconds % 1000) + 1000) % 1000);
  const moved = new Date(milliseconds(fields) + sign * Math.floor(duration.microseconds / 1000));
  const total = moved.getUTCMilliseconds() * 1000 + micro;
  const next = [
    moved.getUTCFullYear(),
    moved.getUTCMonth() + 1,
    moved.getUTCDate(),
    moved.getUTCHours(),
    moved.getUTCMinutes(),
    moved.getUTCSeconds(),
    total,
  ].slice(0, fields.length);
  const zone = self.payload instanceof Moment ? self.payload.zone : none;
  return nativeInstance(self.cls, new Moment(next, zone), call.site);
}

const arithmetic = methodsOf({
  __add__: (call) => {
    const [self, other] = call.args;
    if (self?.kind !== 'instance' || other?.kind !== 'instance' || !(other.payload instanceof Duration)) {
      return { kind: 'not-implemented' };
    }
    return shift(self, other.payload, 1, call);
  },
  __sub__: (call) => {
    const [self, other] = call.args;
    if (self?.kind !== 'instance' || other?.kind !== 'instance') return { kind: 'not-implemented' };
    if (other.payload instanceof Duration) return shift(self, other.payload, -1, call);
    const difference = (milliseconds(fieldsOf(self)) - milliseconds(fieldsOf(other))) * 1000;
    const micro = (fieldsOf(self)[6] ?? 0) - (fieldsOf(other)[6] ?? 0);
    return nativeInstance(timedeltaClass, new Duration(difference + micro), call.site);
  },
});

function compareMoments(test: (order: number) => boolean) {
  return ({ args: [self, other] }: NativeCall): Value => {
    const [a, b] = [fieldsOf(self), fieldsOf(other)];
    if (a.length === 0 || a.length !== b.length) return { kind: 'not-implemented' };
    const index = a.findIndex((value, i) => value !== b[i]);
    return bool(test(index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)));
  };
}

const comparison = methodsOf({
  __eq__: compareMoments((order) => order === 0),
  __lt__: compareMoments((order) => order < 0),
  __le__: compareMoments((order) => order <= 0),
  __gt__: compareMoments((order) => order > 0),
  __ge__: compareMoments((order) => order >= 0),
});

const unknownMethods = methodsOf(
  Object.fromEntries(
    ['strftime', 'timestamp', 'astimezone', 'weekday', 'isoweekday', 'isocalendar', 'timetuple', 'ctime'].map(
      (name) => [
        name,
        (call: NativeCall) => call.interpreter.unknown(`Retort does not compute \`${name}\``, call.site),
      ],
    ),
  ),
);

export const dateClass: ClassValue = nativeClass({
  name: 'date',
  module: 'datetime',
  members: {
    ...fieldMembers(dateNames),
    ...arithmetic,
    ...comparison,
    ...unknownMethods,
    ...methodsOf({
      isoformat: (call) => str(dateText(fieldsOf(call.args[0]))),
      __str__: (call) => str(dateText(fieldsOf(call.args[0]))),
      __repr__: momentRepr,
    }),
    ...notComputed('date', ['fromtimestamp', 'strptime']),
    ...Object.fromEntries([clock('today', false)]),
    fromisoformat: fromIsoFormat('date'),
  },
  hooks: { instantiate: instantiate(dateNames, 3) },
});

export const datetimeClass: ClassValue = nativeClass({
  name: 'datetime',
  module: 'datetime',
  bases: [dateClass],
  members: {
    ...fieldMembers([...dateNames, ...timeNames]),
    tzinfo: getter(({ args: [self] }) =>
      self?.kind === 'instance' && self.payload instanceof Moment ? self.payload.zone : none,
    ),
    ...methodsOf({
      isoformat: (call) => text(call, (f) => `${dateText(f)}${separator(call)}${timeText(f.slice(3))}`),
      __str__: (call) => text(call, (f) => `${dateText(f)} ${timeText(f.slice(3))}`),
      __repr__: momentRepr,
      date: (call) =>
        nativeInstance(dateClass, new Moment(fieldsOf(call.args[0]).slice(0, 3), none), call.site),
      replace: (call) => {
        const [self] = call.args;
        if (self?.kind !== 'instance' || !(self.payload instanceof Moment)) return none;
        const names = [...dateNames, ...timeNames];
        const fields = self.payload.fields.map((field, i) => {
          const given = unwrap(call.kwargs.get(names[i] ?? '') ?? none);
          return given.kind === 'int' ? Number(given.value) : field;
        });
        return nativeInstance(
          self.cls,
          new Moment(fields, call.kwargs.get('tzinfo') ?? self.payload.zone),
          call.site,
        );
      },
    }),
    ...notComputed('datetime', ['fromtimestamp', 'utcfromtimestamp', 'strptime', 'combine']),
    ...Object.fromEntries([clock('now', false), clock('utcnow', true), clock('today', false)]),
    fromisoformat: fromIsoFormat('datetime'),
  },
  hooks: { instantiate: instantiate([...dateNames, ...timeNames], 3) },
});

export const timeClass: ClassValue = nativeClass({
  name: 'time',
  module: 'datetime',
  members: {
    ...fieldMembers(timeNames),
    ...comparison,
    ...unknownMethods,
    ...methodsOf({
      isoformat: (call) => text(call, timeText),
      __str__: (call) => text(call, timeText),
      __repr__: momentRepr,
    }),
  },
  hooks: { instantiate: instantiate(timeNames, 0) },
});

const units: Readonly<Record<string, number>> = {
  days: 86_400_000_000,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 604_800_000_000,
};

const durationOf = (value: Value | undefined): number =>
  value?.kind === 'instance' && value.payload instanceof Duration ? value.payload.microseconds : 0;

const duration = (microseconds: number, call: NativeCall): Value =>
  nativeInstance(timedeltaClass, new Duration(Math.round(microseconds)), call.site);

const scale = (value: Value | undefined): number =>
  value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : Number.NaN;

/** By another duration a number, by a number a duration. */
function divided(
  call: NativeCall,
  ratio: (quotient: number) => Value,
  part: (microseconds: number) => number,
): Value {
  const [self, other] = call.args;
  const isDuration = other?.kind === 'instance' && other.payload instanceof Duration;
  const divisor = isDuration ? durationOf(other) : scale(other);
  if (Number.isNaN(divisor)) return { kind: 'not-implemented' };
  if (divisor === 0) return call.interpreter.raise('ZeroDivisionError', 'division by zero', call.site);
  const quotient = durationOf(self) / divisor;
  return isDuration ? ratio(quotient) : duration(part(quotient), call);
}

export const timedeltaClass: ClassValue = nativeClass({
  name: 'timedelta',
  module: 'datetime',
  members: {
    days: getter((call) => int(Math.floor(durationOf(call.args[0]) / 86_400_000_000))),
    seconds: getter((call) => {
      const rest = ((durationOf(call.args[0]) % 86_400_000_000) + 86_400_000_000) % 86_400_000_000;
      return int(Math.floor(rest / 1_000_000));
    }),
    microseconds: getter((call) => int(((durationOf(call.args[0]) % 1_000_000) + 1_000_000) % 1_000_000)),
    ...methodsOf({
      total_seconds: (call) => float(durationOf(call.args[0]) / 1_000_000),
      __neg__: (call) => duration(-durationOf(call.args[0]), call),
      __add__: (call) => {
        const [, other] = call.args;
        if (other?.kind !== 'instance' || !(other.payload instanceof Duration))
          return { kind: 'not-implemented' };
        return duration(durationOf(call.args[0]) + durationOf(other), call);
      },
      __sub__: (call) => duration(durationOf(call.args[0]) - durationOf(call.args[1]), call),
      __mul__: (call) => duration(durationOf(call.args[0]) * scale(call.args[1]), call),
      __rmul__: (call) => duration(durationOf(call.args[0]) * scale(call.args[1]), call),
      __truediv__: (call) => divided(call, float, (quotient) => quotient),
      __floordiv__: (call) => divided(call, (quotient) => int(Math.floor(quotient)), Math.floor),
      __eq__: ({ args: [a, b] }) => bool(durationOf(a) === durationOf(b)),
      __lt__: ({ args: [a, b] }) => bool(durationOf(a) < durationOf(b)),
      __gt__: ({ args: [a, b] }) => bool(durationOf(a) > durationOf(b)),
      __repr__: (call) => {
        const total = durationOf(call.args[0]);
        const days = Math.floor(total / 86_400_000_000);
        const seconds = Math.floor((total - days * 86_400_000_000) / 1_000_000);
        const micro = total - days * 86_400_000_000 - seconds * 1_000_000;
        const parts = [
          ['days', days],
          ['seconds', seconds],
          ['microseconds', micro],
        ] as const;
        const shown = parts.flatMap(([name, value]) => (value === 0 ? [] : [`${name}=${value.toString()}`]));
        return str(`datetime.timedelta(${shown.length === 0 ? '0' : shown.join(', ')})`);
      },
    }),
  },
  hooks: {
    instantiate: (cls, call) => {
      const unknown = [...call.args, ...call.kwargs.values()].find((value) => value.kind === 'unknown');
      if (unknown !== undefined) return unknown;
      let total = 0;
      for (const [index, [name, size]] of Object.entries(units).entries()) {
        const given = unwrap(call.args[index] ?? call.kwargs.get(name) ?? none);
        if (given.kind === 'int' || given.kind === 'float') total += Number(given.value) * size;
      }
      return nativeInstance(cls, new Duration(Math.round(total)), call.site);
    },
  },
});

const nowhere = { file: '', range: { start: 0, end: 0 } };
const tzinfoClass = nativeClass({ name: 'tzinfo', module: 'datetime' });
const timezoneClass = nativeClass({
  name: 'timezone',
  module: 'datetime',
  bases: [tzinfoClass],
  members: methodsOf({
    __repr__: ({ args: [self] }) =>
      str(
        self?.kind === 'instance' && self.payload === 'UTC'
          ? 'datetime.timezone.utc'
          : 'datetime.timezone(...)',
      ),
  }),
  hooks: { instantiate: (cls, call) => nativeInstance(cls, { offset: call.args[0] }, call.site) },
});
export const utc = nativeInstance(timezoneClass, 'UTC', nowhere);
timezoneClass.namespace.set('utc', utc);

export const datetimeModule = moduleOf({
  date: dateClass,
  datetime: datetimeClass,
  time: timeClass,
  timedelta: timedeltaClass,
  timezone: timezoneClass,
  tzinfo: tzinfoClass,
  UTC: utc,
  MINYEAR: int(1),
  MAXYEAR: int(9999),
});

export const timeModule = moduleOf({
  time: nativeFunction('time', (call) =>
    atRunTime(call, 'time.time', (runTime) => float(runTime.now().getTime() / 1000)),
  ),
  ...runTimeOnly('time', [
    'time_ns',
    'monotonic',
    'perf_counter',
    'strftime',
    'localtime',
    'gmtime',
    'mktime',
  ]),
  ...functionsOf({ sleep: () => none }),
});

export const zoneinfoModule = moduleOf({
  ZoneInfo: nativeClass({
    name: 'ZoneInfo',
    module: 'zoneinfo',
    bases: [tzinfoClass],
    hooks: { instantiate: (cls, call) => nativeInstance(cls, { key: call.args[0] }, call.site) },
  }),
  ZoneInfoNotFoundError: nativeFunction('ZoneInfoNotFoundError', () => none),
});
