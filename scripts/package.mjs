// Makes retort.vsix: builds, then packs what .vscodeignore leaves.
import { statSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies, fail, root, run, say } from './lib/run.mjs';

const LIMIT = 10 * 1024 * 1024;

await ensureDependencies();
say('Building dist/');
if ((await run('node', ['scripts/build.mjs'])) !== 0) fail('The build failed.');
say('Packing retort.vsix');
const args = [
  'vsce',
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  'retort.vsix',
];
if ((await run('npx', args)) !== 0) fail('vsce could not pack the extension.');
const size = statSync(path.join(root, 'retort.vsix')).size;
say(`retort.vsix: ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > LIMIT) fail(`retort.vsix is larger than ${LIMIT / 1024 / 1024} MB.`);
