#!/usr/bin/env node
// Stands in for the desktop VS Code's executable where there is none: takes the flags that @vscode/test-electron gives
// to it, and runs the extension's tests in the extension host of a web workbench, which a headless Chromium holds.
// Ends with the exit code of the tests.
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchChromium } from './page.ts';
import { startWorkbench } from './server.ts';

const LIMIT = 150_000;

/** One entry of the address's `payload`: what the desktop VS Code takes as a flag. */
type PayloadEntry = readonly ['extensionDevelopmentPath' | 'extensionTestsPath', string];

const { values, positionals } = parseArgs({
  // The desktop's other flags mean nothing here.
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
  },
});
const text = (value: unknown): readonly string[] => [value].flat().filter((item) => typeof item === 'string');
const [folder] = positionals;
const [tests] = text(values.extensionTestsPath);
const [user] = text(values['user-data-dir']);
if (folder === undefined || tests === undefined || user === undefined) {
  throw new Error('usage: code-shim.ts --extensionTestsPath=FILE --user-data-dir=PROFILE/user FOLDER');
}

const server = await startWorkbench({
  entry: environment('RETORT_CODE_SERVER'),
  profile: path.dirname(path.resolve(user)),
  // Without the smoke-test driver a built workbench takes no extension and no tests from its address.
  flags: ['--vscode-option', 'enable-smoke-test-driver'],
});
const browser = await launchChromium(environment('RETORT_CHROMIUM'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(130));
let code = 1;
try {
  code = await runTests(folder, tests, text(values.extensionDevelopmentPath));
} catch (error) {
  console.error(error);
  console.error(server.log());
}
await end(code);

/** The page says how the tests ended; a host that dies says 0 too, so whoever calls also demands a report of them. */
async function runTests(folder: string, tests: string, extensions: readonly string[]): Promise<number> {
  const page = await browser.newPage();
  const url = new URL(server.url);
  const remote = (file: string) => `vscode-remote://${url.host}${path.resolve(file)}`;
  await page.exposeFunction('codeAutomationLog', (level: string, args: readonly unknown[]) => {
    const text = format(...args);
    // The workbench is installed without its native modules, and says so at length each time.
    if (level === 'error' && !/bindings file|native-watchdog/u.test(text)) console.error(text);
  });
  const ended = new Promise<number>((resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`The tests had not ended after ${LIMIT / 1000} s`));
    }, LIMIT).unref();
    page.on('crash', () => {
      reject(new Error('The page crashed'));
    });
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
  });
  const payload: readonly PayloadEntry[] = [
    ...extensions.map((extension): PayloadEntry => ['extensionDevelopmentPath', remote(extension)]),
    ['extensionTestsPath', remote(tests)],
  ];
  url.searchParams.set('folder', path.resolve(folder));
  url.searchParams.set('payload', JSON.stringify(payload));
  const [code] = await Promise.all([ended, page.goto(url.href)]);
  return code;
}

async function end(exit: number): Promise<never> {
  await browser.close();
  await server.stop();
  process.exit(exit);
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run \`npm test -- workbench\``);
  return value;
}
