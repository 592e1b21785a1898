import { expect, test } from 'vitest';
import { pathToUri, uriToPath } from '../../server/src/lsp/uri.ts';

test('a path with spaces, letters and percent signs survives the way there and back', () => {
  const path = '/home/bücher/my project/100%/models.py';
  expect(pathToUri(path)).toBe('file:///home/b%C3%BCcher/my%20project/100%25/models.py');
  expect(uriToPath(pathToUri(path))).toBe(path);
});

test('what is no local file has no path', () => {
  expect(uriToPath('untitled:Untitled-1')).toBeNull();
  expect(uriToPath('vscode-vfs://github/a/b.py')).toBeNull();
  expect(uriToPath('file://%zz/')).toBeNull();
});
