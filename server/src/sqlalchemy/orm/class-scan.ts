/** What mapping a class carries along, and how names are looked up in its hierarchy. */
import type { ClassValue, InstanceValue, Interpreter, Value } from '../../python/eval/value.ts';
import type { Origin } from '../../util/text-range.ts';
import type { TypeEngine } from '../sql/types.ts';
import type { MappedAnnotation } from './annotations.ts';
import type { ColumnBuilder, MetaDataBuilder, TableBuilder } from './builders.ts';
import type { Mapping } from './registry.ts';
import { DeclaredAttr, mappingKey } from './registry.ts';

/** What mapping needs from the bindings below. */
export interface DeclarativePort {
  typeOf(interpreter: Interpreter, value: Value, site: Origin): TypeEngine;
  /** The value of a column that evaluated code gets. */
  columnValue(column: ColumnBuilder): InstanceValue;
  tableValue(table: TableBuilder): InstanceValue;
  metaDataValue(metadata: MetaDataBuilder): InstanceValue;
  /** `declared_attr(fn)`. */
  declaredAttr(fn: Value, site: Origin): InstanceValue;
  /** `Table(name, metadata, *columns, *args, **keywords)`. */
  makeTable(
    interpreter: Interpreter,
    table: {
      readonly name: string;
      readonly metadata: MetaDataBuilder;
      readonly columns: readonly ColumnBuilder[];
      readonly args: readonly Value[];
      readonly keywords: ReadonlyMap<string, Value>;
      readonly origin: Origin;
      readonly nameOrigin: Origin;
    },
  ): TableBuilder;
}

export interface Scan {
  readonly port: DeclarativePort;
  readonly interpreter: Interpreter;
  readonly cls: ClassValue;
  readonly site: Origin;
  /** Attributes to map, in upstream's order. */
  readonly collected: Map<string, Value>;
  readonly annotations: Map<string, MappedAnnotation>;
  /** Where each was written. */
  readonly origins: Map<string, Origin>;
  /** What dataclass fields of the classes of the hierarchy bring. */
  readonly fields: Map<ClassValue, ReadonlyMap<string, Value>>;
  /** Attributes whose annotation was refused; nothing else is told of these. */
  readonly refused: Set<string>;
}

export function mappingOf(cls: ClassValue): Mapping | null {
  return (cls.native.get(mappingKey) as Mapping | undefined) ?? null;
}

export function isMapped(cls: ClassValue): boolean {
  return cls.native.has(mappingKey);
}

export function payloadOf(value: Value | undefined): unknown {
  return value?.kind === 'instance' ? value.payload : null;
}

/** The first value of the name along the MRO, and the class that has it. */
export function lookup(
  cls: ClassValue,
  name: string,
): { readonly owner: ClassValue; readonly value: Value } | null {
  for (const owner of cls.mro) {
    const value = owner.namespace.get(name);
    if (value !== undefined) return { owner, value };
  }
  return null;
}

export function callDeclared(scan: Scan, declared: DeclaredAttr): Value {
  const { interpreter, cls, site } = scan;
  let result = declared.results.get(cls);
  if (result === undefined) {
    const fn = declared.function.kind === 'classmethod' ? declared.function.function : declared.function;
    result = interpreter.call(fn, [cls], new Map(), site);
    declared.results.set(cls, result);
  }
  return result;
}

/** `__tablename__` and `__table_args__`: a mapped base's count only when they are declared for every subclass. */
export function specialValue(
  scan: Scan,
  name: string,
): { readonly value: Value; readonly owner: ClassValue } | null {
  for (const base of scan.cls.mro) {
    const local = base.namespace.get(name);
    if (local === undefined) continue;
    if (base !== scan.cls && isMapped(base) && !(payloadOf(local) instanceof DeclaredAttr)) continue;
    const found = lookup(scan.cls, name);
    if (found === null) return null;
    const declared = payloadOf(found.value);
    const value = declared instanceof DeclaredAttr ? callDeclared(scan, declared) : found.value;
    if (value.kind !== 'none') return { value, owner: found.owner };
  }
  return null;
}

export function report(scan: Scan, message: string, origin: Origin): void {
  scan.interpreter.report({ code: 'invalid-mapping', severity: 'error', message, origin });
}
