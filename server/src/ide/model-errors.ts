/** What keeps the models from being read as a whole: then what they lack proves nothing. */
import type { Module } from '../python/syntax/ast.ts';
import type { Problem } from '../util/problem.ts';
import type { Drift, Project } from '../workspace/project.ts';

/** The parsed file, or null when there is none. */
export type Parse = (file: string) => Module | null;

/** Errors of evaluation, then of syntax. */
export function modelErrors(project: Project, parse: Parse): readonly Problem[] {
  const { problems, files } = project.models();
  const syntax = [...files].flatMap((file) =>
    (parse(file)?.errors ?? []).map(({ message, range }): Problem => {
      return { code: 'syntax-error', severity: 'error', message, origin: { file, range } };
    }),
  );
  return [...problems.filter(({ severity }) => severity === 'error'), ...syntax];
}

/**
 * What models and history differ in: nothing when env.py names no metadata, as in a project that writes its scripts by
 * hand. While the models cannot be read as a whole (a line is being typed), nothing is said to be removed.
 */
export function knownDrift(project: Project, parse: Parse): readonly Drift[] {
  if (project.models().metadata.length === 0) return [];
  const drift = project.drift();
  const removals = new Set(drift.filter(({ code }) => code.startsWith('removed-')));
  if (removals.size === 0 || modelErrors(project, parse).length === 0) return drift;
  return drift.filter((each) => !removals.has(each));
}
