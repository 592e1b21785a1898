/** Beside each column of a model: its SQL type and nullability, and the revision that added it. */
import type { Column, Table } from '../sqlalchemy/sql/schema.ts';
import { createdKey } from '../alembic/operations/created-by.ts';
import { rangeContains, type Origin, type TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { originIn } from './schema-at.ts';
import { shortRevision } from './revision-state.ts';

export interface InlayHint {
  readonly offset: number;
  readonly parts: readonly InlayHintPart[];
}
export interface InlayHintPart {
  readonly text: string;
  readonly tooltip: string;
  /** Where a click on the part leads. */
  readonly target: Origin | null;
}
export interface InlayHintOptions {
  readonly types: boolean;
  readonly revision: boolean;
}

/** Hints of the columns of `file` that end in `range`. A mixin's column stands for every table that has it. */
export function inlayHints(
  project: Project,
  file: string,
  range: TextRange,
  options: InlayHintOptions,
): readonly InlayHint[] {
  const byOffset = new Map<number, { table: Table; column: Column }[]>();
  for (const { table, columns } of project.tablesIn(file)) {
    for (const column of columns) {
      const end = originIn(column.origin, file)?.end;
      if (end === undefined || !rangeContains(range, end)) continue;
      const uses = byOffset.get(end);
      if (uses === undefined) byOffset.set(end, [{ table, column }]);
      else uses.push({ table, column });
    }
  }
  const hints: InlayHint[] = [];
  for (const [offset, uses] of [...byOffset].sort(([a], [b]) => a - b)) {
    const parts = [
      ...(options.types ? typePart(project, uses) : []),
      ...(options.revision ? revisionPart(project, uses) : []),
    ];
    if (parts.length > 0) hints.push({ offset, parts });
  }
  return hints;
}

type Uses = readonly { readonly table: Table; readonly column: Column }[];

function typePart(project: Project, uses: Uses): readonly InlayHintPart[] {
  const texts = new Set(uses.map(({ table, column }) => columnTypeText(project, table, column)));
  const [text] = texts;
  // Tables that disagree about a shared column (a foreign key's type, say) have no one type to show.
  if (texts.size !== 1 || text === undefined || text === null) return [];
  return [{ text, tooltip: `As ${project.dialect.name} has it`, target: null }];
}

function revisionPart(project: Project, uses: Uses): readonly InlayHintPart[] {
  const { addedBy } = project.history();
  const found = uses.flatMap(
    ({ table, column }) => addedBy.get(createdKey(table.name, table.schema, column.name)) ?? [],
  );
  const [first] = found;
  if (first === undefined) return [];
  const revisions = new Set(found.map(({ tag }) => tag));
  const more = revisions.size > 1 ? ` +${revisions.size - 1}` : '';
  const names = [...revisions].join(', ');
  return [
    {
      text: `${shortRevision(first.tag)}${more}`,
      tooltip: `Added by revision ${names}`,
      target: first.origin,
    },
  ];
}

/** `VARCHAR(255) NOT NULL`; null when the dialect has no such type or the type is not known: a diagnostic tells that. */
export function columnTypeText(project: Project, table: Table, column: Column): string | null {
  if (column.type.kind === 'unknown') return null;
  try {
    const type = project.dialect.typeCompiler.process(column.type, {
      table: table.name,
      column: column.name,
    });
    if (column.nullableUnknown !== undefined) return type;
    return `${type} ${column.nullable ? 'NULL' : 'NOT NULL'}`;
  } catch {
    return null;
  }
}
