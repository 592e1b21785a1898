import { expect, test } from 'vitest';
import { defaultSettings, mergeSettings } from '../../server/src/lsp/settings.ts';

test('what the client gives is taken', () => {
  expect(
    mergeSettings({
      inlayHints: { types: false, revision: true },
      diagnostics: { drift: 'off' },
      config: 'db/alembic.ini',
      pythonPath: '/opt/python',
      lockTimeout: 2.5,
      statementTimeout: -1,
      types: { 'acme.Money': 'sqlalchemy.Numeric(12, 2)', 'acme.Odd': 7 },
      autogenerate: { ignore: ['drop_table log', 7], enums: false, notNullInSteps: true, renames: 'yes' },
    }),
  ).toEqual({
    config: 'db/alembic.ini',
    pythonPath: '/opt/python',
    lockTimeout: 2.5,
    statementTimeout: 0,
    types: { 'acme.Money': 'sqlalchemy.Numeric(12, 2)', 'acme.Odd': '7' },
    autogenerate: {
      ignore: ['drop_table log'],
      safeOrder: true,
      constraintNames: true,
      renames: true,
      enums: false,
      constraints: true,
      notNullInSteps: true,
    },
    inlayHints: { types: false, revision: true },
    diagnostics: { drift: 'off' },
  });
});

test.each([null, undefined, 'text', 3, [], { inlayHints: 7, diagnostics: { drift: 'loud' }, config: {} }])(
  'values of a wrong type leave the default: %j',
  (given) => {
    expect(mergeSettings(given)).toEqual(defaultSettings);
  },
);
