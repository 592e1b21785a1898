/** What keeps the models from being read as a whole: then what they lack proves nothing. */
import type { Module } from '../python/syntax/ast.ts';
import type { Problem } from '../util/problem.ts';
import type { Project } from '../workspace/project.ts';

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
