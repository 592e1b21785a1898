/** Evaluating again after an edit, with the modules kept that it does not concern, against evaluating everything. */
import { beforeAll, describe, expect, test } from 'vitest';
import { CachedFileSystem } from '../../server/src/workspace/cached-file-system.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import type { Project } from '../../server/src/workspace/project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { initTestParser } from '../support/python.ts';
import { randomEdit, seededRandom } from '../support/random-edits.ts';

beforeAll(initTestParser);

const ini =
  '[alembic]\nscript_location = alembic\nprepend_sys_path = .\nsqlalchemy.url = postgresql://u@h/d\n';

const env = `import sys
import os
sys.path.append(os.getcwd())
from alembic import context
from app.models import Base
context.config.attributes['x'] = 1
if context.is_offline_mode():
    context.configure(url='postgresql://u@h/d', target_metadata=Base.metadata)
else:
    context.configure(connection=None, target_metadata=Base.metadata)
`;

/** Modules that read, re-export, pass on, mutate and import each other in the ways that real ones do. */
const modules: Readonly<Record<string, string>> = {
  'app/__init__.py': '',
  'app/registry.py':
    'REGISTRY = []\nCOUNTS = {"made": 0}\ndef register(cls):\n    REGISTRY.append(cls.__name__)\n    return cls\n',
  'app/types.py':
    'import enum\nfrom typing import Annotated\nfrom sqlalchemy import String\nfrom sqlalchemy.orm import mapped_column\nclass Color(str, enum.Enum):\n    RED = "red"\n    BLUE = "blue"\nName = Annotated[str, mapped_column(String(40))]\nSIZE = 12\n',
  'app/models/__init__.py':
    'from .base import Base\nfrom .user import *\nfrom . import post, tag\nfrom .animals import Dog\nfrom .late import Late\nimport app.models.plain\ntry:\n    from .optional import Optional\nexcept ImportError:\n    Optional = None\n',
  'app/models/base.py':
    'from sqlalchemy import MetaData, Integer, DateTime, func\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, declared_attr\nclass Base(DeclarativeBase):\n    metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s"})\nclass Timestamps:\n    created: Mapped[int] = mapped_column(Integer)\n    @declared_attr\n    def owner(cls) -> Mapped[int]:\n        return mapped_column(Integer, comment=cls.__name__)\n',
  'app/models/user.py':
    'from sqlalchemy import Column, Enum, String, Integer\nfrom sqlalchemy.orm import Mapped, mapped_column\nfrom app.types import Color, Name, SIZE\nfrom .base import Base, Timestamps\nfrom app.registry import register\n__all__ = ["User"]\n@register\nclass User(Timestamps, Base):\n    __tablename__ = "users"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[Name]\n    color = Column(Enum(Color))\n    code = Column(String(SIZE), index=True)\n',
  'app/models/post.py':
    'import acme\nfrom sqlalchemy import Column, ForeignKey, Integer, Table, Text\nfrom sqlalchemy.orm import Mapped, mapped_column, relationship\nfrom .base import Base\nfrom app import types\nlinks = Table("links", Base.metadata, Column("user_id", ForeignKey("users.id")), Column("post_id", ForeignKey("posts.id")))\nclass Post(Base):\n    __tablename__ = "posts"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    user_id = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))\n    body: Mapped[str] = mapped_column(Text)\n    short: Mapped[types.Name]\n    extra = Column(acme.Type)\n',
  'app/models/tag.py':
    'import acme\nfrom sqlalchemy import Column, ForeignKey, Integer, Index\nfrom . import post\nfrom .base import Base\nclass Tag(Base):\n    __tablename__ = "tags"\n    id = Column(Integer, primary_key=True)\n    post_id = Column(ForeignKey(post.Post.id))\n    __table_args__ = (Index("ix_own", "post_id", unique=True),)\n',
  'app/models/animals.py':
    'from sqlalchemy import Column, Integer, String\nfrom .base import Base\nfrom .pets import Animal\nclass Dog(Animal):\n    bark = Column(Integer)\n    __mapper_args__ = {"polymorphic_identity": "dog"}\n',
  'app/models/pets.py':
    'from sqlalchemy import Column, Integer, String\nfrom .base import Base\nclass Animal(Base):\n    __tablename__ = "animals"\n    id = Column(Integer, primary_key=True)\n    kind = Column(String(10))\n    __mapper_args__ = {"polymorphic_on": "kind"}\n',
  'app/models/late.py':
    'from sqlalchemy import Column, Integer\nfrom app.registry import COUNTS, REGISTRY\nfrom .base import Base\nfrom .user import User\nCOUNTS["made"] += len(REGISTRY)\nUser.nickname = Column("nickname", Integer)\nclass Late(Base):\n    __tablename__ = "late"\n    id = Column(Integer, primary_key=True)\nfor number in range(COUNTS["made"]):\n    setattr(Late, f"more_{number}", Column(f"more_{number}", Integer))\n',
  'app/models/plain.py':
    'from sqlalchemy import Column, Integer\nfrom .base import Base\nclass Plain(Base):\n    __tablename__ = "plain"\n    id = Column(Integer, primary_key=True)\n    many = Column(Integer, comment=str(len(Base.metadata.tables)))\n',
};

const root = '/p';

function write(fs: MemoryFileSystem, given: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(given)) fs.write(`${root}/${name}`, text);
}

function outcome(project: Project): unknown {
  const { metadata, ...models } = project.models();
  return {
    models,
    metadata: metadata.map((each) => ({ ...each, tables: [...each.tables] })),
    drift: project.drift(),
    problems: project.comparisonProblems(),
  };
}

class Editor {
  readonly files = new MemoryFileSystem();
  readonly project: Project;
  private readonly cached = new CachedFileSystem(this.files);

  constructor(given: Readonly<Record<string, string>>) {
    write(this.files, { 'alembic.ini': ini, 'alembic/env.py': env, ...given });
    this.project = openProject(this.cached, `${root}/alembic.ini`, { keepsModules: true });
  }

  write(path: string, text: string): void {
    this.files.write(path, text);
    this.cached.fileChanged(path);
  }

  check(told: string): void {
    const anew = openProject(this.files, `${root}/alembic.ini`);
    expect(outcome(this.project), told).toEqual(outcome(anew));
  }
}

/** Makes and undoes edits, compares after each, and gives how many times modules were kept. */
function editAtRandom(given: Readonly<Record<string, string>>, seed: number, steps: number): number {
  const random = seededRandom(seed * 7919);
  const editor = new Editor(given);
  editor.check('at first');
  const paths = [...editor.files.files.keys()].filter((path) => path.endsWith('.py'));
  const undo: (readonly [string, string])[] = [];
  let kept = 0;
  for (let step = 0; step < steps; step++) {
    const last = undo.at(-1);
    const isUndo = last !== undefined && random(3) > 0;
    const path = isUndo ? last[0] : (paths[random(paths.length)] ?? '');
    const text = editor.files.readFile(path) ?? '';
    const next = isUndo ? last[1] : randomEdit(text, random);
    if (isUndo) undo.pop();
    else undo.push([path, text]);
    editor.write(path, next);
    editor.check(`step ${step}: ${path}\n${next}`);
    if (editor.project.moduleCounts().kept > 0) kept++;
  }
  return kept;
}

describe('gives what evaluating everything gives, after each of many edits', () => {
  const seeds = Array.from({ length: Number(process.env['SEEDS'] ?? 4) }, (_, at) => at + 1);

  test.each(seeds)('in modules that change each other (seed %i)', (seed) => {
    expect(editAtRandom(modules, seed, 40)).toBeGreaterThan(3);
  });

  test.each(seeds)('in modules that do not (seed %i)', (seed) => {
    const { 'app/models/late.py': _late, 'app/models/animals.py': _animals, ...others } = modules;
    const init = modules['app/models/__init__.py'] ?? '';
    const user = modules['app/models/user.py'] ?? '';
    const separate = {
      ...others,
      'app/models/__init__.py': init.replaceAll(/^from .(?:late|animals) .*$/gmu, ''),
      'app/models/user.py': user.replace('@register', ''),
    };
    expect(editAtRandom(separate, seed, 40)).toBeGreaterThan(3);
  });
});
