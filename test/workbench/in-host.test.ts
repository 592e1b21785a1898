/** The tests of in-host/suite.ts, run inside the extension host of a desktop VS Code, or of the web workbench. */
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HostResult } from './in-host/runner.ts';
import { makeProfile } from './support/server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = path.join(root, '.cache/workbench-runs/in-host');
const report = path.join(home, 'report.json');

describe('inside the extension host', () => {
  let code: number;
  let results: readonly HostResult[];

  beforeAll(async () => {
    rmSync(home, { recursive: true, force: true });
    const suite = path.join(home, 'suite.js');
    await build({
      entryPoints: [path.join(import.meta.dirname, 'in-host/suite.ts')],
      outfile: suite,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      sourcemap: 'inline',
      logLevel: 'warning',
    });
    const folder = path.join(home, 'shop');
    cpSync(path.join(root, 'test/projects/shop'), folder, { recursive: true });
    const { user, extensions } = makeProfile(path.join(home, 'profile'));
    const node = path.dirname(process.execPath);
    code = await runTests({
      vscodeExecutablePath:
        process.env['RETORT_VSCODE'] ?? path.join(import.meta.dirname, 'support/code-shim.ts'),
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: {
        RETORT_IN_HOST_REPORT: report,
        PATH: `${node}${path.delimiter}${process.env['PATH'] ?? ''}`,
      },
      launchArgs: [folder, `--user-data-dir=${user}`, `--extensions-dir=${extensions}`],
    }).catch(() => 1);
    // A host that dies ends with 0 too: only the report tells that the tests ran.
    results = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as HostResult[]) : [];
  });

  it('leaves a report of every test', () => {
    const suite = readFileSync(path.join(import.meta.dirname, 'in-host/suite.ts'), 'utf8');
    const names = [...suite.matchAll(/^ {4}name: '(.*)',$/gmu)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(results.map(({ name }) => name)).toEqual(names);
  });

  it('passes every test', () => {
    const failures = results.flatMap(({ name, error }) => (error === null ? [] : [`${name}\n${error}`]));
    expect(failures).toEqual([]);
    expect(code).toBe(0);
  });
});
