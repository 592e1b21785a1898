import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { DatabaseError } from '../sqlalchemy/engine/connection.ts';

export interface PgliteWorkerData {
  /** Absolute; null: in memory. */
  readonly folder: string | null;
  /** Where pglite.wasm, initdb.wasm and pglite.data are. */
  readonly assets: string;
}
export type PgliteRequest =
  | { readonly kind: 'protocol'; readonly bytes: Uint8Array }
  | { readonly kind: 'reset' }
  | { readonly kind: 'close' };
export type PgliteReply =
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array };

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** A PostgreSQL in a thread of this process. It speaks the wire protocol, and answers one message after the other. */
export class PgliteServer {
  readonly #worker: Worker;
  #waiting: Waiting | null = null;
  #ended: Error | null = null;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Throws DatabaseError when the folder cannot be opened. */
  static async start(folder: string | null): Promise<PgliteServer> {
    const { script, assets } = files();
    const workerData: PgliteWorkerData = { folder, assets };
    const worker = new Worker(script, { workerData, name: 'retort PGlite', stdout: true, stderr: true });
    const server = new PgliteServer(worker);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: PgliteReply) => {
        switch (message.kind) {
          case 'started':
            resolve();
            return;
          case 'failed':
            reject(new DatabaseError(`PGlite could not open ${folder ?? 'memory'}: ${message.message}`));
            return;
          case 'answer':
            server.#settle((waiting) => {
              waiting.resolve(message.bytes);
            });
            return;
        }
      });
      const end = (error: Error): void => {
        reject(error);
        server.#ended = error;
        server.#settle((waiting) => {
          waiting.reject(error);
        });
      };
      worker.on('error', (error: unknown) => {
        end(new DatabaseError(`PGlite failed: ${error instanceof Error ? error.message : String(error)}`));
      });
      worker.on('exit', () => {
        end(new DatabaseError('The embedded database was stopped', { code: '57P01' }));
      });
    });
    // A thread that waits for nothing keeps no process alive.
    worker.unref();
    return server;
  }

  /** The way of one session, as a client of the wire protocol writes to a socket. */
  stream(): Duplex {
    return new ServerStream(this);
  }

  async send(request: PgliteRequest): Promise<Uint8Array> {
    if (this.#ended !== null) throw this.#ended;
    this.#worker.ref();
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        this.#worker.postMessage(request);
      });
    } finally {
      this.#worker.unref();
    }
  }

  /** Writes everything to the folder and ends the thread. */
  async close(): Promise<void> {
    await this.send({ kind: 'close' }).catch(() => undefined);
  }

  /** Ends the thread in the middle of whatever it does, as a crash of a server would. */
  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) how(waiting);
  }
}

/** What `pg` asks of a socket. */
class ServerStream extends Duplex {
  readonly #server: PgliteServer;

  constructor(server: PgliteServer) {
    super();
    this.#server = server;
  }

  connect(): this {
    setImmediate(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#server.send({ kind: 'protocol', bytes: new Uint8Array(chunk) }).then(
      (bytes) => {
        if (bytes.length > 0) this.push(Buffer.from(bytes));
        done();
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}

/** Beside the bundle when there is one, else the sources and the package. */
function files(): { readonly script: string; readonly assets: string } {
  const here = import.meta.dirname;
  const bundled = join(here, 'pglite-worker.js');
  if (existsSync(bundled)) return { script: bundled, assets: here };
  const entry = createRequire(join(here, 'pglite-server.ts')).resolve('@electric-sql/pglite');
  return { script: join(here, '..', 'pglite-worker.ts'), assets: dirname(entry) };
}
