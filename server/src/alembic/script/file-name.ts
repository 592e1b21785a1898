import type { CreateDate } from './create-date.ts';
import { CommandError } from './revision-errors.ts';

/** `Add order id` → `add_order_id`; cut at a word when it is too long. */
export function slugOf(message: string | null, maxLength: number): string {
  const slug =
    (message ?? '')
      .match(/[\p{L}\p{N}_]+/gu)
      ?.join('_')
      .toLowerCase() ?? '';
  const letters = Array.from(slug);
  if (letters.length <= maxLength) return slug;
  const cut = letters.slice(0, maxLength).join('');
  const underscore = cut.lastIndexOf('_');
  return `${underscore < 0 ? cut : cut.slice(0, underscore)}_`;
}

/** The name of a revision file, without `.py`. Mirrors `ScriptDirectory._rev_path`; throws CommandError for a bad template. */
export function fileNameOf(
  template: string,
  fields: { readonly rev: string; readonly slug: string; readonly date: CreateDate },
): string {
  const { date } = fields;
  const values = new Map<string, string | number>([
    ['rev', fields.rev],
    ['slug', fields.slug],
    ['epoch', date.epoch],
    ['year', date.year],
    ['month', date.month],
    ['day', date.day],
    ['hour', date.hour],
    ['minute', date.minute],
    ['second', date.second],
  ]);
  const name = template.replace(
    /%(?:%|\((\w+)\)(0?)(\d*)(?:\.(\d+))?([sdi]))/g,
    (whole, ...groups: string[]) => {
      if (whole === '%%') return '%';
      const [key = '', zero = '', width = '', precision = '', kind = 's'] = groups;
      const value = values.get(key);
      if (value === undefined) throw new CommandError(`file_template has an unknown token %(${key})s`);
      let text = String(value);
      if (kind === 's') {
        if (precision !== '') text = text.slice(0, Number(precision));
      } else text = text.padStart(Number(precision === '' ? '0' : precision), '0');
      return text.padStart(Number(width === '' ? '0' : width), zero === '0' && kind !== 's' ? '0' : ' ');
    },
  );
  if (/%\(/.test(name)) throw new CommandError(`file_template cannot be read: ${template}`);
  return name;
}
