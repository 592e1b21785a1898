/** Asks real Alembic. Answers are kept under `.cache/`, since only our side changes from run to run. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, environment, home, installedAs, type TreeFolder } from './folders.ts';
import type { ComparedTree } from './trees.ts';

export type Direction = 'upgrade' | 'downgrade';

export interface RevisionJob {
  readonly kind: 'revision';
  readonly url: string;
  readonly revision: string;
  readonly direction: Direction;
}
export interface WholeJob {
  readonly kind: 'whole';
  readonly url: string;
  readonly direction: Direction;
  readonly from: readonly string[];
  /** Revisions that do nothing in this run. */
  readonly without: readonly string[];
}
export interface ListingJob {
  readonly kind: 'listing';
  readonly command: string;
  readonly options: Readonly<Record<string, string | boolean>>;
}
type Job = RevisionJob | WholeJob | ListingJob;

export interface CompiledRun {
  readonly sql: string;
  readonly error: {
    readonly type: string;
    readonly message: string;
    readonly place: string | null;
    /** An import that fails, of the script or in it. */
    readonly isImport: boolean;
  } | null;
}
export interface Listing {
  readonly text: string;
  readonly error: string | null;
}
export interface Graph {
  readonly graph: readonly {
    readonly revision: string;
    readonly path: string;
    readonly importError: string | null;
  }[];
  readonly heads: readonly string[];
}

/** The graph of a tree, and the answers to jobs, in their order. */
export function askAlembic(
  tree: ComparedTree,
  folder: TreeFolder,
  jobs: readonly RevisionJob[] | readonly WholeJob[],
): { readonly graph: Graph; readonly answers: readonly CompiledRun[] };
export function askAlembic(
  tree: ComparedTree,
  folder: TreeFolder,
  jobs: readonly ListingJob[],
): { readonly graph: Graph; readonly answers: readonly Listing[] };
export function askAlembic(
  tree: ComparedTree,
  folder: TreeFolder,
  jobs: readonly Job[],
): { readonly graph: Graph; readonly answers: readonly (CompiledRun | Listing)[] } {
  const request = JSON.stringify({ ini: folder.ini, versions: [`${folder.versions}/`], jobs });
  const [graph = '', ...answers] = ask(tree, folder, folder.python, request);
  return {
    graph: JSON.parse(graph) as Graph,
    answers: answers.map((line) => JSON.parse(line) as CompiledRun | Listing),
  };
}

/** Which scripts cannot be imported where nothing is installed beside Alembic and the package itself: by path, why. */
export function importsThatNeedTheApplication(
  tree: ComparedTree,
  folder: TreeFolder,
  { graph }: Graph,
): ReadonlyMap<string, string> {
  const imports = graph.map(({ path: file }) => file);
  const lines = ask(tree, folder, folder.barePython, JSON.stringify({ imports }));
  const errors = lines.map((line) => JSON.parse(line) as string | null);
  return new Map(
    imports.flatMap((file, index) => {
      const error = errors[index] ?? null;
      return error === null ? [] : [[file, error] as const];
    }),
  );
}

/**
 * The same job in other processes of the tool, with other seeds of hashes: sets of strings, and of objects by their
 * address, have another order there.
 */
export function askAgain(tree: ComparedTree, folder: TreeFolder, job: RevisionJob): readonly CompiledRun[] {
  const request = JSON.stringify({ ini: folder.ini, versions: [`${folder.versions}/`], jobs: [job] });
  return ['1', '2', '3'].map((seed) => {
    const [, answer = ''] = ask(tree, folder, folder.python, request, seed);
    return JSON.parse(answer) as CompiledRun;
  });
}

/** Lines of JSON. */
function ask(
  tree: ComparedTree,
  folder: TreeFolder,
  interpreter: string,
  request: string,
  seed = '0',
): readonly string[] {
  const script = path.join(import.meta.dirname, 'real.py');
  const known = [
    readFileSync(script, 'utf8'),
    request,
    interpreter,
    installedAs(tree),
    readFileSync(folder.ini, 'utf8'),
    ...(seed === '0' ? [] : [seed]),
  ];
  const key = createHash('sha256').update(known.join('\0')).digest('hex').slice(0, 16);
  const file = path.join(cache, 'answers', `${tree.name}-${key}.jsonl`);
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const requestFile = file.replace('.jsonl', '.request.json');
    writeFileSync(requestFile, request);
    const result = spawnSync(interpreter, [script, requestFile], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      cwd: home(),
      env: { ...environment(), PYTHONHASHSEED: seed, PYTHONPATH: folder.site, COLUMNS: '80' },
    });
    if (result.status !== 0) throw new Error(`${tree.name}: real Alembic failed\n${result.stderr}`);
    writeFileSync(file, result.stdout);
  }
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
