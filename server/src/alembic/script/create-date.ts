import { CommandError } from './revision-errors.ts';

/** A moment as the fields of a clock on the wall, in local time or in a time zone. */
export interface CreateDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  /** `+02:00`; empty in local time, as Python's naive datetime. */
  readonly offset: string;
  readonly epoch: number;
}

/** Throws CommandError for a time zone that is not known. Mirrors `ScriptDirectory._generate_create_date`. */
export function createDate(now: Date, timezone: string | null): CreateDate {
  const epoch = Math.floor(now.getTime() / 1000);
  const microsecond = now.getMilliseconds() * 1000;
  if (timezone === null) {
    return {
      year: now.getFullYear(),
      month: now.getMonth() + 1,
      day: now.getDate(),
      hour: now.getHours(),
      minute: now.getMinutes(),
      second: now.getSeconds(),
      microsecond,
      offset: '',
      epoch,
    };
  }
  const parts = zonedParts(now, timezone);
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? '0');
  const offset = (parts.get('timeZoneName') ?? 'GMT').replace('GMT', '');
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    microsecond,
    offset: offset === '' ? '+00:00' : offset,
    epoch,
  };
}

/** Python's `str(datetime)`. */
export function formatCreateDate(date: CreateDate): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const fraction = date.microsecond === 0 ? '' : `.${String(date.microsecond).padStart(6, '0')}`;
  const day = `${String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`;
  return `${day} ${two(date.hour)}:${two(date.minute)}:${two(date.second)}${fraction}${date.offset}`;
}

function zonedParts(now: Date, timezone: string): ReadonlyMap<Intl.DateTimeFormatPartTypes, string> {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
    return new Map(format.formatToParts(now).map((part) => [part.type, part.value]));
  } catch {
    throw new CommandError(`Can't locate timezone: ${timezone}`);
  }
}
