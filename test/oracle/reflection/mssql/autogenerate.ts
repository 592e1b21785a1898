/** `revision --autogenerate` against SQL Server, by real Alembic and by Retort, on the same rows of its catalog. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  compareMetadata,
  renderRevision,
  type AutogenContext,
} from '../../../../server/src/alembic/autogenerate/index.ts';
import { produceMigrations } from '../../../../server/src/alembic/runtime/produce-migrations.ts';
import { dialectFor } from '../../../../server/src/sqlalchemy/dialects/index.ts';
import type { MetaData } from '../../../../server/src/sqlalchemy/sql/schema.ts';
import { catalogSql, type CatalogTable } from './catalog.ts';
import { catalogConnection } from './connection.ts';
import { mssqlConstructs } from './constructs.ts';

/** The operations of a revision, each with its arguments, sorted: Alembic takes tables and constraints from sets. */
export interface Generated {
  readonly upgrades: readonly string[];
  readonly downgrades: readonly string[];
}

interface Answer {
  readonly name: string;
  readonly after: MetaData;
  readonly expected: { readonly upgrades: string; readonly downgrades: string };
}

export interface GeneratedByBoth {
  readonly name: string;
  readonly ours: Generated;
  readonly theirs: Generated;
}

export async function generateByBoth(python: string): Promise<readonly GeneratedByBoth[]> {
  const folder = path.resolve(import.meta.dirname, '../../../../.cache/reflection');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'mssql-autogenerate.db');
  rmSync(file, { force: true });
  const database = new DatabaseSync(file);
  try {
    database.exec(catalogSql(mssqlConstructs.map(comparableTable)));
    const script = path.join(import.meta.dirname, 'autogenerate.py');
    const result = spawnSync(python, [script, file], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (result.status !== 0) throw new Error(result.stderr);
    const generated: GeneratedByBoth[] = [];
    for (const { name, after, expected } of revived(result.stdout)) {
      const connection = catalogConnection(database);
      const { found, autogen } = await produceMigrations(connection, context, (current, autogenContext) =>
        compareMetadata(current, [after], autogenContext),
      );
      const ours = renderRevision(found, autogen);
      generated.push({ name, ours: operationsOf(ours), theirs: operationsOf(expected) });
    }
    return generated;
  } finally {
    database.close();
  }
}

const context: AutogenContext = {
  dialect: dialectFor('mssql', 'online'),
  compareType: true,
  compareServerDefault: true,
  renderAsBatch: false,
  versionTable: 'alembic_version',
  versionTableSchema: null,
  sqlalchemyModulePrefix: 'sa.',
  alembicModulePrefix: 'op.',
  userModulePrefix: null,
  fromHistory: false,
};

/** Without what Retort refuses to write: columns of CLR types, and a colon that Alembic takes for a bind parameter. */
function comparableTable(table: CatalogTable): CatalogTable {
  const columns = table.columns.filter(({ type }) => type !== 'geography' && type !== 'hierarchyid');
  return {
    ...table,
    columns: columns.map((column) =>
      column.default === undefined ? column : { ...column, default: column.default.replace(' :', ' ') },
    ),
  };
}

function operationsOf({ upgrades, downgrades }: Answer['expected']): Generated {
  return { upgrades: operationsIn(upgrades), downgrades: operationsIn(downgrades) };
}

/** Constraints within an operation are sorted too; columns of columnstore indexes, which the catalog gives in no order. */
function operationsIn(body: string): readonly string[] {
  const lines = body.split('\n').map((line) => line.trim());
  const operations: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    if (line.startsWith('op.')) operations.push([line.replace("['a', 'id']", "['id', 'a']")]);
    else operations.at(-1)?.push(line.replace(/,$/, ''));
  }
  return operations
    .map(([head = '', ...rest]) => {
      const isConstraint = (line: string): boolean => /^sa\.\w+Constraint/.test(line);
      const [constraints, others] = [rest.filter(isConstraint), rest.filter((line) => !isConstraint(line))];
      return [head, ...others, ...constraints.sort()].join('\n');
    })
    .sort();
}

function revived(text: string): readonly Answer[] {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if ('$bigint' in value) return BigInt(value.$bigint as string);
    return '$map' in value ? new Map(value.$map as [string, unknown][]) : value;
  }) as Answer[];
}
