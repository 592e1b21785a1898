/** The order of `create_all`; the texts are compared with real SQLAlchemy in `test/oracle/create-all`. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import { createAll } from '../../../server/src/sqlalchemy/engine/schema-generator.ts';
import { initTestParser } from '../../support/python.ts';
import { evaluateModels } from '../bindings/evaluate-models.ts';

beforeAll(initTestParser);

/** The statements of every MetaData, a CREATE TABLE by its first line alone. */
function heads(file: string, dialect: DialectName): string[] {
  const text = readFileSync(new URL(`../../golden/create-all/${file}.py`, import.meta.url), 'utf8');
  const { metadata, problems } = evaluateModels(text, `/models/${file}.py`);
  expect(problems).toEqual([]);
  return metadata.flatMap((each) => {
    const { statements, failures } = createAll(each, dialectFor(dialect));
    const told = failures.map(({ error }) => `failed: ${error.message}`);
    return [...statements.map(({ sql }) => sql.trim().split(' (\n', 1)[0] ?? ''), ...told];
  });
}

describe('create_all', () => {
  test('foreign keys of a cycle wait for the end, where the database has ALTER', () => {
    const tables = [
      'CREATE TABLE keeper',
      'CREATE TABLE team',
      'CREATE TABLE city',
      'CREATE TABLE "left"',
      'CREATE TABLE zebra',
      'CREATE INDEX ix_zebra_keeper_id ON zebra (keeper_id)',
      'CREATE TABLE "right"',
      'CREATE TABLE visits',
    ];
    expect(heads('cycles', 'sqlite')).toEqual(tables);
    expect(heads('cycles', 'postgresql')).toEqual([
      ...tables,
      'ALTER TABLE keeper ADD FOREIGN KEY(boss_id) REFERENCES keeper (id)',
      'ALTER TABLE keeper ADD CONSTRAINT fk_keeper_team FOREIGN KEY(team_id) REFERENCES team (id)',
      'ALTER TABLE team ADD FOREIGN KEY(lead_id) REFERENCES keeper (id) ON DELETE SET NULL',
      'ALTER TABLE team ADD FOREIGN KEY(city_id) REFERENCES city (id)',
      'ALTER TABLE "left" ADD CONSTRAINT fk_left_right FOREIGN KEY(right_id) REFERENCES "right" (id) DEFERRABLE',
      'ALTER TABLE visits ADD FOREIGN KEY(city_id) REFERENCES city (id)',
    ]);
  });

  test('types come first, each once, in the order in which they met a table', () => {
    expect(heads('named_types', 'postgresql').filter((sql) => !sql.startsWith('CREATE TABLE'))).toEqual([
      "CREATE TYPE unused_type AS ENUM ('never', 'used')",
      "CREATE TYPE app.shared_type AS ENUM ('a', 'b')",
      "CREATE TYPE color AS ENUM ('red', 'green')",
      "CREATE TYPE other.else_type AS ENUM ('x', 'y')",
      "CREATE TYPE several AS ENUM ('k', 'l')",
      "CREATE TYPE pgs AS ENUM ('i', 'j')",
      "CREATE TYPE volume AS ENUM ('quiet', 'loud')",
      `CREATE TYPE app."Own Type" AS ENUM ('o', 'n''n')`,
      "CREATE TYPE variant_type AS ENUM ('v1', 'v2')",
      "CREATE TYPE late_type AS ENUM ('late1')",
      "CREATE DOMAIN amount AS INTEGER DEFAULT '5' NOT NULL CHECK (VALUE > 0)",
      'CREATE DOMAIN bare AS VARCHAR(5) COLLATE "C" CONSTRAINT named',
    ]);
    expect(heads('named_types', 'sqlite').filter((sql) => sql.includes('TYPE'))).toEqual([]);
  });

  test('sequences of the MetaData, then each column’s before its table', () => {
    expect(heads('sequences', 'postgresql')).toEqual([
      'CREATE SEQUENCE counter INCREMENT BY 5 START WITH 10',
      'CREATE SEQUENCE s1."Wide" AS BIGINT MINVALUE 1 NO MAXVALUE CACHE 20 CYCLE',
      'CREATE SEQUENCE invoice_id',
      'CREATE SEQUENCE invoice_number START WITH 1000 MAXVALUE 9999',
      'CREATE TABLE invoices',
      'CREATE TABLE optional',
      'CREATE SEQUENCE mixin_seq',
      'CREATE TABLE one',
      'CREATE SEQUENCE mixin_seq',
      'CREATE TABLE two',
    ]);
    expect(heads('sequences', 'sqlite').filter((sql) => sql.includes('SEQUENCE'))).toEqual([]);
  });

  test('comments follow the indexes of their table; one that needs a schema is refused without it', () => {
    expect(heads('comments', 'postgresql')).toEqual([
      'CREATE TABLE hr.people',
      'CREATE INDEX ix_hr_people_name ON hr.people (name)',
      'CREATE UNIQUE INDEX ix_people_age ON hr.people (age, name)',
      "COMMENT ON TABLE hr.people IS 'everybody'",
      "COMMENT ON COLUMN hr.people.id IS 'the key'",
      "COMMENT ON COLUMN hr.people.name IS 'it''s a name'",
      "COMMENT ON CONSTRAINT ck_people_age ON hr.people IS 'nobody is younger'",
      'CREATE TABLE pets',
      'CREATE INDEX ix_pets_owner_id ON pets (owner_id)',
    ]);
    expect(heads('comments', 'mssql')).toContain(
      "execute sp_addextendedproperty 'MS_Description', N'everybody', 'schema', hr, 'table', people",
    );
  });

  test('a second name of an enum member is a label when omit_aliases is off', () => {
    const { metadata } = evaluateModels(
      `import enum
from sqlalchemy import Column, Enum, MetaData, Table

class Text(enum.Enum):
    ALPHA = "a"
    BETA = "b"
    GAMMA = "b"

Table("t", MetaData(), Column("a", Enum(Text)), Column("b", Enum(Text, omit_aliases=False, name="all")))
`,
      '/models/aliases.py',
    );
    const { statements } = createAll(metadata[0]!, dialectFor('postgresql'));
    expect(statements.map(({ sql }) => sql).slice(0, 2)).toEqual([
      "CREATE TYPE text AS ENUM ('ALPHA', 'BETA')",
      `CREATE TYPE "all" AS ENUM ('ALPHA', 'BETA', 'GAMMA')`,
    ]);
  });

  test('a class of a registry joins the MetaData that it inherits', () => {
    const { metadata } = evaluateModels(
      `from sqlalchemy import Integer, MetaData
from sqlalchemy.orm import mapped_column, registry

reg = registry()

class North:
    metadata = MetaData()

@reg.mapped
class Own:
    __tablename__ = "own"
    id = mapped_column(Integer, primary_key=True)

@reg.mapped
class InNorth(North):
    __tablename__ = "in_north"
    id = mapped_column(Integer, primary_key=True)
`,
      '/models/registries.py',
    );
    expect(metadata.map(({ tables }) => [...tables.keys()])).toEqual([['own'], ['in_north']]);
  });

  test('DDL() runs where it listens, for its dialects', () => {
    expect(heads('listeners', 'postgresql')).toEqual([
      "CREATE TYPE kind AS ENUM ('a')",
      'CREATE EXTENSION citext',
      "CREATE TYPE other AS ENUM ('b')",
      "SELECT '100%', 'first'",
      'CREATE TABLE first',
      'CREATE INDEX ix_first_id ON first (id)',
      "COMMENT ON COLUMN first.kind IS 'a kind'",
      'CREATE TRIGGER t BEFORE UPDATE ON first EXECUTE f()',
      'CREATE TABLE "My Schema"."Second"',
      'ALTER TABLE "My Schema"."Second" CLUSTER -- "My Schema" "Second"',
      'ANALYZE',
      'CREATE TABLE mapped',
      'GRANT SELECT ON mapped TO everybody',
    ]);
    expect(heads('listeners', 'sqlite')).not.toContain('CREATE EXTENSION citext');
  });

  test('a function that listens is a failure, at its place', () => {
    const text = `from sqlalchemy import Column, DDL, Integer, MetaData, Table, event
t = Table("t", MetaData(), Column("id", Integer))

@event.listens_for(t, "after_create")
def make_trigger(target, connection, **kw):
    connection.execute(target)

event.listen(t, "after_create", DDL("50% sure"))
`;
    const { metadata } = evaluateModels(text, '/models/functions.py');
    const { statements, failures } = createAll(metadata[0]!, dialectFor('sqlite'));
    expect(statements).toHaveLength(1);
    expect(
      failures.map(({ error, origin }) => [error.message, text.slice(origin?.range.start).split('\n')[0]]),
    ).toEqual([
      [
        'What a function does on "after_create" is known only when it runs',
        'event.listens_for(t, "after_create")',
      ],
      [
        'DDL() cannot fill in "%": write %% for a percent sign',
        'event.listen(t, "after_create", DDL("50% sure"))',
      ],
    ]);
  });
});
