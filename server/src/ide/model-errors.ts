/** What keeps the models from being read as a whole: then what they lack proves nothing. */
import type { Module } from '../python/syntax/ast.ts';
import type { Problem } from '../util/problem.ts';
import type { Models, Project } from '../workspace/project.ts';

/** The parsed file, or null when there is none. */
export type Parse = (file: string) => Module | null;

/**
 * What keeps a revision from being written: importing such models works, but Alembic's comparison raises this whatever it
 * would find. Null where nothing does.
 */
export function danglingForeignKey({ problems }: Models): Problem | null {
  return problems.find(({ code }) => code === 'invalid-foreign-key') ?? null;
}

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
