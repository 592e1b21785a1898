/** `__table_args__`: a dict, or a tuple whose last item may be one. */
import type { Value } from '../../python/eval/value.ts';
import { isForeignOption } from '../sql/dialect-options.ts';

export interface TableArguments {
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/**
 * Reads the value; `refuse` hears why it cannot be. `isOnlyOne`: no other class of the hierarchy declares one, which would
 * count where this is None. Upstream: `_ClassScanMapperConfig._scan_attributes`.
 */
export function tableArguments(
  value: Value | null,
  options: { readonly isOnlyOne: boolean; readonly refuse: (reason: string) => void },
): TableArguments {
  const keywords = new Map<string, Value>();
  if (value === null || (options.isOnlyOne && saysNothing(value))) return { args: [], keywords };
  const items = value.kind === 'tuple' ? [...value.items] : value.kind === 'dict' ? [value] : null;
  if (items === null) {
    options.refuse(
      value.kind === 'unknown' ? value.reason : '__table_args__ value must be a tuple, dict, or None',
    );
    return { args: [], keywords };
  }
  const last = items.at(-1);
  if (last !== undefined && saysNothing(last)) items.pop();
  if (last?.kind === 'dict') {
    items.pop();
    for (const { key, value: item } of last.entries.values())
      if (key.kind === 'str') keywords.set(key.value, item);
  }
  return { args: items, keywords };
}

/**
 * One of a few values, none of which says anything to a database that is supported: None, or a dict of options for others.
 * OpenStack's models ask their configuration for the database and give `mysql_engine` only to MySQL.
 */
function saysNothing(value: Value): boolean {
  return value.kind === 'unknown' && value.alternatives?.every(isWithoutEffect) === true;
}

function isWithoutEffect(value: Value): boolean {
  if (value.kind === 'none') return true;
  if (value.kind !== 'dict') return false;
  return [...value.entries.values()].every(({ key }) => key.kind === 'str' && isForeignOption(key.value));
}
