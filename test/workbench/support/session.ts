import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './page.ts';
import { startWorkbench, type WorkbenchServer } from './server.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** A real VS Code with the packaged extension installed, a project's copy open in it, and a browser that holds it. */
export interface WorkbenchSession {
  readonly page: Page;
  readonly folder: string;
  readonly server: WorkbenchServer;
  /** Leaves a picture in `.cache/screenshots/`, for people to look at. */
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly name: string;
  /** The folder to copy and open. */
  readonly source: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceTrust?: boolean;
  readonly size?: { readonly width: number; readonly height: number };
}

export async function openSession(options: SessionOptions): Promise<WorkbenchSession> {
  const home = path.join(root, '.cache/workbench-runs', options.name);
  rmSync(home, { recursive: true, force: true });
  const folder = path.join(home, path.basename(options.source));
  mkdirSync(home, { recursive: true });
  cpSync(options.source, folder, { recursive: true });
  const server = await startWorkbench({
    entry: required('RETORT_CODE_SERVER'),
    profile: path.join(home, 'profile'),
    vsix: path.join(root, 'retort.vsix'),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.workspaceTrust === undefined ? {} : { workspaceTrust: options.workspaceTrust }),
  });
  const browser: Browser = await launchChromium(required('RETORT_CHROMIUM'));
  const page = await browser.newPage({
    viewport: options.size ?? { width: 1360, height: 850 },
    reducedMotion: 'reduce',
  });
  const url = new URL(server.url);
  url.searchParams.set('folder', folder);
  await page.goto(url.href);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 90_000 });
  const shots = path.join(root, '.cache/screenshots', options.name);
  rmSync(shots, { recursive: true, force: true });
  let count = 0;
  return {
    page,
    folder,
    server,
    screenshot: async (name) => {
      count++;
      await page.screenshot({ path: path.join(shots, `${String(count).padStart(2, '0')}-${name}.png`) });
    },
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run \`npm test -- workbench\``);
  return value;
}
