/** `--sql` commands that Alembic's tests run on scripts of their own, run by our command on the same files. */
import { noEvaluationThread } from '../../support/evaluation-thread.ts';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commands } from '../../../server/src/cli/commands.ts';
import type { Host } from '../../../server/src/cli/host.ts';
import { run } from '../../../server/src/cli/run.ts';
import { NodeFileSystem } from '../../../server/src/drivers/node-file-system.ts';
import type { Comparison } from './outcome.ts';
import type { RecordedCommand, Suite } from './suite.ts';

const scratch = path.resolve(import.meta.dirname, '../../../.cache/alembic-suite/commands');
const dialects = ['postgresql', 'mssql', 'sqlite', 'default'];

export async function compareCommands(suite: Suite): Promise<readonly Comparison[]> {
  const results: Comparison[] = [];
  for (const test of suite.tests) {
    for (const [index, command] of test.commands.entries()) {
      const dialect = command.configure[0]?.['dialect'];
      // Tests that only look at what env.py is told write nothing.
      if (typeof dialect !== 'string' || !dialects.includes(dialect)) continue;
      if ((command.output ?? '') === '' && command.error === null) continue;
      const revisions = typeof command.revision === 'string' ? [command.revision] : command.revision;
      const name = `${test.file}::${test.id} ${command.command} ${revisions.join(' ')} --sql`;
      const ours = await runOurs(command, revisions, path.join(scratch, `${results.length}-${index}`));
      const error = command.error === null ? '' : `FAILED: ${command.error.message}\n`;
      const theirs = `${command.output ?? ''}${error}`;
      const isSame = ours === theirs;
      results.push({
        name,
        group: dialect,
        outcome: isSame ? 'identical' : 'different',
        reason: '',
        theirs,
        ours,
      });
    }
  }
  return results;
}

async function runOurs(
  { command, files, ini, configure, tag, purge }: RecordedCommand,
  revisions: readonly string[],
  folder: string,
): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    const isEnvironment = path.basename(file) === 'env.py';
    // The tests' paths start above the folder of alembic.ini.
    writeFileSync(file, isEnvironment ? environmentOf(configure[0] ?? {}) : text.replaceAll('scratch/', ''));
  }
  let stdout = '';
  const host: Host = {
    files: new NodeFileSystem(),
    cwd: folder,
    environment: {},
    terminalWidth: null,
    stdout: (text) => (stdout += text),
    stderr: () => undefined,
    writeFile: () => undefined,
    makeDirectory: () => undefined,
    runProgram: () => Promise.resolve(0),
    connect: () => Promise.reject(new Error('there is no database here')),
    projectPython: () => {
      throw new Error('there is no Python here');
    },
    journal: { append: () => undefined, entries: () => [] },
    ask: () => null,
    evaluationThread: noEvaluationThread,
    now: () => new Date(0),
    randomBytes: (count) => new Uint8Array(count),
    randomRevisionId: () => 'abcdef012345',
  };
  const options = [...(tag === null ? [] : ['--tag', tag]), ...(purge ? ['--purge'] : [])];
  await run(['-c', ini, command, ...revisions, '--sql', ...options], host, commands);
  // Ours names the place before the reason.
  return stdout.replace(/^FAILED: \S+\.py:\d+: /m, 'FAILED: ');
}

/** What the tests change in `context.configure()` from outside, written into an env.py. */
function environmentOf({ dialect, paramstyle, ...options }: Readonly<Record<string, unknown>>): string {
  const kept = [
    'transactional_ddl',
    'transaction_per_migration',
    'version_table',
    'version_table_schema',
    'literal_binds',
  ];
  const written = kept.filter((name) => name in options).map((name) => `${name}=${pythonOf(options[name])}`);
  const batchSeparators = Object.entries(options)
    .filter(([name]) => name.endsWith('_batch_separator'))
    .map(([name, value]) => `${name}=${pythonOf(value)}`);
  const style = `dialect_opts={"paramstyle": ${pythonOf(paramstyle)}}`;
  return [
    'from alembic import context',
    `context.configure(${[`dialect_name=${pythonOf(dialect)}`, style, ...written, ...batchSeparators].join(', ')})`,
    'with context.begin_transaction():',
    '    context.run_migrations()',
    '',
  ].join('\n');
}

function pythonOf(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}
