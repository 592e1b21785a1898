import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../../support/python.ts';
import { evaluateBody, evaluateRevision } from './evaluate.ts';

beforeAll(initTestParser);

/** Evaluates and expects no refusal; gives the operations' kinds. */
function kinds(body: string, ...rest: [Parameters<typeof evaluateBody>[1]?, string?]): string[] {
  const { operations, refusals } = evaluateBody(body, ...rest);
  expect(refusals).toEqual([]);
  return operations.map(({ kind }) => kind);
}

/** Evaluates and gives the refusals as `line: message`. */
function refusals(body: string): string[] {
  const text = `from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade():\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;
  const { refusals: found } = evaluateRevision(text);
  return found.map(({ message, origin }) => {
    const line = origin === null ? 0 : text.slice(0, origin.range.start).split('\n').length;
    return `${line - 4}: ${message}`;
  });
}

describe('operations', () => {
  test('keep the place of their call', () => {
    const text = 'from alembic import op\n\ndef upgrade():\n    op.drop_table("a")\n';
    const [operation] = evaluateRevision(text).operations;
    const { start, end } = operation!.origin!.range;
    expect(text.slice(start, end)).toBe('op.drop_table("a")');
    expect(operation!.origin!.file).toBe('/project/versions/abc_script.py');
  });

  test('of downgrade() are its own', () => {
    const text =
      'from alembic import op\ndef upgrade():\n    op.drop_table("a")\ndef downgrade():\n    op.drop_table("b")\n';
    expect(evaluateRevision(text, {}, 'downgrade').operations).toMatchObject([
      { kind: 'drop_table', table: 'b' },
    ]);
  });

  test('of a batch are inside it, with its table and schema', () => {
    const { operations } = evaluateBody(
      'with op.batch_alter_table("t", schema="s", recreate="always") as batch_op:\n' +
        '    batch_op.add_column(sa.Column("x", sa.Integer()), insert_after="id")\n' +
        '    batch_op.alter_column("y", new_column_name="z", existing_type=sa.String(3))\n' +
        '    batch_op.create_index(batch_op.f("ix_t_x"), ["x"], unique=True)\n' +
        '    batch_op.drop_constraint("uq", type_="unique")',
    );
    expect(operations).toMatchObject([
      {
        kind: 'batch_alter_table',
        table: 't',
        schema: 's',
        recreate: 'always',
        ops: [
          { kind: 'add_column', table: 't', schema: 's', insertAfter: 'id', column: { name: 'x' } },
          { kind: 'alter_column', column: 'y', modifyName: 'z', existingType: { kind: 'String', length: 3 } },
          {
            kind: 'create_index',
            index: { name: { text: 'ix_t_x', isFinal: true }, table: 't', unique: true },
          },
          { kind: 'drop_constraint', name: { text: 'uq', isFinal: false }, type: 'unique' },
        ],
      },
    ]);
  });

  test('tell what was not given from None', () => {
    const { operations } = evaluateBody(
      'op.alter_column("t", "a", server_default=None, comment=None)\nop.alter_column("t", "b", nullable=True)',
    );
    expect(operations[0]).toHaveProperty('modifyServerDefault', null);
    expect(operations[0]).toHaveProperty('modifyComment', null);
    expect(operations[1]).not.toHaveProperty('modifyServerDefault');
    expect(operations[1]).not.toHaveProperty('modifyComment');
    expect(operations[1]).toHaveProperty('modifyNullable', true);
  });

  test('name constraints by the naming convention of target_metadata', () => {
    const namingConvention = {
      uq: 'uq_%(table_name)s_%(column_0_name)s',
      fk: 'fk_%(table_name)s_%(referred_table_name)s',
    };
    const { operations } = evaluateBody(
      'op.create_unique_constraint(None, "t", ["a", "b"])\nop.add_column("t", sa.Column("u", sa.Integer, sa.ForeignKey("users.id")))',
      { namingConvention },
    );
    expect(operations).toMatchObject([
      { constraint: { name: { text: 'uq_t_a', isFinal: true } } },
      { column: { foreignKeys: [{ name: { text: 'fk_t_users', isFinal: true } }] } },
    ]);
  });

  test('of an autocommit block are inside it', () => {
    const { operations } = evaluateBody(
      'with op.get_context().autocommit_block():\n    op.execute("ALTER TYPE mood ADD VALUE \'x\'")\nop.drop_table("t")',
    );
    expect(operations).toMatchObject([
      { kind: 'autocommit_block', ops: [{ kind: 'execute' }] },
      { kind: 'drop_table' },
    ]);
  });

  test('enum types are created and dropped through the bind', () => {
    const { operations, refusals: refused } = evaluateBody(
      'mood = pg.ENUM("a", "b", name="mood", create_type=False)\nmood.create(op.get_bind(), checkfirst=True)\n' +
        'sa.Enum(name="old").drop(op.get_bind(), checkfirst=False)',
    );
    expect(refused).toEqual([]);
    expect(operations).toMatchObject([
      {
        kind: 'create_enum',
        checkfirst: true,
        type: { kind: 'dialect', name: 'ENUM', options: { name: 'mood' } },
      },
      { kind: 'drop_enum', checkfirst: false, type: { kind: 'Enum', name: 'old' } },
    ]);
  });

  test('a table made by create_table is filled by bulk_insert', () => {
    const { operations } = evaluateBody(
      't = op.create_table("t", sa.Column("id", sa.Integer), sa.Column("n", sa.String(5)))\n' +
        'op.bulk_insert(t, [{"id": 1, "n": "x"}, {"id": 2, "n": op.inline_literal("y")}])',
    );
    expect(operations[1]).toMatchObject({
      kind: 'bulk_insert',
      table: 't',
      columns: [{ name: 'id' }, { name: 'n' }],
    });
    const rows =
      operations[1]?.kind === 'bulk_insert' ? operations[1].rows.map((row) => Object.fromEntries(row)) : [];
    expect(rows).toMatchObject([
      { id: { type: 'int', value: 1n }, n: { type: 'str', value: 'x' } },
      { n: { kind: 'bindparam', inline: true, value: { value: 'y' } } },
    ]);
  });
});

describe('plain Python around operations', () => {
  test('branches on the dialect', () => {
    const body =
      'if op.get_bind().dialect.name == "postgresql":\n    op.execute("a")\nelse:\n    op.drop_table("t")';
    expect(kinds(body)).toEqual(['execute']);
    expect(kinds(body, { dialectName: 'sqlite' })).toEqual(['drop_table']);
    expect(kinds('if op.get_context().dialect.name == "mssql":\n    op.execute("a")')).toEqual([]);
    expect(kinds('if op.get_bind().engine.name == "postgresql":\n    op.execute("a")')).toEqual(['execute']);
  });

  test('asks for offline mode and x arguments', () => {
    const body =
      'if context.is_offline_mode():\n    op.execute("offline")\nif "x" in context.get_x_argument(as_dictionary=True):\n    op.execute("x")';
    expect(kinds(body)).toEqual(['execute']);
    expect(kinds(body, { offline: false })).toEqual([]);
    expect(kinds('if op.get_context().as_sql:\n    op.execute("a")')).toEqual(['execute']);
  });

  test('loops and calls helpers', () => {
    expect(
      kinds(
        'def helper(name):\n    op.drop_column(name, "x")\nfor t in ["a", "b"]:\n    helper(t)\n[op.drop_table(n) for n in ("c",)]',
      ),
    ).toEqual(['drop_column', 'drop_column', 'drop_table']);
  });

  test('executes statements through the bind when nobody reads their rows', () => {
    const { operations, refusals: refused } = evaluateBody(
      'conn = op.get_bind()\nconn.execute(sa.text("UPDATE t SET a = :a"), {"a": 5})\n' +
        't = sa.table("t", sa.column("a", sa.Integer))\nconn.execute(t.update().where(t.c.a == 1).values(a=2))\n' +
        'op.execute(t.insert().values({"a": 3}))\nop.execute(sa.delete(t).where(t.c.a.in_([1, 2])))',
    );
    expect(refused).toEqual([]);
    expect(operations).toMatchObject([
      { statement: { kind: 'text', bindparams: [{ name: 'a', value: { type: 'int', value: 5n } }] } },
      {
        statement: {
          kind: 'update',
          table: 't',
          values: [['a', { value: { value: 2n } }]],
          where: { operator: '=' },
        },
      },
      { statement: { kind: 'insert', values: [['a', { value: { value: 3n } }]] } },
      { statement: { kind: 'delete', where: { operator: 'IN' } } },
    ]);
  });
});

describe('refusals', () => {
  const later = 'which only a run on one can answer';

  test('rows of a query', () => {
    expect(refusals('conn = op.get_bind()\nrows = conn.execute(sa.text("SELECT 1")).fetchall()')).toEqual([
      `2: reads the database (execute(…).fetchall), ${later}`,
    ]);
    expect(
      refusals('for row in op.get_bind().execute(sa.text("SELECT 1")):\n    op.drop_table(row[0])')[0],
    ).toContain('1: reads the database');
    expect(refusals('op.get_bind().scalar(sa.text("SELECT 1"))')[0]).toContain(
      '1: reads the database (scalar(…))',
    );
  });

  test('the inspector', () => {
    const found = refusals(
      'insp = sa.inspect(op.get_bind())\nif "t" not in insp.get_table_names():\n    op.drop_table("t")',
    );
    expect(found.join('\n')).toContain('reads the database (inspector.get_table_names())');
    expect(found.length).toBeGreaterThan(0);
  });

  test('a directive that Retort does not know', () => {
    expect(refusals('op.create_view("v", "SELECT 1")').join('\n')).toContain(
      '1: Retort does not know `alembic.op.create_view`',
    );
  });

  test('a name that is not defined', () => {
    expect(refusals('op.drop_table(tabel)')).toEqual(["1: NameError: name 'tabel' is not defined"]);
  });

  test('an argument that no directive takes', () => {
    expect(refusals('op.rename_table("a", "b", tables=1)')).toEqual([
      "1: TypeError: rename_table() got an unexpected keyword argument 'tables'",
    ]);
  });

  test('a column type from a package that is not there', () => {
    const { refusals: found } = evaluateBody(
      'op.add_column("t", sa.Column("v", acme.Vector(3)))',
      {},
      'import acme\n',
    );
    expect(found.map(({ message }) => message).join('\n')).toContain(
      'the package `acme` is not in the workspace',
    );
    expect(found.length).toBeGreaterThan(0);
  });

  test('a value that is known only at run time', () => {
    const { refusals: found } = evaluateBody(
      'op.drop_table(settings.TABLE)',
      {},
      'from app import settings\n',
    );
    expect(found[0]?.message).toContain('`table_name` of drop_table() cannot be known');
  });

  test('a missing function', () => {
    expect(evaluateRevision('x = 1\n').refusals).toMatchObject([
      { message: 'the script has no upgrade() function' },
    ]);
  });

  test('an operation at module level', () => {
    expect(
      evaluateRevision('from alembic import op\nop.drop_table("t")\ndef upgrade(): pass\n').refusals[0]
        ?.message,
    ).toContain("Can't invoke function 'drop_table'");
  });

  test('do not leak into the next revision', () => {
    const text =
      'from alembic import op\ndef upgrade():\n    op.nothing()\ndef downgrade():\n    op.drop_table("t")\n';
    expect(evaluateRevision(text, {}, 'downgrade').refusals).toEqual([]);
  });
});
