/** Writes a project with many tables and revisions, the same for the same numbers. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Size {
  readonly tables: number;
  readonly columns: number;
  /** Revisions after those that create the tables: each adds a column. */
  readonly extraRevisions: number;
}

/** Returns the path of the model file. */
export function generateProject(dir: string, size: Size): string {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.join(dir, 'alembic/versions'), { recursive: true });
  writeFileSync(
    path.join(dir, 'alembic.ini'),
    '[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\npath_separator = os\nsqlalchemy.url = postgresql+psycopg2://bench@localhost/bench\n',
  );
  writeFileSync(path.join(dir, 'alembic/env.py'), environment);
  const models = path.join(dir, 'models.py');
  const classes: string[] = [];
  const scripts: { readonly message: string; readonly up: string; readonly down: string }[] = [];
  for (let t = 0; t < size.tables; t++) {
    const columns = Array.from({ length: size.columns }, (_, c) => c);
    const extra = Array.from({ length: size.extraRevisions }, (_, e) => e).filter(
      (e) => e % size.tables === t,
    );
    classes.push(
      [
        `class Model${t}(Base):`,
        `    __tablename__ = "table_${t}"`,
        '',
        '    id: Mapped[int] = mapped_column(primary_key=True)',
        ...columns.map((c) => `    column_${c}: Mapped[str] = mapped_column(String(${50 + c}))`),
        ...extra.map((e) => `    extra_${e}: Mapped[Optional[int]] = mapped_column(Integer)`),
      ].join('\n'),
    );
    scripts.push({
      message: `create table ${t}`,
      up: [
        `    op.create_table('table_${t}',`,
        "    sa.Column('id', sa.Integer(), nullable=False),",
        ...columns.map((c) => `    sa.Column('column_${c}', sa.String(length=${50 + c}), nullable=False),`),
        "    sa.PrimaryKeyConstraint('id')",
        '    )',
      ].join('\n'),
      down: `    op.drop_table('table_${t}')`,
    });
  }
  for (let e = 0; e < size.extraRevisions; e++) {
    const table = `table_${e % size.tables}`;
    scripts.push({
      message: `add extra ${e}`,
      up: `    op.add_column('${table}', sa.Column('extra_${e}', sa.Integer(), nullable=True))`,
      down: `    op.drop_column('${table}', 'extra_${e}')`,
    });
  }
  writeFileSync(
    models,
    `from typing import Optional\n\nfrom sqlalchemy import Integer, String\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n${classes.join('\n\n\n')}\n`,
  );
  for (const [index, script] of scripts.entries()) {
    const id = revisionId(index);
    const down = index === 0 ? 'None' : `'${revisionId(index - 1)}'`;
    writeFileSync(
      path.join(dir, 'alembic/versions', `${id}_r.py`),
      `"""${script.message}\n\nRevision ID: ${id}\nRevises: ${index === 0 ? '' : revisionId(index - 1)}\nCreate Date: 2026-01-01 00:00:00\n\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = '${id}'\ndown_revision = ${down}\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade():\n${script.up}\n\n\ndef downgrade():\n${script.down}\n`,
    );
  }
  return models;
}

function revisionId(index: number): string {
  return index.toString(16).padStart(12, '0');
}

const environment = `from alembic import context
from sqlalchemy import create_engine

from models import Base

config = context.config


def run_migrations_offline():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    with create_engine(config.get_main_option("sqlalchemy.url")).connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
`;
