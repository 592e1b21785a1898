/** Columns of the models that the project's database cannot have: SQLAlchemy would refuse to create their tables. */
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { CompileError } from '../sqlalchemy/sql/errors.ts';
import type { Column, Table } from '../sqlalchemy/sql/schema.ts';
import type { Problem } from '../util/problem.ts';
import type { Project } from '../workspace/project.ts';

/** Tables stay the same objects while nothing that concerns them is edited. */
const known = new WeakMap<Table, { readonly dialect: string; readonly problems: readonly Problem[] }>();

/** One warning per column, in the words of SQLAlchemy's compiler. Columns that are not known are told elsewhere. */
export function uncompilableColumns(project: Project): readonly Problem[] {
  const { dialect } = project;
  if (dialect.isGeneric === true) return [];
  return project
    .models()
    .metadata.flatMap((metadata) =>
      [...metadata.tables.values()].flatMap((table) => problemsOf(table, dialect)),
    );
}

function problemsOf(table: Table, dialect: Dialect): readonly Problem[] {
  const before = known.get(table);
  if (before?.dialect === dialect.name) return before.problems;
  const problems = table.columns.flatMap((column) => problemOf(column, table, dialect) ?? []);
  known.set(table, { dialect: dialect.name, problems });
  return problems;
}

function problemOf(column: Column, table: Table, dialect: Dialect): Problem | null {
  const { kind } = column.type;
  if (kind === 'unknown' || kind === 'NullType' || column.nullableUnknown !== undefined) return null;
  try {
    dialect.ddlCompiler.columnSpecification(column, table);
    return null;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const place = `(in table '${table.name}', column '${column.name}')`;
    return {
      code: 'uncompilable-column',
      severity: 'warning',
      message: error.message.startsWith('(in table') ? error.message : `${place}: ${error.message}`,
      origin: column.origin,
    };
  }
}
