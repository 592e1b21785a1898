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

// VS Code takes no click on a menu that has only just opened.
const settled = 400;

/** Asks for the code actions at the cursor and takes one of them. */
export async function codeAction(page: Page, title: string): Promise<void> {
  const row = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  for (let tries = 0; ; tries++) {
    await page.keyboard.press('Control+.');
    try {
      await row.waitFor({ timeout: 4000 });
      break;
    } catch (error) {
      if (tries === 4) throw error;
    }
    await page.keyboard.press('Escape');
  }
  await page.waitForTimeout(settled);
  await row.click();
}

/** Clicks a lens until `effect` shows: one that is just being drawn anew takes no click. */
export async function clickLens(page: Page, title: string, effect: Locator): Promise<void> {
  const lens = page.locator('.codelens-decoration a', { hasText: title }).first();
  for (let tries = 0; ; tries++) {
    await lens.click();
    try {
      await effect.waitFor({ timeout: 4000 });
      return;
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}

/** Picks from the context menu of a row of the tree. */
export async function treeMenu(page: Page, row: string, entry: string): Promise<void> {
  const item = page.locator('.context-view .action-label', { hasText: entry }).first();
  await treeRow(page, row).click({ button: 'right' });
  await item.waitFor();
  await page.waitForTimeout(settled);
  await item.click();
  await item.waitFor({ state: 'hidden' });
}

/** Waits for a notification that says `text`, and closes it. */
export async function notification(page: Page, text: string | RegExp): Promise<void> {
  const toast = page.locator('.notification-toast', { hasText: text }).first();
  await toast.waitFor();
  // The button shows while the pointer is over the notification, which moves when another one comes or goes.
  for (let tries = 0; await toast.isVisible(); tries++) {
    try {
      await toast.hover({ timeout: 2000 });
      await toast.locator('.codicon-notifications-clear').first().click({ timeout: 2000 });
      await toast.waitFor({ state: 'hidden', timeout: 2000 });
    } catch (error) {
      if (tries === 9) throw error;
    }
  }
}

/** The text of the modal question. */
export async function question(page: Page): Promise<string> {
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  return dialog.innerText();
}

/** Answers an input box; its text is replaced. */
export async function answer(page: Page, title: string, text: string): Promise<void> {
  const widget = page.locator('.quick-input-widget', { hasText: title });
  await widget.waitFor();
  await widget.locator('.quick-input-box input').fill(text);
  await page.keyboard.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}

/** The rows of the pick list, as text. */
export async function pickRows(page: Page): Promise<readonly string[]> {
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.first().waitFor();
  return rows.allInnerTexts();
}

/** The project's item in the status bar. */
export function status(page: Page): Locator {
  return page.locator('.statusbar-item[id*="retort"]').first();
}

/** The text of the active editor, as far as it is on screen. */
export async function editorText(page: Page): Promise<string> {
  const lines = page.locator('.editor-instance .view-lines').first();
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}
