/** Where the models are from: without env.py, and what env.py does not reach. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { codeAction, openFile, runCommand, status } from './support/page.ts';
import { openSession, type WorkbenchSession } from './support/session.ts';

const projects = path.resolve(import.meta.dirname, '../projects');
let session: WorkbenchSession | null = null;
let source = '';
afterEach(async () => {
  await session?.close();
  session = null;
  rmSync(source, { recursive: true, force: true });
});

it('a folder without alembic.ini has its models, and the status bar says how they were found', async () => {
  source = mkdtempSync(path.join(tmpdir(), 'retort-'));
  mkdirSync(path.join(source, 'pets'));
  writeFileSync(path.join(source, 'pets/__init__.py'), '');
  writeFileSync(
    path.join(source, 'pets/models.py'),
    `from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Pet(Base):
    __tablename__ = "pets"

    id: Mapped[int] = mapped_column(primary_key=True)
    nickname: Mapped[str | None] = mapped_column(String(40))
`,
  );
  session = await openSession({ name: 'models-only', source });
  const { page } = session;
  await openFile(page, 'models.py');
  await page.locator('.view-line', { hasText: 'VARCHAR(40) NULL' }).first().waitFor({ timeout: 60_000 });
  await status(page).filter({ hasText: 'Retort: models only' }).waitFor();
  expect(await status(page).getAttribute('aria-label')).toContain(
    'The models were looked for by their base, since there is no alembic.ini: pets.models.Base (1 table)',
  );
  await session.screenshot('models-only');
});

it('a model that env.py never imports is told, and its quick fix adds the import', async () => {
  source = mkdtempSync(path.join(tmpdir(), 'retort-'));
  cpSync(path.join(projects, 'shop'), source, { recursive: true });
  writeFileSync(
    path.join(source, 'shop/invoices.py'),
    `from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shop.base import Base


class Invoice(Base):
    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
`,
  );
  session = await openSession({ name: 'unreached', source });
  const { page, folder } = session;
  await openFile(page, 'invoices.py');
  await page.locator('.squiggly-info').first().waitFor({ timeout: 60_000 });
  await page.locator('.view-line', { hasText: '__tablename__' }).first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await runCommand(page, 'Show or Focus Hover');
  await page.locator('.monaco-hover:visible', { hasText: 'env.py never imports shop.invoices' }).waitFor();
  await session.screenshot('unreached');
  await page.keyboard.press('Escape');
  await codeAction(page, 'Add "import shop.invoices" to env.py');
  await page.locator('.squiggly-info').waitFor({ state: 'detached', timeout: 20_000 });
  await runCommand(page, 'File: Save All Files');
  await expect
    .poll(() => readFileSync(path.join(folder, 'alembic/env.py'), 'utf8'))
    .toContain('import shop.invoices  # noqa: F401');
  await session.screenshot('reached');
});
