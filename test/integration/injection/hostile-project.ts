/** A project with one revision per hostile name and position, each with a base of its own, so that one that fails stops no other. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileNames, pythonText } from './hostile-names.ts';

const env = `
from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
`;

interface Position {
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
}

const column = (name: string): string => `sa.Column(${name}, sa.Integer())`;

/** What is done with a name `N` and a table's name `T` of the revision's own; lines of Python. */
const positions: Readonly<Record<string, Position>> = {
  table: {
    upgrade: [`op.create_table(N, ${column("'id'")})`, `op.add_column(N, ${column("'b'")})`],
    downgrade: ['op.drop_table(N)'],
  },
  column: {
    upgrade: [
      `op.create_table(T, ${column("'id'")}, sa.Column(N, sa.String(200), index=True))`,
      `op.bulk_insert(sa.table(T, sa.column(N, sa.String)), [{N: 'value'}])`,
      `op.execute(sa.table(T, sa.column(N, sa.String)).update().values({N: N}))`,
    ],
    downgrade: [`op.drop_table(T)`],
  },
  added: {
    upgrade: [
      `op.create_table(T, ${column("'id'")})`,
      `op.add_column(T, sa.Column(N, sa.String(200), server_default=N))`,
      `with op.batch_alter_table(T) as batch_op:`,
      `    batch_op.alter_column(N, new_column_name='renamed', existing_type=sa.String(200), existing_server_default=N)`,
      `with op.batch_alter_table(T) as batch_op:`,
      `    batch_op.alter_column('renamed', new_column_name=N, existing_type=sa.String(200), existing_server_default=N)`,
    ],
    downgrade: [
      `with op.batch_alter_table(T) as batch_op:`,
      `    batch_op.drop_column(N)`,
      `op.drop_table(T)`,
    ],
  },
  renamed: {
    upgrade: [`op.create_table(T, ${column("'id'")})`, 'op.rename_table(T, N)'],
    downgrade: ['op.rename_table(N, T)', 'op.drop_table(T)'],
  },
  constraints: {
    upgrade: [
      `op.create_table(T, ${column("'id'")}, ${column("'b'")}, sa.PrimaryKeyConstraint('id', name=N))`,
      `op.create_table(T + '_u', ${column("'id'")}, sa.UniqueConstraint('id', name=N + 'u'))`,
      `op.create_table(T + '_c', ${column("'id'")}, sa.CheckConstraint('id > 0', name=N + 'c'))`,
      `op.create_table(T + '_f', ${column("'id'")}, sa.ForeignKeyConstraint(['id'], [T + '.id'], name=N + 'f'))`,
    ],
    downgrade: [`op.drop_table(T + '_${'f'}')`, ...['_c', '_u', ''].map((end) => `op.drop_table(T + '${end}')`)],
  },
  altered: {
    upgrade: [
      `op.create_table(T, ${column("'id'")}, ${column("'b'")})`,
      `with op.batch_alter_table(T) as batch_op:`,
      `    batch_op.create_unique_constraint(N, ['id'])`,
      `    batch_op.create_check_constraint(N + 'c', 'b > 0')`,
    ],
    downgrade: [
      `with op.batch_alter_table(T) as batch_op:`,
      `    batch_op.drop_constraint(N, type_='unique')`,
      `    batch_op.drop_constraint(N + 'c', type_='check')`,
      `op.drop_table(T)`,
    ],
  },
  index: {
    upgrade: [`op.create_table(T, ${column("'id'")})`, `op.create_index(N, T, ['id'])`],
    downgrade: [`op.drop_index(N, table_name=T)`, 'op.drop_table(T)'],
  },
  texts: {
    upgrade: [
      `op.create_table(T, sa.Column('id', sa.String(200), server_default=N, comment=N), comment=N)`,
      `op.bulk_insert(sa.table(T, sa.column('id', sa.String)), [{'id': N}])`,
      `op.execute(sa.table(T, sa.column('id', sa.String)).insert().values(id=N))`,
    ],
    downgrade: [`op.drop_table(T)`],
  },
  comments: {
    upgrade: [
      `op.create_table(T, ${column("'id'")})`,
      `op.create_table_comment(T, N)`,
      `op.alter_column(T, 'id', comment=N, existing_type=sa.Integer())`,
    ],
    downgrade: [`op.drop_table_comment(T, existing_comment=N)`, `op.drop_table(T)`],
  },
  check: {
    upgrade: [`op.create_table(T, sa.Column('id', sa.String(200)), sa.CheckConstraint(sa.column('id') != N, name='ck'))`],
    downgrade: [`op.drop_table(T)`],
  },
  checkText: {
    upgrade: [
      `op.create_table(T, sa.Column('id', sa.String(200)), sa.CheckConstraint("id != '" + N.replace("'", "''") + "'", name='ck'))`,
    ],
    downgrade: [`op.drop_table(T)`],
  },
  execute: {
    upgrade: [
      `op.create_table(T, sa.Column('id', sa.String(200)))`,
      `op.execute("INSERT INTO " + T + " VALUES ('" + N.replace("'", "''") + "')")`,
    ],
    downgrade: [`op.drop_table(T)`],
  },
  enumValues: {
    upgrade: [`op.create_table(T, sa.Column('kind', sa.Enum('other', N, name=T + '_e'), server_default=N))`],
    downgrade: [`op.drop_table(T)`],
  },
  enumName: {
    upgrade: [`op.create_table(T, sa.Column('kind', sa.Enum('a', 'b', name=N, create_constraint=True)))`],
    downgrade: [`op.drop_table(T)`],
  },
  schema: {
    upgrade: [
      `if op.get_context().dialect.name == 'postgresql':`,
      `    op.execute(sa.schema.CreateSchema(N))`,
      `    op.create_table(T, ${column("'id'")}, schema=N)`,
      `    op.create_index('ix', T, ['id'], schema=N)`,
    ],
    downgrade: [
      `if op.get_context().dialect.name == 'postgresql':`,
      `    op.drop_table(T, schema=N)`,
      `    op.execute(sa.schema.DropSchema(N))`,
    ],
  },
  type: {
    upgrade: [`op.create_table(T, sa.Column('id', sa.String(20, collation=N)))`],
    downgrade: [`op.drop_table(T)`],
  },
};

export interface HostileRevision {
  readonly id: string;
  readonly position: string;
  readonly name: string;
}

export const positionNames: readonly string[] = Object.keys(positions);

export const revisionsOf = (position: string): readonly HostileRevision[] =>
  hostileNames.map((name, index) => ({ id: `${position}_${String(index)}`, position, name }));

/** Writes the project of a position and gives its alembic.ini. */
export function writeHostileProject(folder: string, position: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'scripts/versions'), { recursive: true });
  const ini = join(folder, 'alembic.ini');
  writeFileSync(ini, '[alembic]\nscript_location = %(here)s/scripts\n');
  writeFileSync(join(folder, 'scripts/env.py'), env);
  for (const { id, name } of revisionsOf(position)) {
    const { upgrade, downgrade } = positions[position] ?? { upgrade: [], downgrade: [] };
    const body = (lines: readonly string[]): string => lines.map((line) => `    ${line}\n`).join('');
    writeFileSync(
      join(folder, 'scripts/versions', `${id}.py`),
      `import sqlalchemy as sa
from alembic import op

revision = '${id}'
down_revision = None

N = ${pythonText(name)}
T = 't_${id.toLowerCase()}'


def upgrade():
${body(upgrade)}

def downgrade():
${body(downgrade)}`,
    );
  }
  return ini;
}
