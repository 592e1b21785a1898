/** `'%s' % value`. */
import type { Origin } from '../../util/text-range.ts';
import { dictGetText } from './containers.ts';
import { noKeywords, type Runtime } from './runtime.ts';
import type { StrValue, Value } from './value.ts';

const directive = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;

/** An Unknown argument gives an Unknown. */
export function formatPercent(rt: Runtime, template: StrValue, values: Value, site: Origin): Value {
  const positional = values.kind === 'tuple' ? values.items : [values];
  const unknown = positional.find((value) => value.kind === 'unknown');
  if (unknown !== undefined) return unknown;
  let index = 0;
  const found: Value[] = [];
  const next = (): Value => {
    const value = positional[index++];
    return value ?? rt.raise('TypeError', 'not enough arguments for format string', site);
  };
  const text = template.value.replaceAll(
    directive,
    (_whole: string, key?: string, flags?: string, width?: string, precision?: string, type?: string) => {
      if (type === '%') return '%';
      const columns = width === '*' ? rt.str(next(), site) : (width ?? '');
      const digits = precision === '*' ? rt.str(next(), site) : precision;
      let value: Value;
      if (key === undefined) value = next();
      else if (values.kind === 'dict') {
        value = dictGetText(values, key) ?? rt.raiseKeyError({ kind: 'str', value: key }, site);
        index = positional.length;
      } else {
        const item = rt.getItem(values, { kind: 'str', value: key }, site);
        index = positional.length;
        value = item;
      }
      if (value.kind === 'unknown') {
        found.push(value);
        return '';
      }
      return one(rt, value, flags ?? '', columns, digits, type ?? 's', site);
    },
  );
  if (found[0] !== undefined) return found[0];
  if (index < positional.length && values.kind !== 'dict') {
    if (values.kind === 'tuple' || index === 0) {
      return rt.raise('TypeError', 'not all arguments converted during string formatting', site);
    }
  }
  rt.checkSize(text.length, site);
  return { kind: 'str', value: text };
}

function one(
  rt: Runtime,
  value: Value,
  flags: string,
  width: string,
  precision: string | undefined,
  type: string,
  site: Origin,
): string {
  const align = flags.includes('-') ? '<' : flags.includes('0') && !'sra'.includes(type) ? '=' : '>';
  const fill = align === '=' ? '0' : ' ';
  const spec = width === '' ? '' : `${fill}${align}`;
  if ('sra'.includes(type)) {
    const text = type === 's' ? rt.str(value, site) : rt.repr(value, site);
    const cut = precision === undefined ? text : text.slice(0, Number(precision));
    return rt.format({ kind: 'str', value: cut }, `${spec}${width}`, site);
  }
  if (type === 'c' && value.kind === 'str') return value.value;
  if (value.kind !== 'int' && value.kind !== 'bool' && value.kind !== 'float') {
    return rt.raise(
      'TypeError',
      `%${type} format: a real number is required, not ${rt.typeOf(value).name}`,
      site,
    );
  }
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const isInteger = 'diu'.includes(type);
  const number: Value =
    isInteger && value.kind === 'float' ? rt.call(rt.builtin('int'), [value], noKeywords, site) : value;
  const kind = isInteger ? 'd' : type;
  const digits = precision === undefined || isInteger ? '' : `.${precision}`;
  return rt.format(number, `${spec}${sign}${flags.includes('#') ? '#' : ''}${width}${digits}${kind}`, site);
}
