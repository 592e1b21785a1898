/** A project with a revision for each position that a name or text can have, which puts every hostile one there. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostileNames, isLong, pythonText } from './hostile-names.ts';

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
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
`;

export interface Position {
  readonly name: string;
  /** Lines of Python; `N` is the hostile name, `T` the name of a table of its own, `postgresql` whether it is that. */
  readonly upgrade: readonly string[];
  readonly downgrade: readonly string[];
  /** Names that the database or SQLAlchemy refuses there, or that Alembic gets wrong. */
  readonly except?: (name: string) => boolean;
}

const id = "sa.Column('id', sa.Integer())";
const batch = (...lines: readonly string[]): readonly string[] => [
  'with op.batch_alter_table(T) as batch_op:',
  ...lines.map((line) => `    batch_op.${line}`),
];

export const positions: readonly Position[] = [
  {
    name: 'table',
    upgrade: [`op.create_table(N, ${id})`, "op.add_column(N, sa.Column('b', sa.Integer()))"],
    downgrade: ['op.drop_table(N)'],
  },
  {
    name: 'renamed_table',
    upgrade: [`op.create_table(T, ${id})`, 'op.rename_table(T, N)'],
    downgrade: ['op.rename_table(N, T)', 'op.drop_table(T)'],
  },
  {
    name: 'column',
    upgrade: [
      `op.create_table(T, ${id}, sa.Column(N, sa.String(200), index=True))`,
      "op.bulk_insert(sa.table(T, sa.column(N, sa.String)), [{N: 'value'}])",
      'op.execute(sa.table(T, sa.column(N, sa.String)).update().values({N: N}))',
    ],
    downgrade: ['op.drop_table(T)'],
    // The index of the column has a name made from it.
    except: isLong,
  },
  {
    name: 'altered_column',
    upgrade: [
      `op.create_table(T, ${id})`,
      'op.add_column(T, sa.Column(N, sa.String(200), server_default=N))',
      ...batch("alter_column(N, new_column_name='renamed', existing_type=sa.String(200))"),
      ...batch("alter_column('renamed', new_column_name=N, existing_type=sa.String(200))"),
    ],
    downgrade: [...batch('drop_column(N)'), 'op.drop_table(T)'],
    // Alembic reads a default back as a text with parameters, and so makes 'NULL' of ':x'.
    except: (name) => /(?<![:\w]):\w/.test(name),
  },
  {
    name: 'constraints',
    upgrade: [
      `op.create_table(T, ${id}, sa.PrimaryKeyConstraint('id', name=N))`,
      `op.create_table(T + '_u', ${id}, sa.UniqueConstraint('id', name=N + 'u'))`,
      `op.create_table(T + '_c', ${id}, sa.CheckConstraint('id > 0', name=N + 'c'))`,
      `op.create_table(T + '_f', ${id}, sa.ForeignKeyConstraint(['id'], [T + '.id'], name=N + 'f'))`,
    ],
    downgrade: ['_f', '_c', '_u', ''].map((end) => `op.drop_table(T + '${end}')`),
    except: isLong,
  },
  {
    name: 'altered_constraints',
    upgrade: [
      `op.create_table(T, ${id})`,
      ...batch("create_unique_constraint(N, ['id'])", "create_check_constraint(N + 'c', 'id > 0')"),
    ],
    downgrade: [
      ...batch("drop_constraint(N, type_='unique')", "drop_constraint(N + 'c', type_='check')"),
      'op.drop_table(T)',
    ],
    // SQLAlchemy does not find them again in SQLite's text.
    except: (name) => isLong(name) || /["\n%]/.test(name),
  },
  {
    name: 'index',
    upgrade: [`op.create_table(T, ${id})`, "op.create_index(N, T, ['id'])"],
    downgrade: ['op.drop_index(N, table_name=T)', 'op.drop_table(T)'],
    except: isLong,
  },
  {
    name: 'texts',
    upgrade: [
      "op.create_table(T, sa.Column('id', sa.String(200), server_default=N, comment=N), comment=N)",
      "op.bulk_insert(sa.table(T, sa.column('id', sa.String)), [{'id': N}])",
      "op.execute(sa.table(T, sa.column('id', sa.String)).insert().values(id=N))",
    ],
    downgrade: ['op.drop_table(T)'],
  },
  {
    name: 'comments',
    upgrade: [
      `op.create_table(T, ${id})`,
      'if postgresql:',
      '    op.create_table_comment(T, N)',
      "    op.alter_column(T, 'id', comment=N, existing_type=sa.Integer())",
    ],
    downgrade: [
      'if postgresql:',
      '    op.drop_table_comment(T, existing_comment=N)',
      "    op.alter_column(T, 'id', comment=None, existing_comment=N, existing_type=sa.Integer())",
      'op.drop_table(T)',
    ],
  },
  {
    name: 'check',
    upgrade: [
      "op.create_table(T, sa.Column('id', sa.String(200)), sa.CheckConstraint(sa.column('id') != N, name='ck'))",
    ],
    downgrade: ['op.drop_table(T)'],
  },
  {
    name: 'check_text',
    upgrade: [
      `op.create_table(T, sa.Column('id', sa.String(200)), sa.CheckConstraint("id != '" + N.replace("'", "''") + "'", name='ck'))`,
    ],
    downgrade: ['op.drop_table(T)'],
  },
  {
    name: 'execute',
    upgrade: [
      "op.create_table(T, sa.Column('id', sa.String(200)))",
      `op.execute("INSERT INTO " + T + " VALUES ('" + N.replace("'", "''").replace(':', '\\\\:') + "')")`,
    ],
    downgrade: ['op.drop_table(T)'],
  },
  {
    name: 'enum_values',
    upgrade: ["op.create_table(T, sa.Column('kind', sa.Enum('other', N, name=T + '_e'), server_default=N))"],
    downgrade: ['op.drop_table(T)', 'if postgresql:', "    op.execute('DROP TYPE ' + T + '_e')"],
    except: isLong,
  },
  {
    name: 'enum_name',
    upgrade: ["op.create_table(T, sa.Column('kind', sa.Enum('a', 'b', name=N, create_constraint=True)))"],
    downgrade: ['op.drop_table(T)', 'if postgresql:', '    sa.Enum(name=N).drop(op.get_bind())'],
    except: isLong,
  },
  {
    name: 'schema',
    upgrade: [
      'if postgresql:',
      '    op.execute(sa.schema.CreateSchema(N))',
      `    op.create_table(T, ${id}, schema=N)`,
      "    op.create_index('ix', T, ['id'], schema=N)",
    ],
    downgrade: [
      'if postgresql:',
      '    op.drop_table(T, schema=N)',
      '    op.execute(sa.schema.DropSchema(N))',
    ],
  },
];

/** The names that are put in a position, each with its number. */
const namesFor = ({ except }: Position): readonly (readonly [number, string])[] =>
  [...hostileNames.entries()].filter(([, name]) => except?.(name) !== true);

/** Writes the project and gives its alembic.ini. */
export function writeHostileProject(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'scripts/versions'), { recursive: true });
  const ini = join(folder, 'alembic.ini');
  writeFileSync(ini, '[alembic]\nscript_location = %(here)s/scripts\nsqlalchemy.url = sqlite://\n');
  writeFileSync(join(folder, 'scripts/env.py'), env);
  for (const position of positions) {
    writeFileSync(join(folder, 'scripts/versions', `${position.name}.py`), scriptOf(position));
  }
  return ini;
}

function scriptOf(position: Position): string {
  const names = namesFor(position).map(([index, name]) => `    (${String(index)}, ${pythonText(name)}),\n`);
  const body = (lines: readonly string[]): string => lines.map((line) => `        ${line}\n`).join('');
  return `import sqlalchemy as sa
from alembic import op

revision = '${position.name}'
down_revision = None

names = [
${names.join('')}]


def upgrade():
    postgresql = op.get_context().dialect.name == 'postgresql'
    for number, N in names:
        T = f't_${position.name}_{number}'
${body(position.upgrade)}

def downgrade():
    postgresql = op.get_context().dialect.name == 'postgresql'
    for number, N in names:
        T = f't_${position.name}_{number}'
${body(position.downgrade)}`;
}
