/** ISO 8601 texts as `fromisoformat` of date, time and datetime reads them. */
export interface IsoMoment {
  /** In the order of the constructor. */
  readonly fields: readonly number[];
  /** Of the time zone; null for none. */
  readonly offsetSeconds: number | null;
}

const datePattern = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const timePattern = String.raw`(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?`;
const zonePattern = String.raw`(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?`;
const patterns = {
  date: new RegExp(`^${datePattern}$`),
  time: new RegExp(`^T?${timePattern}${zonePattern}$`),
  datetime: new RegExp(`^${datePattern}(?:.${timePattern}${zonePattern})?$`),
};

/** Null for a text in another form, and for a day or hour that there is not. */
export function parseIso(kind: keyof typeof patterns, text: string): IsoMoment | null {
  const match = patterns[kind].exec(text);
  if (match === null) return null;
  const groups = match.slice(1);
  const date = kind === 'time' ? [] : groups.splice(0, 3).map(Number);
  if (date.length > 0 && !isDay(date)) return null;
  if (kind === 'date') return { fields: date, offsetSeconds: null };
  const [hour = '0', minute = '0', second = '0', fraction = '', zone] = groups;
  const clock = [Number(hour), Number(minute), Number(second)];
  if (clock.some((value, index) => value >= (index === 0 ? 24 : 60))) return null;
  const micro = Number(fraction.padEnd(6, '0').slice(0, 6));
  return { fields: [...date, ...clock, micro], offsetSeconds: zone === undefined ? null : offset(zone) };
}

function isDay([year = 0, month = 0, day = 0]: readonly number[]): boolean {
  if (year === 0 || month === 0 || month > 12 || day === 0) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (zone.slice(1).match(/\d\d/g) ?? []).map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  return zone.startsWith('-') ? -total : total;
}
