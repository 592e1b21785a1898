/** A project whose models change under rows: revisions by `retort revision --autogenerate`, runs by real Alembic. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { python, scratch } from './project.ts';

const retortPath = resolve(import.meta.dirname, '../../dist/retort.js');

const env = `
from alembic import context
from sqlalchemy import engine_from_config, pool
from models import Base

config = context.config
RENDER_AS_BATCH = config.get_main_option("sqlalchemy.url").startswith("sqlite")


def run_migrations_online() -> None:
    connectable = engine_from_config(config.get_section(config.config_ini_section, {}), prefix="sqlalchemy.", poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=RENDER_AS_BATCH)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
`;
const template = `"""\${message}"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade() -> None:
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    \${downgrades if downgrades else "pass"}
`;
const header = `from sqlalchemy import *
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    metadata = MetaData(CONVENTION)


m = Base.metadata
`;

/** As SQLAlchemy's documentation has it. */
export const convention = `naming_convention={
    "ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}`;

export class BeyondProject {
  readonly dir: string;
  readonly url: string;
  /** Options of what compares the models: with the database, or with the history. */
  comparing: readonly string[] = [];

  private constructor(dir: string, url: string) {
    this.dir = dir;
    this.url = url;
  }

  /** `postgresUrl` null: on SQLite. `on`: the switches that are. */
  static async create(
    name: string,
    postgresUrl: string | null,
    on: readonly string[] = ['safeOrder', 'constraintNames', 'renames', 'enums', 'constraints'],
  ): Promise<BeyondProject> {
    const database = `beyond_${name}`;
    const dir = join(scratch, `${database}${postgresUrl === null ? '_sqlite' : ''}`);
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(join(dir, 'versions'), { recursive: true });
    if (postgresUrl !== null) {
      const connection = await connect(makeUrl(`${postgresUrl}postgres`), { baseDirectory: scratch });
      await connection.execute(`DROP DATABASE IF EXISTS ${database}`);
      await connection.execute(`CREATE DATABASE ${database}`);
      await connection.close();
    }
    const url = postgresUrl === null ? 'sqlite:///db.sqlite' : `${postgresUrl}${database}`;
    writeFileSync(
      join(dir, 'alembic.ini'),
      `[alembic]\nscript_location = %(here)s\nprepend_sys_path = .\nsqlalchemy.url = ${url}\n`,
    );
    writeFileSync(join(dir, 'env.py'), env);
    writeFileSync(join(dir, 'script.py.mako'), template);
    writeFileSync(
      join(dir, 'pyproject.toml'),
      `[tool.retort.autogenerate]\n${on.map((each) => `${each} = true\n`).join('')}`,
    );
    return new BeyondProject(dir, url);
  }

  models(body: string, naming = ''): void {
    const text = body.replace(/^\n/, '');
    const indent = /^ */.exec(text)?.[0] ?? '';
    const lines = text
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    writeFileSync(join(this.dir, 'models.py'), header.replace('CONVENTION', naming) + lines.join('\n'));
  }

  /** The text of the new revision. */
  revision(id: string, answers: readonly string[] = []): string {
    this.retort(
      ...['revision', '--autogenerate', '-m', id, '--rev-id', id, ...this.comparing],
      ...answers.flatMap((answer) => ['--answer', answer]),
    );
    return readFileSync(join(this.dir, 'versions', `${id}_${id}.py`), 'utf8');
  }

  /** What the user makes of a revision. */
  rewrite(id: string, text: string): void {
    writeFileSync(join(this.dir, 'versions', `${id}_${id}.py`), text);
  }

  retort(...args: readonly string[]): string {
    return this.#run(process.execPath, [retortPath, ...args]);
  }

  alembic(...args: readonly string[]): string {
    return this.#run(python ?? '', ['-m', 'alembic.config', ...args]);
  }

  /** The schema alone, without the dump's own random token. */
  dump(): string {
    const text = this.#run('pg_dump', ['--no-owner', '--schema-only', this.url]);
    return text.replaceAll(/^\\(?:un)?restrict .*$/gmu, '');
  }

  async query(sql: string): Promise<string[]> {
    const connection = await connect(makeUrl(this.url), { baseDirectory: this.dir });
    try {
      const { rows } = await connection.execute(sql);
      return rows.map((row) => row.map(String).join(' | '));
    } finally {
      await connection.close();
    }
  }

  /** Another file means that the table was rewritten. */
  async fileOf(table: string): Promise<string> {
    const [node = ''] = await this.query(`SELECT relfilenode FROM pg_class WHERE oid = '${table}'::regclass`);
    return node;
  }

  #run(command: string, args: readonly string[]): string {
    const result = spawnSync(command, args, {
      cwd: this.dir,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    const output = result.stdout + result.stderr;
    if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${output}`);
    return output;
  }
}
