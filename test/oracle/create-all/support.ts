/** Real SQLAlchemy's `create_all` and ours, made comparable. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { createAll } from '../../../server/src/sqlalchemy/engine/schema-generator.ts';
import type { MetaData } from '../../../server/src/sqlalchemy/sql/schema.ts';

export const dialects = ['postgresql', 'mssql', 'sqlite'] as const;
export type DialectName = (typeof dialects)[number];

export type Created = { readonly statements: readonly string[] } | { readonly error: string };
export type CreatedMetaData = { readonly tables: readonly string[] } & Readonly<Record<DialectName, Created>>;
export type Job =
  { readonly file: string } | { readonly imports: readonly string[]; readonly metadata: readonly string[] };

/** A list for each job, with an entry for each MetaData. */
export function createdByPython(
  python: string,
  jobs: readonly Job[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): CreatedMetaData[][] {
  const script = path.join(import.meta.dirname, 'create_all.py');
  const result = spawnSync(python, ['-B', script, JSON.stringify(jobs)], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 256 << 20,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as CreatedMetaData[][];
}

export function createdByRetort(metadata: MetaData): CreatedMetaData {
  const create = (name: DialectName): Created => {
    const { statements, failures } = createAll(metadata, dialectFor(name));
    const [failure] = failures;
    return failure === undefined
      ? { statements: statements.map(({ sql }) => sql) }
      : { error: failure.error.message };
  };
  return {
    tables: [...metadata.tables.keys()],
    postgresql: create('postgresql'),
    mssql: create('mssql'),
    sqlite: create('sqlite'),
  };
}

/**
 * Upstream keeps the indexes of a table and the foreign keys at the end in sets, whose order differs from run to run:
 * neighbours of these kinds are sorted, and a refusal of both sides is the same answer.
 */
export function comparable(created: Created): readonly string[] {
  if ('error' in created) return ['refused'];
  const groups: string[][] = [];
  let before: string | null = null;
  for (const statement of created.statements) {
    const kind =
      /^(?:CREATE (?:UNIQUE |CLUSTERED |NONCLUSTERED )*INDEX|ALTER TABLE|COMMENT ON CONSTRAINT)/.exec(
        statement,
      );
    const unordered = kind === null ? null : kind[0].replace(/UNIQUE |CLUSTERED |NONCLUSTERED /g, '');
    if (unordered !== null && unordered === before) groups.at(-1)?.push(statement);
    else groups.push([statement]);
    before = unordered;
  }
  return groups.flatMap((group) => group.sort());
}
