import { DatabaseError } from '../../sqlalchemy/engine/connection.ts';

/** The code of the error that says that another run has moved the database since the plan was made. */
export const headsMoved = 'heads-moved';

export function sameHeads(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((head) => b.includes(head));
}

export function movedError(expected: readonly string[], found: readonly string[]): DatabaseError {
  const text = (heads: readonly string[]): string => (heads.length === 0 ? 'base' : heads.join(', '));
  return new DatabaseError(
    `The database is at ${text(found)}, but the run was planned for ${text(expected)}: nothing was changed`,
    {
      code: headsMoved,
      hint: 'Another run has changed the version table in the meantime: plan again.',
    },
  );
}
