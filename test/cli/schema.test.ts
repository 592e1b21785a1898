import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../support/python.ts';
import { retort } from './host.ts';

beforeAll(initTestParser);

const models = `
from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Enum("free", "paid", name="account_kind"))


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(String(80))
`;
const project = {
  '/app/alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite://\n',
  '/app/migrations/env.py':
    'from alembic import context\nfrom models import Base\ncontext.configure(target_metadata=Base.metadata)\n',
  '/app/models.py': models,
};
const postgresql = `CREATE TYPE account_kind AS ENUM ('free', 'paid');

CREATE TABLE account (
\tid SERIAL NOT NULL, 
\tkind account_kind NOT NULL, 
\tPRIMARY KEY (id)
);

CREATE TABLE note (
\tid SERIAL NOT NULL, 
\taccount_id INTEGER NOT NULL, 
\ttext VARCHAR(80) NOT NULL, 
\tPRIMARY KEY (id), 
\tFOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_note_account_id ON note (account_id);

`;

interface Json {
  readonly source: { readonly kind: string; readonly reason: string | null };
  readonly metadata: readonly {
    readonly name: string | null;
    readonly tables: readonly {
      readonly name: string;
      readonly place: unknown;
      readonly columns: readonly Record<string, unknown>[];
      readonly constraints: readonly Record<string, unknown>[];
      readonly indexes: readonly Record<string, unknown>[];
    }[];
    readonly types: readonly Record<string, unknown>[];
    readonly statements?: { readonly sql: readonly { readonly sql: string }[] };
  }[];
  readonly unknown: readonly { readonly message: string; readonly place: unknown }[];
}

describe('retort schema', () => {
  test('prints the statements of create_all for the dialect', async () => {
    const outcome = await retort(project, 'schema', '--sql', '--dialect', 'postgresql');
    expect(outcome).toMatchObject({ code: 0, stdout: postgresql, stderr: '' });
  });

  test('is for the database of the configuration otherwise', async () => {
    const { stdout } = await retort(project, 'schema');
    expect(stdout).toContain('kind VARCHAR(4) NOT NULL');
    expect(stdout).not.toContain('CREATE TYPE');
  });

  test('tells every object’s place as JSON', async () => {
    const { code, stdout } = await retort(project, 'schema', '--json', '--sql', '--dialect', 'postgresql');
    expect(code).toBe(0);
    const { source, metadata, unknown } = JSON.parse(stdout) as Json;
    expect(source).toEqual({ kind: 'environment', reason: null });
    expect(unknown).toEqual([]);
    const [account, note] = metadata[0]?.tables ?? [];
    const at = (line: number, column: number): unknown => ({ file: 'models.py', line, column });
    expect(account?.place).toEqual(at(11, 21));
    expect(account?.columns[1]).toMatchObject({
      name: 'kind',
      type: 'account_kind',
      nullable: false,
      place: at(13, 5),
    });
    expect(note?.constraints).toContainEqual(
      expect.objectContaining({ kind: 'foreign_key', referredTable: 'account', place: at(19, 45) }),
    );
    expect(note?.indexes).toEqual([
      { name: 'ix_note_account_id', unique: false, expressions: ['account_id'], place: at(19, 5) },
    ]);
    expect(metadata[0]?.types).toEqual([
      {
        kind: 'enum',
        name: 'account_kind',
        schema: null,
        labels: ['free', 'paid'],
        place: at(13, 5),
      },
    ]);
    expect(metadata[0]?.statements?.sql.map(({ sql }) => `${sql};\n\n`).join('')).toBe(postgresql);
  });

  test('reads files and folders by their base, without a configuration', async () => {
    const files = {
      '/app/shop/__init__.py': '',
      '/app/shop/models.py': models,
      '/app/shop/views.py': 'raise RuntimeError("never imported")\n',
      '/app/other/tables.py':
        'from sqlalchemy import Column, Integer, MetaData, Table\nmetadata = MetaData()\n' +
        'Table("log", metadata, Column("n", Integer))\n',
    };
    const file = await retort(files, 'schema', 'shop/models.py', '--dialect', 'postgresql');
    expect(file).toMatchObject({ code: 0, stdout: postgresql });
    expect(file.stderr).toContain('by their base');

    const all = await retort(files, 'schema', '--json');
    const { source, metadata } = JSON.parse(all.stdout) as Json;
    expect(source).toEqual({
      kind: 'workspace',
      reason:
        'The models were looked for by their base, since there is no alembic.ini: other.tables.metadata (1 table), shop.models.Base (2 tables)',
    });
    expect(metadata.map(({ name, tables }) => [name, tables.map((table) => table.name)])).toEqual([
      ['other.tables.metadata', ['log']],
      ['shop.models.Base', ['account', 'note']],
    ]);
    const sql = await retort(files, 'schema');
    expect(sql.stdout).toMatch(/^-- other\.tables\.metadata\n\nCREATE TABLE log[^]*-- shop\.models\.Base\n/);
  });

  test('refuses statements that would not be complete, and tells in JSON what is not known', async () => {
    const unknown = {
      ...project,
      '/app/models.py': `${models}\nfrom missing import Money\nclass Bill(Base):\n    __tablename__ = "bill"\n    id: Mapped[int] = mapped_column(primary_key=True)\n    sum = mapped_column(Money())\n`,
    };
    const sql = await retort(unknown, 'schema');
    expect(sql.code).toBe(255);
    expect(sql.stdout).toMatch(/^FAILED: \/app\/models\.py:\d+: .*bill.*sum.*missing/);
    expect(sql.stdout).not.toContain('CREATE');
    const json = await retort(unknown, 'schema', '--json');
    expect(json.code).toBe(1);
    const { metadata, unknown: told } = JSON.parse(json.stdout) as Json;
    expect(told).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('"bill.sum"') as string }),
    );
    expect(metadata[0]?.tables.at(-1)?.columns.at(-1)).toMatchObject({ name: 'sum', type: null });
  });

  test('takes a type from [tool.retort.types], and tells a wrong one at its line', async () => {
    const model = `${models}\nfrom missing import Money\nclass Bill(Base):\n    __tablename__ = "bill"\n    sum = mapped_column(Money(), primary_key=True)\n`;
    const files = { ...project, '/app/models.py': model };
    const told = (value: string) =>
      retort(
        { ...files, '/app/pyproject.toml': `[tool.retort.types]\n"missing.Money" = "${value}"\n` },
        'schema',
      );
    const right = await told('sqlalchemy.Numeric(9, 3)');
    expect(right).toMatchObject({ code: 0, stderr: '' });
    expect(right.stdout).toContain('sum NUMERIC(9, 3) NOT NULL');
    const wrong = await told('sqlalchemy.Nope');
    expect(wrong.code).toBe(255);
    expect(wrong.stderr).toContain(
      '/app/pyproject.toml:2: [tool.retort.types]: "missing.Money" cannot stand for',
    );
  });

  test('prints the models of each database that env.py serves, by name', async () => {
    const table = (name: string): string =>
      `from sqlalchemy import Column, Integer, MetaData, Table\nmetadata = MetaData()\nTable("${name}", metadata, Column("id", Integer))\n`;
    const files = {
      '/app/alembic.ini': `[alembic]\nscript_location = migrations\ndatabases = main, audit\n
[main]\nsqlalchemy.url = sqlite:///main.db\n[audit]\nsqlalchemy.url = sqlite:///audit.db\n`,
      '/app/migrations/env.py': `
import re
from alembic import context
from sqlalchemy import engine_from_config, pool
import audit, shop

target_metadata = {"main": shop.metadata, "audit": audit.metadata}
names = re.split(r",\\s*", context.config.get_main_option("databases"))

def run(**options):
    for name in names:
        context.configure(target_metadata=target_metadata.get(name), **options)
        with context.begin_transaction():
            context.run_migrations(engine_name=name)

if context.is_offline_mode():
    run(url="sqlite://")
else:
    engine = engine_from_config(context.config.get_section("main", {}), poolclass=pool.NullPool)
    with engine.connect() as connection:
        run(connection=connection)
`,
      '/app/shop.py': table('orders'),
      '/app/audit.py': table('log'),
    };
    const { metadata } = JSON.parse((await retort(files, 'schema', '--json')).stdout) as Json;
    expect(metadata.map(({ name, tables }) => [name, tables.map((each) => each.name)])).toEqual([
      ['main', ['orders']],
      ['audit', ['log']],
    ]);
    const sql = await retort(files, 'schema');
    expect(sql).toMatchObject({ code: 0 });
    expect(sql.stdout).toBe(
      '-- main\n\nCREATE TABLE orders (\n\tid INTEGER\n);\n\n-- audit\n\nCREATE TABLE log (\n\tid INTEGER\n);\n\n',
    );
  });

  test('falls back to the workspace when env.py cannot be evaluated, and says so', async () => {
    const broken = { ...project, '/app/migrations/env.py': 'raise RuntimeError("no")\n' };
    const { metadata, source } = JSON.parse((await retort(broken, 'schema', '--json')).stdout) as Json;
    expect(metadata.map(({ name }) => name)).toEqual(['models.Base']);
    expect(source.reason).toBe(
      'The models were looked for by their base, since env.py cannot be evaluated: models.Base (2 tables)',
    );
  });

  test('says what to do where there is nothing', async () => {
    const empty = await retort({ '/app/readme.txt': '' }, 'schema');
    expect(empty).toMatchObject({ code: 255 });
    expect(empty.stdout).toContain('name the files or folders that hold the models');
    expect((await retort(project, 'schema', 'nowhere')).stdout).toContain(
      'There is no file or folder nowhere',
    );
    const wrong = await retort(project, 'schema', '--dialect', 'oracle');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("invalid choice: 'oracle' (choose from 'postgresql', 'mssql', 'sqlite')");
  });
});
