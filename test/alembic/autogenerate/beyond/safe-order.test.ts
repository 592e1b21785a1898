import { beforeAll, describe, expect, test } from 'vitest';
import { initTestParser } from '../../../support/python.ts';
import { revisionOf } from './support.ts';

beforeAll(initTestParser);

const table = (name: string, ...columns: readonly string[]): string =>
  `Table("${name}", m, ${['Column("id", Integer, primary_key=True)', ...columns].join(', ')})`;
const referring = (name: string, other: string, more = ''): string =>
  table(name, `Column("${other}_id", ForeignKey("${other}.id"${more}))`);
/** The operations without their arguments but the first two. */
const heads = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/^op\.(\w+)\((?:op\.f\()?'(\w+)'\)?(?:, '(\w+)')?.*$/, '$1 $2 $3').trim());

describe('foreign keys in a circle', () => {
  const circle = `${referring('a', 'b')}\n${referring('b', 'a')}`;
  test('come after their tables, and go before them', () => {
    const { up, down } = revisionOf({ before: '', after: circle });
    expect(heads(up)).toEqual(['create_table a', 'create_table b', 'create_foreign_key a_b_id_fkey a']);
    expect(up[0]).not.toContain('ForeignKey');
    expect(heads(down)).toEqual(['drop_constraint a_b_id_fkey a', 'drop_table b', 'drop_table a']);
  });
  test('go first when the tables are dropped', () => {
    const { up, down } = revisionOf({ before: circle, after: '' });
    expect(heads(up)).toEqual(['drop_constraint b_a_id_fkey b', 'drop_table a', 'drop_table b']);
    expect(heads(down)).toEqual(['create_table b', 'create_table a', 'create_foreign_key b_a_id_fkey b']);
  });
  test('with use_alter are not lost', () => {
    const after = `${table('b')}\n${referring('a', 'b', ', use_alter=True, name="fk"')}`;
    expect(heads(revisionOf({ before: '', after }).up)).toEqual([
      'create_table a',
      'create_table b',
      'create_foreign_key fk a',
    ]);
  });
  test('stay inside where the database cannot alter them', () => {
    const { up } = revisionOf({ before: '', after: circle, dialect: 'sqlite' });
    expect(heads(up)).toEqual(['create_table a', 'create_table b']);
    expect(up[0]).toContain('ForeignKeyConstraint');
  });
});

test('what refers to a table goes before it', () => {
  const before = `${table('p')}\n${referring('c', 'p')}`;
  const { up, down } = revisionOf({ before, after: table('c') });
  expect(heads(up)).toEqual(['drop_constraint c_p_id_fkey c', 'drop_table p', 'drop_column c p_id']);
  expect(heads(down)).toEqual(['add_column c', 'create_table p', 'create_foreign_key c_p_id_fkey c']);
  const upstream = revisionOf({ before, after: table('c'), on: ['renames'] });
  expect(heads(upstream.up)).toEqual(['drop_table p', 'drop_constraint c_p_id_fkey c', 'drop_column c p_id']);
});

test('what a foreign key refers to is unique before it, though its table comes later', () => {
  const { up } = revisionOf({
    before: `${table('a', 'Column("code", Integer)')}\n${table('z', 'Column("code", Integer)')}`,
    after: `${table('a', 'Column("code", ForeignKey("z.code"))')}\n${table('z', 'Column("code", Integer, unique=True)')}`,
  });
  expect(heads(up)).toEqual(['create_unique_constraint z_code_key z', 'create_foreign_key a_code_fkey a']);
});

test('a name is given up before another takes it', () => {
  const index = (name: string, column: string): string => `Index("${name}", "${column}")`;
  const { up } = revisionOf({
    before: `${table('a', index('ix_x', 'id'))}\n${table('b', index('ix_y', 'id'))}`,
    after: `${table('a', index('ix_y', 'id'), index('ix_z', 'id'))}\n${table('b', index('ix_x', 'id'))}`,
    on: ['safeOrder'],
  });
  const place = (line: string): number => heads(up).findIndex((each) => each.startsWith(line));
  expect(place('drop_index ix_y')).toBeLessThan(place('create_index ix_y'));
  expect(place('drop_index ix_x')).toBeLessThan(place('create_index ix_x'));
});
