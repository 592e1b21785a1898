/** Which table or column of the models is under the cursor, or named by a string such as `"users.id"`. */
import type { Module } from '../python/syntax/ast.ts';
import type { Column, MetaData, Table } from '../sqlalchemy/sql/schema.ts';
import { rangeContains, type Origin, type TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { classNamedAt, stringAt } from './nodes.ts';

export interface SchemaObjectAt {
  readonly table: Table;
  /** Null: the table itself. */
  readonly column: Column | null;
  /** The text that names or defines it at the cursor. */
  readonly range: TextRange;
}

/** The table or column that the text at `offset` defines. */
export function definedAt(project: Project, module: Module, offset: number): SchemaObjectAt | null {
  const cls = classNamedAt(module, offset);
  for (const { table, columns } of project.tablesIn(module.file)) {
    const name = originIn(table.nameOrigin, module.file);
    if (name !== null && rangeContains(name, offset)) return { table, column: null, range: name };
    for (const column of columns) {
      const range = originIn(column.origin, module.file);
      if (range !== null && rangeContains(range, offset)) return { table, column, range };
    }
    if (cls !== null && name !== null && cls.range.start <= name.start && name.end <= cls.range.end) {
      return { table, column: null, range: cls.nameRange };
    }
  }
  return null;
}

/** The table or column that a string at `offset` names: `ForeignKey("users.id")`. */
export function referredAt(project: Project, module: Module, offset: number): SchemaObjectAt | null {
  const literal = stringAt(module, offset);
  if (literal === null) return null;
  const found = findByName(project.models().metadata, literal.value);
  return found === null ? null : { ...found, range: literal.range };
}

/** `table`, `table.column`, `schema.table` or `schema.table.column`. */
export function findByName(
  metadata: readonly MetaData[],
  name: string,
): { readonly table: Table; readonly column: Column | null } | null {
  const dot = name.lastIndexOf('.');
  const [tableName, columnName] = [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
  for (const { tables } of metadata) {
    const owner = dot < 0 ? undefined : tables.get(tableName);
    const column = owner?.columns.find((candidate) => candidate.name === columnName);
    if (owner !== undefined && column !== undefined) return { table: owner, column };
    const table = tables.get(name);
    if (table !== undefined) return { table, column: null };
  }
  return null;
}

/** The range of an origin, when it is in this file. */
export function originIn(origin: Origin | null, file: string): TextRange | null {
  return origin?.file === file ? origin.range : null;
}
