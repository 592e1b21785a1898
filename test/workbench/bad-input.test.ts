/** A project broken in two ways at once: each is told at its place, and the rest goes on. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFile, openView, runCommand, treeRow } from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const shop = path.resolve(import.meta.dirname, '../projects/shop');
const orders = '8d41c6e25a90_add_orders.py';
const lost = 'c0ffee000001_add_lost.py';

describe('a syntax error in one script and a missing down_revision in another', () => {
  let scratch: string;
  let session: WorkbenchSession;

  beforeAll(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), 'retort-bad-input-'));
    const source = path.join(scratch, 'shop');
    cpSync(shop, source, { recursive: true });
    const versions = path.join(source, 'alembic/versions');
    const text = readFileSync(path.join(versions, orders), 'utf8');
    writeFileSync(path.join(versions, orders), text.replace('def upgrade() -> None:', 'def upgrade(:'));
    writeFileSync(
      path.join(versions, lost),
      '"""add lost"""\n\nrevision = "c0ffee000001"\ndown_revision = "dead00000000"\n\n\ndef upgrade():\n    pass\n',
    );
    session = await openSession({ name: 'bad-input', source });
  });
  afterAll(async () => {
    await session.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('shows every revision in the tree, the healthy one too', async () => {
    const { page } = session;
    await openView(page, 'Retort');
    await treeRow(page, 'create users and products').waitFor({ timeout: 60_000 });
    await treeRow(page, 'add orders').waitFor();
    await treeRow(page, 'add lost').waitFor();
    await session.screenshot('tree');
  });

  it('lists both problems at their files and lines', async () => {
    const { page } = session;
    await runCommand(page, 'Problems: Focus on Problems View');
    const row = (text: string) => page.locator('.markers-panel .monaco-list-row', { hasText: text }).first();
    await row("expected ')'").waitFor({ timeout: 60_000 });
    await row('Revision dead00000000 referenced from c0ffee000001 is not present').waitFor();
    expect(await row("expected ')'").textContent()).toContain('[Ln 21');
    expect(await row('dead00000000').textContent()).toContain('[Ln 4');
    await session.screenshot('problems');
  });

  it('underlines the place in the broken script', async () => {
    const { page } = session;
    await openFile(page, orders);
    await page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await page.locator('.view-line', { hasText: 'def upgrade(:' }).first().waitFor();
    await session.screenshot('script');
  });

  it('still shows the types of the models', async () => {
    const { page } = session;
    await openFile(page, 'models.py');
    await page.locator('.view-line', { hasText: 'VARCHAR(255)' }).first().waitFor({ timeout: 60_000 });
    await session.screenshot('models');
  });

  it('refuses an upgrade with the reason, and creates no database', async () => {
    const { page } = session;
    await runCommand(page, 'Alembic: Upgrade to Head');
    // A revision that hangs in the air is a head of its own.
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'all 2 heads' }).click();
    const notice = page
      .locator('.notification-toast, .monaco-dialog-box', { hasText: 'dead00000000' })
      .first();
    await notice.waitFor({ timeout: 30_000 });
    await session.screenshot('upgrade');
    expect(() => readFileSync(path.join(session.folder, 'shop.db'))).toThrow('ENOENT');
  });
});
