import { beforeAll, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

test('an object whose __getattr__ fails is no reason to fail: models are named by what has a MetaData', () => {
  const files = new MemoryFileSystem({
    '/p/alembic.ini': '[alembic]\nscript_location = alembic\n',
    '/p/alembic/env.py': 'raise RuntimeError("no")\n',
    '/p/models.py':
      'from sqlalchemy import Column, Integer, MetaData, Table\nclass Lazy:\n    def __getattr__(self, name):\n        raise NameError(name)\nlazy = Lazy()\nmetadata = MetaData()\nTable("a", metadata, Column("id", Integer, primary_key=True))\n',
  });
  const { metadata } = openProject(files, '/p/alembic.ini').models();
  expect(metadata.flatMap(({ tables }) => [...tables.keys()])).toEqual(['a']);
});
