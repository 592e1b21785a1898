import { beforeAll, describe, expect, test } from 'vitest';
import { autogenerateRevision } from '../../server/src/ide/autogenerate.ts';
import { codeActions, type CodeAction } from '../../server/src/ide/code-actions.ts';
import type { WriteContext } from '../../server/src/ide/new-revision.ts';
import { diagnosticsOf, openFixture, type OpenFixture } from '../support/ide.ts';
import { initTestParser } from '../support/python.ts';
import { paths, shop, withModels } from '../support/shop.ts';

beforeAll(initTestParser);

function actionsAt(source: string): { readonly open: OpenFixture; readonly actions: readonly CodeAction[] } {
  const open = openFixture(source);
  const { module, offset } = open.atCursor();
  return {
    open,
    actions: codeActions(open.project, module.file, { start: offset, end: offset }, (file) =>
      open.workspace.parse(file),
    ),
  };
}

function contextOf(open: OpenFixture): WriteContext {
  return {
    files: open.fs,
    parse: (file) => open.workspace.parse(file),
    now: new Date(Date.UTC(2026, 0, 3)),
    revisionId: 'c3c3c3c3c3c3',
  };
}

/** Writes what the action makes, and looks again. */
function apply(open: OpenFixture, action: CodeAction | undefined): string {
  if (action === undefined) throw new Error('no such action');
  const context = contextOf(open);
  const file = autogenerateRevision(open.project, action.scope, {}, context);
  if (file === null) throw new Error('the action has nothing to write');
  open.fs.write(file.path, file.text);
  open.workspace.fileChanged(file.path);
  expect(open.module(file.path).errors).toEqual([]);
  return file.text;
}

const phone = '    ph$0one = Column(String(20))';
const order = `
class Order(Base):
    __tablename__ = "orders"

    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id"))`;

describe('which actions', () => {
  test('on a drifted column: the column, the file, everything', () => {
    expect(
      actionsAt(withModels(phone, order)).actions.map(({ title, kinds }) => `${kinds.join()}: ${title}`),
    ).toEqual([
      'quickfix: Autogenerate migration for column users.phone',
      "quickfix,source: Autogenerate migration for this file's changes",
      'quickfix,source: Autogenerate migration for all model changes',
    ]);
  });

  test('on the name of a new table', () => {
    const { actions } = actionsAt(withModels('', order.replace('"orders"', '"or$0ders"')));
    expect(actions[0]?.title).toBe('Autogenerate migration for table orders');
  });

  test('elsewhere in a drifted file only those of the file and of everything', () => {
    const source = withModels('    phone = Column(String(20))').replaceAll(
      'email = Column(String(255)',
      'em$0ail = Column(String(255)',
    );
    expect(actionsAt(source).actions.map(({ kinds }) => kinds)).toEqual([['source'], ['source']]);
  });

  test('none when nothing has drifted, and none in a file that is no model', () => {
    expect(actionsAt(shop.replace('name = Column', 'na$0me = Column')).actions).toEqual([]);
    const source = withModels('    phone = Column(String(20))').replace(
      '"""Create users',
      '"""Create$0 users',
    );
    expect(actionsAt(source).actions).toEqual([]);
  });
});

describe('what they write', () => {
  test('a column: one add_column after the head, and its diagnostic is gone', () => {
    const { open, actions } = actionsAt(withModels(phone, order));
    const text = apply(open, actions[0]);
    expect(text).toContain("op.add_column('users', sa.Column('phone', sa.String(length=20), nullable=True))");
    expect(text).toContain("down_revision = 'b2b2c3d4e5f6'");
    expect(text).toContain('"""add phone to users');
    expect(text).not.toContain('orders');
    expect(open.project.drift().map(({ message }) => message)).toEqual([
      'Table "orders" has no migration yet',
    ]);
  });

  test('all changes: no drift is left', () => {
    const { open, actions } = actionsAt(withModels(phone, order));
    const text = apply(open, actions[2]);
    expect(text).toContain("op.create_table('orders',");
    expect(text).toContain("op.drop_table('orders')");
    expect(open.project.drift()).toEqual([]);
  });

  test('nothing has drifted, and nothing is written, when env.py names no metadata', () => {
    const open = openFixture(shop.replace('target_metadata = Base.metadata', 'target_metadata = None'));
    expect(diagnosticsOf(open).size).toBe(0);
    expect(() => autogenerateRevision(open.project, { kind: 'all' }, {}, contextOf(open))).toThrow(
      "Can't proceed with --autogenerate option; environment script /app/migrations/env.py does not provide a MetaData object",
    );
  });

  test('no revision while a model file has a syntax error', () => {
    const open = openFixture(withModels('    phone = Column(String(20)'));
    expect(() => autogenerateRevision(open.project, { kind: 'all' }, {}, contextOf(open))).toThrow(
      /^The models cannot be read as a whole, so no revision is written: models\.py: /,
    );
  });

  test('no revision while one of the history cannot be evaluated', () => {
    const { open, actions } = actionsAt(
      withModels(phone).replace(
        'op.add_column("users", sa.Column("name", sa.String(length=80), nullable=True))',
        'op.add_column("users", sa.Column(op.get_bind().execute(sa.text("select 1")).scalar(), sa.Integer()))',
      ),
    );
    expect(() =>
      autogenerateRevision(open.project, actions[0]?.scope ?? { kind: 'all' }, {}, contextOf(open)),
    ).toThrow(/b2b2c3d4e5f6/);
    expect(open.text(paths.second)).toContain('get_bind');
  });
});
