import { beforeAll, expect, test } from 'vitest';
import { autogenerateRevision } from '../../server/src/ide/autogenerate.ts';
import { changeId } from '../../server/src/ide/change-id.ts';
import { knownDrift } from '../../server/src/ide/known-drift.ts';
import { pendingChanges } from '../../server/src/ide/pending-changes.ts';
import { openFixture, type OpenFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

const columns = `    phone = Column(String(20), nullable=False, index=True)
    manager_id = Column(Integer, ForeignKey("users.id"))`;
const source = withModels(columns).replaceAll(
  '    name = Column(String(80))',
  '    name = Column(String(90), nullable=False)',
);

function changesOf(open: OpenFixture): ReturnType<typeof pendingChanges> {
  return pendingChanges(open.project, (path) => open.workspace.parse(path));
}

test('each change has an id of its own, words, its column and its place', () => {
  const changes = changesOf(openFixture(source));
  expect(changes.map(({ id, text, table, column }) => [id, text, table, column])).toEqual([
    ['add_column users.phone', 'Add column phone VARCHAR(20) NOT NULL', 'users', 'phone'],
    ['add_column users.manager_id', 'Add column manager_id INTEGER', 'users', 'manager_id'],
    [
      'alter_column users.name type nullable',
      'Alter column name: VARCHAR(80) → VARCHAR(90), NULL → NOT NULL',
      'users',
      'name',
    ],
    ['create_index users ix_users_phone', 'Create index ix_users_phone (phone)', 'users', 'phone'],
    ['add_constraint users foreign_key manager_id', 'Add foreign key (manager_id)', 'users', 'manager_id'],
  ]);
  expect(changes.map(({ origin }) => origin?.file)).toEqual(changes.map(() => paths.models));
  expect(
    changes.every(({ destructive, certain, ignored }) => destructive === null && certain && !ignored),
  ).toBe(true);
});

test('what loses data says so', () => {
  const open = openFixture(withModels('').replaceAll('    name = Column(String(80))\n', ''));
  expect(changesOf(open).map(({ id, text, destructive }) => [id, text, destructive])).toEqual([
    ['drop_column users.name', 'Drop column name', 'The values of users.name are lost.'],
  ]);
});

test('a revision of chosen changes has these and no other', () => {
  const open = openFixture(source);
  const context = {
    files: open.fs,
    parse: (path: string) => open.workspace.parse(path),
    now: new Date(0),
    revisionId: 'c3c3c3c3c3c3',
  };
  const scope = {
    kind: 'changes',
    isChosen: (op: Parameters<typeof changeId>[0]) => changeId(op) === 'add_column users.phone',
  } as const;
  const text = autogenerateRevision(open.project, scope, {}, context)?.text ?? '';
  expect(text.split('def downgrade')[0]?.match(/op\.\w+\([^,\n]*/g)).toEqual(["op.add_column('users'"]);
});

test('what is ignored for good is no drift and in no revision of everything, but can still be chosen', () => {
  const open = openFixture(source, { autogenerate: { ignore: ['alter_column users.name type nullable'] } });
  const parse = (path: string): ReturnType<typeof open.workspace.parse> => open.workspace.parse(path);
  expect(knownDrift(open.project, parse).map(({ operation }) => operation.kind)).not.toContain(
    'alter_column',
  );
  expect(changesOf(open).find(({ ignored }) => ignored)?.id).toBe('alter_column users.name type nullable');
  const context = { files: open.fs, parse, now: new Date(0), revisionId: 'c3c3c3c3c3c3' };
  expect(autogenerateRevision(open.project, { kind: 'all' }, {}, context)?.text).not.toContain(
    'alter_column',
  );
});
