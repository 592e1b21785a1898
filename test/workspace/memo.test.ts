import { describe, expect, it } from 'vitest';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import { Memo } from '../../server/src/workspace/memo.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

function setUp(files: Record<string, string>) {
  const disk = new MemoryFileSystem(files);
  const fs = new CachedFileSystem(disk);
  const edit = (path: string, text: string) => {
    disk.write(path, text);
    fs.fileChanged(path);
  };
  return { disk, fs, edit };
}

describe('CachedFileSystem', () => {
  it('asks the disk once per file until it is told of a change', () => {
    const { disk, fs, edit } = setUp({ '/a.py': 'one' });
    expect([fs.readFile('/a.py'), fs.readFile('/a.py'), disk.reads]).toEqual(['one', 'one', 1]);
    edit('/a.py', 'two');
    expect([fs.readFile('/a.py'), disk.reads]).toEqual(['two', 2]);
  });

  it('forgets the listing of the folder in which a file appeared', () => {
    const { fs, edit } = setUp({ '/app/a.py': '' });
    expect(fs.readDirectory('/app').map((entry) => entry.name)).toEqual(['a.py']);
    edit('/app/b.py', '');
    expect(fs.readDirectory('/app').map((entry) => entry.name)).toEqual(['a.py', 'b.py']);
  });
});

describe('Memo', () => {
  it('computes again only when a file that it read changed', () => {
    const { fs, edit } = setUp({ '/a.py': 'one', '/b.py': 'other' });
    let runs = 0;
    const query = new Memo(fs, (context) => {
      runs++;
      return context.fs.readFile('/a.py');
    });
    expect([query.get(), query.get(), runs]).toEqual(['one', 'one', 1]);
    edit('/b.py', 'changed');
    expect([query.get(), runs]).toEqual(['one', 1]);
    edit('/a.py', 'two');
    expect([query.get(), runs]).toEqual(['two', 2]);
  });

  it('notices a file that was missing and appears', () => {
    const { fs, edit } = setUp({});
    const query = new Memo(fs, (context) => context.fs.readFile('/late.py') ?? 'missing');
    expect(query.get()).toBe('missing');
    edit('/late.py', 'here');
    expect(query.get()).toBe('here');
  });

  it('notices a file that joins a folder it listed', () => {
    const { fs, edit } = setUp({ '/versions/a.py': '' });
    const query = new Memo(fs, (context) => context.fs.readDirectory('/versions').length);
    expect(query.get()).toBe(1);
    edit('/versions/b.py', '');
    expect(query.get()).toBe(2);
  });

  it('keeps a query whose inner query gave the same object, and follows one that did not', () => {
    const { fs, edit } = setUp({ '/a.py': 'one' });
    const inner = new Memo(fs, (context) => ({ text: context.fs.readFile('/a.py') }));
    let runs = 0;
    const outer = new Memo(fs, (context) => {
      runs++;
      return context.get(inner).text;
    });
    expect(outer.get()).toBe('one');
    edit('/elsewhere.py', 'x');
    expect([outer.get(), runs]).toEqual(['one', 1]);
    edit('/a.py', 'two');
    expect([outer.get(), runs]).toEqual(['two', 2]);
  });
});
