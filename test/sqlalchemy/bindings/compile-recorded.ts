import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Table } from '../../../server/src/sqlalchemy/sql/schema.ts';

export type Recording = { readonly statements: readonly string[] } | { readonly error: string };
export const recordedDialects = ['postgresql', 'sqlite', 'mssql'] as const;
export type RecordedDialect = (typeof recordedDialects)[number];
export type RecordedTable = Readonly<Record<RecordedDialect, Recording>>;

/** What the recorder of models records for one table on one dialect. */
export function compileRecorded(table: Table, name: RecordedDialect): Recording {
  const { ddlCompiler } = dialectFor(name);
  try {
    const indexes = table.indexes.map((index) => ({ index, name: index.name?.text ?? 'None' }));
    indexes.sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      statements: [
        ddlCompiler.createTable(table, { ifNotExists: false }),
        ...indexes.map(({ index }) => ddlCompiler.createIndex(index, { ifNotExists: false })),
      ],
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
