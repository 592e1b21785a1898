/** `npm start -- --web` as a user meets it: the address, the page behind it, and nothing left running at the end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, openView, status, treeRow } from './support/page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const shots = path.join(root, '.cache/screenshots/start');

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
}

/** Starts it as a shell would, in a group of processes of its own; resolves when it prints the address. */
function start(sample: string): Promise<Started> {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--web'], {
    cwd: root,
    detached: true,
    env: { ...process.env, RETORT_SAMPLE: sample },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (data: Buffer): void => {
      text += data.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S+(?=\n)/u.exec(text)?.[0];
      if (address !== undefined) resolve({ child, address });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      reject(new Error(`npm start ended with ${String(code)}:\n${text}`));
    });
  });
}

/** Ctrl+C in a terminal reaches every process of the group; a service manager ends the first one alone. */
async function stop({ child }: Started, how: 'Ctrl+C' | 'SIGTERM'): Promise<number | null> {
  const { pid } = child;
  if (pid === undefined) throw new Error('npm start has no process');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (how === 'Ctrl+C') process.kill(-pid, 'SIGINT');
  else process.kill(pid, 'SIGTERM');
  return ended;
}

/** Whether any process of its group still runs, or anything answers at its address. */
async function isAlive({ child, address }: Started): Promise<boolean> {
  if (child.pid === undefined) throw new Error('npm start has no process');
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    // No such group.
  }
  return fetch(address).then(
    () => true,
    () => false,
  );
}

// Each start builds and packs the extension.
describe('npm start -- --web', { timeout: 400_000 }, () => {
  let home: string;
  let sample: string;
  let browser: Browser;
  let started: Started | null = null;

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'retort-start-'));
    sample = path.join(home, 'shop');
    browser = await launchChromium(process.env['RETORT_CHROMIUM'] ?? '');
  });
  afterAll(async () => {
    await browser.close();
    if (started !== null && started.child.exitCode === null) await stop(started, 'Ctrl+C');
    rmSync(home, { recursive: true, force: true });
  });

  it('prints an address where the sample is open, models.py in front, its drift underlined', async () => {
    started = await start(sample);
    const page = await browser.newPage({ viewport: { width: 1360, height: 850 }, reducedMotion: 'reduce' });
    await page.goto(started.address);
    await page.locator('.tab.active[data-resource-name="models.py"]').waitFor({ timeout: 60_000 });
    await page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
    await page.locator('.view-line', { hasText: 'VARCHAR(32)' }).first().waitFor();
    expect(await page.title()).toContain('models.py');
    await expect.poll(() => status(page).innerText(), { timeout: 30_000 }).toContain('2 pending');
    await page.screenshot({ path: path.join(shots, '01-opened.png') });
    await openView(page, 'Retort');
    await treeRow(page, 'create users and products').waitFor();
    await treeRow(page, '1 model change').waitFor();
    await page.screenshot({ path: path.join(shots, '02-tree.png') });
    expect(await page.locator('.monaco-dialog-box, .notification-toast').count()).toBe(0);
    await page.close();
  });

  it('leaves nothing running after Ctrl+C', async () => {
    if (started === null) throw new Error('not started');
    expect(await isAlive(started)).toBe(true);
    expect(await stop(started, 'Ctrl+C')).toBe(0);
    await expect.poll(() => isAlive(started!), { timeout: 10_000 }).toBe(false);
  });

  it('starts again, with what was changed in the sample, and ends when it alone is told to', async () => {
    const note = path.join(sample, 'note.txt');
    writeFileSync(note, 'mine');
    started = await start(sample);
    expect((await fetch(started.address)).status).toBe(200);
    expect(existsSync(note)).toBe(true);
    expect(await stop(started, 'SIGTERM')).toBe(0);
    await expect.poll(() => isAlive(started!), { timeout: 10_000 }).toBe(false);
  });
});
