import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  compareMetadata,
  renderRevision,
  type AutogenContext,
  type UpgradeOps,
} from '../../../server/src/alembic/autogenerate/index.ts';
import { createIndex } from '../../../server/src/alembic/autogenerate/compare/operations.ts';
import { sortedTables } from '../../../server/src/alembic/autogenerate/compare/sorted-tables.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { DialectName } from '../../../server/src/sqlalchemy/engine/dialect.ts';
import type { MetaData } from '../../../server/src/sqlalchemy/sql/schema.ts';

interface Recorded {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}
interface Case {
  readonly name: string;
  readonly dialect: DialectName;
  readonly options: Readonly<Record<string, boolean>>;
  readonly before: MetaData | null;
  readonly after: MetaData;
  readonly expected: {
    readonly upgrades: string;
    readonly downgrades: string;
    readonly imports: readonly string[];
  };
}

const file = path.resolve(import.meta.dirname, '../../oracle/recorded/autogenerate.json');
const recorded = JSON.parse(readFileSync(file, 'utf8'), revive) as Recorded;

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value) return BigInt(value.$bigint as string);
  return '$map' in value ? new Map(value.$map as [string, unknown][]) : value;
}

/** What `_indent` does with the body on its way into the file. */
function indented(body: string): string {
  return body
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
    .trim();
}

/** Every table and index, also those that a comparison leaves out. */
function everything(metadata: MetaData): UpgradeOps {
  return sortedTables(metadata).flatMap((table) => [
    { kind: 'create_table', table, ifNotExists: null, origin: null },
    { kind: 'modify_table', table: table.name, schema: table.schema, ops: table.indexes.map(createIndex) },
  ]);
}

function contextOf({ dialect, options }: Case): AutogenContext {
  return {
    dialect: dialectFor(dialect, 'online'),
    compareType: true,
    compareServerDefault: options['compare_server_default'] === true,
    renderAsBatch: options['render_as_batch'] === true,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: true,
  };
}

test('was recorded from the versions that the project follows', () => {
  const requirements = readFileSync(
    path.resolve(import.meta.dirname, '../../oracle/requirements.txt'),
    'utf8',
  );
  expect(requirements).toContain(`alembic==${recorded.versions['alembic'] ?? ''}\n`);
  expect(requirements).toContain(`SQLAlchemy==${recorded.versions['sqlalchemy'] ?? ''}\n`);
});

describe.each(['sqlite', 'postgresql', 'mssql'])('%s', (dialect) => {
  const cases = recorded.cases.filter((one) => one.dialect === dialect);
  test.each(
    cases.map((one) => [`${one.before === null ? 'rendered' : 'compared'}: ${one.name}`, one] as const),
  )('%s', (_name, one) => {
    const context = contextOf(one);
    const ops =
      one.before === null ? everything(one.after) : compareMetadata(one.before, [one.after], context);
    const { upgrades, downgrades, imports } = renderRevision(ops, context);
    expect({ upgrades: indented(upgrades), downgrades: indented(downgrades), imports }).toEqual(one.expected);
  });
});
