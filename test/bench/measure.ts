/** Measuring whole processes in turns, and saying it in lines. */
import { spawnSync } from 'node:child_process';

export interface Run {
  /** Of the clock, in milliseconds. */
  readonly wall: number;
  /** Of all processors, user and system: on a busy machine the better measure. */
  readonly cpu: number;
  readonly stdout: string;
}

export interface Process {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function measure({ command, args, environment }: Process, cwd: string): Run {
  const result = spawnSync('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$0" "$@"', command, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...environment },
  });
  const [last = ''] = result.stderr.trim().split('\n').slice(-1);
  if (result.status !== 0) throw new Error(`${[command, ...args].join(' ')}\n${result.stderr}`);
  const [wall = NaN, user = NaN, system = NaN] = last.split(' ').map(Number);
  return { wall: wall * 1000, cpu: (user + system) * 1000, stdout: result.stdout };
}

export interface Measured {
  readonly wall: number;
  readonly cpu: number;
}

/** The medians of runs in turns, so that a busy machine disturbs both alike; the first of each is told apart. */
export function inTurns(
  ours: Process,
  theirs: Process,
  cwd: string,
  rounds: number,
): {
  readonly first: readonly [Run, Run];
  readonly ours: Measured;
  readonly theirs: Measured;
  readonly isEqual: boolean;
} {
  const first = [measure(ours, cwd), measure(theirs, cwd)] as const;
  let isEqual = first[0].stdout === first[1].stdout;
  const all: (readonly [Run, Run])[] = [];
  for (let round = 0; round < rounds; round++) {
    const pair = [measure(ours, cwd), measure(theirs, cwd)] as const;
    isEqual &&= pair[0].stdout === pair[1].stdout;
    all.push(pair);
  }
  const medians = (side: 0 | 1): Measured => ({
    wall: median(all.map((pair) => pair[side].wall)),
    cpu: median(all.map((pair) => pair[side].cpu)),
  });
  return { first, ours: medians(0), theirs: medians(1), isEqual };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

export const ms = (value: number): string => `${value.toFixed(0)} ms`;

export const times = (theirs: number, ours: number): string => `${(theirs / ours).toFixed(1)}×`;
