import { describe, expect, it } from 'vitest';
import { configPathsOf, readConfig, type Config } from '../../../server/src/alembic/script/config.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';

function config(text: string, section?: string): Config {
  const files = new MemoryFileSystem({ '/app/alembic.ini': text });
  return readConfig(files, configPathsOf('/app/alembic.ini'), section);
}

describe('readConfig', () => {
  it('interpolates here, other options and percent signs', () => {
    const read = config(
      '[DEFAULT]\nroot = %(here)s/db\n[alembic]\nscript_location = %(root)s/migrations\nfile_template = %%(rev)s\n',
    );
    expect(read.getMainOption('script_location')).toBe('/app/db/migrations');
    expect(read.getMainOption('file_template')).toBe('%(rev)s');
    expect(read.problems).toEqual([]);
  });

  it('joins continuation lines, drops comments, and takes both delimiters', () => {
    const read = config(
      '[alembic]\n# comment\n; comment\nversion_locations:\n  one\n  # inside\n  two\n\nURL = a=b\nempty =\n',
    );
    expect(read.getMainOption('version_locations')).toBe('\none\ntwo');
    expect(read.getMainOption('url')).toBe('a=b');
    expect(read.getMainOption('empty')).toBe('');
    expect(read.lineOf('url')).toBe(8);
  });

  it('reads the section that -n names', () => {
    const text = '[alembic]\nx = 1\n[other]\nx = 2\n';
    expect(config(text, 'other').getMainOption('x')).toBe('2');
    expect([...config(text).getSection('other')!]).toEqual([
      ['here', '/app'],
      ['x', '2'],
    ]);
    expect(config(text).getSection('third')).toBeNull();
  });

  it.each([
    ['x = 1\n[alembic]\n', 'File contains no section headers', 1],
    ['[alembic]\nx = 1\nx = 2\n', "option 'x' in section 'alembic' already exists", 3],
    ['[alembic]\n[alembic]\n', "section 'alembic' already exists", 2],
    ['[alembic]\nx = 1\njunk\n', 'expected "name = value", found "junk"', 3],
    ['[alembic]\nx = 100%\n', 'write %% for a percent sign', 2],
    ['[alembic]\nx = %(nope)s\n', "there is no option 'nope'", 2],
    ['[alembic]\nx = %(x)s\n', 'Recursion limit exceeded', 2],
  ])('names the line of %j', (text, message, line) => {
    const { problems } = config(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.message).toContain(`[line ${line}]`);
  });

  it('keeps the options around a bad line', () => {
    expect(config('[alembic]\njunk\nscript_location = m\n').getMainOption('script_location')).toBe('m');
  });

  it('says what to do without a file', () => {
    const read = readConfig(new MemoryFileSystem({}), configPathsOf('/app/alembic.ini'));
    expect(read.problems[0]?.code).toBe('config-missing');
    expect(read.getMainOption('script_location')).toBeNull();
  });
});
