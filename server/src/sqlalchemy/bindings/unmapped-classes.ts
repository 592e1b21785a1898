/** Classes that look like models and have no table here, because a base class of theirs is not known. */
import { unknownBase } from '../../python/eval/classes.ts';
import type { Interpreter } from '../../python/eval/value.ts';
import { mappingOf } from '../orm/class-scan.ts';

/** Reports each class of the evaluated modules that names a table while the base that would map it is not known. */
export function reportUnmappedClasses(interpreter: Interpreter): void {
  for (const module of interpreter.modules.values()) {
    if (module.file === null) continue;
    for (const cls of module.namespace.values()) {
      if (cls.kind !== 'class' || cls.module !== module.name || mappingOf(cls) !== null) continue;
      if (!cls.namespace.has('__tablename__') && !cls.namespace.has('__table__')) continue;
      const base = unknownBase(cls);
      if (base === null || cls.namespace.has('__abstract__')) continue;
      interpreter.report({
        code: 'unknown-base',
        severity: 'error',
        message: `the table of '${cls.name}' cannot be known, because a base class or decorator of it is not: ${base.reason}`,
        origin: cls.nameOrigin,
      });
    }
  }
}
