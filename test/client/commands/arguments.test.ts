import { expect, it } from 'vitest';
import { configUriOf, fileRefOf, revisionRefOf } from '../../../client/src/commands/arguments.ts';
import { revisionItem } from '../../../client/src/views/items.ts';
import { configUri, revision } from '../history.ts';

const ref = { configUri, revision: 'aaa' };

it('reads a lens argument and a tree item alike', () => {
  expect(revisionRefOf(ref)).toEqual(ref);
  const item = revisionItem(configUri, revision({ revision: 'aaa' }));
  expect(revisionRefOf(item)).toEqual(ref);
  expect(configUriOf(item)).toBe(configUri);
});

it('takes nothing from the palette or from nonsense', () => {
  for (const argument of [
    undefined,
    null,
    'aaa',
    3,
    {},
    { revision: null, configUri },
    { revision: 'aaa' },
  ]) {
    expect(revisionRefOf(argument)).toBeNull();
  }
  expect(configUriOf(undefined)).toBeNull();
  expect(fileRefOf({ uri: 3 })).toBeNull();
  expect(fileRefOf({ uri: 'file:///a.py' })).toEqual({ uri: 'file:///a.py', line: null });
});
