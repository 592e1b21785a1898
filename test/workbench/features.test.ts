/** What a user meets besides the main trip: hovers, typing, lenses, menus, and every command that writes or reads. */
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answer,
  clickLens,
  codeAction,
  dialogButton,
  editorText,
  notification,
  openFile,
  openView,
  pickRows,
  question,
  runCommand,
  status,
  treeMenu,
  treeRow,
} from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const projects = path.resolve(import.meta.dirname, '../projects');
const hover = (page: Page) => page.locator('.monaco-hover:visible').first();
const line = (page: Page, text: string) => page.locator('.view-line', { hasText: text }).first();
const lens = (page: Page) => page.locator('.codelens-decoration').first();
const newest = (folder: string, before: readonly string[]) => {
  const [name] = scripts(folder).filter((script) => !before.includes(script));
  return name === undefined ? '' : readFileSync(path.join(folder, name), 'utf8');
};
const scripts = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.py'));

describe('a project with a database', () => {
  let session: WorkbenchSession;
  let page: Page;
  const versions = () => path.join(session.folder, 'alembic/versions');
  const stamped = () => {
    const connection = new DatabaseSync(path.join(session.folder, 'shop.db'), { readOnly: true });
    try {
      const rows = connection.prepare('select version_num from alembic_version').all();
      return rows.map((row) => row['version_num']);
    } finally {
      connection.close();
    }
  };

  beforeAll(async () => {
    session = await openSession({ name: 'features', source: path.join(projects, 'shop') });
    page = session.page;
    await openFile(page, 'models.py');
    await line(page, 'VARCHAR(255)').waitFor({ timeout: 60_000 });
    await openView(page, 'Retort');
    await treeRow(page, 'add orders').waitFor();
  });
  afterAll(async () => {
    await session.close();
  });

  it('shows the DDL of a table over its class', async () => {
    await line(page, 'class User').getByText('User', { exact: true }).hover();
    await hover(page).waitFor();
    const text = await hover(page).innerText();
    expect(text).toContain('CREATE TABLE users (');
    expect(text).toContain('CONSTRAINT uq_users_email UNIQUE (email)');
    expect(text).toContain('Added by revision 3f2a91c07be4');
    await session.screenshot('hover');
    await page.keyboard.press('Escape');
  });

  it('sees a column as it is typed, unsaved, and forgets it when it is undone', async () => {
    await line(page, 'phone_number').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const typed = 'nickname: Mapped[Optional[str]] = mapped_column(String(40))';
    for (const character of typed) {
      await page.keyboard.type(character, { delay: 15 });
      // No list of suggestions may stand in the way of Enter and Tab here.
      expect(
        await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'revision' }).count(),
      ).toBe(0);
    }
    await line(page, 'VARCHAR(40) NULL').waitFor();
    expect((await line(page, 'nickname').innerText()).replaceAll('\u00a0', ' ').trim()).toBe(
      `${typed}VARCHAR(40) NULL`,
    );
    await expect.poll(() => page.locator('.squiggly-warning').count()).toBe(2);
    await treeRow(page, '2 model changes').waitFor();
    await session.screenshot('typed');
    for (let tries = 0; tries < 40 && (await line(page, 'nickname').count()) > 0; tries++) {
      await page.keyboard.press('Control+z');
    }
    await expect.poll(() => page.locator('.squiggly-warning, .squiggly-error').count()).toBe(1);
    await treeRow(page, '1 model change').waitFor();
  });

  it('offers the columns of the schema inside ForeignKey', async () => {
    await line(page, 'phone_number').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('x: Mapped[int] = mapped_column(ForeignKey("pro', { delay: 30 });
    const rows = page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toContain('products.id');
    await session.screenshot('completion');
    await page.keyboard.press('Tab');
    expect(await line(page, 'x: Mapped').innerText()).toContain('"products.id"');
    for (let tries = 0; tries < 40 && (await line(page, 'x:').count()) > 0; tries++) {
      await page.keyboard.press('Control+z');
    }
    await page.keyboard.press('Control+s');
  });

  it('tells of a revision in a lens, and upgrades to it after a question', async () => {
    await treeRow(page, 'create users').click();
    await expect.poll(() => lens(page).innerText()).toContain('pending');
    await clickLens(page, 'Show SQL', page.locator('.tab.active', { hasText: '.sql' }));
    expect(await editorText(page)).toContain('CREATE TABLE products (');
    await session.screenshot('lens-sql');
    await treeRow(page, 'create users').click();
    await clickLens(page, 'Upgrade to here', page.locator('.monaco-dialog-box'));
    expect(await question(page)).toContain('Upgrade shop.db from base to 3f2a91c07be4?');
    await dialogButton(page, 'Upgrade').click();
    await notification(page, 'shop.db is at 3f2a91c07be4.');
    await expect.poll(() => lens(page).innerText()).toContain('applied');
    expect(await lens(page).innerText()).not.toContain('Upgrade to here');
    expect(await status(page).innerText()).toContain('3f2a91c07be4 → 1 pending');
    expect(stamped()).toEqual(['3f2a91c07be4']);
    await session.screenshot('lens-applied');
  });

  it('runs and reads from the context menu of the tree', async () => {
    await treeMenu(page, 'add orders', 'Upgrade to Here');
    expect(await question(page)).toContain('8d41c6e25a90  add orders');
    await dialogButton(page, 'Upgrade').click();
    await notification(page, 'shop.db is at 8d41c6e25a90.');
    expect(await status(page).innerText()).toContain('8d41c6e25a90 ✓ head');
    await treeMenu(page, 'add orders', 'Open Revision File');
    await page.locator('.tab.active', { hasText: '8d41c6e25a90_add_orders' }).waitFor();
    await treeMenu(page, 'add orders', 'Show SQL');
    await page.locator('.tab.active', { hasText: 'add orders.sql' }).waitFor();
    expect(await editorText(page)).toContain('CREATE TABLE orders (');
    await treeMenu(page, 'create users', 'Downgrade to Here');
    expect(await question(page)).toContain('Downgrade shop.db from 8d41c6e25a90 to 3f2a91c07be4?');
    await session.screenshot('downgrade-question');
    await dialogButton(page, 'Downgrade').click();
    await notification(page, 'shop.db is at 3f2a91c07be4.');
    expect(stamped()).toEqual(['3f2a91c07be4']);
  });

  it('leaves the database alone when the question is answered with Cancel', async () => {
    await runCommand(page, 'Alembic: Upgrade to Head');
    await question(page);
    await dialogButton(page, 'Cancel').click();
    expect(stamped()).toEqual(['3f2a91c07be4']);
  });

  it('says the current revision, the history, and that the models have changes', async () => {
    await runCommand(page, 'Alembic: Current');
    await notification(page, 'sqlite: shop.db is at 3f2a91c07be4.');
    await runCommand(page, 'Alembic: History');
    await page.locator('.tab.active', { hasText: 'History of shop' }).waitFor();
    await expect.poll(() => editorText(page)).toContain('Rev: 8d41c6e25a90 (head)');
    await session.screenshot('history');
    await runCommand(page, 'Alembic: Check');
    await notification(page, 'The models of shop have changes that no revision makes.');
  });

  it('stamps, running nothing', async () => {
    await runCommand(page, 'Alembic: Stamp…');
    expect((await pickRows(page))[0]).toContain('heads');
    await session.screenshot('stamp');
    await page.keyboard.press('Enter');
    expect(await question(page)).toContain('running no migration');
    await dialogButton(page, 'Stamp').click();
    await notification(page, 'shop.db is at 8d41c6e25a90.');
    expect(stamped()).toEqual(['8d41c6e25a90']);
  });

  it('autogenerates all model changes, then an empty revision on top', async () => {
    const before = scripts(versions());
    await runCommand(page, 'Alembic: Autogenerate Revision');
    await answer(page, 'Autogenerate Revision', 'Phone numbers, at last');
    await expect.poll(() => newest(versions(), before)).toContain("op.add_column('users'");
    const generated = scripts(versions());
    expect(generated.some((name) => name.endsWith('_phone_numbers_at_last.py'))).toBe(true);
    await treeRow(page, 'Phone numbers').waitFor();
    await expect.poll(() => treeRow(page, 'model change').count()).toBe(0);
    await runCommand(page, 'Alembic: New Revision');
    await answer(page, 'New Revision', 'by hand');
    await expect.poll(() => newest(versions(), generated)).toContain('pass');
    await treeRow(page, 'by hand').waitFor();
    await session.screenshot('new-revisions');
    await runCommand(page, 'Alembic: Check');
    await notification(page, 'No new upgrade operations detected.');
  });

  it('shows a second project of the same folder', async () => {
    const ini = readFileSync(path.join(projects, 'branches/alembic.ini'), 'utf8');
    cpSync(path.join(projects, 'branches/migrations'), path.join(session.folder, 'other/migrations'), {
      recursive: true,
    });
    writeFileSync(path.join(session.folder, 'other/alembic.ini'), ini);
    await treeRow(page, 'other').waitFor();
    const rows = await page.locator('.pane-body .monaco-list-row[aria-level="1"]').allInnerTexts();
    expect(rows.map((row) => /^\s*[a-z]+(?=sqlite)/u.exec(row)?.[0].trim())).toEqual(['shop', 'other']);
    await session.screenshot('two-projects');
  });
});

describe('a history with branches', () => {
  let session: WorkbenchSession;
  beforeAll(async () => {
    session = await openSession({
      name: 'branches',
      source: path.join(projects, 'branches'),
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
  });
  afterAll(async () => {
    await session.close();
  });

  it('marks heads, branch points and merge points, and merges heads', async () => {
    const { page, folder } = session;
    const versions = path.join(folder, 'migrations/versions');
    await openView(page, 'Retort');
    await treeRow(page, 'initial accounts').waitFor({ timeout: 60_000 });
    expect(await page.locator('.pane-body .codicon-git-merge').count()).toBeGreaterThan(0);
    expect(await page.locator('.pane-body .codicon-git-branch').count()).toBeGreaterThan(0);
    const heads = await page.locator('.pane-body .monaco-list-row', { hasText: '(head)' }).count();
    expect(heads).toBeGreaterThan(1);
    await session.screenshot('tree-dark');
    const before = scripts(versions);
    await runCommand(page, 'Alembic: Merge Heads');
    await page.locator('.quick-input-widget', { hasText: 'Merge Heads' }).waitFor();
    await session.screenshot('merge-pick');
    await page.keyboard.press('Enter');
    await answer(page, 'What the revision does', 'bring together');
    await expect.poll(() => newest(versions, before)).toContain('Revises: ');
    await treeRow(page, 'bring together').waitFor();
    await expect
      .poll(() => page.locator('.pane-body .monaco-list-row', { hasText: '(head)' }).count())
      .toBe(1);
    await session.screenshot('merged');
  });
});

describe('a project whose database does not answer', () => {
  let session: WorkbenchSession;
  beforeAll(async () => {
    session = await openSession({ name: 'tutorial', source: path.join(projects, 'tutorial') });
  });
  afterAll(async () => {
    await session.close();
  });

  it('shows the drift and the history, and tells of the database without a notification', async () => {
    const { page } = session;
    await openFile(page, 'chat_table.py');
    await expect.poll(() => page.locator('.squiggly-warning').count(), { timeout: 60_000 }).toBe(2);
    await openView(page, 'Retort');
    await treeRow(page, 'create chat tables').waitFor();
    await treeRow(page, 'Cannot connect').waitFor();
    expect(await page.locator('.monaco-dialog-box, .notification-toast').count()).toBe(0);
    expect(await status(page).innerText()).toContain('retort@localhost/tutorial');
    await treeRow(page, '2 model changes').click();
    await treeRow(page, 'chats.room').waitFor();
    await session.screenshot('unreachable');
  });

  it('writes alter_column in both directions', async () => {
    const { page, folder } = session;
    const versions = path.join(folder, 'alembic/versions');
    const before = scripts(versions);
    await line(page, 'room').click();
    await page.keyboard.press('End');
    // The narrower types may lose data, so the preview opens, and asks once more.
    await codeAction(page, 'all model changes');
    await page.locator('.quick-input-widget', { hasText: 'Autogenerate Revision' }).waitFor();
    await session.screenshot('action-taken');
    await page.keyboard.press('Enter');
    expect(await question(page)).toContain('Not every value of');
    await dialogButton(page, 'Write It').click();
    await line(page, 'op.alter_column').waitFor();
    await page.keyboard.press('Control+s');
    await expect.poll(() => scripts(versions).length).toBe(before.length + 1);
    const [upgrade = '', downgrade = ''] = newest(versions, before).split('def downgrade');
    const types = (text: string) => text.match(/(?<=existing_type=|type_=)sa\.\w+\([^)]*\)/gu);
    const there = ['sa.VARCHAR(length=255)', 'sa.String(length=10)', 'sa.TEXT()', 'sa.String(length=3000)'];
    expect(types(upgrade)).toEqual(there);
    expect(types(downgrade)).toEqual([...there].reverse());
    expect(await page.locator('.monaco-dialog-box, .notification-toast').count()).toBe(0);
    await session.screenshot('alter-column');
  });
});

describe('a folder without migrations', () => {
  let session: WorkbenchSession;
  beforeAll(async () => {
    session = await openSession({ name: 'empty', source: path.join(projects, 'shop/shop') });
  });
  afterAll(async () => {
    await session.close();
  });

  it('is initialized as alembic init does', async () => {
    const { page, folder } = session;
    await runCommand(page, 'Alembic: Init');
    await answer(page, 'Initialize Alembic', 'migrations');
    await page.locator('.tab.active', { hasText: 'alembic.ini' }).waitFor();
    await openView(page, 'Retort');
    await session.screenshot('init');
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/shop|models|base|order|__init__/u.test(entry.name))
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort();
    expect(written).toEqual([
      'alembic.ini',
      'migrations/README',
      'migrations/env.py',
      'migrations/script.py.mako',
    ]);
    const ini = readFileSync(path.join(folder, 'alembic.ini'), 'utf8');
    expect(ini).toContain('script_location = %(here)s/migrations');
    expect(readdirSync(path.join(folder, 'migrations'))).toContain('versions');
  });
});
