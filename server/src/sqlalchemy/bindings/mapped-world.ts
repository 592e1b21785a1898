/** The mapped classes of all evaluated modules, and what SQLAlchemy would refuse of them. */
import type { ClassValue, Interpreter } from '../../python/eval/value.ts';
import { mappingOf } from '../orm/class-scan.ts';
import { checkInheritance } from '../orm/check-inheritance.ts';
import { checkRelationships, type MappedWorld } from '../orm/configure-mappers.ts';
import type { FrozenTables } from '../orm/frozen-tables.ts';

/** Reports relationships that cannot be configured, and classes whose table has no primary key. */
export function checkMappedClasses(interpreter: Interpreter, frozen: FrozenTables): void {
  const classes: ClassValue[] = [];
  const doubtful = new Set<string>();
  for (const module of interpreter.modules.values()) {
    if (module.file === null) continue;
    for (const [name, value] of module.namespace) {
      if (value.kind === 'unknown') doubtful.add(name);
      if (value.kind !== 'class' || value.module !== module.name) continue;
      if ((mappingOf(value)?.table ?? null) === null) doubtful.add(value.name);
      else if (!classes.includes(value)) classes.push(value);
    }
  }
  const report = interpreter.report.bind(interpreter);
  const world: MappedWorld = {
    classes,
    doubtful,
    report,
    tableOf: (cls) => {
      const table = mappingOf(cls)?.table ?? null;
      const isAlone = cls.mro.every((base) => base === cls || (mappingOf(base)?.table ?? null) === null);
      return table === null || !isAlone ? null : frozen.freeze(table, () => undefined);
    },
    freeze: (table) => frozen.freeze(table, () => undefined),
    isNameOf: (module, name) => interpreter.modules.get(module)?.namespace.has(name) === true,
  };
  checkRelationships(world);
  checkInheritance(world);
}
