import { beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { findVirtualEnvironment } from '../../server/src/workspace/virtual-environment.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';

beforeAll(initTestParser);

const packages = '/w/.venv/lib/python3.12/site-packages';
const environment = {
  '/w/.venv/pyvenv.cfg': 'home = /usr/bin\n',
  [`${packages}/acme_models/__init__.py`]: '',
  [`${packages}/acme_models/mixins.py`]: `
from sqlalchemy import Column, DateTime
from ._speedups import fast
from .nothing_here import anything


class Stamped:
    created = Column(DateTime, nullable=False)
`,
  [`${packages}/acme_models/mixins_ok.py`]: `
import os
from sqlalchemy import Column, DateTime
from ._speedups import fast
from .names import column_name

if os.environ.get("ACME"):
    raise RuntimeError("never known")


class Stamped:
    created = Column(column_name, DateTime, nullable=False)
`,
  [`${packages}/acme_models/names.py`]: 'column_name = "made_at"\n',
  [`${packages}/acme_models/_speedups.cpython-312-x86_64-linux-gnu.so`]: '\x7fELF',
  [`${packages}/acme_models/endless.py`]: 'while True:\n    pass\n',
  [`${packages}/acme_models-1.0.dist-info/METADATA`]: 'Name: acme-models\nRequires-Dist: SQLAlchemy>=2\n',
  [`${packages}/webthing/__init__.py`]: 'raise RuntimeError("importing this has side effects")\n',
  [`${packages}/webthing/sqla.py`]:
    'import sqlalchemy\nfrom .plain import WIDTH\nclass Wide:\n    wide = sqlalchemy.Column(sqlalchemy.String(WIDTH))\n',
  [`${packages}/webthing/plain.py`]: 'WIDTH = 7\n',
  [`${packages}/bare.py`]: 'import sqlalchemy as sa\nclass Stamped:\n    bare = sa.Column(sa.Integer)\n',
  [`${packages}/frames/__init__.py`]: 'while True:\n    pass\n',
  [`${packages}/frames-2.1.dist-info/METADATA`]:
    'Name: frames\nRequires-Dist: SQLAlchemy>=2.0.0; extra == "postgresql"\n',
  [`${packages}/sqlalchemy/__init__.py`]: 'raise RuntimeError("emulated, never read")\n',
  [`${packages}/editable.pth`]: '/w/libs/shared\n# a comment\nimport os; os.environ["X"] = "1"\n/nowhere\n',
  '/w/libs/shared/shared_names.py': 'TABLE = "things"\n',
};

function project(models: string, files: Readonly<Record<string, string>> = environment): Project {
  const fs = new MemoryFileSystem({
    ...files,
    '/w/alembic.ini': '[alembic]\nscript_location = migrations\n',
    '/w/migrations/env.py':
      'from alembic import context\nfrom models import Base\ncontext.configure(target_metadata=Base.metadata)\n',
    '/w/models.py': `from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
${models}`,
  });
  return openProject(fs, '/w/alembic.ini');
}

const columns = (opened: Project): string[] =>
  opened
    .models()
    .metadata.flatMap(({ tables }) => [...tables.values()])
    .flatMap((table) => table.columns.map(({ name }) => `${table.name}.${name}`));
const thing = `
Base = declarative_base()

class Thing(Stamped, Base):
    __tablename__ = "things"
    id = Column(Integer, primary_key=True)
`;

describe('packages of the virtual environment', () => {
  test('that build on SQLAlchemy are read as source', () => {
    const opened = project(`from acme_models.mixins_ok import Stamped\n${thing}`);
    expect(columns(opened)).toEqual(['things.id', 'things.made_at']);
    // What goes on inside a package is nobody's to correct.
    expect(opened.models().problems.filter(({ origin }) => origin?.file.includes('site-packages'))).toEqual(
      [],
    );
    expect([...opened.models().files].filter((file) => file.includes('site-packages'))).toEqual([]);
  });

  test('that cannot be evaluated are unknown, and stop nothing else', () => {
    const opened = project(
      `import acme_models.mixins\nfrom acme_models.mixins import Stamped\n${thing}
class Other(Base):
    __tablename__ = "others"
    id = Column(Integer, primary_key=True)
`,
    );
    expect(columns(opened)).toContain('others.id');
    const told = opened.models().problems.map(({ message }) => message);
    expect(told.join('\n')).toContain(
      "the package `acme_models` cannot be evaluated: ModuleNotFoundError: No module named 'acme_models.nothing_here'",
    );
  });

  test('that never end have a budget of their own', () => {
    const opened = project(
      `import acme_models.endless\nfrom acme_models.names import column_name\n${thing.replace('Stamped, ', '')}`,
    );
    expect(columns(opened)).toEqual(['things.id']);
    expect(
      opened
        .models()
        .problems.map(({ message }) => message)
        .join('\n'),
    ).toContain('the package `acme_models` cannot be evaluated: evaluation takes too many steps');
  });

  test('that do not are not there', () => {
    const opened = project(
      `import webthing\nfrom webthing.sqla import Wide\nimport frames\nx = webthing.anything\n${thing.replace('Stamped, ', '')}`,
    );
    expect(columns(opened)).toEqual(['things.id']);
    expect(opened.models().problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'hint: the package `webthing` is not in the workspace and Retort does not know it',
      'hint: the package `frames` is not in the workspace and Retort does not know it',
    ]);
  });

  test('that do not have constants in modules that import nothing', () => {
    const opened = project(
      `from webthing import plain\nfrom webthing.plain import WIDTH\n${thing.replace('Stamped, ', '')}
    wide = Column("w" + str(WIDTH + plain.WIDTH), Integer)
`,
    );
    expect(columns(opened)).toEqual(['things.id', 'things.w14']);
  });

  test('that import SQLAlchemy at once are read without metadata', () => {
    const opened = project(`from bare import Stamped\n${thing}`);
    expect(columns(opened)).toEqual(['things.id', 'things.bare']);
  });

  test('that are installed as editable are found by their plain path', () => {
    const opened = project(
      `from shared_names import TABLE\n${thing.replace('Stamped, ', '').replace('"things"', 'TABLE')}`,
    );
    expect(columns(opened)).toEqual(['things.id']);
  });

  test('that are emulated are never read', () => {
    expect(columns(project(thing.replace('Stamped, ', '')))).toEqual(['things.id']);
  });
});

describe('findVirtualEnvironment', () => {
  const find = (files: Record<string, string>, folder: string): string | undefined =>
    findVirtualEnvironment(new MemoryFileSystem(files), folder)?.sitePackages;

  test.each([
    ['in the folder', environment, '/w', packages],
    ['above it', environment, '/w/services/api', packages],
    [
      'as Windows has it',
      { '/w/venv/pyvenv.cfg': '', '/w/venv/Lib/site-packages/six.py': '' },
      '/w',
      '/w/venv/Lib/site-packages',
    ],
    [
      'not where pyvenv.cfg is missing',
      { '/w/env/lib/python3.12/site-packages/six.py': '' },
      '/w',
      undefined,
    ],
    ['not where there is none', { '/w/app.py': '' }, '/w', undefined],
  ])('%s', (_what, files, folder, expected) => {
    expect(find(files, folder)).toBe(expected);
  });
});
