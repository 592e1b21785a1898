/**
 * Mutates the models of real packages at random and lets both tools write the revision, on live databases:
 *
 *   npm run report:mutations                          300 of each project; writes REPORT.md beside this file
 *   npm run report:mutations -- --count 20 optuna     those, with both texts of what differs; writes nothing
 */
import { parseArgs } from 'node:util';
import { initTestParser } from '../../support/python.ts';
import { startServer } from '../histories/replay/server.ts';
import { compareProject, type Comparison } from './compare-project.ts';
import { projects } from './projects.ts';
import { writeReport } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string' },
    only: { type: 'string' },
  },
});
await initTestParser();
const chosen = projects.filter((each) => positionals.length === 0 || positionals.includes(each.package.name));
const server = await startServer();
const all: Comparison[] = [];
try {
  for (const project of chosen) {
    const found = await compareProject(project, server.url, {
      count: Number(values.count),
      seed: Number(values.seed),
      ...(values.database === undefined ? {} : { database: values.database }),
    });
    all.push(...found);
    for (const each of positionals.length === 0 && values.only === undefined ? [] : found) print(each);
    summarize(project.package.name, found);
    // Long runs leave what they have.
    if (positionals.length === 0) writeReport(all, Number(values.count));
  }
} finally {
  await server.stop();
}
function print({ outcome, seed, database, mode, told, theirs, ours, reason }: Comparison): void {
  if (outcome === 'identical' || outcome === 'reordered') return;
  if (values.only !== undefined && outcome !== values.only) return;
  console.log(`=== ${outcome} ${database} ${mode} seed ${String(seed)}: ${told.join('; ')}\n${reason}`);
  if (outcome === 'different') console.log(difference(theirs, ours));
}

/** Lines that only one of the two has. */
function difference(theirs: string, ours: string): string {
  const [one, other] = [theirs.split('\n'), ours.split('\n')];
  return [
    ...one.filter((line) => !other.includes(line)).map((line) => `- ${line}`),
    ...other.filter((line) => !one.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

function summarize(name: string, found: readonly Comparison[]): void {
  for (const mode of ['database', 'history'] as const) {
    const of = found.filter((each) => each.mode === mode);
    const counts = ['identical', 'reordered', 'refused', 'different', 'invalid'].map(
      (outcome) => `${outcome} ${String(of.filter((each) => each.outcome === outcome).length)}`,
    );
    console.log(`${name} ${mode}: ${counts.join(', ')}`);
  }
}
