import type { ClassValue, Value } from '../../python/eval/value.ts';
import { hashKey } from '../../python/eval/containers.ts';
import type { ClauseBuilder, ColumnBuilder, MetaDataBuilder, TableBuilder } from './builders.ts';

/** What `registry()` holds. Mirrors `sqlalchemy.orm.registry`. */
export class RegistryPayload {
  metadata: MetaDataBuilder;
  /** Python type → SQL type, by hash key. */
  readonly typeMap = new Map<unknown, Value>();

  constructor(metadata: MetaDataBuilder) {
    this.metadata = metadata;
  }

  updateTypeAnnotationMap(map: Value): void {
    if (map.kind !== 'dict') return;
    for (const { key, value } of map.entries.values()) this.typeMap.set(hashKey(key), value);
  }
}

/** `@declared_attr`: called with the class that is being mapped. */
export class DeclaredAttr {
  readonly function: Value;
  readonly cascading: boolean;
  /** What it gave for a class, so that it runs once for each. */
  readonly results = new Map<Value, Value>();

  constructor(fn: Value, cascading: boolean) {
    this.function = fn;
    this.cascading = cascading;
  }
}

/** `column_property(Column(...))`, `deferred(...)`, `composite(...)`: properties that bring columns of their own. */
export class ColumnsProperty {
  readonly columns: readonly ColumnBuilder[];

  constructor(columns: readonly ColumnBuilder[]) {
    this.columns = columns;
  }
}

/** `composite(...)`: its columns may take their names and types from the fields of a dataclass. */
export class CompositeProperty extends ColumnsProperty {
  /** The class, where it is given and not in the annotation. */
  readonly composed: ClassValue | null;
  /** As given, in order; null for what is no column of its own, such as the name of another attribute. */
  readonly attributes: readonly (ColumnBuilder | null)[];

  constructor(composed: ClassValue | null, attributes: readonly (ColumnBuilder | null)[]) {
    super(attributes.filter((attribute) => attribute !== null));
    this.composed = composed;
    this.attributes = attributes;
  }
}

/** The payload of a FROM clause that is no table: a join, a subquery, an alias. A class may be mapped to one. */
export class DerivedFrom {
  /** A query as a value, `(SELECT …)`; null where it is none, or cannot be known. */
  subselect(): ClauseBuilder | null {
    return null;
  }
}

/** What a mapped class keeps in `ClassValue.native`. */
export interface Mapping {
  /** Null for a class without a table of its own or inherited. */
  readonly table: TableBuilder | null;
  /** Whether `map_imperatively()` mapped it, whose `properties` are not in the class. */
  readonly isImperative?: true;
}
export const mappingKey = Symbol('mapping');

/** Marks what makes dataclasses of mapped classes: `MappedAsDataclass`, and classes that are decorated with its like. */
export const dataclassTransform = Symbol('dataclass transform');

/** What `__table_cls__` is asked about: the table that a class would get. */
export interface ProposedTable {
  readonly name: string;
  readonly schema: string | null;
  readonly metadata: MetaDataBuilder;
  readonly columns: readonly ColumnBuilder[];
  readonly args: readonly Value[];
}
/** A library's `__table_cls__`: false leaves the class without a table of its own. */
export type TableDecision = (cls: ClassValue, table: ProposedTable) => boolean;
/** Where a base class keeps it in `ClassValue.native`. */
export const tableDecisionKey = Symbol('__table_cls__');
