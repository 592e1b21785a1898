/** Above a revision: its state, and what can be done with it. */
import type { Module } from '../python/syntax/ast.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { moduleAssignment } from './nodes.ts';
import { revisionState, scriptOf } from './revision-state.ts';

export interface CodeLens {
  readonly range: TextRange;
  readonly title: string;
  /** Null: it only tells something. */
  readonly command: 'retort.showSql' | 'retort.upgradeTo' | 'retort.downgradeTo' | null;
  readonly revision: string;
}

/** `current`: the revisions that the database is at, null when that is not known. */
export function codeLenses(
  project: Project,
  module: Module,
  current: readonly string[] | null,
): readonly CodeLens[] {
  const script = scriptOf(project, module.file);
  if (script === null) return [];
  const { revision } = script;
  const { revisionMap } = project.scriptDirectory;
  const range = moduleAssignment(module, 'revision')?.range ?? { start: 0, end: 0 };
  const state = revisionState(revisionMap, revision, current);
  const isCurrent = current?.includes(revision) ?? false;
  const isHead = revisionMap.heads.includes(revision);
  const lens = (title: string, command: CodeLens['command']): CodeLens => ({
    range,
    title,
    command,
    revision,
  });
  const words = [
    ...(state === 'applied' ? ['✓ applied'] : []),
    ...(state === 'pending' ? ['○ pending'] : []),
    ...(isCurrent ? ['current'] : []),
    ...(isHead ? ['head'] : []),
  ];
  return [
    ...(words.length > 0 ? [lens(words.join(' · '), null)] : []),
    lens('Show SQL', 'retort.showSql'),
    ...(state === 'applied' ? [] : [lens('Upgrade to here', 'retort.upgradeTo')]),
    ...(state === 'pending' || isCurrent ? [] : [lens('Downgrade to here', 'retort.downgradeTo')]),
  ];
}
