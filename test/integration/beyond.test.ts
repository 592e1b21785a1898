/**
 * Revisions that Alembic would not write, on tables with rows: real Alembic upgrades and downgrades them, every row stays,
 * a table is only rewritten where it must be, `alembic check` finds nothing left, and the schema is afterwards what it was.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { NodeFileSystem } from '../../server/src/drivers/node-file-system.ts';
import { triggerRevision } from '../../server/src/ide/updated-at.ts';
import { openProject } from '../../server/src/workspace/open-project.ts';
import { initTestParser } from '../support/python.ts';
import { BeyondProject, convention } from './beyond-project.ts';
import { python } from './project.ts';

const postgresUrl = inject('postgresUrl');
const canRun = python !== null && postgresUrl !== null && spawnSync('pg_dump', ['--version']).status === 0;
beforeAll(initTestParser);

interface Scenario {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly naming?: string;
  readonly answers?: readonly string[];
  /** Run on the first schema. */
  readonly rows?: readonly string[];
  /** What shows the rows before and after; the same rows must come. */
  readonly shown?: readonly [before: string, after: string];
  /** Table before and after whose file must stay. */
  readonly kept?: readonly [before: string, after: string];
  /** Parts of the revision's text. */
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
}

const mood = (values: string, more = ''): string =>
  `Table("person", m, Column("id", Integer, primary_key=True), Column("mood", Enum(${values}, name="mood")${more}))`;
const people = ["INSERT INTO person (id, mood) VALUES (1, 'happy'), (2, 'sad'), (3, NULL)"];
const moods: readonly [string, string] = [
  'SELECT id, mood::text FROM person ORDER BY id',
  'SELECT id, mood::text FROM person ORDER BY id',
];

const scenarios: readonly Scenario[] = [
  {
    name: 'enum_values_added',
    before: mood('"happy", "sad"'),
    after: mood('"glad", "happy", "calm", "sad", "angry"'),
    rows: people,
    shown: moods,
    kept: ['person', 'person'],
    contains: ["ADD VALUE 'glad' BEFORE 'happy'", "ADD VALUE 'calm' AFTER 'happy'", "ADD VALUE 'angry'"],
  },
  {
    name: 'enum_value_added_and_used',
    before: mood('"happy", "sad"', ', server_default="happy"'),
    after: mood('"happy", "calm", "sad"', ', server_default="calm"'),
    rows: people,
    shown: moods,
    kept: ['person', 'person'],
    contains: ['autocommit_block'],
  },
  {
    name: 'enum_value_renamed',
    before: mood('"happy", "sad"'),
    after: mood('"happy", "unhappy"'),
    answers: ['enum mood.sad -> unhappy=yes'],
    rows: people,
    shown: [
      "SELECT id, replace(mood::text, 'sad', 'unhappy') FROM person ORDER BY id",
      'SELECT id, mood::text FROM person ORDER BY id',
    ],
    kept: ['person', 'person'],
    contains: ['RENAME VALUE'],
    lacks: ['CREATE TYPE'],
  },
  {
    name: 'enum_value_removed',
    before: `
      Table("person", m, Column("id", Integer, primary_key=True),
            Column("mood", Enum("happy", "odd", "sad", name="mood"), server_default="sad"),
            Column("moods", postgresql.ARRAY(Enum("happy", "odd", "sad", name="mood"))),
            Index("ix_sad", "id", postgresql_where=text("mood = 'sad'")),
            Index("ix_person_mood", "mood"),
            CheckConstraint("mood <> 'happy' OR id < 1000", name="few_happy"))`,
    after: `
      Table("person", m, Column("id", Integer, primary_key=True),
            Column("mood", Enum("happy", "sad", name="mood"), server_default="sad"),
            Column("moods", postgresql.ARRAY(Enum("happy", "sad", name="mood"))),
            Index("ix_sad", "id", postgresql_where=text("mood = 'sad'")),
            Index("ix_person_mood", "mood"),
            CheckConstraint("mood <> 'happy' OR id < 1000", name="few_happy"))`,
    rows: ["INSERT INTO person (id, mood, moods) VALUES (1, 'happy', '{happy,sad}'), (2, 'sad', NULL)"],
    shown: [
      'SELECT id, mood::text, moods::text FROM person ORDER BY id',
      'SELECT id, mood::text, moods::text FROM person ORDER BY id',
    ],
    contains: ['mood::text::mood'],
  },
  {
    name: 'enum_for_a_column',
    before: 'Table("person", m, Column("id", Integer, primary_key=True))',
    after: mood('"happy", "sad"'),
    rows: ['INSERT INTO person (id) VALUES (1)'],
    kept: ['person', 'person'],
  },
  {
    name: 'enum_of_two_tables',
    before: mood('"happy", "sad"'),
    after: `${mood('"happy", "sad"')}\nTable("cat", m, Column("id", Integer, primary_key=True), Column("mood", Enum("happy", "sad", name="mood")))`,
    rows: people,
    shown: moods,
    contains: ['create_type=False'],
  },
  {
    name: 'enum_given_up',
    before: mood('"happy", "sad"'),
    after: 'Table("person", m, Column("id", Integer, primary_key=True))',
    rows: people,
    contains: ['.drop(op.get_bind())'],
  },
  {
    name: 'enum_in_a_check',
    naming: convention,
    before: `
      Table("person", m, Column("id", Integer, primary_key=True),
            Column("mood", Enum("happy", "sad", name="mood", native_enum=False, create_constraint=True, length=20)))`,
    after: `
      Table("person", m, Column("id", Integer, primary_key=True),
            Column("mood", Enum("happy", "sad", "calm", name="mood", native_enum=False, create_constraint=True, length=20)))`,
    rows: people,
    shown: moods,
    kept: ['person', 'person'],
  },
  {
    name: 'column_renamed',
    naming: convention,
    before: `
      Table("team", m, Column("id", Integer, primary_key=True))
      Table("person", m, Column("id", Integer, primary_key=True), Column("fullname", String(50), index=True, nullable=False),
            Column("team_id", ForeignKey("team.id"), unique=True))`,
    after: `
      Table("team", m, Column("id", Integer, primary_key=True))
      Table("person", m, Column("id", Integer, primary_key=True), Column("full_name", String(50), index=True, nullable=False),
            Column("group_id", ForeignKey("team.id"), unique=True))`,
    answers: ['column person.fullname -> full_name=yes', 'column person.team_id -> group_id=yes'],
    rows: ['INSERT INTO team (id) VALUES (7)', "INSERT INTO person VALUES (1, 'Ada', 7), (2, 'Bob', NULL)"],
    shown: ['SELECT * FROM person ORDER BY id', 'SELECT id, full_name, group_id FROM person ORDER BY id'],
    kept: ['person', 'person'],
    contains: ["new_column_name='full_name'", 'RENAME CONSTRAINT uq_person_team_id TO uq_person_group_id'],
    lacks: ['drop_column'],
  },
  {
    name: 'table_renamed',
    naming: convention,
    before: `
      Table("users", m, Column("id", Integer, primary_key=True), Column("name", String(50), index=True), Column("boss_id", ForeignKey("users.id")))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("users.id")))`,
    after: `
      Table("account", m, Column("id", Integer, primary_key=True), Column("full_name", String(50), index=True), Column("boss_id", ForeignKey("account.id")))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("account.id")))`,
    answers: ['table users -> account=yes', 'column account.name -> full_name=yes'],
    rows: ["INSERT INTO users VALUES (1, 'Ada', NULL), (2, 'Bob', 1)", 'INSERT INTO post VALUES (5, 2)'],
    shown: [
      'SELECT u.*, p.id FROM users u LEFT JOIN post p ON p.user_id = u.id ORDER BY 1',
      'SELECT u.*, p.id FROM account u LEFT JOIN post p ON p.user_id = u.id ORDER BY 1',
    ],
    kept: ['users', 'account'],
    lacks: ['create_table', 'drop_table'],
  },
  {
    name: 'table_renamed_without_names',
    before: `
      Table("users", m, Column("id", Integer, primary_key=True), Column("name", String(50), unique=True))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("users.id")))`,
    after: `
      Table("account", m, Column("id", Integer, primary_key=True), Column("name", String(50), unique=True))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("account.id")))`,
    answers: ['table users -> account=yes'],
    rows: ["INSERT INTO users VALUES (1, 'Ada')", 'INSERT INTO post VALUES (5, 1)'],
    kept: ['users', 'account'],
    lacks: ['create_table', 'drop_table'],
  },
  {
    name: 'tables_in_a_circle',
    before: '',
    after: `
      Table("dept", m, Column("id", Integer, primary_key=True), Column("head_id", ForeignKey("worker.id")))
      Table("worker", m, Column("id", Integer, primary_key=True), Column("dept_id", ForeignKey("dept.id")),
            Column("buddy_id", ForeignKey("worker.id", use_alter=True, name="fk_buddy")))`,
  },
  {
    name: 'circle_given_up',
    before: `
      Table("dept", m, Column("id", Integer, primary_key=True), Column("head_id", ForeignKey("worker.id")))
      Table("worker", m, Column("id", Integer, primary_key=True), Column("dept_id", ForeignKey("dept.id")))`,
    after: '',
    rows: [
      'INSERT INTO dept VALUES (1, NULL)',
      'INSERT INTO worker VALUES (2, 1)',
      'UPDATE dept SET head_id = 2',
    ],
  },
  {
    name: 'parent_dropped',
    before: `
      Table("parent", m, Column("id", Integer, primary_key=True))
      Table("child", m, Column("id", Integer, primary_key=True), Column("parent_id", ForeignKey("parent.id")))`,
    after: 'Table("child", m, Column("id", Integer, primary_key=True))',
    rows: ['INSERT INTO parent VALUES (1)', 'INSERT INTO child VALUES (2, 1)'],
    kept: ['child', 'child'],
  },
  {
    name: 'constraints_without_names',
    before: `
      Table("parent", m, Column("id", Integer, primary_key=True), Column("code", Integer))
      Table("child", m, Column("id", Integer, primary_key=True), Column("code", Integer))`,
    after: `
      Table("parent", m, Column("id", Integer, primary_key=True), Column("code", Integer, unique=True))
      Table("child", m, Column("id", Integer, primary_key=True), Column("code", ForeignKey("parent.code")), CheckConstraint("code > 0"))`,
    rows: ['INSERT INTO parent VALUES (1, 10)', 'INSERT INTO child VALUES (2, 10)'],
    kept: ['child', 'child'],
    contains: ['parent_code_key', 'child_code_fkey', 'child_code_check'],
    lacks: ['(None'],
  },
  {
    name: 'constraints_changed',
    before: `
      Table("booking", m, Column("id", Integer, primary_key=True), Column("room", Integer, nullable=False), Column("during", postgresql.INT4RANGE),
            CheckConstraint("room > 0", name="room_number"))`,
    after: `
      Table("booking", m, Column("id", Integer, primary_key=True), Column("room", Integer, primary_key=True), Column("during", postgresql.INT4RANGE),
            CheckConstraint("room > 0 AND room < 100", name="room_number"),
            postgresql.ExcludeConstraint(("during", "&&"), name="no_overlap", using="gist"))`,
    rows: ["INSERT INTO booking VALUES (1, 5, '[1,3)'), (2, 5, '[3,9)')"],
    shown: ['SELECT * FROM booking ORDER BY 1', 'SELECT * FROM booking ORDER BY 1'],
    kept: ['booking', 'booking'],
  },
];

describe.skipIf(!canRun)('PostgreSQL', () => {
  test.each(
    scenarios.flatMap((scenario) => [
      { ...scenario, against: 'history' },
      { ...scenario, against: 'database' },
    ]),
  )('$name, against the $against', async ({ against, ...scenario }) => {
    const { name, before, after, naming = '', answers = [], rows = [], contains = [], lacks = [] } = scenario;
    const project = await BeyondProject.create(`${name}_${against}`, postgresUrl);
    project.comparing = against === 'history' ? ['--from-history'] : [];
    project.models(before, naming);
    project.revision('a1');
    project.alembic('upgrade', 'head');
    for (const statement of rows) await project.query(statement);
    const schema = project.dump();
    const shown = scenario.shown === undefined ? null : await project.query(scenario.shown[0]);
    const file = scenario.kept === undefined ? null : await project.fileOf(scenario.kept[0]);

    project.models(after, naming);
    const text = project.revision('b2', answers);
    for (const part of contains) expect(text).toContain(part);
    for (const part of lacks) expect(text).not.toContain(part);
    project.alembic('upgrade', 'head');
    if (scenario.shown !== undefined) expect(await project.query(scenario.shown[1])).toEqual(shown);
    if (scenario.kept !== undefined) expect(await project.fileOf(scenario.kept[1])).toBe(file);
    expect(project.alembic('check')).toContain('No new upgrade operations detected');
    expect(project.retort('check')).toContain('No new upgrade operations detected');
    expect(project.retort('check', '--from-history')).toContain('No new upgrade operations detected');
    const upgraded = project.dump();

    project.alembic('downgrade', 'a1');
    expect(project.dump()).toBe(schema);
    project.retort('upgrade', 'head');
    expect(project.dump()).toBe(upgraded);
    project.retort('downgrade', 'base');
    project.alembic('upgrade', 'head');
    expect(project.dump()).toBe(upgraded);
  });
});

describe.skipIf(!canRun)('a NOT NULL column in steps', () => {
  const before = 'Table("person", m, Column("id", Integer, primary_key=True))';
  const after =
    'Table("person", m, Column("id", Integer, primary_key=True), Column("born", Integer, nullable=False))';

  test('stops on rows until their value is written, and then keeps them all', async () => {
    const project = await BeyondProject.create('steps', postgresUrl, ['notNullInSteps']);
    project.models(before);
    project.revision('a1');
    project.alembic('upgrade', 'head');
    await project.query('INSERT INTO person SELECT generate_series(1, 50)');
    const schema = project.dump();
    const file = await project.fileOf('person');
    project.models(after);
    const text = project.revision('b2');
    expect(() => project.alembic('upgrade', 'head')).toThrow('contains null values');
    expect(project.dump()).toBe(schema);
    project.rewrite('b2', text.replace('SET born = NULL', 'SET born = 1900 + id'));
    project.alembic('upgrade', 'head');
    expect(await project.query('SELECT count(*), sum(born - id) FROM person')).toEqual(['50 | 95000']);
    expect(await project.fileOf('person')).toBe(file);
    expect(project.alembic('check')).toContain('No new upgrade operations detected');
    project.alembic('downgrade', 'a1');
    expect(project.dump()).toBe(schema);
  });
});

describe.each([
  { name: 'PostgreSQL', url: postgresUrl, can: canRun },
  { name: 'SQLite', url: null, can: python !== null },
])('the trigger for updated_at on $name', ({ url, can }) => {
  test.skipIf(!can)('sets the column of the updated rows, and goes without a trace', async () => {
    const project = await BeyondProject.create('trigger', url);
    const time = 'TIMESTAMP';
    project.models(
      `Table("note", m, Column("id", Integer, primary_key=True), Column("text", String(9)), Column("updated_at", ${time}))`,
    );
    project.revision('a1');
    project.alembic('upgrade', 'head');
    await project.query("INSERT INTO note (id, text) VALUES (1, 'a'), (2, 'b')");
    const before = url === null ? await sqliteSchema(project) : project.dump();
    const opened = openProject(new NodeFileSystem(), join(project.dir, 'alembic.ini'));
    const file = triggerRevision(
      opened,
      { table: 'note', column: 'updated_at' },
      { files: new NodeFileSystem(), parse: () => null, now: new Date(0), revisionId: 'b2' },
    );
    writeFileSync(join(project.dir, 'versions', 'b2_b2.py'), file.text);
    project.alembic('upgrade', 'head');
    await project.query("UPDATE note SET text = 'c' WHERE id = 2");
    expect(await project.query('SELECT id, text, updated_at IS NULL FROM note ORDER BY id')).toEqual(
      url === null ? ['1 | a | 1', '2 | c | 0'] : ['1 | a | true', '2 | c | false'],
    );
    expect(project.alembic('check')).toContain('No new upgrade operations detected');
    project.alembic('downgrade', 'a1');
    expect(url === null ? await sqliteSchema(project) : project.dump()).toEqual(before);
  });
});

const onSqlite: readonly Scenario[] = [
  {
    name: 'column_renamed',
    before: `
      Table("person", m, Column("id", Integer, primary_key=True), Column("fullname", String(50), index=True, nullable=False))`,
    after: `
      Table("person", m, Column("id", Integer, primary_key=True), Column("full_name", String(50), index=True, nullable=False))`,
    answers: ['column person.fullname -> full_name=yes'],
    rows: ["INSERT INTO person VALUES (1, 'Ada'), (2, 'Bob')"],
    shown: ['SELECT * FROM person ORDER BY id', 'SELECT id, full_name FROM person ORDER BY id'],
    contains: ["new_column_name='full_name'"],
    lacks: ['drop_column'],
  },
  {
    name: 'table_renamed',
    before: `
      Table("users", m, Column("id", Integer, primary_key=True), Column("name", String(50), index=True))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("users.id")))`,
    after: `
      Table("account", m, Column("id", Integer, primary_key=True), Column("name", String(50), index=True))
      Table("post", m, Column("id", Integer, primary_key=True), Column("user_id", ForeignKey("account.id")))`,
    answers: ['table users -> account=yes'],
    rows: ["INSERT INTO users VALUES (1, 'Ada')", 'INSERT INTO post VALUES (5, 1)'],
    shown: [
      'SELECT u.*, p.id FROM users u JOIN post p ON p.user_id = u.id',
      'SELECT u.*, p.id FROM account u JOIN post p ON p.user_id = u.id',
    ],
    lacks: ['create_table', 'drop_table'],
  },
  {
    name: 'foreign_key_without_name_dropped',
    before: `
      Table("parent", m, Column("id", Integer, primary_key=True))
      Table("child", m, Column("id", Integer, primary_key=True), Column("parent_id", ForeignKey("parent.id")))`,
    after: `
      Table("parent", m, Column("id", Integer, primary_key=True))
      Table("child", m, Column("id", Integer, primary_key=True), Column("parent_id", Integer))`,
    rows: ['INSERT INTO parent VALUES (1)', 'INSERT INTO child VALUES (2, 1)'],
    shown: ['SELECT * FROM child', 'SELECT * FROM child'],
    contains: ['naming_convention='],
  },
  {
    name: 'check_changed',
    before: `
      Table("room", m, Column("id", Integer, primary_key=True), Column("seats", Integer), CheckConstraint("seats > 0", name="seats"))`,
    after: `
      Table("room", m, Column("id", Integer, primary_key=True), Column("seats", Integer), CheckConstraint("seats > 0 AND seats < 99", name="seats"))`,
    rows: ['INSERT INTO room VALUES (1, 5)'],
    shown: ['SELECT * FROM room', 'SELECT * FROM room'],
  },
  {
    name: 'unique_without_name',
    before: 'Table("room", m, Column("id", Integer, primary_key=True), Column("name", String(9)))',
    after:
      'Table("room", m, Column("id", Integer, primary_key=True), Column("name", String(9), unique=True))',
    rows: ["INSERT INTO room VALUES (1, 'a')"],
    shown: ['SELECT * FROM room', 'SELECT * FROM room'],
    contains: ['room_name_key'],
    lacks: ['(None'],
  },
];

/** Columns, keys, indexes and conditions; a table that was made anew has another text. */
async function sqliteSchema(project: BeyondProject): Promise<readonly string[]> {
  const tables = await project.query(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  const found: string[] = [];
  for (const table of tables) {
    const [sql = ''] = await project.query(`SELECT sql FROM sqlite_master WHERE name = '${table}'`);
    found.push(
      table,
      ...(await project.query(
        `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}')`,
      )),
      ...(await project.query(`SELECT "table", "from", "to" FROM pragma_foreign_key_list('${table}')`)),
      ...(await project.query(
        `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}'`,
      )),
      ...(sql.match(/CHECK \(.*\)/g) ?? []),
    );
  }
  // A rename by SQLite itself leaves quotes.
  return found.map((line) => line.replaceAll('"', ''));
}

describe.skipIf(python === null)('SQLite', () => {
  test.each(
    onSqlite.flatMap((scenario) => [
      { ...scenario, against: 'history' },
      { ...scenario, against: 'database' },
    ]),
  )('$name, against the $against', async ({ against, ...scenario }) => {
    const { name, before, after, answers = [], rows = [], contains = [], lacks = [] } = scenario;
    const project = await BeyondProject.create(`${name}_${against}`, null);
    project.comparing = against === 'history' ? ['--from-history'] : [];
    project.models(before);
    project.revision('a1');
    project.alembic('upgrade', 'head');
    for (const statement of rows) await project.query(statement);
    const schema = await sqliteSchema(project);
    const shown = scenario.shown === undefined ? null : await project.query(scenario.shown[0]);

    project.models(after);
    const text = project.revision('b2', answers);
    for (const part of contains) expect(text).toContain(part);
    for (const part of lacks) expect(text).not.toContain(part);
    project.alembic('upgrade', 'head');
    if (scenario.shown !== undefined) expect(await project.query(scenario.shown[1])).toEqual(shown);
    expect(project.alembic('check')).toContain('No new upgrade operations detected');
    const upgraded = await sqliteSchema(project);
    project.alembic('downgrade', 'a1');
    expect(await sqliteSchema(project)).toEqual(schema);
    if (scenario.shown !== undefined) expect(await project.query(scenario.shown[0])).toEqual(shown);
    project.retort('upgrade', 'head');
    expect(await sqliteSchema(project)).toEqual(upgraded);
  });
});
