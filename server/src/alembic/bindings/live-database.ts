import type { RunTime } from '../../python/eval/value.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { NamedKind, ReflectedFields } from '../../sqlalchemy/engine/dialect.ts';
import type { SchemaObjects } from '../../sqlalchemy/engine/schema-objects.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { MigrateOperation } from '../ops/operations.ts';

export type SavepointAction = 'begin' | 'release' | 'rollback';

/**
 * The database of an online run as the revision that is being evaluated reaches it. Evaluation is synchronous, so each
 * call blocks until the database has answered. All throw DatabaseError where the database refuses, OperationError and
 * CompileError for an operation that cannot be done there, and RunStopped when the run is to end.
 */
export interface LiveDatabase extends RunTime {
  /** What its inspector tells in dictionaries. */
  readonly reports: ReflectedFields;
  /** Its tables have no rows and get none: what changes rows need not be known. */
  readonly hasNoRows?: true;
  /** Runs one operation now; gives the rows of an executed query, and no columns where there are none. */
  run(operation: MigrateOperation): QueryResult;
  /** The edges of `autocommit_block()`: what came before is committed, and a transaction begins anew after it. */
  autocommit(edge: 'begin' | 'end'): void;
  savepoint(action: SavepointAction, name: string): void;
  /** Null when there is no such table. */
  reflectTable(name: string, schema: string | null): Table | null;
  /** In the order of the database's own inspector. `schema` null: the default one. */
  names(kind: NamedKind, schema: string | null): readonly string[];
  /** Besides tables; `schema` null: what needs none. */
  objects(schema: string | null): SchemaObjects;
}

/** The run ends (it was cancelled, or its connection's thread is gone): evaluated code cannot catch it. */
export class RunStopped extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RunStopped';
  }
}
