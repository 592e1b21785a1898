/** Where the thing under the cursor is defined. */
import type { Module } from '../python/syntax/ast.ts';
import { rangeContains, type Origin, type TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { revisionLinks } from './revision-links.ts';
import { referredAt } from './schema-at.ts';

export interface Definition {
  /** The text at the cursor that names it. */
  readonly range: TextRange;
  readonly target: Origin;
}

/** `"users.id"` → the column; a revision's id in `down_revision` or `depends_on` → that revision. */
export function definition(project: Project, module: Module, offset: number): Definition | null {
  const link = revisionLinks(project, module).find(({ range }) => rangeContains(range, offset));
  if (link !== undefined) {
    const start = { file: link.script.path, range: { start: 0, end: 0 } };
    return { range: link.range, target: link.script.revisionOrigin ?? start };
  }
  const referred = referredAt(project, module, offset);
  const target = referred?.column?.origin ?? referred?.table.nameOrigin ?? referred?.table.origin;
  return referred === null || target === null || target === undefined
    ? null
    : { range: referred.range, target };
}
