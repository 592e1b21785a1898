import type { Module } from '../python/syntax/ast.ts';
import type { Severity } from '../util/problem.ts';
import type { TextRange } from '../util/text-range.ts';

/** Replaces the text of the finding. */
export interface Replacement {
  readonly title: string;
  readonly newText: string;
}

export interface ModelFinding {
  readonly range: TextRange;
  readonly message: string;
  readonly fix: Replacement | null;
}

/** A rule over files of models. One file per rule; `lint.ts` lists them all. */
export interface ModelRule {
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong with it and what to do instead, in Markdown: the rule's documentation. */
  readonly documentation: string;
  check(module: Module): readonly ModelFinding[];
}
