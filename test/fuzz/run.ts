/**
 * Damages model files and revision scripts and checks what must hold for any text.
 *
 *   npm run fuzz -- --count 50000 --seed 1            prints what went wrong, and the figures
 *   npm run fuzz -- --seed 1 --show 4711              prints one damaged text and what is wrong with it
 *
 * A child process does the work; where it hangs or dies, the case is written down and the next child goes on behind it.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { initTestParser } from '../support/python.ts';
import { checkCase, makeCase } from './case.ts';
import { ownSeeds, packageSeeds } from './seeds.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string' },
  },
});
const run = Number(values.seed);
const end = Number(values.from) + Number(values.count);

/** A case may take as long as its budgets allow on a busy machine. */
const hangsAfter = 60_000;

type Report =
  | { readonly kind: 'start'; readonly index: number }
  | {
      readonly kind: 'done';
      readonly index: number;
      readonly milliseconds: number;
      readonly wrong: readonly string[];
      readonly name: string;
    };

async function work(from: number): Promise<void> {
  await initTestParser();
  const seeds = [...ownSeeds(), ...packageSeeds()];
  for (let index = from; index < end; index++) {
    process.send?.({ kind: 'start', index } satisfies Report);
    const made = makeCase(seeds, run, index);
    const started = performance.now();
    const wrong = checkCase(made);
    const milliseconds = performance.now() - started;
    const name = `${made.seed.name}: ${made.names.join(', ')}`;
    process.send?.({ kind: 'done', index, milliseconds, wrong, name } satisfies Report);
    // Lets the messages go.
    if (index % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function show(index: number): Promise<void> {
  await initTestParser();
  const made = makeCase([...ownSeeds(), ...packageSeeds()], run, index);
  console.log(made.text);
  console.log(`${made.seed.name}: ${made.names.join(', ')}`);
  console.log(checkCase(made).join('\n'));
}

/** Runs a child from a case on; the case at which it hung or died, or null when it came to the end. */
function runChild(from: number, onDone: (report: Report & { kind: 'done' }) => void): Promise<number | null> {
  return new Promise((resolve) => {
    const child = fork(import.meta.filename, process.argv.slice(2), {
      env: { ...process.env, FUZZ_FROM: from.toString() },
    });
    let current = from;
    let timer: NodeJS.Timeout | undefined;
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), hangsAfter);
    };
    child.on('message', (report: Report) => {
      watch();
      current = report.kind === 'start' ? report.index : report.index + 1;
      if (report.kind === 'done') onDone(report);
    });
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(current < end ? current : null);
    });
  });
}

async function main(): Promise<void> {
  const times: number[] = [];
  let wrongs = 0;
  let from: number | null = Number(values.from);
  while (from !== null) {
    const stopped = await runChild(from, ({ index, milliseconds, wrong, name }) => {
      times.push(milliseconds);
      for (const sentence of wrong) {
        wrongs++;
        console.log(`${index.toString()} ${name}\n    ${sentence.split('\n').slice(0, 6).join('\n    ')}`);
      }
      if (milliseconds > 10_000) console.log(`${index.toString()} ${name}: ${milliseconds.toFixed(0)} ms`);
    });
    if (stopped !== null) {
      wrongs++;
      console.log(`${stopped.toString()}: it hung, or the process died`);
    }
    from = stopped === null || stopped + 1 >= end ? null : stopped + 1;
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `${times.length.toString()} cases, ${wrongs.toString()} wrong; ms per case: median ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(1)}`,
  );
  process.exitCode = wrongs === 0 ? 0 : 1;
}

if (values.show !== undefined) await show(Number(values.show));
else if (process.send === undefined) await main();
else {
  await work(Number(process.env['FUZZ_FROM']));
  process.disconnect();
}
