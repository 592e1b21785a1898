/** What a table or column is in SQL, and which revision added it. */
import { toStatements } from '../alembic/operations/toimpl.ts';
import { createdKey } from '../alembic/operations/created-by.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Column, Table } from '../sqlalchemy/sql/schema.ts';
import type { TextRange } from '../util/text-range.ts';
import type { Project } from '../workspace/project.ts';
import { definedAt, referredAt } from './schema-at.ts';

export interface Hover {
  readonly range: TextRange;
  readonly markdown: string;
}

/** Null when nothing of the schema is under the cursor. */
export function hover(project: Project, module: Module, offset: number): Hover | null {
  const found = referredAt(project, module, offset) ?? definedAt(project, module, offset);
  if (found === null) return null;
  const { table, column, range } = found;
  const sections = [
    column === null ? tableSql(project, table) : columnSql(project, table, column),
    ...(project.kind === 'models' ? [] : [historyLine(project, table, column)]),
  ];
  return { range, markdown: sections.join('\n\n') };
}

/** What creating the table runs: enum types, indexes and comments too. */
function tableSql(project: Project, table: Table): string {
  return sqlBlock(() => {
    const operation = { kind: 'create_table', table, ifNotExists: null, origin: table.origin } as const;
    const context = { dialect: project.dialect, createdEnums: new Set<string>(), asSql: true };
    const statements = toStatements(operation, context).map(({ sql }) => sql.trim());
    return statements.length === 1 ? (statements[0] ?? '') : `${statements.join(';\n\n')};`;
  });
}

function columnSql(project: Project, table: Table, column: Column): string {
  return sqlBlock(() => {
    const name = project.dialect.identifierPreparer.formatTable(table.name, table.schema);
    return `-- ${name}\n${project.dialect.ddlCompiler.columnSpecification(column, table)}`;
  });
}

/** What cannot be compiled is told instead of shown: the error names table and column. */
function sqlBlock(compile: () => string): string {
  try {
    return `\`\`\`sql\n${compile().trim()}\n\`\`\``;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function historyLine(project: Project, table: Table, column: Column | null): string {
  const { addedBy, refused } = project.history();
  const added = addedBy.get(createdKey(table.name, table.schema, column?.name ?? null));
  if (added !== undefined) {
    const script = project.scriptDirectory.revisionMap.scripts.get(added.tag);
    const message = script === undefined || script.doc === '' ? '' : `: ${escapeMarkdown(script.doc)}`;
    return `Added by revision \`${added.tag}\`${message}`;
  }
  const { defect } = project.scriptDirectory.revisionMap;
  if (defect !== null) return 'Not certain: the revisions do not make a history, see their problems.';
  return refused.length > 0 ? 'Not certain: some revisions cannot be evaluated.' : 'No migration yet.';
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~]/g, String.raw`\$&`);
}
