import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type {
  LiveAnswer,
  LiveEvaluator,
  LiveRequest,
  LiveResult,
} from '../alembic/runtime/live-evaluation.ts';
import type { EvaluationThreadData } from '../workspace/evaluation-thread-data.ts';

/** One revision to run; the answers to its questions come through `port`, `signal` says that one is there. */
export interface EvaluationTask {
  readonly revision: string;
  readonly direction: 'upgrade' | 'downgrade';
  readonly port: MessagePort;
  readonly signal: SharedArrayBuffer;
}

/**
 * Evaluates revisions in a worker thread, which blocks while the database answers, so that this one never does.
 * `script` is the bundle of `evaluation-worker.ts`. The thread starts with the first revision that needs it.
 */
export function evaluationThread(script: string, data: EvaluationThreadData): LiveEvaluator {
  let worker: Worker | null = null;
  return {
    run: ({ revision }, direction, answer) => {
      worker ??= new Worker(script, { workerData: data, name: 'retort evaluation' });
      return runTask(worker, { revision, direction }, answer);
    },
    close: async () => {
      await worker?.terminate();
      worker = null;
    },
  };
}

async function runTask(
  worker: Worker,
  task: Pick<EvaluationTask, 'revision' | 'direction'>,
  answer: (request: LiveRequest) => Promise<LiveAnswer>,
): Promise<LiveResult> {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const flag = new Int32Array(signal);
  port1.on('message', (request: LiveRequest) => {
    void answer(request).then((reply) => {
      port1.postMessage(reply);
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
  });
  let forget = (): void => undefined;
  try {
    return await new Promise<LiveResult>((resolve, reject) => {
      const exited = (): void => {
        reject(new Error('The evaluation was ended'));
      };
      worker.once('message', resolve).once('error', reject).once('exit', exited);
      // One by one: `removeAllListeners` would take Node's own, and the next task would never be heard of.
      forget = () => void worker.off('message', resolve).off('error', reject).off('exit', exited);
      worker.postMessage({ ...task, port: port2, signal }, [port2]);
    });
  } finally {
    forget();
    port1.close();
  }
}
