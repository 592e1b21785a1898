/** Restricted Mode: everything is read, nothing is connected to, and it is said why. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickLens, notification, openFile, openView, runCommand, treeRow } from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const shop = path.resolve(import.meta.dirname, '../projects/shop');

describe('Restricted Mode', () => {
  let session: WorkbenchSession;
  let page: Page;

  beforeAll(async () => {
    session = await openSession({
      name: 'restricted',
      source: shop,
      workspaceTrust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    });
    page = session.page;
  });
  afterAll(async () => {
    await session.close();
  });

  it('reads models and history', async () => {
    await openFile(page, 'models.py');
    await page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
    await page.locator('.view-line', { hasText: 'VARCHAR(255)' }).first().waitFor();
    await openView(page, 'Retort');
    await treeRow(page, 'add orders').waitFor();
    await treeRow(page, 'Restricted Mode').waitFor();
    await session.screenshot('restricted');
  });

  it('refuses to connect and to upgrade, and says why', async () => {
    await runCommand(page, 'Alembic: Upgrade to Head');
    await notification(page, 'Retort does not change a database in Restricted Mode.');
    await runCommand(page, 'Alembic: Current');
    await notification(page, 'Retort does not connect to a database in Restricted Mode.');
    await treeRow(page, 'create users').click();
    const refusal = page.locator('.notification-toast', { hasText: 'Restricted Mode' }).first();
    await clickLens(page, 'Upgrade to here', refusal);
    await session.screenshot('refused');
    expect(readdirSync(session.folder)).not.toContain('shop.db');
  });

  it('connects once the workspace is trusted', async () => {
    await page.locator('.notification-toast .monaco-button', { hasText: 'Manage Workspace Trust' }).click();
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await expect.poll(() => treeRow(page, 'Restricted Mode').count(), { timeout: 60_000 }).toBe(0);
    await page.locator('.statusbar-item', { hasText: 'base → 2 pending' }).waitFor();
    await session.screenshot('trusted');
  });
});
