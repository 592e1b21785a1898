import { expect, test } from 'vitest';
import { nothingBeyond } from '../../server/src/alembic/autogenerate/beyond/index.ts';
import { readAutogenerateSettings } from '../../server/src/workspace/autogenerate-settings.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const read = (text: string | null, editor = {}) =>
  readAutogenerateSettings(
    new MemoryFileSystem(text === null ? {} : { '/p/pyproject.toml': text }),
    '/p',
    editor,
  );

test('everything is off unless somebody says so, and pyproject.toml goes before the editor', () => {
  expect(read(null)).toEqual({ options: nothingBeyond, problems: [] });
  expect(read(null, { enums: true }).options).toEqual({ ...nothingBeyond, enums: true });
  const text = '[tool.retort.autogenerate]\nenums = false\nrenames = true\n';
  expect(read(text, { enums: true, safeOrder: true })).toEqual({
    options: { ...nothingBeyond, renames: true, safeOrder: true },
    problems: [],
  });
});

test('what is no switch is told at its line', () => {
  const text = '[tool.retort.autogenerate]\nrename = true\nenums = "yes"\n';
  const { options, problems } = read(text);
  expect(options).toEqual(nothingBeyond);
  expect(
    problems.map(({ message, origin }) => [message, text.slice(origin?.range.start).split('\n')[0]]),
  ).toEqual([
    [
      '[tool.retort.autogenerate]: "rename" is none of safeOrder, constraintNames, renames, enums, constraints, notNullInSteps',
      'rename = true',
    ],
    ['[tool.retort.autogenerate]: "enums" needs true or false', 'enums = "yes"'],
  ]);
});
