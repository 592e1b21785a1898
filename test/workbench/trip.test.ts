/** The trip as a user takes it: drift in models.py, a revision by code action, upgrade, downgrade. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialogButton, openFile, openView, runCommand, treeRow } from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const shop = path.resolve(import.meta.dirname, '../projects/shop');

describe('the first full trip', () => {
  let session: WorkbenchSession;
  const versions = () =>
    readdirSync(path.join(session.folder, 'alembic/versions')).filter((name) => name.endsWith('.py'));

  /** What the database file itself says. */
  const database = () => {
    const connection = new DatabaseSync(path.join(session.folder, 'shop.db'), { readOnly: true });
    try {
      const version = connection.prepare('select version_num from alembic_version').all();
      const columns = connection.prepare("select name from pragma_table_info('users') order by cid").all();
      return { version: version.map((row) => row['version_num']), users: columns.map((row) => row['name']) };
    } finally {
      connection.close();
    }
  };

  beforeAll(async () => {
    session = await openSession({ name: 'trip', source: shop });
  });
  afterAll(async () => {
    await session.close();
  });

  it('squiggles the column that has no migration yet, with hints beside the others', async () => {
    const { page } = session;
    await openFile(page, 'models.py');
    await page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
    await page.locator('.view-line', { hasText: 'phone_number' }).first().waitFor();
    const hinted = page.locator('.view-line', { hasText: 'VARCHAR(255)' }).first();
    await hinted.waitFor();
    expect(await hinted.textContent()).toMatch(/NOT\s+NULL/u);
    await session.screenshot('drift');
  });

  it('shows the history in the tree, heads first, all pending', async () => {
    const { page } = session;
    await openView(page, 'Retort');
    await treeRow(page, 'add orders').waitFor({ timeout: 30_000 });
    const rows = await page.locator('.pane-body .monaco-list-row').allTextContents();
    const position = (text: string) => rows.findIndex((row) => row.includes(text));
    expect(position('add orders')).toBeLessThan(position('create users and products'));
    expect(position('create users and products')).toBeGreaterThan(-1);
    await session.screenshot('tree');
  });

  it('writes the revision by the code action on the column', async () => {
    const { page } = session;
    const before = versions().length;
    await page.locator('.view-line', { hasText: 'phone_number' }).first().click();
    await runCommand(page, 'Go to Next Problem in Files');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', {
      hasText: 'Autogenerate migration for column users.phone_number',
    });
    await action.first().waitFor();
    await session.screenshot('code-action');
    await page.keyboard.press('Enter');
    await page.locator('.view-lines', { hasText: "op.add_column('users'" }).first().waitFor();
    await page.keyboard.press('Control+s');
    await expect.poll(() => versions().length).toBe(before + 1);
    await treeRow(page, 'phone').waitFor();
    await session.screenshot('new-revision');
    const added = versions().map((name) =>
      readFileSync(path.join(session.folder, 'alembic/versions', name), 'utf8'),
    );
    expect(added.filter((text) => text.includes("op.drop_column('users', 'phone_number')"))).toHaveLength(1);
  });

  it('upgrades to head after a question that names the database', async () => {
    const { page } = session;
    await runCommand(page, 'Alembic: Upgrade to Head');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain('shop.db');
    await session.screenshot('upgrade-question');
    await dialogButton(page, 'Upgrade').click();
    await page.locator('.statusbar-item', { hasText: 'head' }).waitFor();
    await session.screenshot('upgraded');
    const { version, users } = database();
    expect(version).toHaveLength(1);
    expect(users).toEqual(['id', 'email', 'name', 'created_at', 'phone_number']);
  });

  it('downgrades by one', async () => {
    const { page } = session;
    await runCommand(page, 'Alembic: Downgrade One');
    await page.locator('.monaco-dialog-box').waitFor();
    await dialogButton(page, 'Downgrade').click();
    await page.locator('.statusbar-item', { hasText: '1 pending' }).waitFor();
    await session.screenshot('downgraded');
    expect(database()).toEqual({ version: ['8d41c6e25a90'], users: ['id', 'email', 'name', 'created_at'] });
  });
});
