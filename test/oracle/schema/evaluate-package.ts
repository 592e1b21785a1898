/** Our side: a package's models evaluated from the files that are installed, and their DDL. */
import path from 'node:path';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import type { Origin } from '../../../server/src/util/text-range.ts';
import { loadPackage } from './load-package.ts';
import type { ComparedPackage } from './packages.ts';
import { offsetToLine } from './places.ts';

export const dialects = ['postgresql', 'mssql', 'sqlite'] as const;
export type Compiled = { readonly statements: readonly string[] } | { readonly error: string };
export type CompiledTable = Readonly<Record<(typeof dialects)[number], Compiled>>;

export interface EvaluatedPackage {
  readonly tables: ReadonlyMap<string, CompiledTable>;
  /** Why a table cannot be trusted, by its key: what was reported as an error or a warning inside of its class. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
  /** `file:line: message`, relative to the environment. */
  readonly problems: readonly string[];
  readonly milliseconds: number;
}

export function evaluatePackage(job: ComparedPackage, sitePackages: string): EvaluatedPackage {
  const started = performance.now();
  const { interpreter, metadata: loaded, origins, failures } = loadPackage(job, sitePackages);
  const tables = new Map<string, CompiledTable>();
  const doubts = new Map<string, readonly string[]>();
  for (const [index, metadata] of loaded.entries()) {
    for (const [key, table] of metadata?.tables ?? []) {
      tables.set(key, compileTable(table));
      doubts.set(key, doubtsAbout(table, origins[index] ?? null, interpreter.problems));
    }
  }
  const problems = new Set(
    [...failures, ...interpreter.problems].map(({ message, origin, severity }) => {
      if (origin === null || origin.file === '') return `${severity}: ${message}`;
      const file = path.relative(sitePackages, origin.file);
      return `${file}:${offsetToLine(origin.file, origin.range.start)}: ${severity}: ${message}`;
    }),
  );
  return { tables, doubts, problems: [...problems], milliseconds: performance.now() - started };
}

/** Problems told where the table, its MetaData, or a column of it (which a mixin may have given) is written. */
function doubtsAbout(table: Table, metadata: Origin | null, problems: readonly Problem[]): readonly string[] {
  const places = [table.origin, metadata, ...table.columns.map((column) => column.origin)].filter(
    (place): place is Origin => place !== null,
  );
  return problems
    .filter(
      ({ severity, origin }) =>
        (severity === 'error' || severity === 'warning') &&
        origin !== null &&
        places.some(
          ({ file, range }) =>
            file === origin.file && range.start <= origin.range.start && origin.range.end <= range.end,
        ),
    )
    .map(({ message }) => message);
}

function compileTable(table: Table): CompiledTable {
  return {
    postgresql: compile(table, 'postgresql'),
    mssql: compile(table, 'mssql'),
    sqlite: compile(table, 'sqlite'),
  };
}

function compile(table: Table, name: (typeof dialects)[number]): Compiled {
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
