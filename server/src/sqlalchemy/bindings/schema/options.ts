import type { Interpreter, Value } from '../../../python/eval/value.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { MutableDialectOptions } from '../../orm/builders.ts';
import { ClauseBuilder, ColumnBuilder } from '../../orm/builders.ts';
import { isDialectOption, NameTuple } from '../../sql/dialect-options.ts';
import type { DialectOption } from '../../sql/schema.ts';
import { reportUnreadable, stringOf } from '../arguments.ts';
import { clauseOf } from '../sql/clauses.ts';

/** Reads `postgresql_using="gin"` and the like; another keyword raises TypeError as upstream does. */
export function dialectOptions(
  interpreter: Interpreter,
  callee: string,
  keywords: ReadonlyMap<string, Value>,
  site: Origin,
): MutableDialectOptions {
  const options: MutableDialectOptions = {};
  for (const [name, value] of keywords) {
    const [, dialect] = /^(.+?)_(.+)$/.exec(name) ?? [];
    if (dialect === undefined) {
      interpreter.raise(
        'TypeError',
        `Additional arguments should be named <dialectname>_<argument>, got '${name}' (in ${callee}())`,
        site,
      );
    }
    if (!isDialectOption(name)) {
      // Upstream warns, and keeps it for a dialect that may be installed where the code runs.
      interpreter.report({
        code: 'unknown-dialect-option',
        severity: 'information',
        message: `Can't validate argument '${name}'; can't locate any SQLAlchemy dialect named '${dialect}'`,
        origin: site,
      });
    }
    const option = dialectOption(interpreter, value, site);
    if (option === undefined) {
      reportUnreadable(interpreter, `\`${name}\` of ${callee}()`, value, 'an option that Retort reads', site);
    } else options[name] = option;
  }
  return options;
}

function dialectOption(
  interpreter: Interpreter,
  value: Value,
  site: Origin,
): DialectOption | ClauseBuilder | undefined {
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
    case 'tuple':
    case 'set': {
      const names = interpreter.iterate(value, site)?.map(columnName);
      if (names?.every((name): name is string => typeof name === 'string') !== true) return undefined;
      return value.kind === 'tuple' ? NameTuple.from(names) : names;
    }
    case 'dict': {
      const entries: [string, DialectOption][] = [];
      for (const { key, value: item } of value.entries.values()) {
        const option = dialectOption(interpreter, item, site);
        const name = columnName(key);
        if (typeof name !== 'string' || option === undefined) return undefined;
        entries.push([name, option instanceof ClauseBuilder ? option.build() : option]);
      }
      return Object.fromEntries(entries);
    }
    default:
      return stringOf(value) ?? clauseOf(value) ?? undefined;
  }
}

function columnName(value: Value): string | null | undefined {
  if (value.kind === 'instance' && value.payload instanceof ColumnBuilder) return value.payload.name;
  return stringOf(value);
}
