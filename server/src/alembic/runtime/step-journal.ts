/** What a run tells of its steps as they are committed, for whoever keeps it. */
import type { MigrationStep } from './migration-step.ts';

export interface StepRecord {
  readonly step: MigrationStep;
  /**
   * `partly`: something of the step is committed, its version is not; a run that ends there leaves it so. The last record of a
   * step holds.
   */
  readonly outcome: 'done' | 'failed' | 'partly';
  readonly through: 'retort' | 'python';
  /** The beginnings of the statements that are committed without the step's version, in order; no values. */
  readonly kept: readonly string[];
  /** The beginning of the one that was under way outside of a transaction. */
  readonly underWay: string | null;
}

export interface RunJournal {
  record(records: readonly StepRecord[]): void;
}

/** Follows one run, statement by statement. */
export class StepJournal {
  readonly #journal: RunJournal | undefined;
  #step: MigrationStep | null = null;
  #through: StepRecord['through'] = 'retort';
  /** Executed in the open transaction. */
  #open: string[] = [];
  #kept: string[] = [];
  #underWay: string | null = null;
  /** Each statement commits by itself. */
  #isApart = false;

  constructor(journal: RunJournal | undefined) {
    this.#journal = journal;
  }

  /** `isApart`: what the step does is not taken back when it fails. */
  begin(step: MigrationStep, through: StepRecord['through'], isApart = false): void {
    this.#step = step;
    this.#through = through;
    this.#open = [];
    this.#kept = [];
    this.#underWay = null;
    this.#isApart = isApart;
    if (isApart) this.#record('partly');
  }

  /** Before each statement. */
  statement(sql: string): void {
    const beginning = beginningOf(sql);
    if (!this.#isApart) {
      this.#open.push(beginning);
      return;
    }
    if (this.#underWay !== null) this.#kept.push(this.#underWay);
    this.#underWay = beginning;
    this.#record('partly');
  }

  /** The edges of an autocommit block. */
  autocommit(edge: 'begin' | 'end'): void {
    this.#isApart = edge === 'begin';
    if (edge === 'begin') this.#kept.push(...this.#open);
    else if (this.#underWay !== null) this.#kept.push(this.#underWay);
    this.#underWay = null;
    this.#open = [];
    this.#record('partly');
  }

  done(steps: readonly { readonly step: MigrationStep; readonly through: StepRecord['through'] }[]): void {
    this.#journal?.record(steps.map((each) => ({ ...each, outcome: 'done', kept: [], underWay: null })));
  }

  failed(): void {
    this.#record('failed');
  }

  #record(outcome: StepRecord['outcome']): void {
    if (this.#step === null) return;
    const { kept, underWay } = { kept: [...this.#kept], underWay: this.#underWay };
    this.#journal?.record([{ step: this.#step, outcome, through: this.#through, kept, underWay }]);
  }
}

/** `CREATE INDEX CONCURRENTLY ix_a ON a`: as far as it holds no value, which may be a secret. */
function beginningOf(sql: string): string {
  const [head = ''] = sql.trim().split(/['"$(=]/, 1);
  return head.trim().split(/\s+/).slice(0, 6).join(' ').slice(0, 100);
}
