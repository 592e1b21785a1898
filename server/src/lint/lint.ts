import type { Script } from '../alembic/script/script.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Severity } from '../util/problem.ts';
import type { Finding, Rule } from './rule.ts';
import { missingDowngrade } from './rules/missing-downgrade.ts';

/** Every rule; a new one is a file in `rules/` and a line here. */
export const rules: readonly Rule[] = [missingDowngrade];

export interface LintFinding extends Finding {
  readonly code: string;
  readonly severity: Severity;
}

/** What the rules find in one revision file. A file that does not parse is not judged. */
export function checkRevision(module: Module, script: Script): readonly LintFinding[] {
  if (module.errors.length > 0) return [];
  return rules.flatMap((rule) =>
    rule
      .check({ module, script })
      .map((finding) => ({ ...finding, code: rule.code, severity: rule.severity })),
  );
}
