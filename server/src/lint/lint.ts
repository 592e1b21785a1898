import type { Script } from '../alembic/script/script.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Severity } from '../util/problem.ts';
import type { Finding, Rule } from './rule.ts';
import type { ModelFinding, ModelRule } from './model-rule.ts';
import { misspeltClassAttribute } from './rules/misspelt-class-attribute.ts';
import { missingDowngrade } from './rules/missing-downgrade.ts';

/** Every rule; a new one is a file in `rules/` and a line here. */
export const rules: readonly Rule[] = [missingDowngrade];

/** The same for files of models. */
export const modelRules: readonly ModelRule[] = [misspeltClassAttribute];

export interface LintFinding extends Finding {
  readonly code: string;
  readonly severity: Severity;
}

export interface ModelLintFinding extends ModelFinding {
  readonly code: string;
  readonly severity: Severity;
}

// Syntax trees are kept while their text stands, so each file is judged once per change and not at every keystroke.
const known = new WeakMap<Module, readonly LintFinding[]>();

/** What the rules find in one revision file. A file that does not parse is not judged. */
export function checkRevision(module: Module, script: Script): readonly LintFinding[] {
  let findings = known.get(module);
  if (findings === undefined) {
    findings = module.errors.length > 0 ? [] : runRules(module, script);
    known.set(module, findings);
  }
  return findings;
}

const knownModels = new WeakMap<Module, readonly ModelLintFinding[]>();

/** What the rules find in one file of models. */
export function checkModelFile(module: Module): readonly ModelLintFinding[] {
  let findings = knownModels.get(module);
  if (findings === undefined) {
    findings = modelRules.flatMap((rule) =>
      rule.check(module).map((finding) => ({ ...finding, code: rule.code, severity: rule.severity })),
    );
    knownModels.set(module, findings);
  }
  return findings;
}

function runRules(module: Module, script: Script): readonly LintFinding[] {
  return rules.flatMap((rule) =>
    rule
      .check({ module, script })
      .map((finding) => ({ ...finding, code: rule.code, severity: rule.severity })),
  );
}
