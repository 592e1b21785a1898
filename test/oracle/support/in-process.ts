/** Many command lines at little cost: all of alembic's in one Python, all of ours in this process. */
import { noEvaluationThread } from '../../support/evaluation-thread.ts';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Host } from '../../../server/src/cli/host.ts';
import { commands } from '../../../server/src/cli/commands.ts';
import { run } from '../../../server/src/cli/run.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import { oraclePython } from './tools.ts';

export interface Request {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environ?: Readonly<Record<string, string>>;
  /** Files that are copied from others first: file → backup. */
  readonly restore?: Readonly<Record<string, string>>;
  /** A SQLite file whose version table is read afterwards. */
  readonly database?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** A Python traceback: alembic has no words for it. */
  readonly crash: string | null;
  readonly versions: readonly string[] | null;
}

/** Python's sets change their order with the hash seed, and some of alembic's answers with them. */
export function runAlembic(requests: readonly Request[], hashSeed = 0): readonly Ran[] {
  const script = path.join(import.meta.dirname, 'in_process.py');
  const result = spawnSync(oraclePython(), [script], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, COLUMNS: '80', PYTHONHASHSEED: String(hashSeed) },
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as Ran[];
}

export async function runRetort(request: Request): Promise<Ran> {
  for (const [file, backup] of Object.entries(request.restore ?? {})) copyFileSync(backup, file);
  let stdout = '';
  let stderr = '';
  const host: Host = {
    files: new NodeFileSystem(),
    cwd: request.cwd,
    environment: { ...process.env, ...request.environ },
    terminalWidth: null,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    writeFile: (file, content) => {
      writeFileSync(file, content);
    },
    makeDirectory: (folder) => {
      mkdirSync(folder, { recursive: true });
    },
    runProgram: (program, args) => Promise.resolve(spawnSync(program, args).status ?? 1),
    connect: (url) => connect(url, { baseDirectory: request.cwd }),
    projectPython: () => {
      throw new Error('there is no Python here');
    },
    journal: { append: () => undefined, entries: () => [] },
    ask: () => null,
    evaluationThread: noEvaluationThread,
    now: () => new Date(),
    randomBytes: (count) => new Uint8Array(count),
    randomRevisionId: () => '0123456789ab',
  };
  const code = await run(request.argv, host, commands);
  return { code, stdout, stderr, crash: null, versions: versionsOf(request.database) };
}

function versionsOf(file: string | undefined): readonly string[] | null {
  if (file === undefined || !existsSync(file)) return null;
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('select version_num from alembic_version').all();
    return rows.map((row) => String(row['version_num'])).sort();
  } catch {
    return null;
  } finally {
    database.close();
  }
}
