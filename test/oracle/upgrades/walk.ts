/**
 * One history on one kind of database, three times: Alembic alone, Retort alone, and both in turn. After every step, up to
 * the heads and down to base, the three databases must be equal in schema and rows.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { AlembicWorker, type PlannedRevision } from './alembic-worker.ts';
import { createDatabase, type Database, type Kind } from './databases.ts';
import { seed, seedSame } from './seed.ts';

export interface WalkedProject {
  readonly name: string;
  readonly ini: string;
  readonly python: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Python that makes what the first revision expects; it has `engine`. */
  readonly prepare?: string;
}

export interface WalkResult {
  readonly name: string;
  readonly kind: Kind;
  /** Rows were put into every table in between, for the data migrations. */
  readonly withRows: boolean;
  readonly revisions: number;
  /** Revisions that Alembic upgraded and downgraded. */
  readonly up: number;
  readonly down: number;
  /** Why Alembic came no further. */
  readonly stopped: readonly string[];
  /** Comparisons of two databases, and how many were equal. */
  readonly compared: number;
  readonly equal: number;
  /** Rows that were put in between. */
  readonly rows: number;
  /** Steps that Retort refused, with the reason; Alembic did them instead. */
  readonly refused: readonly string[];
  readonly differences: readonly string[];
}

interface Side {
  readonly name: 'retort' | 'in turn';
  readonly database: Database;
  isLost: boolean;
}

type Direction = 'upgrade' | 'downgrade';

const command = path.resolve(import.meta.dirname, '../../../dist/retort.js');
/** Rows are put in after every so many revisions. */
const seedEvery = 3;

export async function walk(
  project: WalkedProject,
  kind: Kind,
  withRows: boolean,
  place: { readonly server: string; readonly folder: string },
): Promise<WalkResult> {
  const worker = new AlembicWorker(project);
  try {
    const database = (side: string): Promise<Database> =>
      createDatabase(kind, `${project.name}_${side}`.replaceAll('-', '_'), place);
    const walked = new Walk(project, worker, withRows, await worker.plan(), {
      theirs: await database('theirs'),
      sides: [
        { name: 'retort', database: await database('ours'), isLost: false },
        { name: 'in turn', database: await database('turns'), isLost: false },
      ],
    });
    return { name: project.name, kind, withRows, ...(await walked.run()) };
  } finally {
    worker.close();
  }
}

class Walk {
  readonly #project: WalkedProject;
  readonly #worker: AlembicWorker;
  readonly #withRows: boolean;
  readonly #plan: readonly PlannedRevision[];
  readonly #theirs: Database;
  readonly #sides: readonly Side[];
  readonly #stopped: string[] = [];
  readonly #refused: string[] = [];
  readonly #differences: string[] = [];
  #compared = 0;
  #equal = 0;
  #rows = 0;
  /** Of Alembic's own database, after its last step. */
  #dump = '';
  /** Which tool's turn it is on the database that both share. */
  #turn = 0;

  constructor(
    project: WalkedProject,
    worker: AlembicWorker,
    withRows: boolean,
    plan: readonly PlannedRevision[],
    databases: { readonly theirs: Database; readonly sides: readonly Side[] },
  ) {
    this.#project = project;
    this.#worker = worker;
    this.#withRows = withRows;
    this.#plan = plan;
    this.#theirs = databases.theirs;
    this.#sides = databases.sides;
  }

  async run(): Promise<Omit<WalkResult, 'name' | 'kind' | 'withRows'>> {
    await this.#prepare();
    this.#dump = await this.#theirs.dump();
    let up = 0;
    for (const [revision] of this.#plan) {
      if ((await this.#step('upgrade', revision)) !== 'done') break;
      up++;
      if (this.#withRows && up % seedEvery === 1) await this.#seed(up);
    }
    // The other tool goes first on the way down, so that each undoes what the other did.
    this.#turn++;
    let down = 0;
    for (const target of downgradeTargets(this.#plan.slice(0, up))) {
      const outcome = await this.#step('downgrade', target);
      if (outcome === 'failed') break;
      if (outcome === 'done') down++;
    }
    return {
      revisions: this.#plan.length,
      up,
      down,
      stopped: this.#stopped,
      compared: this.#compared,
      equal: this.#equal,
      rows: this.#rows,
      refused: this.#refused,
      differences: this.#differences,
    };
  }

  async #prepare(): Promise<void> {
    const { prepare } = this.#project;
    if (prepare === undefined) return;
    for (const { url } of [this.#theirs, ...this.#sides.map(({ database }) => database)]) {
      const error = await this.#worker.run('prepare', url, prepare);
      if (error !== null) throw new Error(`${this.#project.name}: ${error}`);
    }
  }

  async #step(direction: Direction, target: string): Promise<'done' | 'failed' | 'not possible'> {
    const before = this.#dump;
    this.#theirs.save();
    const error = await this.#worker.run(direction, this.#theirs.url, target);
    // Where branches meet, not every revision can be gone down to.
    const isImpossible = error?.startsWith('CommandError') === true && direction === 'downgrade';
    if (error !== null && !isImpossible) this.#stopped.push(`${direction} ${target}: ${firstLine(error)}`);
    // Where Alembic fails it may leave a part of the step, on SQLite; Retort must not.
    if (error === null) this.#dump = await this.#theirs.dump();
    else this.#theirs.restore();
    this.#turn++;
    for (const side of this.#sides) {
      if (side.isLost) continue;
      const isOurs = side.name === 'retort' || this.#turn % 2 === 0;
      // It would fail there too.
      if (!isOurs && error !== null && !isImpossible) continue;
      const what = `${direction} ${target} by ${isOurs ? 'retort' : 'alembic'}${side.name === 'in turn' ? ' in turn' : ''}`;
      const failure = isOurs
        ? await this.#retort(side, direction, target)
        : await this.#worker.run(direction, side.database.url, target);
      if (failure !== null && error === null) {
        this.#refused.push(`${what}: ${firstLine(failure)}`);
        const helped = await this.#worker.run(direction, side.database.url, target);
        if (helped !== null) this.#lose(side, `${what}: Alembic cannot go on after it: ${firstLine(helped)}`);
      }
      if (failure === null && error !== null)
        this.#lose(side, `${what}: did what Alembic fails at (${firstLine(error)})`);
      else this.#compare(side, what, error === null ? this.#dump : before, await side.database.dump());
    }
    return error === null ? 'done' : isImpossible ? 'not possible' : 'failed';
  }

  #compare(side: Side, what: string, expected: string, found: string): void {
    this.#compared++;
    if (withoutClock(found) === withoutClock(expected)) this.#equal++;
    else this.#lose(side, `${what}:\n${difference(withoutClock(expected), withoutClock(found))}`);
  }

  /** What differs once would differ at every step after it. */
  #lose(side: Side, difference: string): void {
    side.isLost = true;
    this.#differences.push(difference);
  }

  async #seed(round: number): Promise<void> {
    const statements = await seed(this.#theirs, round);
    this.#rows += statements.length;
    this.#dump = await this.#theirs.dump();
    for (const side of this.#sides) {
      if (side.isLost) continue;
      const error = await seedSame(side.database, statements);
      if (error !== null) this.#lose(side, `rows that Alembic's database took: ${error}`);
    }
  }

  async #retort(side: Side, direction: Direction, target: string): Promise<string | null> {
    const { ini, environment } = this.#project;
    const args = ['-c', ini, '--url', side.database.url, direction, target];
    const child = spawn(process.execPath, [command, ...args], {
      cwd: path.dirname(ini),
      env: { ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const code = await new Promise<number | null>((done) => child.on('close', done));
    return code === 0 ? null : output.trim() || `exit code ${String(code)}`;
  }
}

/** One revision at a time. */
function downgradeTargets(plan: readonly PlannedRevision[]): readonly string[] {
  const below = plan.map(([revision]) => revision).slice(0, -1);
  return plan.length === 0 ? [] : [...below.reverse(), 'base'];
}

/** Without the moments and random keys that scripts take from the clock and the dice. */
function withoutClock(text: string): string {
  const today = new Date().toISOString().slice(0, 10);
  return withSortedVersions(text)
    .replaceAll(new RegExp(`${today}[ T][\\d:.]+(?:[+-][\\d:]+)?`, 'g'), '<now>')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g, '<uuid4>');
}

/** Which row of the version table becomes a merge is chosen by the order of a set. */
function withSortedVersions(text: string): string {
  const isVersion = (line: string): boolean => /^(?:INSERT INTO public\.|")alembic_version/.test(line);
  const versions = text.split('\n').filter(isVersion).sort();
  return text
    .split('\n')
    .map((line) => (isVersion(line) ? (versions.shift() ?? '') : line))
    .join('\n');
}

function difference(expected: string, found: string): string {
  const theirs = expected.split('\n');
  const ours = found.split('\n');
  const lines = [
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `- ${line}`),
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `+ ${line}`),
  ];
  if (lines.length > 0) return lines.slice(0, 20).join('\n');
  const index = theirs.findIndex((line, at) => line !== ours[at]);
  return `the same lines in another order: ${theirs[index] ?? ''}\nwhere Retort has: ${ours[index] ?? ''}`;
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 400) ?? ''
  );
}
