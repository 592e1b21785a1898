import type { ClassValue, Interpreter, Value } from '../../python/eval/value.ts';
import { MetaDataBuilder } from '../orm/builders.ts';
import type { MetaData } from '../sql/schema.ts';
import { freezeMetaData } from '../orm/freeze.ts';
import { mappingKey, type Mapping } from '../orm/registry.ts';
import { stateOf } from './state.ts';
import { reportUnmappedClasses } from './unmapped-classes.ts';

/** A MetaData with the name of what it hangs from: `app.models.Base`, `app.extensions.db`, `app.tables.metadata`. */
export interface NamedMetaData {
  readonly name: string;
  readonly metadata: MetaData;
}

/** Every MetaData with tables that evaluated code made, in the order of creation. */
export function collectNamedMetaData(interpreter: Interpreter): readonly NamedMetaData[] {
  reportUnmappedClasses(interpreter);
  const names = namesOf(interpreter);
  return stateOf(interpreter)
    .metadata.items.filter((builder) => builder.tables.size > 0)
    .map((builder) => ({
      name: names.get(builder) ?? 'MetaData',
      metadata: freezeMetaData(builder, (problem) => {
        interpreter.report(problem);
      }),
    }));
}

/** The outermost base class, else the object that has it as `metadata`, else the variable itself. */
function namesOf(interpreter: Interpreter): ReadonlyMap<MetaDataBuilder, string> {
  const bases = new Map<MetaDataBuilder, { readonly name: string; readonly depth: number }>();
  const others = new Map<MetaDataBuilder, string>();
  for (const module of interpreter.modules.values()) {
    if (module.file === null) continue;
    for (const [name, value] of module.namespace) {
      const binds = attribute(interpreter, value, 'metadatas');
      for (const { key, value: bound } of binds?.kind === 'dict' ? binds.entries.values() : []) {
        const builder = builderOf(bound);
        // Flask-SQLAlchemy's default bind has no key, and is its `metadata`.
        if (builder !== null && key.kind === 'str' && !others.has(builder))
          others.set(builder, `${module.name}.${name}.metadatas['${key.value}']`);
      }
      const builder = builderOf(value) ?? builderOf(attribute(interpreter, value, 'metadata'));
      if (builder === null) continue;
      if (value.kind === 'class') {
        if (isMapped(value)) continue;
        const known = bases.get(builder);
        // `declarative_base()` makes a class of no file; its MetaData knows where that was.
        const isHere = value.origin !== null || module.file === builder.origin?.file;
        const depth = value.mro.length + (isHere ? 0 : 0.5);
        const own = value.origin === null ? `${module.name}.${name}` : `${value.module}.${value.qualname}`;
        if (known === undefined || depth < known.depth) bases.set(builder, { name: own, depth });
      } else if (!others.has(builder) || module.file === builder.origin?.file) {
        others.set(builder, `${module.name}.${name}`);
      }
    }
  }
  return new Map([...others, ...[...bases].map(([builder, { name }]) => [builder, name] as const)]);
}

function isMapped(cls: ClassValue): boolean {
  const mapping = cls.native.get(mappingKey) as Mapping | undefined;
  return (mapping?.table ?? null) !== null;
}

function attribute(interpreter: Interpreter, value: Value, name: string): Value | undefined {
  if (value.kind !== 'class' && value.kind !== 'instance') return undefined;
  try {
    return interpreter.findAttribute(value, name, { file: '', range: { start: 0, end: 0 } });
  } catch {
    // Its `__getattr__` fails, or imports what does: it is not where a MetaData hangs from.
    return undefined;
  }
}

function builderOf(value: Value | undefined): MetaDataBuilder | null {
  return value?.kind === 'instance' && value.payload instanceof MetaDataBuilder ? value.payload : null;
}
