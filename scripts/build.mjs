// Bundles the extension, the language server and the `retort` command into dist/, each self-contained.
import { build } from 'esbuild';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const development = process.argv.includes('--development');

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: !development,
  keepNames: true,
  sourcemap: development ? 'linked' : false,
  legalComments: 'none',
  loader: { '.wasm': 'binary', '.mako': 'text' },
  // `pg` tries a native addon first; there is none in the bundle and none is wanted.
  external: ['vscode', 'pg-native'],
  // web-tree-sitter asks for its own URL; in CommonJS there is none, and the binaries are given to it anyway.
  define: { 'import.meta.url': '"file:///retort"' },
  logLevel: 'warning',
};

await Promise.all([
  build({ ...common, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.js' }),
  build({ ...common, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' }),
  build({
    ...common,
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/retort.js',
    banner: { js: '#!/usr/bin/env node' },
  }),
]);
chmodSync(path.join(dist, 'retort.js'), 0o755);
