import type { Origin } from './text-range.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Something that a user should know, with its place. `code` is stable and documented; `message` says what to do. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin | null;
}
