/** Writes a project of many model files that refer to each other, the same for the same numbers. No migrations. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface WorkspaceSize {
  readonly files: number;
  readonly tablesPerFile: number;
  readonly columns: number;
}

export interface GeneratedWorkspace {
  /** The declarative base and the mixin, which every model file imports. */
  readonly base: string;
  /** In the order of their import. */
  readonly models: readonly string[];
}

export function generateWorkspace(dir: string, size: WorkspaceSize): GeneratedWorkspace {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.join(dir, 'alembic/versions'), { recursive: true });
  mkdirSync(path.join(dir, 'app/models'), { recursive: true });
  const write = (name: string, text: string): string => {
    const file = path.join(dir, name);
    writeFileSync(file, text);
    return file;
  };
  write(
    'alembic.ini',
    '[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\npath_separator = os\nsqlalchemy.url = postgresql+psycopg2://bench@localhost/bench\n',
  );
  write('alembic/env.py', environment);
  write('app/__init__.py', '');
  const base = write('app/models/base.py', baseModule);
  const names = Array.from({ length: size.files }, (_, file) => `part_${file}`);
  write(
    'app/models/__init__.py',
    `from .base import Base\n${names.map((name, file) => `from .${name} import Model${file}x0`).join('\n')}\n`,
  );
  const models = names.map((name, file) => write(`app/models/${name}.py`, modelFile(file, size)));
  return { base, models };
}

function modelFile(file: number, { tablesPerFile, columns }: WorkspaceSize): string {
  const classes = Array.from({ length: tablesPerFile }, (_, t) =>
    [
      `class Model${file}x${t}(TimestampMixin, Base):`,
      `    __tablename__ = "table_${file}_${t}"`,
      '',
      '    id: Mapped[int] = mapped_column(primary_key=True)',
      // A key into the file before: a reference across files that no import makes.
      ...(file === 0
        ? []
        : [
            `    parent_id: Mapped[int] = mapped_column(ForeignKey("table_${file - 1}_${t}.id"), index=True)`,
          ]),
      ...Array.from({ length: columns - 4 }, (_, c) =>
        c % 2 === 0
          ? `    column_${c}: Mapped[str] = mapped_column(String(${50 + c}))`
          : `    column_${c}: Mapped[Optional[int]]`,
      ),
    ].join('\n'),
  );
  return `from typing import Optional\n\nfrom sqlalchemy import ForeignKey, String\nfrom sqlalchemy.orm import Mapped, mapped_column\n\nfrom .base import Base, TimestampMixin\n\n\n${classes.join('\n\n\n')}\n`;
}

const baseModule = `from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class TimestampMixin:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
`;

const environment = `from alembic import context

from app.models import Base

if context.is_offline_mode():
    context.configure(url=context.config.get_main_option("sqlalchemy.url"), target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
else:
    context.configure(connection=None, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
`;
