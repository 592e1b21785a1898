import { unwrap } from '../../../python/eval/containers.ts';
import type { Interpreter, Value } from '../../../python/eval/value.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { LiteralValue } from '../../sql/elements.ts';
import { stringOf } from '../arguments.ts';

const isoClasses: Readonly<Record<string, 'decimal' | 'date' | 'time' | 'datetime' | 'uuid'>> = {
  'decimal.Decimal': 'decimal',
  'datetime.date': 'date',
  'datetime.time': 'time',
  'datetime.datetime': 'datetime',
  'uuid.UUID': 'uuid',
};

/** A Python value as SQL meets it; null when it is not known or has no literal form. */
export function literalOf(interpreter: Interpreter, value: Value, site: Origin): LiteralValue | null {
  switch (value.kind) {
    case 'none':
      return { type: 'none' };
    case 'str':
      return { type: 'str', value: value.value };
    case 'int':
      return { type: 'int', value: value.value };
    case 'float':
      return { type: 'float', value: value.value };
    case 'bool':
      return { type: 'bool', value: value.value };
    case 'bytes':
      return { type: 'bytes', value: value.value };
    case 'list':
    case 'tuple': {
      const items = value.items.map((item) => literalOf(interpreter, item, site));
      return items.every((item) => item !== null) ? { type: 'array', items } : null;
    }
    case 'dict': {
      const json = jsonOf(value);
      return json === undefined ? null : { type: 'json', value: json };
    }
    case 'instance': {
      const text = stringOf(value);
      if (typeof text === 'string') return { type: 'str', value: text };
      const plain = unwrap(value);
      if (plain.kind === 'int') return { type: 'int', value: plain.value };
      // A member of a Python enum is stored by its name.
      if (value.cls.mro.some((cls) => cls.module === 'enum' && cls.name === 'Enum')) {
        const name = interpreter.findAttribute(value, 'name', site);
        return name?.kind === 'str' ? { type: 'str', value: name.value } : null;
      }
      for (const cls of value.cls.mro) {
        const type = isoClasses[`${cls.module}.${cls.name}`];
        if (type !== undefined) return { type, value: interpreter.str(value, site) };
      }
      return null;
    }
    default:
      return null;
  }
}

/** Undefined for what JSON cannot hold. */
export function jsonOf(value: Value): unknown {
  switch (value.kind) {
    case 'none':
      return null;
    case 'str':
    case 'bool':
    case 'float':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'list':
    case 'tuple': {
      const items = value.items.map(jsonOf);
      return items.includes(undefined) ? undefined : items;
    }
    case 'dict': {
      const entries: [string, unknown][] = [];
      for (const { key, value: item } of value.entries.values()) {
        const json = jsonOf(item);
        if (key.kind !== 'str' || json === undefined) return undefined;
        entries.push([key.value, json]);
      }
      return Object.fromEntries(entries);
    }
    default:
      return undefined;
  }
}
