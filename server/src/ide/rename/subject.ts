/** What a rename at the cursor is about. */
import type { ClassDef, Constant, Module } from '../../python/syntax/ast.ts';
import { tableKey, type Column, type Table } from '../../sqlalchemy/sql/schema.ts';
import { rangeContains, type TextRange } from '../../util/text-range.ts';
import type { Project } from '../../workspace/project.ts';
import { nodesAt, type SyntaxNode } from '../nodes.ts';
import { findByName, originIn } from '../schema-at.ts';
import { calledName } from './walk.ts';
import { innerRange } from './text-edits.ts';

export type RenameSubject =
  | { readonly kind: 'table'; readonly table: Table; readonly range: TextRange; readonly name: string }
  | {
      readonly kind: 'column';
      /** All that have it: a mixin's column is in several. */
      readonly tables: readonly Table[];
      readonly column: Column;
      readonly range: TextRange;
      readonly name: string;
      /** The attribute of the classes changes its name. */
      readonly isAttribute: boolean;
      /** The column of the database does. */
      readonly isDatabaseName: boolean;
    };

/** The table or column whose name is under the cursor: where it is defined, or in the string of a foreign key. */
export function subjectAt(project: Project, module: Module, offset: number): RenameSubject | null {
  const nodes = nodesAt(module, offset);
  const node = nodes.at(-1);
  if (node?.kind === 'Constant' && node.value.type === 'str') {
    return namedByString(project, module, node, nodes, offset);
  }
  const cls = nodes.findLast((each): each is ClassDef => each.kind === 'ClassDef');
  const statement = cls?.body.find(
    (each) =>
      (each.kind === 'Assign' && each.targets.some((target) => target === node)) ||
      (each.kind === 'AnnAssign' && each.target === node),
  );
  if (node?.kind !== 'Name' || statement === undefined) return null;
  const value = statement.kind === 'Assign' || statement.kind === 'AnnAssign' ? statement.value : null;
  const isNamed = value !== null && explicitName(value) !== null;
  const found = columnsIn(project, module, statement.range);
  if (found === null) return null;
  const { range, id: name } = node;
  return { kind: 'column', ...found, range, name, isAttribute: true, isDatabaseName: !isNamed };
}

function namedByString(
  project: Project,
  module: Module,
  literal: Constant,
  nodes: readonly SyntaxNode[],
  offset: number,
): RenameSubject | null {
  const parent = nodes.at(-2) ?? null;
  for (const { table } of project.tablesIn(module.file)) {
    const origin = originIn(table.nameOrigin, module.file);
    if (origin === null || !rangeContains(origin, offset)) continue;
    return { kind: 'table', table, range: innerRange(module, literal), name: table.name };
  }
  if (parent !== null && explicitName(parent) === literal) {
    // In a class the column is at home where its attribute is.
    const statement = nodes.findLast(({ kind }) => kind === 'Assign' || kind === 'AnnAssign');
    const found =
      columnsIn(project, module, parent.range) ??
      (statement === undefined ? null : columnsIn(project, module, statement.range));
    if (found === null) return null;
    const range = innerRange(module, literal);
    const { name } = found.column;
    return { kind: 'column', ...found, range, name, isAttribute: false, isDatabaseName: true };
  }
  const called = parent === null ? null : calledName(parent);
  return called === 'ForeignKey' ? referred(project, module, literal, offset) : null;
}

/** `"users.id"`: the table before the last dot, the column behind it. */
function referred(project: Project, module: Module, literal: Constant, offset: number): RenameSubject | null {
  if (literal.value.type !== 'str') return null;
  const found = findByName(project.models().metadata, literal.value.value);
  const { start, end } = innerRange(module, literal);
  const dot = start + literal.value.value.lastIndexOf('.');
  if (found === null) return null;
  const { table, column } = found;
  if (column === null || offset <= dot) {
    const tableEnd = column === null ? end : dot;
    return {
      kind: 'table',
      table,
      range: { start: tableEnd - table.name.length, end: tableEnd },
      name: table.name,
    };
  }
  const origin = column.origin;
  const tables = origin === null ? [table] : tablesWith(project, origin.file, origin.range);
  // The attribute is renamed where it stands: only there is it seen whether it is another name.
  return column.key === column.name
    ? null
    : {
        kind: 'column',
        tables,
        column,
        range: { start: dot + 1, end },
        name: column.name,
        isAttribute: false,
        isDatabaseName: true,
      };
}

/** The first argument of `Column("name", …)`, where it is the name. */
function explicitName(value: SyntaxNode): Constant | null {
  const called = calledName(value);
  if (value.kind !== 'Call' || (called !== 'Column' && called !== 'mapped_column')) return null;
  const [first] = value.args;
  if (first?.kind === 'Constant' && first.value.type === 'str') return first;
  const keyword = value.keywords.find(({ name }) => name === 'name')?.value;
  return keyword?.kind === 'Constant' && keyword.value.type === 'str' ? keyword : null;
}

/** The column that a statement or call defines, with all tables that have it. */
function columnsIn(
  project: Project,
  module: Module,
  range: TextRange,
): { readonly tables: readonly Table[]; readonly column: Column } | null {
  const tables = tablesWith(project, module.file, range);
  const column = tables[0]?.columns.find((each) => isWithin(originIn(each.origin, module.file), range));
  return column === undefined ? null : { tables, column };
}

function tablesWith(project: Project, file: string, range: TextRange): readonly Table[] {
  const found = new Map<string, Table>();
  for (const { tables } of project.models().metadata) {
    for (const table of tables.values()) {
      const has = table.columns.some((column) => isWithin(originIn(column.origin, file), range));
      if (has) found.set(tableKey(table.name, table.schema), table);
    }
  }
  return [...found.values()];
}

function isWithin(inner: TextRange | null, outer: TextRange): boolean {
  return inner !== null && outer.start <= inner.start && inner.end <= outer.end;
}
