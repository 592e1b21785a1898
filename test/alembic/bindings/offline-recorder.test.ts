import { describe, expect, it } from 'vitest';
import { evaluateBody } from './evaluate.ts';

const offlineRun = {
  now: (): Date => new Date(Date.UTC(2001, 1, 3, 4, 5, 6, 789)),
  randomBytes: (count: number): Uint8Array => new Uint8Array(count).fill(0xab),
};

/** Texts of op.execute(), which the scripts use to say what they have seen, and what was refused. */
function seen(body: string, dialectName = 'postgresql'): readonly string[] {
  const { operations, refusals } = evaluateBody(body, { offlineRun, dialectName });
  return [
    ...operations.map((operation) => {
      if (operation.kind !== 'execute') return operation.kind;
      const { statement } = operation;
      return 'type' in statement && statement.type === 'str' ? statement.sql : 'a statement';
    }),
    ...refusals.map(({ message }) => `refused: ${message}`),
  ];
}

describe('what --sql cannot ask raises in a try as upstream', () => {
  it.each([
    [
      'sa.inspect(op.get_bind()).get_table_names()',
      "NoInspectionAvailable: No inspection system is available for object of type <class 'sqlalchemy.engine.mock.MockConnection'>",
    ],
    ['op.get_bind().begin()', "AttributeError: 'MockConnection' object has no attribute 'begin'"],
    ['op.get_bind().scalar("x")', "AttributeError: 'MockConnection' object has no attribute 'scalar'"],
  ])('%s', (code, message) => {
    const body = `
try:
    ${code}
    op.execute("not reached")
except Exception as e:
    op.execute(type(e).__name__ + ": " + str(e))`;
    expect(seen(body)).toEqual([message]);
  });

  it('a statement is printed before its rows are asked for', () => {
    const rows = (use: string): string => `
try:
    rows = op.get_bind().execute(sa.text("SELECT 1"))
    ${use}
except Exception as e:
    op.execute(str(e))`;
    expect(seen(rows('rows.fetchall()')).at(-1)).toBe("'NoneType' object has no attribute 'fetchall'");
    expect(seen(rows('list(rows)')).at(-1)).toBe("'NoneType' object is not iterable");
    expect(seen(rows('rows[0]')).at(-1)).toBe("'NoneType' object is not subscriptable");
    expect(seen(rows('rows.fetchall()'))).toHaveLength(2);
  });

  it('outside of a try it is refused by what it asks', () => {
    expect(seen('sa.inspect(op.get_bind()).get_table_names()')).toEqual([
      'refused: reads the database (inspector.get_table_names()), which only a run on one can answer',
    ]);
  });

  it('an exception that no handler takes is refused as a question to the database', () => {
    const body = 'try:\n    sa.inspect(op.get_bind())\nexcept ValueError:\n    pass';
    expect(seen(body)).toEqual([
      expect.stringMatching(/^refused: reads the database, .*NoInspectionAvailable/),
    ]);
  });

  it('is not followed where the operations stand for a run', () => {
    const body =
      'try:\n    sa.inspect(op.get_bind()).get_table_names()\n    op.drop_table("a")\nexcept Exception:\n    pass';
    expect(evaluateBody(body).refusals).toMatchObject([{ needsRun: true }]);
  });
});

describe('what cannot be compiled raises in a try as upstream', () => {
  const batch = `
try:
    with op.batch_alter_table("t") as batch_op:
        batch_op.drop_column("c")
except Exception as e:
    op.execute(type(e).__name__)`;

  it('a table that SQLite has to rebuild', () => {
    expect(seen(batch, 'sqlite')).toEqual(['CommandError']);
    expect(seen(batch, 'postgresql')).toEqual(['batch_alter_table']);
  });

  it('constraints of SQLite', () => {
    const body = `
try:
    op.drop_constraint("fk", "t", type_="foreignkey")
except NotImplementedError:
    op.execute("none")`;
    expect(seen(body, 'sqlite')).toEqual(['none']);
  });

  it('an exception inside of a batch loses what it collected', () => {
    const body = `
try:
    with op.batch_alter_table("t") as batch_op:
        batch_op.add_column(sa.Column("c", sa.Integer()))
        raise ValueError()
except ValueError:
    op.execute("lost")`;
    expect(seen(body)).toEqual(['lost']);
  });
});

describe('the clock and chance of --sql', () => {
  it('are those of the run', () => {
    const body = `
import datetime, uuid
from oslo_utils import timeutils, uuidutils
op.execute(str(datetime.datetime.now(datetime.timezone.utc)))
op.execute(str(uuid.uuid4()))
op.execute(str(timeutils.utcnow()))
op.execute(uuidutils.generate_uuid(dashed=False))`;
    expect(seen(body)).toEqual([
      '2001-02-03 04:05:06.789000+00:00',
      'abababab-abab-4bab-abab-abababababab',
      '2001-02-03 04:05:06.789000',
      'abababababab4bababababababababab',
    ]);
  });
});
