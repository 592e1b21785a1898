/** Runs on SQLite, and their SQL for every dialect: output, log and exit code of both tools, step after step. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleProject, type Output, type ProjectCopy } from './support/tools.ts';

const urls = ['sqlite:///x.db', 'postgresql://me@localhost/db', 'mssql+pymssql://me@localhost/db'];

describe.each(['branches', 'shop'])('%s', (name) => {
  it('runs step by step as alembic does', () => {
    const theirs = sampleProject(name, `runs-${name}-theirs`);
    const ours = sampleProject(name, `runs-${name}-ours`);
    const steps = [
      ['current'],
      ['upgrade', name === 'shop' ? '+1' : '53fffde5ad5'],
      ['current'],
      ['upgrade', 'heads'],
      ['upgrade', 'heads'],
      ['upgrade', 'nope'],
      ['downgrade', 'base'],
      ['current'],
      ['stamp', 'heads'],
      ['stamp', '--purge', name === 'shop' ? '3f2a91c07be4' : '2b1ae634e5cd'],
      ['current'],
      ['stamp', 'base'],
    ];
    for (const argv of steps) {
      expect([argv, told(ours, ours.retort(...argv))]).toEqual([argv, told(theirs, theirs.alembic(...argv))]);
    }
  });

  it.each(urls)('prints the SQL for %s', (url) => {
    const project = sampleProject(name, `runs-${name}-sql`);
    const ini = path.join(project.dir, 'alembic.ini');
    writeFileSync(ini, readFileSync(ini, 'utf8').replace(/^sqlalchemy\.url.*$/m, `sqlalchemy.url = ${url}`));
    const [head, middle] =
      name === 'shop' ? ['8d41c6e25a90', '3f2a91c07be4'] : ['56f5d1b0c4a1', '2b1ae634e5cd'];
    for (const argv of [
      ['upgrade', `${middle}:${head}`, '--sql'],
      ['upgrade', middle, '--sql'],
      ['downgrade', `${middle}:base`, '--sql'],
      ['stamp', middle, '--sql'],
      ['ensure_version', '--sql'],
      ['downgrade', 'heads:nope', '--sql'],
    ]) {
      expect([argv, told(project, project.retort(...argv))]).toEqual([
        argv,
        told(project, project.alembic(...argv)),
      ]);
    }
  });
});

/** Without the warnings of Python's own; paths of the two copies made equal. */
function told(project: ProjectCopy, { code, stdout, stderr }: Output): unknown {
  const text = (output: string): string => output.replaceAll(project.dir, '/project');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
