import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** A headless Chromium with nothing that looks for the network. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Types into the quick input and picks a row. The list is computed once, when the widget opens: where the row is
 * missing (an extension still starting, a `when` clause not yet true) it is closed and asked for again.
 */
async function quickPick(page: Page, key: string, text: string, row: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    await page.keyboard.press(key);
    const box = page.locator('.quick-input-box input');
    await box.waitFor({ state: 'visible' });
    await box.fill(text);
    const hit = page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
    try {
      await hit.waitFor({ timeout: 4000 });
      await hit.click();
      return;
    } catch (error) {
      if (tries === 4) throw error;
    }
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
  }
}

/** Runs a command by its title in the command palette. */
export function runCommand(page: Page, title: string): Promise<void> {
  return quickPick(page, 'F1', `>${title}`, title);
}

/** Opens a file by its name with Quick Open; resolves when its editor has the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  await quickPick(page, 'Control+P', name, name);
  await page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor();
  await page.locator('.editor-instance .monaco-editor.focused').waitFor();
}

/** A row of the tree view that is in front, by a part of its text. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
}

/** The button of a modal dialog. */
export function dialogButton(page: Page, label: string): Locator {
  return page.locator('.monaco-dialog-box .monaco-button', { hasText: label }).first();
}

/** Brings a view container of the activity bar to the front. */
export async function openView(page: Page, name: string): Promise<void> {
  const label = page.locator(`.activitybar .action-label[aria-label^="${name}"]`);
  await label.waitFor({ timeout: 60_000 });
  // The badge lies over the icon and takes the click, as it should.
  await label.click({ force: true });
}
