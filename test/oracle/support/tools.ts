/** Runs the real `alembic` and our `retort` with the same arguments in the same kind of place. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const scratch = path.join(root, '.cache/oracle-projects');

/** The interpreter that has SQLAlchemy and Alembic; `npm test` sets it up. */
export function oraclePython(): string {
  const python = process.env['RETORT_ORACLE_PYTHON'];
  if (python === undefined) throw new Error('RETORT_ORACLE_PYTHON is not set: run `npm test -- oracle`');
  return python;
}

export interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of a project in a folder of its own. */
export class ProjectCopy {
  readonly dir: string;
  /** The working folder of commands: where alembic.ini is. */
  readonly cwd: string;

  constructor(name: string, source: string, cwd = '.') {
    this.dir = path.join(scratch, name);
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(path.dirname(this.dir), { recursive: true });
    cpSync(source, this.dir, {
      recursive: true,
      filter: (file) => !file.endsWith('.pyc') && !file.endsWith('__pycache__'),
    });
    this.cwd = path.join(this.dir, cwd);
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.dir, file), text);
  }

  alembic(...args: readonly string[]): Output {
    return this.run(oraclePython(), ['-m', 'alembic.config', ...args]);
  }

  retort(...args: readonly string[]): Output {
    return this.run(process.execPath, [path.join(root, 'dist/retort.js'), ...args]);
  }

  python(code: string): Output {
    return this.run(oraclePython(), ['-c', code]);
  }

  private run(command: string, args: readonly string[]): Output {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', COLUMNS: '80' };
    const result = spawnSync(command, args, { cwd: this.cwd, encoding: 'utf8', env });
    return { code: result.status, stdout: result.stdout, stderr: result.stderr };
  }
}

/** A project of the repository. */
export function sampleProject(name: string, copyName = name): ProjectCopy {
  return new ProjectCopy(copyName, path.join(root, 'test/projects', name));
}

/** A package installed beside the oracle, copied so that both tools find the same files. */
export function installedPackage(name: string, cwd: string, copyName = name): ProjectCopy {
  const found = spawnSync(oraclePython(), ['-c', `import ${name}; print(${name}.__path__[0])`], {
    encoding: 'utf8',
  });
  if (found.status !== 0) throw new Error(`${name} is not installed beside the oracle:\n${found.stderr}`);
  return new ProjectCopy(path.join(copyName, name), found.stdout.trim(), cwd);
}

/** Tables, indexes and their SQL in a SQLite file, as SQLite itself tells them, sorted. */
export function sqliteSchema(file: string): string {
  const code = [
    'import sqlite3, sys',
    `c = sqlite3.connect(${JSON.stringify(file)})`,
    `print("\\n".join(sorted(r[0] for r in c.execute("select sql from sqlite_master where sql is not null"))))`,
  ].join('\n');
  return spawnSync(oraclePython(), ['-c', code], { encoding: 'utf8' }).stdout;
}
