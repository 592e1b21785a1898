// Takes the README's picture from the packaged extension in a real VS Code:
//   RETORT_CODE_SERVER=… RETORT_CHROMIUM=… node test/workbench/screenshot.ts
import { statSync } from 'node:fs';
import path from 'node:path';
import { openFile, openView, treeRow } from './support/page.ts';
import { openSession } from './support/session.ts';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'images/screenshot.png');
const session = await openSession({
  name: 'screenshot',
  source: path.join(root, 'test/projects/shop'),
  size: { width: 1280, height: 720 },
});
try {
  const { page } = session;
  await openFile(page, 'models.py');
  await page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
  await page.locator('.view-line', { hasText: 'VARCHAR(255)' }).first().waitFor();
  await openView(page, 'Retort');
  await treeRow(page, '1 model change').click();
  await treeRow(page, 'users.phone_number').waitFor();
  await treeRow(page, 'users.phone_number').click();
  await page.locator('.view-line', { hasText: 'phone_number' }).first().click();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'Autogenerate' }).first().waitFor();
  await page.waitForTimeout(500);
  await page.screenshot({ path: file });
} finally {
  await session.close();
}
console.log(`${path.relative(root, file)}: ${Math.round(statSync(file).size / 1024)} KB`);
