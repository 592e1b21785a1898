/** Small histories for the tests of running and `--sql`. */
import { RevisionMap } from '../../../server/src/alembic/script/revision-map.ts';
import type { Script } from '../../../server/src/alembic/script/script.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import type { Evaluate } from '../../../server/src/alembic/runtime/migration-context.ts';
import type { MigrationStep } from '../../../server/src/alembic/runtime/migration-step.ts';
import { buildTable, type ColumnSpec } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';

export function script(
  revision: string,
  downRevisions: readonly string[],
  more: Partial<Script> = {},
): Script {
  return {
    revision,
    downRevisions,
    branchLabels: [],
    dependsOn: [],
    longDoc: `doc of ${revision}`,
    doc: `doc of ${revision}`,
    path: `/versions/${revision}.py`,
    revisionOrigin: null,
    downRevisionOrigin: null,
    ...more,
  };
}

export function upgrade(...scripts: readonly Script[]): MigrationStep[] {
  return scripts.map((one) => ({ kind: 'revision', script: one, direction: 'upgrade' }));
}

export function downgrade(...scripts: readonly Script[]): MigrationStep[] {
  return scripts.map((one) => ({ kind: 'revision', script: one, direction: 'downgrade' }));
}

export function mapOf(...scripts: readonly Script[]): RevisionMap {
  return new RevisionMap(scripts);
}

/** Operations by revision; the same for both directions unless given as `revision:downgrade`. */
export function evaluateFrom(operations: Readonly<Record<string, readonly MigrateOperation[]>>): Evaluate {
  return ({ revision }, direction) => ({
    operations: operations[`${revision}:${direction}`] ?? operations[revision] ?? [],
    refusals: [],
  });
}

export function createTable(name: string, columns: readonly ColumnSpec[] = []): MigrateOperation {
  const id: ColumnSpec = { name: 'id', type: { kind: 'Integer' }, primaryKey: true };
  return {
    kind: 'create_table',
    table: buildTable({ name, columns: [id, ...columns] }),
    ifNotExists: null,
    origin: null,
  };
}

export function dropTable(table: string): MigrateOperation {
  return {
    kind: 'drop_table',
    table,
    schema: null,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin: null,
  };
}

/** `line` becomes the origin's start, so that a test can tell where an error is from. */
export function execute(sql: string, line = 0): MigrateOperation {
  return {
    kind: 'execute',
    statement: { type: 'str', sql },
    origin: { file: '/versions/x.py', range: { start: line, end: line + 1 } },
  };
}
