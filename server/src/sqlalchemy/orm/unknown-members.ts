/** What a mapped class has that may be columns, and cannot be known. */
import type { ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';

/** A base class that nobody knows may be a mixin with columns. Those of mapped ancestors were told with them. */
export function reportUnknownBases(
  interpreter: Interpreter,
  cls: ClassValue,
  table: string,
  origin: Origin,
  isMapped: (cls: ClassValue) => boolean,
): void {
  const told = cls.mro.filter((ancestor) => ancestor !== cls && isMapped(ancestor));
  for (const ancestor of cls.mro) {
    if (told.some((mapped) => mapped.mro.includes(ancestor))) continue;
    for (const base of ancestor.bases) {
      if (base.kind !== 'unknown') continue;
      interpreter.report({
        code: 'unknown-base',
        severity: 'error',
        message: `a base class of '${cls.name}' cannot be known, and may have columns of the table \`${table}\`: ${base.reason}`,
        origin,
      });
    }
  }
}

/** An attribute that is not known may be a column; often it is something else, so this is no error. */
export function reportUnknownAttribute(
  interpreter: Interpreter,
  cls: ClassValue,
  name: string,
  value: Value,
  origin: Origin,
  severity: 'warning' | 'information' = 'warning',
): void {
  if (value.kind !== 'unknown') return;
  interpreter.report({
    code: 'unknown-attribute',
    severity: value.isDecorated === true ? 'hint' : severity,
    message: `the attribute '${name}' of '${cls.name}' cannot be known; if it is a column, the table lacks it: ${value.reason}`,
    origin,
  });
}

/** SQLAlchemy-Continuum gives a class with `__versioned__` a second table, which no class here says. */
export function reportVersionTable(interpreter: Interpreter, cls: ClassValue, table: string): void {
  const owner = cls.mro.find((ancestor) => ancestor.namespace.has('__versioned__'));
  if (owner === undefined || owner.namespace.get('__versioned__')?.kind === 'none') return;
  interpreter.report({
    code: 'unknown-table',
    severity: 'warning',
    message: `'${cls.name}' has \`__versioned__\`: the table that SQLAlchemy-Continuum makes for the versions of \`${table}\` is not known`,
    origin: owner.memberOrigins.get('__versioned__') ?? cls.nameOrigin,
  });
}
