/** `str.format`. */
import { int, str } from '../native.ts';
import { runtimeOf } from '../runtime.ts';
import type { NativeCall, Value } from '../value.ts';

/** `template.format(*args, **kwargs)`; `args[0]` of the call is the template itself. */
export function formatTemplate(call: NativeCall, template: string): Value {
  const state = { next: 1, unknown: null as Value | null };
  const text = expand(call, template, state);
  if (state.unknown !== null) return state.unknown;
  runtimeOf(call).checkSize(text.length, call.site);
  return str(text);
}

function expand(call: NativeCall, template: string, state: { next: number; unknown: Value | null }): string {
  const rt = runtimeOf(call);
  let result = '';
  for (let i = 0; i < template.length; i++) {
    const character = template.charAt(i);
    if ((character === '{' || character === '}') && template.charAt(i + 1) === character) {
      result += character;
      i++;
    } else if (character === '}') {
      rt.raise('ValueError', "Single '}' encountered in format string", call.site);
    } else if (character === '{') {
      const end = fieldEnd(template, i);
      if (end < 0) return rt.raise('ValueError', "Single '{' encountered in format string", call.site);
      result += replaceField(call, template.slice(i + 1, end), state);
      i = end;
    } else {
      result += character;
    }
  }
  return result;
}

function fieldEnd(template: string, start: number): number {
  let depth = 0;
  for (let i = start; i < template.length; i++) {
    if (template.charAt(i) === '{') depth++;
    else if (template.charAt(i) === '}' && --depth === 0) return i;
  }
  return -1;
}

function replaceField(
  call: NativeCall,
  field: string,
  state: { next: number; unknown: Value | null },
): string {
  const rt = runtimeOf(call);
  const [, path = '', conversion, spec = ''] = /^([^!:]*)(?:!([rsa]))?(?::([^]*))?$/.exec(field) ?? [];
  const [, first = '', rest = ''] = /^([^.[]*)([^]*)$/.exec(path) ?? [];
  let value: Value | undefined;
  if (first === '') value = call.args[state.next++];
  else if (/^\d+$/.test(first)) value = call.args[Number(first) + 1];
  else value = call.kwargs.get(first);
  if (value === undefined) {
    return /^\d*$/.test(first)
      ? rt.raise('IndexError', 'Replacement index out of range for positional args tuple', call.site)
      : rt.raise('KeyError', first, call.site);
  }
  for (const [, attribute, item] of rest.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    if (attribute !== undefined) value = rt.getAttribute(value, attribute, call.site);
    else if (item !== undefined)
      value = rt.getItem(value, /^\d+$/.test(item) ? int(BigInt(item)) : str(item), call.site);
  }
  if (value.kind === 'unknown') {
    state.unknown = value;
    return '';
  }
  const format = expand(call, spec, state);
  if (conversion === undefined) return rt.format(value, format, call.site);
  return rt.format(
    str(conversion === 's' ? rt.str(value, call.site) : rt.repr(value, call.site)),
    format,
    call.site,
  );
}
