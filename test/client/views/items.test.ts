import { describe, expect, it } from 'vitest';
import { revisionItem, treeItems, type ProjectInput } from '../../../client/src/views/items.ts';
import type { RevisionInfo } from '../../../server/src/protocol.ts';
import { configUri, history, revision } from '../history.ts';

const connection = {
  url: 'sqlite:///shop.db',
  label: 'shop.db',
  source: 'alembic.ini' as const,
  needsPassword: false,
};
function project(over: Partial<ProjectInput>): ProjectInput {
  return {
    configUri,
    name: 'shop',
    problems: [],
    history: history({ current: [] }),
    connection,
    error: null,
    restricted: false,
    ...over,
  };
}

describe('revisionItem', () => {
  it('shows id, date and marks', () => {
    const item = revisionItem(
      configUri,
      revision({ revision: 'ab12cd34ef56', isHead: true, isCurrent: true, state: 'applied' }),
    );
    expect(item.label).toBe('add users');
    expect(item.description).toBe('(head) (current) ab12cd34ef56 2024-05-01');
    expect(item.context).toBe('revision applied current head');
    expect(item.icon).toEqual({ name: 'arrow-circle-right', color: 'testing.iconPassed' });
    expect(item.revision).toEqual({ configUri, revision: 'ab12cd34ef56' });
  });

  it('says that a revision is applied where the icon says something else', () => {
    const describe = (over: Partial<Parameters<typeof revision>[0]>): string =>
      revisionItem(configUri, revision({ revision: 'a', createDate: null, ...over })).description;
    expect(describe({ state: 'applied', isMergePoint: true })).toBe('✓ a');
    expect(describe({ state: 'pending', isMergePoint: true })).toBe('a');
    expect(describe({ state: 'applied' })).toBe('a');
  });

  it('cuts a long id and names an empty message', () => {
    const item = revisionItem(
      configUri,
      revision({ revision: 'a'.repeat(40), message: '', createDate: null }),
    );
    expect(item.label).toBe('(no message)');
    expect(item.description).toBe('aaaaaaaa');
  });

  const icons: readonly (readonly [Parameters<typeof revision>[0], string])[] = [
    [{ revision: 'a', state: 'applied' }, 'pass-filled'],
    [{ revision: 'a', state: 'pending' }, 'circle-outline'],
    [{ revision: 'a', state: 'unknown' }, 'git-commit'],
    [{ revision: 'a', state: 'pending', isMergePoint: true }, 'git-merge'],
    [{ revision: 'a', state: 'pending', isBranchPoint: true }, 'git-branch'],
    [{ revision: 'a', state: 'pending', branchLabels: ['expand'] }, 'tag'],
    [{ revision: 'a', isCurrent: true, isMergePoint: true }, 'arrow-circle-right'],
  ];
  for (const [data, icon] of icons) {
    it(`${JSON.stringify(data)} has the icon ${icon}`, () => {
      expect(revisionItem(configUri, revision(data)).icon.name).toBe(icon);
    });
  }

  it('warns of what cannot be evaluated, with the place', () => {
    const refusals = [
      { message: 'calls get_bind()', severity: 'warning' as const, uri: 'file:///x.py', line: 11 },
    ];
    const item = revisionItem(configUri, revision({ revision: 'a', isCurrent: true, refusals }));
    expect(item.icon.name).toBe('warning');
    expect(item.tooltip).toContain('Line 12: calls get\\_bind\\(\\)');
  });

  it('shows text of a message as text', () => {
    const item = revisionItem(configUri, revision({ revision: 'a', message: '[x](command:evil) <b>' }));
    expect(item.tooltip).toContain('\\[x\\]\\(command:evil\\) \\<b\\>');
  });
});

describe('treeItems', () => {
  it('puts drift on top, heads first, and no project node for one project', () => {
    const items = treeItems([
      project({
        history: history({
          current: ['a'],
          revisions: [
            revision({ revision: 'b', isHead: true, state: 'pending' }),
            revision({ revision: 'a' }),
          ],
          drift: [
            { message: 'users.phone has no migration', uri: 'file:///srv/shop/models.py', line: 4 },
            { message: 'table tags has no migration', uri: null, line: null },
          ],
        }),
      }),
    ]);
    expect(items.map((item) => item.context)).toEqual(['drift', 'revision pending head', 'revision unknown']);
    const [drift] = items;
    expect(drift?.label).toBe('2 model changes');
    expect(drift?.children.map((child) => child.click)).toEqual([
      { command: 'retort.openFile', ref: { uri: 'file:///srv/shop/models.py', line: 4 } },
      null,
    ]);
  });

  it('calls a drift possible while a revision cannot be evaluated', () => {
    const refusals = [{ message: 'reads rows', severity: 'warning' as const, uri: null, line: null }];
    const drift = [{ message: 'Column "users.phone" has no migration yet', uri: null, line: null }];
    const label = (revisions: readonly RevisionInfo[]): unknown => {
      const [item] = treeItems([project({ history: history({ drift, revisions }) })]);
      return [item?.label, item?.description, item?.icon.color === null];
    };
    expect(label([revision({ revision: 'a' })])).toEqual(['1 model change', 'no migration yet', false]);
    expect(label([revision({ revision: 'a' }), revision({ revision: 'b', refusals })])).toEqual([
      '1 possible model change',
      'not certain',
      true,
    ]);
  });

  it('names the object of a drift first, then what is said of it', () => {
    const said = [
      'Column "users.phone" has no migration yet',
      'Column "chats.room" differs from the migrations: type VARCHAR(255) in the migrations, VARCHAR(10) in the model',
      'The comment of table "users" differs from the migrations',
    ];
    const drift = said.map((message) => ({ message, uri: null, line: null }));
    const [item] = treeItems([project({ history: history({ drift }) })]);
    expect(item?.children.map(({ label, description }) => [label, description])).toEqual([
      ['users.phone', 'new column'],
      ['chats.room', 'type VARCHAR(255) in the migrations, VARCHAR(10) in the model'],
      ['The comment of table "users" differs from the migrations', ''],
    ]);
  });

  it('has a node for each of several projects', () => {
    const other = 'file:///srv/blog/alembic.ini';
    const items = treeItems([project({}), project({ configUri: other, name: 'blog' })]);
    expect(items.map(({ label, description }) => [label, description])).toEqual([
      ['shop', 'shop.db'],
      ['blog', 'shop.db'],
    ]);
  });

  it('gives every line an id of its own', () => {
    const data = project({
      problems: [{ message: 'x', severity: 'error', uri: null, line: null }],
      history: history({
        current: [],
        revisions: [revision({ revision: 'b' }), revision({ revision: 'a' })],
        drift: [
          { message: 'same', uri: null, line: null },
          { message: 'same', uri: null, line: null },
        ],
      }),
    });
    const items = treeItems([data, { ...data, configUri: 'file:///srv/blog/alembic.ini' }]);
    const ids = items.flatMap((item) => [
      item,
      ...item.children,
      ...item.children.flatMap((c) => c.children),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
  });

  it('says when there is no connection, when it fails, and in Restricted Mode', () => {
    const contexts = (over: Partial<ProjectInput>): unknown =>
      treeItems([project({ history: history({ revisions: [revision({ revision: 'a' })] }), ...over })]).map(
        ({ context, click }) => [context, click !== null && 'ref' in click ? 'file' : click?.command],
      );
    expect(contexts({ connection: null })).toContainEqual(['noConnection', 'retort.selectConnection']);
    expect(contexts({ restricted: true })).toContainEqual(['restricted', 'workbench.trust.manage']);
    const failed = history({ connectionError: 'no such host\nmore' });
    const [item] = treeItems([project({ history: failed })]);
    expect(item).toMatchObject({ label: 'Cannot connect', description: 'shop.db' });
    expect(item?.tooltip).toContain('no such host');
  });

  it('shows problems of the project with their place, and an error instead of a history', () => {
    const problem = { message: 'two heads', severity: 'error' as const, uri: 'file:///a/b%20c.py', line: 2 };
    const [shown] = treeItems([project({ problems: [problem] })]);
    expect(shown).toMatchObject({ label: 'two heads', description: 'b c.py:3', context: 'problem' });
    const [error] = treeItems([project({ history: null, error: 'the server stopped' })]);
    expect(error).toMatchObject({ label: 'the server stopped', icon: { name: 'error' } });
  });

  it('is empty without a project, so that the welcome view shows', () => {
    expect(treeItems([])).toEqual([]);
  });
});
