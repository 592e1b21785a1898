/**
 * What a database has besides tables as reflection gives them. SQLAlchemy tells some of it by name
 * (`get_sequence_names`, `get_enums`, `get_view_definition`), and the rest not at all.
 */
export interface SchemaObjects {
  readonly sequences: readonly SequenceObject[];
  /** Only PostgreSQL has enums and domains. */
  readonly enums: readonly EnumObject[];
  readonly domains: readonly DomainObject[];
  readonly views: readonly ViewObject[];
  readonly routines: readonly RoutineObject[];
  readonly triggers: readonly TriggerObject[];
  /** Constraints that reflected tables lack: EXCLUDE of PostgreSQL, CHECK and UNIQUE of SQL Server. */
  readonly constraints: readonly ConstraintObject[];
  /** Tables with partitions, that are one, or that inherit. */
  readonly kinships: readonly TableKinship[];
  /** Extended properties of SQL Server's tables and columns. */
  readonly properties: readonly ExtendedProperty[];
}

export const noObjects: SchemaObjects = {
  sequences: [],
  enums: [],
  domains: [],
  views: [],
  routines: [],
  triggers: [],
  constraints: [],
  kinships: [],
  properties: [],
};

interface SchemaObject {
  readonly name: string;
  readonly schema: string;
  /** It needs no schema: the search path finds it, or it is in the default schema. */
  readonly isVisible: boolean;
}

export interface SequenceObject extends SchemaObject {
  readonly dataType: string;
  readonly start: bigint;
  readonly increment: bigint;
  readonly minvalue: bigint;
  readonly maxvalue: bigint;
  readonly cache: bigint;
  readonly cycle: boolean;
  /** The column with which it is dropped. */
  readonly ownedBy: { readonly table: string; readonly column: string; readonly isIdentity: boolean } | null;
}

/** Mirrors `ReflectedEnum`. */
export interface EnumObject extends SchemaObject {
  readonly labels: readonly string[];
}

/** Mirrors `ReflectedDomain`. */
export interface DomainObject extends SchemaObject {
  /** The name of the type that it is made of, without arguments, as upstream reads it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  /** CHECKs by name; NOT NULL is none. */
  readonly constraints: readonly { readonly name: string; readonly check: string }[];
  readonly collation: string | null;
}

export interface ViewObject extends SchemaObject {
  /** As `get_view_definition` gives it: the query on PostgreSQL, the whole CREATE VIEW elsewhere. */
  readonly definition: string;
  readonly isMaterialized: boolean;
}

export interface RoutineObject extends SchemaObject {
  readonly kind: 'function' | 'procedure';
  /** What tells it from others of its name; empty where names are unique. */
  readonly arguments: string;
  /** The whole CREATE. */
  readonly definition: string;
}

export interface TriggerObject extends SchemaObject {
  readonly table: string;
  readonly definition: string;
  readonly isEnabled: boolean;
}

export interface ConstraintObject extends SchemaObject {
  readonly table: string;
  readonly kind: 'check' | 'exclude' | 'unique';
  /** What follows its name. */
  readonly definition: string;
}

export interface TableKinship extends SchemaObject {
  /** `RANGE (day)`, for a partitioned table. */
  readonly partitionKey: string | null;
  /** `FOR VALUES FROM …`, for a partition. */
  readonly partitionBound: string | null;
  /** The partitioned table, or those it inherits from, in order. */
  readonly parents: readonly { readonly schema: string; readonly name: string }[];
}

export interface ExtendedProperty {
  readonly schema: string;
  readonly table: string;
  readonly column: string | null;
  readonly name: string;
  readonly value: string;
}
