import type { Connection, QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { Dialect } from '../../sqlalchemy/engine/dialect.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { CancelledError } from './cancelled-error.ts';
import { errorData, type LiveAnswer, type LiveRequest } from './live-evaluation.ts';
import { OperationFailure } from './run-error.ts';

/** The run as one of its revisions reaches it while it is evaluated. */
interface LiveStep {
  readonly connection: Connection;
  readonly dialect: Dialect;
  isStopped(): boolean;
  run(operation: MigrateOperation): Promise<QueryResult>;
  execute(sql: string): Promise<QueryResult>;
  autocommit(edge: 'begin' | 'end'): Promise<void>;
}

/** Does what a revision asks for. Never rejects: what fails is the answer, which the revision may catch. */
export async function answerLive(request: LiveRequest, step: LiveStep): Promise<LiveAnswer> {
  if (step.isStopped()) return { kind: 'stopped' };
  try {
    return await answer(request, step);
  } catch (error) {
    if (error instanceof CancelledError || step.isStopped()) return { kind: 'stopped' };
    return { kind: 'error', error: errorData(error instanceof OperationFailure ? error.cause : error) };
  }
}

async function answer(request: LiveRequest, step: LiveStep): Promise<LiveAnswer> {
  const { connection, dialect } = step;
  switch (request.kind) {
    case 'run':
      return { kind: 'rows', result: await step.run(request.operation) };
    case 'autocommit':
      await step.autocommit(request.edge);
      return { kind: 'done' };
    case 'savepoint': {
      const sql = dialect.savepoint[request.action](dialect.identifierPreparer.quote(request.name));
      if (sql !== null) await step.execute(sql);
      return { kind: 'done' };
    }
    case 'reflect': {
      const table = await dialect.inspector.reflectTable(connection, request.name, request.schema);
      return { kind: 'table', table };
    }
    case 'objects':
      return { kind: 'objects', objects: await dialect.inspector.objects(connection, [request.schema]) };
    case 'names':
      return { kind: 'names', names: await dialect.inspector.names(connection, request.of, request.schema) };
  }
}
