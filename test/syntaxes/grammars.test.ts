import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = import.meta.dirname;
const root = path.resolve(folder, '../..');
const tester = createRequire(import.meta.url).resolve('vscode-tmgrammar-test/dist/unit.js');
// Small stand-ins for the grammars that come with VS Code: only their scope names matter here.
const standIns = ['python', 'sql'].flatMap((name) => [
  '-g',
  path.join(folder, 'support', `${name}.tmLanguage.json`),
]);

describe('grammars', () => {
  for (const file of readdirSync(folder).filter((name) => /\.test\.(?:py|mako)$/u.test(name))) {
    it(file, () => {
      const run = spawnSync(process.execPath, [tester, ...standIns, path.join(folder, file)], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(run.stdout + run.stderr).not.toMatch(/ERROR|✖/u);
      expect(run.status).toBe(0);
    });
  }

  it('are those that package.json contributes', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { grammars: { path: string; scopeName: string }[] };
    };
    for (const { path: file, scopeName } of manifest.contributes.grammars) {
      const grammar = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { scopeName: string };
      expect(grammar.scopeName).toBe(scopeName);
    }
  });
});
