import { beforeAll, describe, expect, it } from 'vitest';
import { WorkspaceModuleLoader, searchRoots } from '../../server/src/workspace/module-loader.ts';
import { SourceCache } from '../../server/src/workspace/source-cache.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

describe('WorkspaceModuleLoader', () => {
  const files = {
    '/p/app/__init__.py': '',
    '/p/app/models.py': 'x = 1',
    '/p/plain/thing.py': '',
    '/q/app/models.py': 'x = 2',
    '/q/only.py': '',
  };
  const find = (name: string) => {
    const loader = new WorkspaceModuleLoader(new MemoryFileSystem(files), new SourceCache(), () => ({
      roots: ['/p', '/q'],
      environment: null,
    }));
    const found = loader.find(name);
    return found?.kind === 'source'
      ? `${found.module.file}${found.isPackage ? ' (package)' : ''}`
      : found?.kind;
  };

  it.each([
    ['app', '/p/app/__init__.py (package)'],
    ['app.models', '/p/app/models.py'],
    ['only', '/q/only.py'],
    ['plain', 'namespace'],
    ['plain.thing', '/p/plain/thing.py'],
    ['requests', undefined],
  ])('finds %s', (name, expected) => {
    expect(find(name)).toBe(expected);
  });
});

describe('searchRoots', () => {
  it('starts with prepend_sys_path and climbs out of the package that holds the scripts', () => {
    const fs = new MemoryFileSystem({
      '/site/optuna/__init__.py': '',
      '/site/optuna/storages/__init__.py': '',
      '/site/optuna/storages/alembic.ini': '',
      '/site/optuna/storages/alembic/env.py': '',
    });
    expect(
      searchRoots(fs, '/site/optuna/storages/alembic.ini', '/site/optuna/storages/alembic', ['.']),
    ).toEqual(['/site/optuna/storages', '/site']);
  });

  it('adds src/ where there is one', () => {
    const fs = new MemoryFileSystem({ '/w/alembic.ini': '', '/w/src/app.py': '', '/w/alembic/env.py': '' });
    expect(searchRoots(fs, '/w/alembic.ini', '/w/alembic', [])).toEqual(['/w', '/w/src']);
  });
});
