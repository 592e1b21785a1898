/** The conversation of an evaluation with the run that it belongs to, as data that crosses threads. */
import type { Refusal } from '../bindings/script-evaluation.ts';
import type { SavepointAction } from '../bindings/live-database.ts';
import { OperationError } from '../ddl/errors.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import type { Script } from '../script/script.ts';
import { DatabaseError, type QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { NamedKind } from '../../sqlalchemy/engine/dialect.ts';
import type { SchemaObjects } from '../../sqlalchemy/engine/schema-objects.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { Origin } from '../../util/text-range.ts';

/** What evaluated code asks of the database: the methods of LiveDatabase. */
export type LiveRequest =
  | { readonly kind: 'run'; readonly operation: MigrateOperation }
  | { readonly kind: 'autocommit'; readonly edge: 'begin' | 'end' }
  | { readonly kind: 'savepoint'; readonly action: SavepointAction; readonly name: string }
  | { readonly kind: 'reflect'; readonly name: string; readonly schema: string | null }
  | { readonly kind: 'names'; readonly of: NamedKind; readonly schema: string | null }
  | { readonly kind: 'objects'; readonly schema: string | null };

export type LiveAnswer =
  | { readonly kind: 'rows'; readonly result: QueryResult }
  | { readonly kind: 'table'; readonly table: Table | null }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'objects'; readonly objects: SchemaObjects }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly error: ErrorData }
  /** The run ends; the evaluation is to end with it. */
  | { readonly kind: 'stopped' };

export interface LiveResult {
  readonly refusals: readonly Refusal[];
  readonly failure: { readonly error: ErrorData; readonly origin: Origin } | null;
}

/** Evaluates a revision while it runs. `answer` never rejects. */
export interface LiveEvaluator {
  run(
    script: Script,
    direction: 'upgrade' | 'downgrade',
    answer: (request: LiveRequest) => Promise<LiveAnswer>,
  ): Promise<LiveResult>;
  /** Ends what is still being evaluated. */
  close(): Promise<void>;
}

/** An error's fields: errors of one's own lose their class on the way between threads. */
export type ErrorData =
  | {
      readonly name: 'DatabaseError';
      readonly message: string;
      readonly code: string | null;
      readonly sql: string | null;
      readonly position: number | null;
      readonly hint: string | null;
    }
  | { readonly name: 'OperationError'; readonly message: string; readonly origin: Origin | null }
  | { readonly name: 'Error'; readonly message: string };

export function errorData(error: unknown): ErrorData {
  if (error instanceof DatabaseError) {
    const { message, code, sql, position, hint } = error;
    return { name: 'DatabaseError', message, code, sql, position, hint };
  }
  if (error instanceof OperationError) {
    return { name: 'OperationError', message: error.message, origin: error.origin };
  }
  return { name: 'Error', message: error instanceof Error ? error.message : String(error) };
}

export function errorFrom(data: ErrorData): Error {
  switch (data.name) {
    case 'DatabaseError':
      return new DatabaseError(data.message, data);
    case 'OperationError':
      return new OperationError(data.message, { origin: data.origin });
    case 'Error':
      return new Error(data.message);
  }
}
