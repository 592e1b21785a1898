// The real SQLAlchemy and Alembic, in a virtual environment under .cache/.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cache, isWindows, once, output, root, run, say } from './run.mjs';

const venv = path.join(cache, 'oracle');
const python = path.join(venv, isWindows ? 'Scripts/python.exe' : 'bin/python');

/** The oracle's Python, installed if needed; or the reason why there is none. */
export async function ensureOracle() {
  const system = ['python3', 'python'].find(
    (name) => output(name, ['-c', 'import sys; assert sys.version_info >= (3, 10)']) !== null,
  );
  if (system === undefined) return { reason: 'no Python 3.10 or newer on PATH' };
  const requirements = path.join(root, 'test/oracle/requirements.txt');
  let reason = null;
  if (!existsSync(python)) rmSync(path.join(cache, 'oracle-installed'), { force: true });
  await once('oracle-installed', readFileSync(requirements, 'utf8'), async () => {
    say('Installing the real SQLAlchemy and Alembic into .cache/oracle');
    if ((await run(system, ['-m', 'venv', '--clear', venv])) !== 0) {
      reason = 'python -m venv failed (Debian: apt-get install python3-venv)';
    } else if (
      (await run(python, [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '-r',
        requirements,
      ])) !== 0
    ) {
      reason = 'pip could not install test/oracle/requirements.txt';
    }
    if (reason !== null) rmSync(venv, { recursive: true, force: true });
  });
  if (reason !== null) {
    rmSync(path.join(cache, 'oracle-installed'), { force: true });
    return { reason };
  }
  return { python };
}
