/** Two packages from PyPI, as they are, in a real VS Code: their history in the tree, hints in their models. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedPackage } from '../oracle/support/tools.ts';
import { dialogButton, openFile, openView, runCommand } from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

/** Optuna's configuration is complete. */
function optuna(): string {
  return installedPackage('optuna', '.', 'workbench/optuna').dir;
}

/** JupyterHub's is a template, which the test fills in. */
function jupyterhub(): string {
  const project = installedPackage('jupyterhub', '.', 'workbench/jupyterhub');
  const template = readFileSync(path.join(project.dir, 'alembic.ini'), 'utf8');
  const filled = template.replace('{alembic_dir}', '%(here)s/alembic');
  project.write('alembic.ini', filled.replace('{db_url}', 'sqlite:///jupyterhub.sqlite'));
  return project.dir;
}

const packages = [
  {
    name: 'optuna',
    open: optuna,
    versions: 'storages/_rdb/alembic/versions',
    revisions: 10,
    heads: [/Add index to study_id column/, /Handle inf\/-inf for trial_values table/],
    base: /v0\.9\.0\.a/,
    models: 'storages/_rdb/models.py',
    column: 'study_name = _Column(',
    hints: [/VARCHAR\(512\)\s+NOT\s+NULL/u, /v0\.9\.0\.a/u],
    stop: {
      revision: 'v1.3.0.a',
      reason: 'Session.query',
      reach: 'v1.2.0.a',
      file: 'storages/_rdb/alembic.db',
      runsOnEmpty: true,
    },
  },
  {
    name: 'jupyterhub',
    open: jupyterhub,
    versions: 'alembic/versions',
    revisions: 15,
    heads: [/manage roles/, /Add from_config column/],
    base: /base revision for 0\.5/,
    models: 'orm.py',
    column: 'base_url = Column(',
    hints: [/VARCHAR\(255\)\s+NULL/u],
    stop: {
      revision: '1cebaf56856c',
      // Evaluated while it runs, like nine more: none of them stops the upgrade.
      reason: 'inspector.get_table_names()',
      reach: '4621fec11365',
      file: 'jupyterhub.sqlite',
      // Its first revision changes tables that only the application creates.
      runsOnEmpty: false,
    },
  },
];

// The packages are installed beside the oracle.
describe.skipIf(process.env['RETORT_ORACLE_PYTHON'] === undefined).each(packages)('$name', (each) => {
  let session: WorkbenchSession;
  let page: Page;
  const toasts = (): Locator => page.locator('.notification-toast');

  beforeAll(async () => {
    session = await openSession({ name: `packages-${each.name}`, source: each.open() });
    page = session.page;
  });
  afterAll(async () => {
    await session.close();
  });

  it('shows the whole history, heads first', async () => {
    await openView(page, 'Retort');
    const pane = (title: string): Locator =>
      page.locator('.pane', { has: page.locator('.pane-header', { hasText: title }) });
    // A list draws only the rows that have room.
    await pane('Pending Changes').locator('.pane-header').click();
    const row = pane('Migrations').locator('.monaco-list-row');
    await row.filter({ hasText: each.base }).waitFor({ timeout: 60_000 });
    const rows = await row.allInnerTexts();
    const revisions = rows.filter((row) => !row.includes('model change'));
    await session.screenshot('tree');
    // Revisions that cannot be evaluated leave the comparison with the models in doubt.
    expect(rows[0]).toContain('possible model changes');
    expect(revisions).toHaveLength(each.revisions);
    expect(
      readdirSync(path.join(session.folder, each.versions)).filter((name) => name.endsWith('.py')),
    ).toHaveLength(each.revisions);
    each.heads.forEach((head, index) => {
      expect(revisions[index]).toMatch(head);
    });
    expect(revisions.at(-1)).toMatch(each.base);
    expect(await toasts().count()).toBe(0);
  });

  it('shows the SQL type beside the columns of the models', async () => {
    await openFile(page, path.basename(each.models));
    const text = readFileSync(path.join(session.folder, each.models), 'utf8');
    const line = text.slice(0, text.indexOf(each.column)).split('\n').length;
    await page.keyboard.press('Control+g');
    await page.locator('.quick-input-box input').fill(`:${line}`);
    await page.keyboard.press('Enter');
    const hinted = page
      .locator('.view-lines')
      .filter({ hasText: each.hints[0] ?? '' })
      .first();
    await hinted.waitFor({ timeout: 60_000 });
    await session.screenshot('models');
    for (const hint of each.hints) expect(await hinted.textContent()).toMatch(hint);
    expect(await page.locator('.statusbar-item', { hasText: `${each.revisions} pending` }).count()).toBe(1);
    expect(await toasts().count()).toBe(0);
  });

  it('asks for the upgrade as far as it goes, saying which revision is not known beforehand, and why', async () => {
    await runCommand(page, 'Alembic: Upgrade to Head');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await session.screenshot('upgrade');
    const said = await dialog.innerText();
    expect(said).toContain(each.stop.revision);
    expect(said).toContain(each.stop.reason);
    expect(said).toContain(`to ${each.stop.reach}?`);
    const file = path.join(session.folder, each.stop.file);
    expect(existsSync(file) ? statSync(file).size : 0).toBe(0);
    if (!each.stop.runsOnEmpty) {
      await dialogButton(page, 'Cancel').click();
      return;
    }
    await dialogButton(page, 'Upgrade').click();
    await toasts()
      .filter({ hasText: `is at ${each.stop.reach}.` })
      .first()
      .waitFor();
    await session.screenshot('upgraded');
    expect(statSync(file).size).toBeGreaterThan(0);
  });
});
