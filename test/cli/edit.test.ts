import { beforeAll, describe, expect, it } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { retortIn } from './host.ts';

beforeAll(initTestParser);

const files = {
  '/app/alembic.ini': '[alembic]\nscript_location = db\n',
  '/app/db/versions/a.py': 'revision = "aaaa"\ndown_revision = None\n',
  '/app/db/versions/b.py': 'revision = "bbbb"\ndown_revision = "aaaa"\n',
  '/bin/ed': '',
  '/bin/nano': '',
  '/bin/false': '',
  '/opt/my editor': '',
};

describe('edit', () => {
  it.each([
    [{ EDITOR: 'ed' }, '/bin/ed'],
    [{ VISUAL: 'ed' }, '/bin/ed'],
    [{ EDITOR: '/opt/my editor' }, '/opt/my editor'],
    [{ EDITOR: 'gone' }, '/bin/nano'],
    [{ EDITOR: '/gone/ed' }, '/bin/nano'],
    [{}, '/bin/nano'],
  ])('opens the file with the editor of %j', async (environment, editor) => {
    const { stdout, code } = await retortIn(environment, files, 'edit', 'head');
    expect([code, stdout]).toEqual([0, `${editor} /app/db/versions/b.py\n`]);
  });

  it.each([
    [
      { PATH: '/usr/bin' },
      'head',
      'No suitable editor found. Please set the "EDITOR" or "VISUAL" environment',
    ],
    [
      { EDITOR: 'false' },
      'head',
      "Command '['/bin/false', '/app/db/versions/b.py']' returned non-zero exit status 1.",
    ],
    [{}, 'base', "No revision files indicated by symbol 'base'"],
    [{}, 'zzzz', "Can't locate revision identified by 'zzzz'"],
  ])('says with %j what is wrong with %s', async (environment, symbol, message) => {
    const { stdout, code } = await retortIn(environment, files, 'edit', symbol);
    expect(code).toBe(255);
    expect(stdout).toContain(message);
  });
});
