// Layers of server/src, top first: a folder imports only folders above it (and itself). ARCHITECTURE.md has the reasons.
const layers = [
  'util',
  'python/syntax',
  'python/eval',
  'sqlalchemy/sql',
  'sqlalchemy/engine',
  'sqlalchemy/dialects',
  'sqlalchemy/orm',
  'sqlalchemy/bindings',
  'alembic/ops',
  'alembic/ddl',
  'alembic/operations',
  'alembic/bindings',
  'alembic/autogenerate',
  'alembic/script',
  'alembic/runtime',
  'workspace',
  'lint',
  'ide',
  'drivers',
  'lsp',
];
// Not a layer but a fact: neither side of these pairs may know the other although their order would allow it.
const dialects = ['postgresql', 'mssql', 'sqlite'];
const composition = '^server/src/(main|cli|evaluation-worker|pglite-worker|sqlite-process)\\.ts$';

const layerRules = layers.map((layer, index) => ({
  name: `layer-${layer.replace('/', '-')}`,
  comment: `${layer}/ imports only the layers above it in ARCHITECTURE.md`,
  severity: 'error',
  from: { path: `^server/src/${layer}/` },
  to: { path: `^server/src/(${[...layers.slice(index + 1)].join('|')})/|${composition}` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...layerRules,
    ...dialects.map((dialect) => ({
      name: `dialect-${dialect}-alone`,
      severity: 'error',
      from: { path: `^server/src/sqlalchemy/dialects/${dialect}/` },
      to: { path: `^server/src/sqlalchemy/dialects/(${dialects.filter((d) => d !== dialect).join('|')})/` },
    })),
    {
      name: 'drivers-only-from-composition-roots',
      severity: 'error',
      from: { path: '^server/src/', pathNot: `^server/src/drivers/|${composition}` },
      to: { path: '^server/src/drivers/' },
    },
    {
      name: 'engine-does-no-io',
      comment:
        'Files and databases are ports; only drivers, lsp and the composition roots touch the outside.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: `^server/src/(drivers|lsp|cli)/|${composition}` },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|net|http|https|child_process|os|worker_threads|tls|sqlite)',
      },
    },
    {
      name: 'only-lsp-speaks-lsp',
      severity: 'error',
      from: { path: '^server/src/', pathNot: `^server/src/lsp/|${composition}` },
      to: { path: 'node_modules/vscode-languageserver' },
    },
    {
      name: 'client-imports-protocol-only',
      severity: 'error',
      from: { path: '^client/src/' },
      to: { path: '^server/src/', pathNot: '^server/src/protocol\\.ts$' },
    },
    {
      name: 'server-never-imports-client',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^client/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs'] },
  },
};
