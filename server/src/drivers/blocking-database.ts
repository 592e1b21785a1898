import { randomBytes } from 'node:crypto';
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { RunStopped, type LiveDatabase } from '../alembic/bindings/live-database.ts';
import { noObjects } from '../sqlalchemy/engine/schema-objects.ts';
import { errorFrom, type LiveAnswer, type LiveRequest } from '../alembic/runtime/live-evaluation.ts';

/**
 * The database as an evaluation in a thread of its own has it: each question goes through `port` to the thread that
 * holds the connection, and this one sleeps on `signal` until the answer is there.
 */
export function blockingDatabase(
  port: MessagePort,
  signal: Int32Array,
  { reports }: Pick<LiveDatabase, 'reports'>,
): LiveDatabase {
  const ask = (request: LiveRequest): LiveAnswer => {
    Atomics.store(signal, 0, 0);
    try {
      port.postMessage(request);
    } catch (error) {
      // What cannot cross to the other thread: an operation that holds a function.
      throw new Error(`this operation cannot be run here: ${error instanceof Error ? error.message : ''}`, {
        cause: error,
      });
    }
    for (;;) {
      const received = receiveMessageOnPort(port);
      if (received === undefined) {
        Atomics.wait(signal, 0, 0);
        Atomics.store(signal, 0, 0);
        continue;
      }
      const answer = received.message as LiveAnswer;
      if (answer.kind === 'stopped') throw new RunStopped('The run was stopped');
      if (answer.kind === 'error') throw errorFrom(answer.error);
      return answer;
    }
  };
  return {
    reports,
    now: () => new Date(),
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
    run: (operation) => {
      const answer = ask({ kind: 'run', operation });
      return answer.kind === 'rows' ? answer.result : { columns: [], rows: [], rowCount: null };
    },
    autocommit: (edge) => void ask({ kind: 'autocommit', edge }),
    savepoint: (action, name) => void ask({ kind: 'savepoint', action, name }),
    reflectTable: (name, schema) => {
      const answer = ask({ kind: 'reflect', name, schema });
      return answer.kind === 'table' ? answer.table : null;
    },
    names: (of, schema) => {
      const answer = ask({ kind: 'names', of, schema });
      return answer.kind === 'names' ? answer.names : [];
    },
    objects: (schema) => {
      const answer = ask({ kind: 'objects', schema });
      return answer.kind === 'objects' ? answer.objects : noObjects;
    },
  };
}
