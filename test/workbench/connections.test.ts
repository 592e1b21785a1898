/** Connections that the user adds, and what becomes of a password. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answer,
  dialogButton,
  notification,
  openView,
  pickRows,
  question,
  runCommand,
  status,
  treeRow,
} from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const shop = path.resolve(import.meta.dirname, '../projects/shop');
const password = 'hunter2-Zx81';

describe('connections', () => {
  let session: WorkbenchSession;
  let page: Page;

  beforeAll(async () => {
    session = await openSession({ name: 'connections', source: shop });
    page = session.page;
    await openView(page, 'Retort');
    await treeRow(page, 'add orders').waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await session.close();
  });

  /** Files of the profile and the project, settings and logs among them, that have the text. */
  const filesWith = (text: string) =>
    [path.dirname(session.folder)]
      .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('/extensions/'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(text));

  it('says what is wrong with a URL while it is typed', async () => {
    await runCommand(page, 'Alembic: Add Connection');
    const box = page.locator('.quick-input-widget', { hasText: 'Add Connection' });
    await box.waitFor();
    await box.locator('.quick-input-box input').fill('postgres://app@localhost/app');
    await page.locator('.quick-input-message', { hasText: 'Write postgresql://' }).waitFor();
    await session.screenshot('refused-url');
    await page.keyboard.press('Escape');
  });

  it('adds a SQLite file and upgrades it', async () => {
    await runCommand(page, 'Alembic: Add Connection');
    await answer(page, 'Add Connection', 'sqlite:///second.db');
    await expect
      .poll(() => page.locator('.pane-header .description').allInnerTexts())
      .toContain('sqlite: second.db');
    await runCommand(page, 'Alembic: Upgrade to Head');
    expect(await question(page)).toContain('second.db');
    await dialogButton(page, 'Upgrade').click();
    await notification(page, 'second.db is at 8d41c6e25a90.');
    expect(readdirSync(session.folder)).toContain('second.db');
    expect(readdirSync(session.folder)).not.toContain('shop.db');
    expect(await status(page).innerText()).toContain('head');
  });

  it('keeps a password off the disk and the screen', async () => {
    await runCommand(page, 'Alembic: Add Connection');
    await answer(page, 'Add Connection', `postgresql://app:${password}@127.0.0.1:9/app`);
    await treeRow(page, 'Cannot connect').waitFor();
    await runCommand(page, 'Alembic: Current');
    await notification(page, '127.0.0.1');
    await runCommand(page, 'Alembic: Show Log');
    await page.locator('.output-view-container, .panel .monaco-editor').first().waitFor();
    await session.screenshot('unreachable');
    expect(await page.locator('body').innerText()).not.toContain(password);
    expect(session.server.log()).not.toContain(password);
    // The search does find what is there.
    expect(filesWith('workbench.startupEditor').length).toBeGreaterThan(0);
    expect(filesWith(password)).toEqual([]);
  });

  it('lists what the configuration has and what was added, and forgets the latter', async () => {
    await runCommand(page, 'Alembic: Select Connection');
    const rows = await pickRows(page);
    expect(rows.filter((row) => row.includes('shop.db'))).toHaveLength(1);
    expect(rows.filter((row) => row.includes('added'))).toHaveLength(2);
    expect(rows.join('\n')).not.toContain(password);
    await session.screenshot('select');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'shop.db' }).first().click();
    await expect.poll(() => status(page).innerText()).toContain('base → 2 pending');
    await runCommand(page, 'Alembic: Remove Connection');
    await answer(page, 'app@127.0.0.1', '127.0.0.1');
    await runCommand(page, 'Alembic: Select Connection');
    expect((await pickRows(page)).join('\n')).not.toContain('127.0.0.1');
    await page.keyboard.press('Escape');
  });

  it('tests a connection: server, user, database, revision', async () => {
    await runCommand(page, 'Alembic: Test Connection');
    await answer(page, 'Test Connection', 'second.db');
    await notification(page, /Connected to SQLite 3\.[\d.]+, database .*second\.db, at 8d41c6e25a90\./u);
    await session.screenshot('tested');
  });

  it('finds the URLs of .env after a yes, and keeps their passwords to itself', async () => {
    writeFileSync(
      path.join(session.folder, '.env'),
      `DATABASE_URL=postgres://app:${password}@127.0.0.1:9/from_env\nLOCAL_DB=sqlite:///local.db\n`,
    );
    await runCommand(page, 'Alembic: Select Connection');
    await answer(page, 'Connections of', 'Look in .env');
    expect(await question(page)).toContain('passwords stay in memory');
    await session.screenshot('consent');
    await dialogButton(page, 'Look for URLs').click();
    const rows = await pickRows(page);
    expect(rows.filter((row) => row.includes('.env'))).toHaveLength(3);
    expect(rows.join('\n')).not.toContain(password);
    await session.screenshot('from-env');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'LOCAL_DB' }).first().click();
    await expect.poll(() => status(page).innerText()).toContain('base → 2 pending');
    expect(filesWith(password).map((file) => path.basename(file))).toEqual(['.env']);
  });

  it('shows a production database as such, and changes it only after its name was typed', async () => {
    await runCommand(page, 'Alembic: Mark Connection');
    await answer(page, 'Mark Connection', 'LOCAL_DB');
    await answer(page, 'Mark sqlite', 'Production');
    await expect.poll(() => status(page).innerText()).toContain('production: base');
    await treeRow(page, 'production').waitFor();
    await runCommand(page, 'Alembic: Upgrade to Head');
    expect(await question(page)).toContain('This is a PRODUCTION database.');
    await session.screenshot('production-question');
    await dialogButton(page, 'Upgrade').click();
    await page.locator('.quick-input-widget', { hasText: 'to change this production database' }).waitFor();
    await page.keyboard.type('local');
    await page.locator('.quick-input-message', { hasText: 'This is not' }).waitFor();
    await session.screenshot('production-name');
    await page.keyboard.press('Enter');
    await page.keyboard.type('.db');
    await page.keyboard.press('Enter');
    await notification(page, 'local.db is at 8d41c6e25a90.');
    await session.screenshot('production-done');
  });

  it('runs an embedded PostgreSQL that nobody installed', async () => {
    await runCommand(page, 'Alembic: Add Connection');
    await answer(page, 'Add Connection', 'pglite:./pgdata');
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toContain('base → 2 pending');
    expect(readdirSync(session.folder)).not.toContain('pgdata');
    await runCommand(page, 'Alembic: Upgrade to Head');
    expect(await question(page)).toContain('./pgdata');
    await dialogButton(page, 'Upgrade').click();
    await notification(page, './pgdata is at 8d41c6e25a90.');
    await runCommand(page, 'Alembic: Test Connection');
    await answer(page, 'Test Connection', 'pgdata');
    await notification(page, /Connected to PostgreSQL 18[\d.]* \(PGlite .*at 8d41c6e25a90\./u);
    await session.screenshot('pglite');
  });
});
