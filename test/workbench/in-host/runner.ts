/** A test runner small enough to be loaded into the extension host, whose report outlives the host. */
import { writeFileSync } from 'node:fs';

export interface HostTest {
  readonly name: string;
  readonly body: () => Promise<void>;
}

export interface HostResult {
  readonly name: string;
  /** Null: it passed. */
  readonly error: string | null;
}

const LIMIT = 60_000;

/** Runs one test after the other; writes the results to `report` after each, so that a host that dies tells how far it came. */
export async function runInHost(tests: readonly HostTest[], report: string): Promise<readonly HostResult[]> {
  const results: HostResult[] = [];
  for (const { name, body } of tests) {
    let error: string | null = null;
    try {
      await within(LIMIT, body());
    } catch (thrown) {
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    }
    results.push({ name, error });
    writeFileSync(report, JSON.stringify(results, null, 2));
  }
  return results;
}

/** Asks until the answer is good; gives the last answer when time is up, so that an assertion can say what is wrong with it. */
export async function eventually<T>(
  ask: () => T | PromiseLike<T>,
  isGood: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + LIMIT - 10_000;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function within(limit: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done after ${limit / 1000} s`));
    }, limit);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
