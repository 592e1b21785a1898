/** The strings of a revision file that name other revisions, and where they lead. */
import type { Module } from '../python/syntax/ast.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Script } from '../alembic/script/script.ts';
import type { Project } from '../workspace/project.ts';
import { moduleAssignment, stringsOf } from './nodes.ts';
import { dependencyOf, scriptOf } from './revision-state.ts';

export interface RevisionLink {
  readonly range: TextRange;
  readonly script: Script;
}

/** Links of `down_revision` and `depends_on`; empty for a file that is no revision. */
export function revisionLinks(project: Project, module: Module): readonly RevisionLink[] {
  if (scriptOf(project, module.file) === null) return [];
  const { revisionMap } = project.scriptDirectory;
  const links: RevisionLink[] = [];
  for (const name of ['down_revision', 'depends_on']) {
    for (const { value, range } of stringsOf(moduleAssignment(module, name)?.value ?? null)) {
      const script = dependencyOf(revisionMap, value);
      if (script !== null) links.push({ range, script });
    }
  }
  return links;
}
