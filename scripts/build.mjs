// Bundles the extension, the language server and the `retort` command into dist/, each self-contained.
import { build } from 'esbuild';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
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
  // Names stay, since errors and messages show those of classes; esbuild's `keepNames` would set each at run time instead,
  // which took a tenth of the time of a long history.
  minifyWhitespace: !development,
  minifySyntax: !development,
  sourcemap: development ? 'linked' : false,
  legalComments: 'none',
  loader: { '.mako': 'text' },
  // `pg` tries a native addon first; there is none in the bundle and none is wanted.
  external: ['vscode', 'pg-native'],
  define: { 'import.meta.url': '"file:///retort"', 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
};

// Database clients are large, and most runs connect to nothing: each is a file of its own, loaded when it is needed.
const clients = ['mssql', 'pg'];
const clientsApart = {
  name: 'clients-apart',
  setup: (bundle) => {
    bundle.onResolve({ filter: new RegExp(`^(?:${clients.join('|')})$`) }, ({ path: name }) => ({
      path: `./client-${name}.js`,
      external: true,
    }));
  },
};
const engine = { ...common, plugins: [clientsApart] };

await Promise.all([
  build({ ...common, entryPoints: ['client/src/extension.ts'], outfile: 'dist/extension.js' }),
  build({ ...engine, entryPoints: ['server/src/main.ts'], outfile: 'dist/server.js' }),
  build({ ...engine, entryPoints: ['server/src/cli.ts'], outfile: 'dist/command.js' }),
  build({
    ...engine,
    entryPoints: ['server/src/evaluation-worker.ts'],
    outfile: 'dist/evaluation-worker.js',
  }),
  build({ ...common, entryPoints: [require.resolve('web-tree-sitter')], outfile: 'dist/tree-sitter.js' }),
  build({ ...common, entryPoints: ['server/src/pglite-worker.ts'], outfile: 'dist/pglite-worker.js' }),
  build({ ...engine, entryPoints: ['server/src/sqlite-process.ts'], outfile: 'dist/sqlite-process.js' }),
  ...clients.map((name) => build({ ...common, entryPoints: [name], outfile: `dist/client-${name}.js` })),
]);
// The parser for what the direct reader leaves: `drivers/tree-sitter.ts` loads it when a text needs it.
copyFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm'), path.join(dist, 'tree-sitter.wasm'));
copyFileSync(
  require.resolve('tree-sitter-python/tree-sitter-python.wasm'),
  path.join(dist, 'tree-sitter-python.wasm'),
);
// The embedded PostgreSQL's own files; its thread loads them from beside itself.
const pglite = path.dirname(require.resolve('@electric-sql/pglite'));
for (const name of ['pglite.wasm', 'initdb.wasm', 'pglite.data']) {
  copyFileSync(path.join(pglite, name), path.join(dist, name));
}
// Node keeps what it compiled from one run to the next: that is half of the time that the command takes to start.
writeFileSync(
  path.join(dist, 'retort.js'),
  "#!/usr/bin/env node\n'use strict';\nrequire('node:module').enableCompileCache?.();\nrequire('./command.js');\n",
);
chmodSync(path.join(dist, 'retort.js'), 0o755);
