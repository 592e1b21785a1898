import { expect, test } from 'vitest';
import { OverlayFileSystem } from '../../server/src/lsp/overlay-file-system.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

test('an open document hides the file on disk until it is closed', () => {
  const disk = new MemoryFileSystem({ '/a.py': 'disk' });
  const overlay = new OverlayFileSystem(disk);
  expect(overlay.readFile('/a.py')).toBe('disk');
  overlay.setOpen('/a.py', 'typed');
  expect(overlay.readFile('/a.py')).toBe('typed');
  overlay.setClosed('/a.py');
  expect(overlay.readFile('/a.py')).toBe('disk');
});

test('every change of an open document is another version, even back to the same text', () => {
  const overlay = new OverlayFileSystem(new MemoryFileSystem({ '/a.py': 'disk' }));
  const versions = new Set([overlay.version('/a.py')]);
  for (const text of ['one', 'two', 'one']) {
    overlay.setOpen('/a.py', text);
    versions.add(overlay.version('/a.py'));
  }
  expect(versions.size).toBe(4);
});

test('an empty open document is empty and not the file on disk', () => {
  const overlay = new OverlayFileSystem(new MemoryFileSystem({ '/a.py': 'disk' }));
  overlay.setOpen('/a.py', '');
  expect(overlay.readFile('/a.py')).toBe('');
});
