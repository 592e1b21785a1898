import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** A code-server (VS Code with a web workbench) that serves on 127.0.0.1. */
export interface WorkbenchServer {
  readonly url: string;
  /** What it printed so far, its extension hosts included. */
  log(): string;
  stop(): Promise<void>;
}

export interface WorkbenchOptions {
  /** code-server's entry script. */
  readonly entry: string;
  /** A folder for user data and extensions, kept apart from any other VS Code. */
  readonly profile: string;
  /** What to install; without it, the extension comes by the page's address (see code-shim.ts). */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  /** More flags of code-server. */
  readonly flags?: readonly string[];
  readonly workspaceTrust?: boolean;
}

/** Quiet: no welcome page, no telemetry, no gallery. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'window.menuBarVisibility': 'compact',
  'git.openRepositoryInParentFolders': 'never',
};

/** The folders of a private profile, made if missing, with quiet settings. */
export function makeProfile(
  profile: string,
  settings: Readonly<Record<string, unknown>> = {},
): { readonly user: string; readonly extensions: string } {
  const user = path.join(profile, 'user');
  const extensions = path.join(profile, 'extensions');
  mkdirSync(path.join(user, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  const settingsFile = path.join(user, 'User/settings.json');
  if (!existsSync(settingsFile)) {
    writeFileSync(settingsFile, JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  }
  return { user, extensions };
}

/** Installs the extension into a private profile and starts the server; resolves once it answers. */
export async function startWorkbench(options: WorkbenchOptions): Promise<WorkbenchServer> {
  const { user, extensions } = makeProfile(options.profile, options.settings);
  const config = path.join(options.profile, 'config.yaml');
  writeFileSync(config, 'auth: none\n');
  const folders = ['--config', config, '--user-data-dir', user, '--extensions-dir', extensions];
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  if (options.vsix !== undefined) {
    execFileSync(
      process.execPath,
      [options.entry, ...folders, '--install-extension', options.vsix, '--force'],
      { env, stdio: ['ignore', 'ignore', 'pipe'] },
    );
  }

  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [
      options.entry,
      ...folders,
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      ...(options.flags ?? []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  process.once('exit', () => child.kill());
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (log += data.toString()));
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child, () => log);
  return {
    url,
    log: () => log,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) {
          resolve();
          return;
        }
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      }),
  };
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${url}/healthz`)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (child.exitCode !== null || tries > 600) throw new Error(`code-server did not start:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A port of 127.0.0.1 that nobody listens on: `port` itself, or any. Rejects when `port` is taken. */
export function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
