/** Names of the schema inside `ForeignKey("…")`, and revision ids inside `down_revision` and `depends_on`. */
import type { Module } from '../python/syntax/ast.ts';
import { rangeContains, type TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { moduleAssignment, nodesAt, stringAt, stringsOf } from './nodes.ts';
import { scriptOf } from './revision-state.ts';

export interface CompletionItem {
  readonly label: string;
  readonly detail: string;
  readonly kind: 'column' | 'revision';
  /** Where the labels fit alike, the lower one is offered first. */
  readonly rank: number;
  /** The text inside the quotes, which the label replaces. */
  readonly range: TextRange;
}

export function completion(project: Project, module: Module, offset: number): readonly CompletionItem[] {
  const literal = stringAt(module, offset);
  const range = literal === null ? null : insideQuotes(module, literal.range, offset);
  if (range === null) return [];
  if (isArgumentOf(module, offset, 'ForeignKey')) return columnNames(project, range);
  return isRevisionReference(project, module, offset) ? revisionIds(project, module, range) : [];
}

function columnNames(project: Project, range: TextRange): readonly CompletionItem[] {
  return project.models().metadata.flatMap(({ tables }) =>
    [...tables].flatMap(([key, table]) =>
      table.columns.map(({ name, type, primaryKey }) => ({
        label: `${key}.${name}`,
        detail: type.kind === 'unknown' ? '' : type.kind,
        kind: 'column' as const,
        // What foreign keys nearly always name.
        rank: primaryKey ? 0 : 1,
        range,
      })),
    ),
  );
}

function revisionIds(project: Project, module: Module, range: TextRange): readonly CompletionItem[] {
  return [...project.scriptDirectory.revisionMap.scripts.values()]
    .filter(({ path }) => path !== module.file)
    .map(({ revision, doc }) => ({
      label: revision,
      detail: doc,
      kind: 'revision' as const,
      rank: 0,
      range,
    }));
}

/** The call whose argument the cursor is in, by the last name of what is called: `sa.ForeignKey` too. */
function isArgumentOf(module: Module, offset: number, name: string): boolean {
  const call = nodesAt(module, offset).findLast((node) => node.kind === 'Call');
  if (call?.kind !== 'Call') return false;
  const { func } = call;
  return (func.kind === 'Name' && func.id === name) || (func.kind === 'Attribute' && func.attr === name);
}

function isRevisionReference(project: Project, module: Module, offset: number): boolean {
  if (scriptOf(project, module.file) === null) return false;
  return ['down_revision', 'depends_on'].some((name) =>
    stringsOf(moduleAssignment(module, name)?.value ?? null).some(({ range }) =>
      rangeContains(range, offset),
    ),
  );
}

/** Null on the quotes themselves, and for prefixed or joined literals, whose inside is not one piece of text. */
function insideQuotes(module: Module, literal: TextRange, offset: number): TextRange | null {
  const text = module.text.slice(literal.start, literal.end);
  const quoted = /^("""|'''|"|')([^"'\\\n]*)\1$/.exec(text);
  const quote = quoted?.[1]?.length;
  if (quote === undefined) return null;
  const range = { start: literal.start + quote, end: literal.end - quote };
  return rangeContains(range, offset) ? range : null;
}
