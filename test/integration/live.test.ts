/** Revisions that ask the database: Retort and real Alembic end with the same schema and the same rows. */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../../server/src/drivers/connect.ts';
import { makeUrl } from '../../server/src/sqlalchemy/engine/url.ts';
import { initTestParser } from '../support/python.ts';
import { python, scratch, TestProject, type Revision } from './project.ts';

const postgresUrl = inject('postgresUrl');
beforeAll(initTestParser);

const seed: Revision = {
  id: 'a1',
  down: [],
  upgrade: [
    "op.create_table('item', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.String(40)), sa.Column('price', sa.Numeric(10, 2)), sa.Column('added', sa.DateTime()), sa.Column('active', sa.Boolean()), sa.UniqueConstraint('name', name='uq_item_name'))",
    "op.create_index('ix_item_price', 'item', ['price'])",
    "op.execute(\"INSERT INTO item (id, name, price, added, active) VALUES (1, 'it''s', 1.50, '2024-01-31 12:30:00', true), (2, '100%', 2.25, '2024-02-29 00:00:00', false), (3, 'a:b', NULL, NULL, NULL)\")",
    "op.create_table('log', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('line', sa.Text()))",
  ],
  downgrade: ["op.drop_table('log')", "op.drop_table('item')"],
};

/** Each body writes what it read into `log`, so that equal rows mean equal values. */
const bodies: Readonly<Record<string, readonly string[]>> = {
  'rows in every way': [
    'bind = op.get_bind()',
    'lines = []',
    "for row in bind.execute(sa.text('SELECT id, name FROM item ORDER BY id')):",
    "    lines.append(f'{row.id}={row[1]}')",
    "for id, name in bind.execute(sa.text('SELECT id, name FROM item WHERE id > :low ORDER BY id'), {'low': 1}).fetchall():",
    '    lines.append(name + str(id))',
    "lines.append(str(bind.execute(sa.text('SELECT count(*) FROM item')).scalar()))",
    "lines.append(str(bind.scalar(sa.text('SELECT max(id) FROM item'))))",
    "lines.append(repr([m['name'] for m in bind.execute(sa.text('SELECT name FROM item ORDER BY id')).mappings()]))",
    "lines.append(repr(bind.execute(sa.text('SELECT id FROM item ORDER BY id')).scalars().all()))",
    "first = bind.execute(sa.text('SELECT id, name FROM item ORDER BY id')).first()",
    'lines.append(repr(tuple(first)) + str(len(first)) + repr(first._mapping["name"]))',
    "lines.append(repr(bind.execute(sa.text('SELECT id FROM item WHERE id = 99')).fetchone()))",
    "lines.append(repr(bind.execute(sa.text('SELECT id FROM item WHERE id = 99')).scalar_one_or_none()))",
    "lines.append(repr(bind.execute(sa.text('UPDATE item SET active = active WHERE id < 3')).rowcount))",
    'for line in lines:',
    "    bind.execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': line})",
  ],
  'the inspector': [
    'bind = op.get_bind()',
    'inspector = sa.inspect(bind)',
    "names = sorted(n for n in inspector.get_table_names() if n != 'alembic_version')",
    "columns = [(c['name'], c['nullable'], isinstance(c['type'], sa.String)) for c in inspector.get_columns('item')]",
    "indexes = sorted((i['name'], i['column_names'], bool(i['unique'])) for i in inspector.get_indexes('item'))",
    "uniques = [(u['name'], u['column_names']) for u in inspector.get_unique_constraints('item')]",
    "key = inspector.get_pk_constraint('item')['constrained_columns']",
    "facts = [names, columns, indexes, uniques, key, inspector.has_table('item'), inspector.has_table('nothing')]",
    'for fact in facts:',
    "    bind.execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': repr(fact)})",
    "if 'extra' not in [c['name'] for c in inspector.get_columns('item')]:",
    "    op.add_column('item', sa.Column('extra', sa.Integer()))",
    "if 'extra' not in [c['name'] for c in sa.inspect(bind).get_columns('item')]:",
    "    op.drop_table('item')",
  ],
  'all that the inspector tells': [
    "op.create_table('other', sa.Column('a', sa.Integer(), nullable=False), sa.Column('b', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('b', 'a', name='pk_other'))",
    "op.create_table('rich', sa.Column('id', sa.BigInteger(), sa.Identity(start=5, increment=2), nullable=False, comment='The key'), sa.Column('a', sa.Integer(), server_default='5'), sa.Column('b', sa.Integer()), sa.Column('c', sa.String(10), server_default=' :x'), sa.Column('d', sa.Integer(), sa.Computed('a + 1', persisted=True)), sa.PrimaryKeyConstraint('id', name='pk_rich'), sa.UniqueConstraint('a', 'b', name='uq_rich'), sa.ForeignKeyConstraint(['b', 'a'], ['other.b', 'other.a'], name='fk_rich', ondelete='CASCADE', onupdate='SET NULL', deferrable=True, initially='DEFERRED'), sa.CheckConstraint(\"a > 0 AND c <> 'x:y'\", name='ck_rich'), comment='A table')",
    "op.create_index('ix_rich', 'rich', [sa.text('a DESC'), 'b'])",
    "op.create_index('ix_rich_lower', 'rich', [sa.text('lower(c)'), 'b'])",
    "op.create_index('ix_rich_part', 'rich', ['c'], unique=True, postgresql_where=sa.text('a > 3'), sqlite_where=sa.text('a > 3'), postgresql_include=['b'])",
    'bind = op.get_bind()',
    'inspector = sa.inspect(bind)',
    'lines = []',
    'def told(entries):',
    '    for entry in entries:',
    "        lines.append(repr(sorted((k, str(v) if k == 'dialect_options' and 'sqlite_where' in v else v) for k, v in entry.items() if k not in ('type', 'dialect_options', 'options'))))",
    "        lines.append(repr(sorted(entry.get('options', {}).items())))",
    "        lines.append(repr(sorted((k, str(v)) for k, v in entry.get('dialect_options', {}).items())))",
    "for table in ('rich', 'other', 'item', 'log'):",
    '    told(inspector.get_columns(table))',
    "    lines.append(repr([type(c['type']).__name__ for c in inspector.get_columns(table)]))",
    '    told([inspector.get_pk_constraint(table)])',
    '    told(inspector.get_foreign_keys(table))',
    '    told(inspector.get_unique_constraints(table))',
    '    told(inspector.get_check_constraints(table))',
    '    told(inspector.get_indexes(table))',
    "for ask in (lambda: inspector.get_table_comment('rich'), lambda: sorted(inspector.get_sequence_names()), lambda: inspector.has_sequence('rich_id_seq'), lambda: inspector.get_materialized_view_names()):",
    '    try:',
    '        lines.append(repr(ask()))',
    '    except NotImplementedError:',
    "        lines.append('not implemented')",
    "if bind.dialect.name == 'postgresql':",
    "    op.execute(\"CREATE TYPE mood AS ENUM ('sad', 'ok')\")",
    '    op.execute("CREATE DOMAIN positive AS integer CHECK (VALUE > 0)")',
    '    told(sa.inspect(bind).get_enums())',
    '    told(sa.inspect(bind).get_domains())',
    "lines.append(repr([inspector.has_index('rich', 'ix_rich'), inspector.has_index('rich', 'uq_rich'), inspector.has_index('rich', 'nothing')]))",
    "op.execute('CREATE VIEW some_view AS SELECT id FROM item')",
    "lines.append(repr(sa.inspect(bind).get_view_definition('some_view')))",
    'for line in lines:',
    "    bind.execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': line})",
  ],
  'errors that are caught, below a savepoint': [
    'bind = op.get_bind()',
    'try:',
    '    with bind.begin_nested():',
    "        bind.execute(sa.text('INSERT INTO item (id) VALUES (1)'))",
    'except sa.exc.IntegrityError:',
    '    op.execute("INSERT INTO log (line) VALUES (\'integrity\')")',
    'with bind.begin_nested():',
    '    op.execute("INSERT INTO log (line) VALUES (\'kept\')")',
  ],
  'errors that a context manager swallows': [
    'import contextlib',
    'bind = op.get_bind()',
    'with contextlib.suppress(sa.exc.IntegrityError):',
    '    with bind.begin_nested():',
    '        op.execute("INSERT INTO item (id) VALUES (1)")',
    'class Quiet:',
    '    def __enter__(self):',
    '        return self',
    '    def __exit__(self, kind, error, trace):',
    '        return kind is not None and issubclass(kind, sa.exc.DBAPIError)',
    'with Quiet():',
    '    with bind.begin_nested():',
    "        op.drop_column('item', 'nowhere')",
    'op.execute("INSERT INTO log (line) VALUES (\'after\')")',
  ],
  'two revisions in one run, and values of every kind': [
    'import datetime, decimal',
    'bind = op.get_bind()',
    "row = bind.execute(sa.text('SELECT price, added, active FROM item WHERE id = 1')).one()",
    'lines = [str(row.active in (True, 1)), str(float(row.price) == 1.5), str(row.added)[:19]]',
    "lines.append(str(bind.execute(sa.text('SELECT added FROM item WHERE id = 3')).scalar()))",
    "lines.append(repr(tuple(bind.execute(sa.text('SELECT CAST(2.0 AS DOUBLE PRECISION), 2')).one())))",
    'lines.append(str(datetime.datetime.now() > datetime.datetime(2020, 1, 1)))',
    'for line in lines:',
    "    bind.execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': line})",
  ],
  'queries of Core': [
    "item = sa.table('item', sa.column('id', sa.Integer), sa.column('name', sa.String), sa.column('price', sa.Numeric))",
    "log = sa.table('log', sa.column('line', sa.Text))",
    'bind = op.get_bind()',
    'for id, name in bind.execute(sa.select(item.c.id, item.c.name).where(item.c.price.is_not(None)).order_by(item.c.id.desc())):',
    "    bind.execute(log.insert().values(line=f'{id} {name}'))",
    'count = bind.execute(sa.select(sa.func.count()).select_from(item)).scalar_one()',
    "bind.execute(sa.insert(log).values(line='count ' + str(count)))",
    "bind.execute(log.insert().from_select(['line'], sa.select(item.c.name).where(item.c.id.in_(sa.select(sa.func.max(item.c.id))))))",
    'bind.execute(item.update().where(item.c.id == 2).values(name=sa.select(sa.func.max(log.c.line)).scalar_subquery()))',
  ],
  'defaults that Python fills in': [
    "log = sa.Table('log', sa.MetaData(), sa.Column('line', sa.Text, default='left out', onupdate='changed'), sa.Column('id', sa.Integer))",
    'bind = op.get_bind()',
    'bind.execute(log.insert().values(id=11))',
    "bind.execute(sa.insert(log).values(id=12, line='given'))",
    "op.bulk_insert(log, [{'id': 13}, {'id': 14, 'line': 'of a row'}])",
    'bind.execute(log.update().values(id=15).where(log.c.id == 12))',
  ],
  'statements through a session': [
    'from sqlalchemy import orm',
    "item = sa.table('item', sa.column('id', sa.Integer), sa.column('name', sa.String))",
    'with orm.Session(bind=op.get_bind()) as session:',
    '    names = session.scalars(sa.select(item.c.name).order_by(item.c.id)).all()',
    "    session.execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': repr(names)})",
    '    session.commit()',
    'session = orm.sessionmaker(bind=op.get_bind(), expire_on_commit=False)()',
    "count = session.scalar(sa.text('SELECT count(*) FROM log'))",
    'try:',
    '    with session.begin_nested():',
    "        session.execute(sa.text('INSERT INTO item (id) VALUES (1)'))",
    'except sa.exc.IntegrityError:',
    "    session.execute(sa.insert(sa.table('log', sa.column('line'))).values(line=str(count)))",
    "session.execute(item.update().values(name='renamed').where(item.c.id == 3))",
    'session.flush()',
    'session.close()',
  ],
  'rows that decide what is done': [
    'bind = op.get_bind()',
    "rows = bind.execute(sa.text('SELECT id, price FROM item')).fetchall()",
    'for row in rows:',
    '    if row.price is not None and row.price > 2:',
    "        op.execute(sa.text('UPDATE item SET name = :name WHERE id = :id').bindparams(name='dear', id=row.id))",
    "count = bind.execute(sa.text('SELECT count(*) FROM item WHERE price IS NULL')).scalar()",
    'if count:',
    "    op.add_column('item', sa.Column(f'empty_{count}', sa.Integer()))",
  ],
};

interface Database {
  readonly name: string;
  create(name: string, revisions: readonly Revision[]): Promise<TestProject>;
}

const sqlite: Database = {
  name: 'SQLite',
  create: (name, revisions) =>
    Promise.resolve(new TestProject(`live-sqlite-${name}`, 'sqlite:///live.db', revisions)),
};
const postgresql: Database = {
  name: 'PostgreSQL',
  create: async (name, revisions) => {
    const database = `live_${name.replaceAll(/\W+/g, '_')}`;
    const connection = await connect(makeUrl(`${postgresUrl ?? ''}postgres`), { baseDirectory: scratch });
    await connection.execute(`DROP DATABASE IF EXISTS ${database}`);
    await connection.execute(`CREATE DATABASE ${database}`);
    await connection.close();
    return new TestProject(`live-postgresql-${name}`, `${postgresUrl ?? ''}${database}`, revisions);
  },
};

const log = 'SELECT line FROM log ORDER BY id';
const items = 'SELECT * FROM item ORDER BY id';

describe.each([sqlite, ...(postgresUrl === null ? [] : [postgresql])])('$name', (database) => {
  test.skipIf(python === null).each(Object.keys(bodies))('%s', async (name) => {
    const again = [
      "op.get_bind().execute(sa.text('SELECT 1')).scalar()",
      "op.drop_index('ix_item_price', 'item')",
    ];
    const revisions = [
      seed,
      { id: 'b2', down: ['a1'], upgrade: bodies[name] ?? [], downgrade: [] },
      { id: 'c3', down: ['b2'], upgrade: again, downgrade: [] },
    ];
    const slug = name.toLowerCase().replaceAll(/\W+/g, '-');
    const ours = await database.create(`${slug}-ours`, revisions);
    const theirs = await database.create(`${slug}-theirs`, revisions);
    const report = await ours.upgrade('head');
    expect(report.error).toBeNull();
    theirs.alembic('upgrade', 'head');
    expect(await ours.query(log)).toEqual(await theirs.query(log));
    expect(await ours.query(items)).toEqual(await theirs.query(items));
    expect((await ours.query(items)).length).toBe(3);
  });

  test('what a context manager would swallow is refused where nothing runs', async () => {
    const swallowed = [
      'import contextlib',
      'with contextlib.suppress(Exception):',
      "    op.drop_table('nowhere')",
    ];
    const project = await database.create('swallowed', [
      seed,
      { id: 'b2', down: ['a1'], upgrade: swallowed, downgrade: [] },
    ]);
    const asked: string[] = [];
    await project.upgrade('a1');
    // Evaluated while it runs: on PostgreSQL the failure has ended the transaction all the same.
    const report = await project.upgrade('head', { onStatement: (sql) => asked.push(sql) });
    expect(asked[0]).toContain('DROP TABLE nowhere');
    if (database === postgresql) expect(report.error?.message).toMatch(/aborted/);
    else expect(report.current).toEqual(['b2']);
  });

  test('what a session does with entities is refused by its name, before anything is done', async () => {
    const entities = [
      'from sqlalchemy.orm import Session, declarative_base',
      'class Item(declarative_base()):',
      "    __tablename__ = 'item'",
      '    id = sa.Column(sa.Integer, primary_key=True)',
      'session = Session(op.get_bind())',
    ];
    for (const [body, name] of [
      ['for item in session.query(Item):\n        item.name = str(item.id)', 'Session.query'],
      ['session.add(Item(id=9))', 'Session.add'],
      ['session.execute(sa.select(Item)).scalars().all()', 'execute(select(<a mapped class>))'],
      ['session.rollback()', 'Session.rollback'],
    ] as const) {
      const project = await database.create('entities', [
        seed,
        {
          id: 'b2',
          down: ['a1'],
          upgrade: [...entities, ...body.split('\n').map((line) => line.replace(/^ {4}/, ''))],
          downgrade: [],
        },
      ]);
      const report = await project.upgrade('head');
      expect(report.error?.message).toContain(name);
      expect(report.error?.revision).toBe('b2');
      expect(await project.query('SELECT count(*) FROM item WHERE id = 9').catch(() => ['0'])).toEqual(['0']);
    }
  });

  test('a failure names the operation in the script, and leaves the database where it was', async () => {
    const failing = [
      "rows = op.get_bind().execute(sa.text('SELECT id FROM item')).fetchall()",
      "op.add_column('item', sa.Column('extra', sa.Integer()))",
      "op.execute('INSERT INTO nowhere VALUES (%d)' % len(rows))",
    ];
    const project = await database.create('failing', [
      seed,
      { id: 'b2', down: ['a1'], upgrade: failing, downgrade: [] },
    ]);
    await project.upgrade('a1');
    const report = await project.upgrade('head');
    expect(report.current).toEqual(['a1']);
    expect(report.error?.message).toMatch(/nowhere/);
    expect(report.error?.sql).toBe('INSERT INTO nowhere VALUES (3)');
    expect(report.error?.origin?.file).toMatch(/b2\.py$/);
    await expect(project.query('SELECT extra FROM item')).rejects.toThrow(/extra/);
  });

  test('what cannot be evaluated ends the run before it is done', async () => {
    const refused = [
      "rows = op.get_bind().execute(sa.text('SELECT id FROM item')).fetchall()",
      "op.add_column('item', sa.Column('extra', sa.Integer()))",
      'import requests',
      "requests.post('http://example.org', rows)",
    ];
    const project = await database.create('refused', [
      seed,
      { id: 'b2', down: ['a1'], upgrade: refused, downgrade: [] },
    ]);
    await project.upgrade('a1');
    const report = await project.upgrade('head');
    expect(report.current).toEqual(['a1']);
    expect(report.error?.message).toMatch(/requests/);
    await expect(project.query('SELECT extra FROM item')).rejects.toThrow(/extra/);
  });

  test('cancelling ends an evaluation that waits for the database', async () => {
    const endless = [
      'bind = op.get_bind()',
      'while bind.execute(sa.text("SELECT count(*) FROM item")).scalar() > 0:',
      '    op.execute("INSERT INTO log (line) VALUES (\'again\')")',
    ];
    const project = await database.create('cancelled', [
      seed,
      { id: 'b2', down: ['a1'], upgrade: endless, downgrade: [] },
    ]);
    await project.upgrade('a1');
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 300);
    const report = await project.upgrade('head', abort.signal);
    expect(report).toMatchObject({ cancelled: true, current: ['a1'] });
    expect(await project.query('SELECT count(*) FROM log')).toEqual(['0']);
  });
});

test.skipIf(python === null || postgresUrl === null)(
  'intervals, ranges and hstores are what psycopg2 gives',
  async () => {
    const query = `SELECT interval '1 year 2 months -3 days 04:05:06.7', interval '-00:00:01.5', interval '0', interval '5 days',
    int4range(1, 5), int8range(NULL, 7, '(]'), numrange(1.5, 2.5, '[]'), 'empty'::int4range, daterange('2024-01-01', NULL),
    tsrange('2024-01-01 10:00', '2024-01-02'), hstore('a', '1') || hstore('b c', NULL) || hstore('d"e', 'f, g=>h'), date '2024-01-31'`;
    const lines = [
      `row = op.get_bind().execute(sa.text("""${query}""")).one()`,
      'lines = [repr(value) for value in row[:4]] + [repr(row[11])]',
      'for value in row[4:10]:',
      '    lines.append(str(value))',
      '    lines.append(repr((value.lower, value.upper, value.lower_inc, value.upper_inc, value.lower_inf, value.upper_inf, value.isempty)))',
      'lines.append(repr(sorted(row[10].items())))',
      'for line in lines:',
      "    op.get_bind().execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': line})",
    ];
    const extension = {
      id: 'a0',
      down: [],
      upgrade: ["op.execute('CREATE EXTENSION hstore')"],
      downgrade: [],
    };
    const revisions: readonly Revision[] = [
      extension,
      { ...seed, down: ['a0'] },
      { id: 'b2', down: ['a1'], upgrade: lines, downgrade: [] },
    ];
    const ours = await postgresql.create('values-ours', revisions);
    const theirs = await postgresql.create('values-theirs', revisions);
    // In one run with its extension an hstore would be a text: psycopg2 asks for it when it connects.
    expect((await ours.upgrade('a1')).error).toBeNull();
    theirs.alembic('upgrade', 'a1');
    const report = await ours.upgrade('head');
    expect(report.error).toBeNull();
    theirs.alembic('upgrade', 'head');
    const written = await ours.query(log);
    expect(written).toEqual(await theirs.query(log));
    expect(written[0]).toBe('datetime.timedelta(days=422, seconds=14706, microseconds=700000)');
    const late = {
      id: 'a1',
      down: [],
      upgrade: [
        "op.execute('CREATE EXTENSION hstore')",
        "op.execute('CREATE TABLE log (line text)')",
        'value = op.get_bind().execute(sa.text("SELECT \'a=>1\'::hstore")).scalar()',
        "op.get_bind().execute(sa.text('INSERT INTO log (line) VALUES (:line)'), {'line': repr(value)})",
      ],
      downgrade: [],
    };
    const [our, their] = [
      await postgresql.create('late-ours', [late]),
      await postgresql.create('late-theirs', [late]),
    ];
    expect((await our.upgrade('head')).error).toBeNull();
    their.alembic('upgrade', 'head');
    expect(await our.query('SELECT line FROM log')).toEqual(await their.query('SELECT line FROM log'));
  },
);
