import type { Script } from '../alembic/script/script.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Severity } from '../util/problem.ts';
import type { TextRange } from '../util/text-range.ts';

/** One revision file, as a rule sees it. */
export interface RevisionFile {
  readonly module: Module;
  readonly script: Script;
}

export interface Finding {
  readonly range: TextRange;
  readonly message: string;
}

/** A rule over revision files. One file per rule; `lint.ts` lists them all. */
export interface Rule {
  /** Stable, kebab-case: the diagnostic's code, and what a user silences. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong with it and what to do instead, in Markdown: the rule's documentation. */
  readonly documentation: string;
  check(file: RevisionFile): readonly Finding[];
}
