/** The budgets of one interpreter: how long it computes, how deep it calls, how much it builds. */
import type { Origin } from '../../util/text-range.ts';
import { unwrap } from './containers.ts';
import { EvaluationStopped } from './errors.ts';
import type { Budget, Cost } from './interpreter.ts';
import { bitsOf, isBig } from './integer-size.ts';
import { isPending } from './iteration.ts';
import type { Value } from './value.ts';

/** Values of fewer words are not counted: the steps that make them bound them well enough. */
const smallest = 64;

export class Meter {
  private readonly budget: Budget;
  private stepsLeft: number;
  private memoryLeft: number;
  /** Steps for packages that are not the project's. */
  private apartLeft: number;
  /** Values whose memory is counted already: a function may give the same list again and again. */
  private counted = new WeakSet<Value>();

  constructor(budget: Budget) {
    this.budget = budget;
    this.stepsLeft = budget.steps;
    this.memoryLeft = budget.memory;
    this.apartLeft = (budget.steps * 2) / 5;
  }

  /** Full budgets again. */
  renew(): void {
    this.stepsLeft = this.budget.steps;
    this.memoryLeft = this.budget.memory;
    this.apartLeft = (this.budget.steps * 2) / 5;
  }

  /**
   * Runs code of a package that is not the project's with a budget of its own, which is not taken from the rest: a fifth
   * of the whole for each such package, two fifths for all of them.
   */
  apart<T>(run: () => T): T {
    const { stepsLeft, memoryLeft } = this;
    const steps = Math.min(this.budget.steps / 5, this.apartLeft);
    this.stepsLeft = steps;
    this.memoryLeft = this.budget.memory / 5;
    try {
      return run();
    } finally {
      this.apartLeft -= steps - Math.max(0, this.stepsLeft);
      this.stepsLeft = stepsLeft;
      this.memoryLeft = memoryLeft;
    }
  }

  /** Since the budgets were full. */
  get spent(): Cost {
    return {
      steps: this.budget.steps - this.stepsLeft,
      memory: this.budget.memory - this.memoryLeft,
    };
  }

  /** Counts what an earlier evaluation took whose outcome is used. */
  spend({ steps, memory }: Cost, site: Origin): void {
    this.work(steps, site);
    this.allocate(memory, site);
  }

  /** Counts steps; throws when the budget is spent. */
  work(steps: number, site: Origin): void {
    this.stepsLeft -= steps;
    if (this.stepsLeft < 0) this.stop('evaluation takes too many steps and was stopped', site);
  }

  /** `work` of one, without making an origin for each node. */
  step(file: string, node: { readonly range: Origin['range'] }): void {
    if (--this.stepsLeft < 0) this.work(0, { file, range: node.range });
  }

  /** Throws when one value would have more items or characters than allowed. */
  checkSize(size: number, site: Origin): void {
    if (size > this.budget.size) this.stop('a value grows too large and evaluation was stopped', site);
  }

  /** Counts words of 8 bytes of memory, given back or not; throws when the budget is spent. */
  allocate(words: number, site: Origin): void {
    this.memoryLeft -= words;
    if (this.memoryLeft < 0) this.stop('evaluation takes too much memory and was stopped', site);
  }

  /** Counts the work of going through a text or a long integer: native functions do it in one step. */
  read(value: Value, site: Origin): void {
    if ((value.kind === 'str' || value.kind === 'bytes') && value.value.length > 256)
      this.work(value.value.length / 64, site);
    else if (value.kind === 'int' && isBig(value.value)) this.work(bitsOf(value.value) / 64, site);
  }

  /** Counts the memory of a value that was just made, once. */
  account(value: Value, site: Origin): void {
    const words = wordsOf(value);
    if (words < smallest || this.counted.has(value)) return;
    this.counted.add(value);
    this.allocate(words, site);
  }

  private stop(reason: string, site: Origin): never {
    throw new EvaluationStopped(reason, site);
  }
}

/** About how many words of memory a value holds by itself, without what its items hold. */
export function wordsOf(value: Value): number {
  switch (value.kind) {
    case 'str':
      return value.value.length / 4;
    case 'bytes':
      return value.value.length / 8;
    case 'list':
    case 'tuple':
      return value.items.length;
    case 'dict':
    case 'set':
      return value.entries.size * 8;
    case 'iterator':
      return isPending(value) ? 0 : value.items.length;
    case 'instance': {
      const plain = unwrap(value);
      return plain === value ? 0 : wordsOf(plain);
    }
    default:
      return 0;
  }
}
