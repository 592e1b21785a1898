/** A project of each package under `.cache/mutations`: its own folder of sources, an env.py, and a configuration per database. */
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, sitePackagesOf } from '../schema/environments.ts';
import type { MutatedProject } from './projects.ts';

export const cache = path.resolve(import.meta.dirname, '../../../.cache/mutations');
export type Database = 'postgresql' | 'sqlite';
export const databases: readonly Database[] = ['postgresql', 'sqlite'];

export interface ProjectFolder {
  readonly dir: string;
  readonly sitePackages: string;
  /** The configuration for a database. */
  ini(database: Database): string;
  versions(database: Database): string;
}

/** The folder of a project, made anew; `libraries` is what the venv of its package is called. */
export function projectFolder(project: MutatedProject): ProjectFolder {
  const venv = environment(project.package);
  const sitePackages = sitePackagesOf(venv);
  const dir = path.join(cache, project.package.name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const root of project.roots) {
    cpSync(path.join(sitePackages, root), path.join(dir, root), {
      recursive: true,
      filter: (file) => !/__pycache__|node_modules|\/static\/|\.(pyc|so|js|map)$/.test(file),
    });
  }
  symlinkSync(venv, path.join(dir, '.venv'));
  const folder: ProjectFolder = {
    dir,
    sitePackages,
    ini: (database) => path.join(dir, `${database}.ini`),
    versions: (database) => path.join(dir, database, 'versions'),
  };
  for (const database of databases) {
    mkdirSync(folder.versions(database), { recursive: true });
    writeFileSync(
      folder.ini(database),
      `[alembic]\nscript_location = %(here)s/${database}\nprepend_sys_path = .\npath_separator = os\n`,
    );
    writeFileSync(path.join(dir, database, 'env.py'), environmentOf(project, database));
    writeFileSync(path.join(dir, database, 'script.py.mako'), template);
  }
  if (!existsSync(path.join(dir, project.files[0] ?? ''))) throw new Error(`${dir}: no model file`);
  return folder;
}

/** SQLite alters by batches, so the comparison on it is of batch blocks. */
function environmentOf({ package: { imports, metadata } }: MutatedProject, database: Database): string {
  const modules = [...new Set([...imports, ...metadata.map((each) => each.split(':')[0] ?? '')])];
  return `from alembic import context
from sqlalchemy import create_engine, pool

${modules.map((name) => `import ${name}`).join('\n')}

target_metadata = [${metadata.map((each) => each.replace(':', '.')).join(', ')}]


def run_migrations_online() -> None:
    connectable = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            compare_server_default=True,
            render_as_batch=${database === 'sqlite' ? 'True' : 'False'},
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
`;
}

/** Without the date, which is another one each time. */
const template = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

revision: str = \${repr(up_revision)}
down_revision: Union[str, Sequence[str], None] = \${repr(down_revision)}
branch_labels: Union[str, Sequence[str], None] = \${repr(branch_labels)}
depends_on: Union[str, Sequence[str], None] = \${repr(depends_on)}


def upgrade() -> None:
    """Upgrade schema."""
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    \${downgrades if downgrades else "pass"}
`;
