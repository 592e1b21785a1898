/** The same command lines by both tools, each in a fresh copy of the same files. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runAlembic, runRetort, type Ran, type Request } from './in-process.ts';

const scratch = path.resolve(import.meta.dirname, '../../../.cache/oracle-projects/scenario');
const project = path.join(scratch, 'project');

export type Files = Readonly<Record<string, string>>;
export interface Scenario {
  readonly files: Files;
  readonly lines: readonly (readonly string[])[];
  readonly environ?: Readonly<Record<string, string>>;
}

/** What each tool printed, how it exited, and the files it left. Where alembic ends with a traceback, ours must refuse. */
export async function playScenario({
  files,
  lines,
  environ,
}: Scenario): Promise<{ readonly ours: unknown; readonly theirs: unknown }> {
  const requests = lines.map((argv): Request => ({
    argv,
    cwd: project,
    ...(environ === undefined ? {} : { environ }),
  }));
  write(files);
  const theirs = runAlembic(requests).map((ran, index) => told(ran, requests[index]!.argv));
  const theirFiles = read();
  write(files);
  const ours: unknown[] = [];
  for (const [index, request] of requests.entries()) {
    const ran = told(await runRetort(request), request.argv);
    const crashed = JSON.stringify(theirs[index]).includes('"crash"');
    ours.push(crashed && JSON.stringify(ran).includes('FAILED') ? theirs[index] : ran);
  }
  return { ours: { ran: ours, files: read() }, theirs: { ran: theirs, files: theirFiles } };
}

function write(files: Files): void {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function read(): unknown {
  const created = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d+:]*|(?<=^ *Create Date: ).*$/gm;
  return readdirSync(scratch, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/__pycache__|\.db$/.test(path.join(entry.parentPath, entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [path.relative(scratch, file), readFileSync(file, 'latin1').replace(created, '…')]);
}

function told(ran: Ran, argv: readonly string[]): unknown {
  if (ran.crash !== null) return { argv, crash: ran.crash.split('\n').at(-2) };
  const commas = (list: string): string => list.split(', ').sort().join(', ');
  const text = ran.stdout
    .replace(/ \((\w+(?:, \w+)+)\)/g, (_list, names: string) => ` (${commas(names)})`)
    .replace(
      /^(Branches into|Branch names): (.*)$/gm,
      (_line, name: string, list: string) => `${name}: ${commas(list)}`,
    )
    .replace(/(?:^ +-> .*\n)+/gm, (children) => `${children.trimEnd().split('\n').sort().join('\n')}\n`)
    // Revisions with labels come from a set, so which of two is said to be the second is arbitrary.
    .replace(
      /in revision (\w+) already used by revision (\w+)/,
      (_text, one: string, other: string) => `in revisions ${[one, other].sort().join(', ')}`,
    )
    // The moment of a new revision, shown by `history -v`.
    .replace(/^ +\d{4}-\d\d-\d\d .*$|(?<=^ *Create Date: ).*$/gm, '…')
    // Where the template would be, and which there are.
    .replace(/(No such template ).*?(\w+)(?:;.*)?$/m, '$1$2');
  // Alembic copies its templates in the order of a directory.
  return { argv, code: ran.code, text: argv.includes('init') ? text.split('\n').sort() : text };
}
