import { expect, test } from 'vitest';
import { parseFixture } from './fixture.ts';

test('files, cursor and expectations', () => {
  const fixture = parseFixture(`
    //- /a/one.py
    x = 1
    y = $0two
      # ^^^ code: message
      # ^ other
    //- /a/two.ini
    key = value
    ;     ^^^^^ wrong
  `);
  expect([...fixture.fs.files.keys()]).toEqual(['/a/one.py', '/a/two.ini']);
  expect(fixture.fs.files.get('/a/one.py')).toBe('x = 1\ny = two\n  # ^^^ code: message\n  # ^ other\n');
  expect(fixture.cursor).toEqual({ file: '/a/one.py', offset: 'x = 1\ny = '.length });
  expect(fixture.expectations).toEqual([
    { file: '/a/one.py', line: 1, start: 4, end: 7, text: 'code: message' },
    { file: '/a/one.py', line: 1, start: 4, end: 5, text: 'other' },
    { file: '/a/two.ini', line: 0, start: 6, end: 11, text: 'wrong' },
  ]);
});

test('a file given twice is what was given last', () => {
  const { fs } = parseFixture('//- /a.py\nx = 1\n//- /a.py\nx = 2\n');
  expect(fs.files.get('/a.py')).toBe('x = 2\n');
});
