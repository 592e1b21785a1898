/** Composition root of the thread that an embedded PostgreSQL runs in: its messages come in, its answers go out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { PgliteReply, PgliteRequest, PgliteWorkerData } from './drivers/pglite-server.ts';

const { folder, assets } = workerData as PgliteWorkerData;
const read = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(assets, name)));

async function start(): Promise<PGlite> {
  return PGlite.create({
    ...(folder === null ? {} : { dataDir: folder }),
    pgliteWasmModule: await WebAssembly.compile(read('pglite.wasm')),
    initdbWasmModule: await WebAssembly.compile(read('initdb.wasm')),
    fsBundle: new Blob([read('pglite.data')]),
  });
}

function reply(message: PgliteReply): void {
  parentPort?.postMessage(message);
}

async function answer(database: PGlite, request: PgliteRequest): Promise<void> {
  switch (request.kind) {
    case 'protocol':
      reply({ kind: 'answer', bytes: await database.execProtocolRaw(request.bytes) });
      return;
    case 'reset':
      // The next session must find nothing of this one: no transaction, lock, temporary table or setting.
      await database.exec('ROLLBACK');
      await database.exec('DISCARD ALL');
      reply({ kind: 'answer', bytes: new Uint8Array() });
      return;
    case 'close':
      await database.close();
      process.exit();
  }
}

async function main(): Promise<void> {
  try {
    const database = await start();
    let last: Promise<void> = Promise.resolve();
    parentPort?.on('message', (request: PgliteRequest) => {
      last = last.then(() => answer(database, request));
    });
    reply({ kind: 'started' });
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

void main();
