/** Whether a table of joined inheritance can be joined to the one it inherits. Mirrors `Mapper._configure_inheritance`. */
import type { ClassValue } from '../../python/eval/value.ts';
import { mappingOf } from './class-scan.ts';
import type { MappedWorld } from './configure-mappers.ts';
import { joinDefect, knowsForeignKeys } from './relationship-join.ts';

/** Importing such a class fails, so it is an error. Classes with `__mapper_args__` may say how they join. */
export function checkInheritance({ classes, freeze, report }: MappedWorld): void {
  for (const cls of classes) {
    const own = mappingOf(cls)?.table ?? null;
    const parent = cls.mro.slice(1).find((base) => (mappingOf(base)?.table ?? null) !== null);
    const inherited = parent === undefined ? null : (mappingOf(parent)?.table ?? null);
    if (own === null || inherited === null || own === inherited || saysHow(cls)) continue;
    const [child, base] = [freeze(own), freeze(inherited)];
    if (child === null || base === null || !knowsForeignKeys(child) || !knowsForeignKeys(base)) continue;
    const defect = joinDefect(base, child, null);
    if (defect === null) continue;
    const start = `Can't determine the inherit condition between inherited table '${base.name}' and inheriting table '${child.name}'; tables have `;
    report({
      code: 'invalid-mapping',
      severity: 'error',
      message:
        defect === 'none'
          ? `${start}no foreign key relationships established.  Please ensure the inheriting table has a foreign key relationship to the inherited table, or provide an 'on clause' using the 'inherit_condition' mapper argument.`
          : `${start}more than one foreign key relationship established.  Please specify the 'on clause' using the 'inherit_condition' mapper argument.`,
      origin: cls.nameOrigin ?? cls.origin ?? own.origin,
    });
  }
}

/** `concrete` and `inherit_condition` are in `__mapper_args__`, a keyword of the class, or a base's configuration. */
function saysHow(cls: ClassValue): boolean {
  return cls.mro.some(
    (base) =>
      base.namespace.has('__mapper_args__') ||
      base.bases.some(({ kind }) => kind === 'unknown') ||
      ['AbstractConcreteBase', 'ConcreteBase'].includes(base.name),
  );
}
