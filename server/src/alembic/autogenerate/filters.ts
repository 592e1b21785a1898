/** The callables of `context.configure()` that a comparison asks. Mirrors `AutogenContext.run_name_filters` and its like. */
import type { Column, Constraint, Index, Table } from '../../sqlalchemy/sql/schema.ts';
import type { Problem } from '../../util/problem.ts';

/** `include_name` and `include_object` call these their `type_`. */
export type FilterType =
  | 'schema'
  | 'table'
  | 'column'
  | 'index'
  | 'unique_constraint'
  | 'foreign_key_constraint'
  | 'check_constraint';

/** An answer, or why there is none: what was asked about is then uncertain. */
export type FilterAnswer = boolean | Problem;

/** One schema object of a table; the table itself where `item` is null. */
export interface FilteredObject {
  readonly table: Table;
  readonly item: Column | Index | Constraint | null;
  /** Of the models; else of what the database has. */
  readonly isModel: boolean;
}

export interface AutogenFilters {
  includeName(
    name: string | null,
    type: FilterType,
    parents: { readonly schema?: string | null; readonly table?: string },
  ): FilterAnswer;
  includeObject(
    object: FilteredObject,
    name: string | null,
    type: FilterType,
    reflected: boolean,
    compareTo: FilteredObject | null,
  ): FilterAnswer;
  /** Null: the callable leaves it to Alembic. */
  compareType(current: FilteredObject, target: FilteredObject): FilterAnswer | null;
  compareServerDefault(
    current: FilteredObject,
    target: FilteredObject,
    rendered: { readonly current: string | null; readonly target: string | null },
  ): FilterAnswer | null;
}
