import { describe, expect, test } from 'vitest';
import { createIndex } from '../../../server/src/alembic/autogenerate/compare/operations.ts';
import { sortedTables } from '../../../server/src/sqlalchemy/sql/sort-tables.ts';
import {
  chosenPlugins,
  compareMetadata,
  defaultPlugins,
  detectedMessages,
  renderRevision,
  reverseOps,
  type AutogenContext,
  type PluginName,
  type UpgradeOps,
} from '../../../server/src/alembic/autogenerate/index.ts';
import { emptyState, replay } from '../../../server/src/alembic/operations/replay.ts';
import type { MetaData } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { contextOf, recorded, requirements, type RecordedCase } from './support.ts';

/** What of upstream's messages is left out: how a changed object changed, and which object compared a server default. */
function withoutDetail([logger, message]: readonly [string, string]): readonly [string, string] {
  const text = message
    .replace(/^Dialect impl \S+ detected/, 'Detected')
    .replace(/^(Detected changed (?:index|unique constraint) '.*?' on '.*?'): .*/s, '$1')
    .replace(/: identity options attributes .*/s, '');
  return [logger, text];
}

function contextOfCase({ dialect, options }: RecordedCase): AutogenContext {
  return contextOf(dialect, {
    compareServerDefault: options['compare_server_default'] === true,
    plugins: pluginsOf(options['autogenerate_plugins']),
    renderAsBatch: options['render_as_batch'] === true,
  });
}

function pluginsOf(option: RecordedCase['options'][string] | undefined): ReadonlySet<PluginName> {
  return typeof option === 'object' ? chosenPlugins(option).chosen : defaultPlugins;
}

/** What `_indent` does with the body on its way into the file. */
function indented(body: string): string {
  const lines = body.split('\n').map((line) => `    ${line}`.trimEnd());
  return lines.join('\n').trim();
}

/** Every table and index, also those that a comparison leaves out. */
function everything(metadata: MetaData): UpgradeOps {
  return sortedTables(metadata).flatMap((table) => [
    { kind: 'create_table', table, ifNotExists: null, origin: null },
    { kind: 'modify_table', table: table.name, schema: table.schema, ops: table.indexes.map(createIndex) },
  ]);
}

/** As the script would: a created table's indexes are operations of their own there. */
function applied(metadata: MetaData, ops: UpgradeOps): { metadata: MetaData; problems: readonly string[] } {
  const flat = ops.flatMap((op) => (op.kind === 'modify_table' ? op.ops : [op]));
  const script = flat.map((op) =>
    op.kind === 'create_table' ? { ...op, table: { ...op.table, indexes: [] } } : op,
  );
  const state = replay({ ...emptyState(), metadata }, script);
  return { metadata: state.metadata, problems: state.problems.map((problem) => problem.message) };
}

/** Upstream writes `drop_constraint(None, …)` for what has no name; nobody can run that. */
function dropsUnnamed(ops: UpgradeOps): boolean {
  const flat = ops.flatMap((op) => (op.kind === 'modify_table' ? op.ops : [op]));
  return flat.some((op) => op.kind === 'drop_constraint' && op.name === null);
}

function checkApplied(start: MetaData, ops: UpgradeOps, end: MetaData, context: AutogenContext): MetaData {
  const { metadata, problems } = applied(start, ops);
  if (dropsUnnamed(ops)) expect(problems).toEqual([expect.stringContaining('without its name')]);
  else {
    expect(problems).toEqual([]);
    expect(compareMetadata(metadata, [end], context)).toEqual([]);
  }
  return metadata;
}

test('was recorded from the versions that the project follows', () => {
  expect(requirements).toContain(`alembic==${recorded.versions['alembic'] ?? ''}\n`);
  expect(requirements).toContain(`SQLAlchemy==${recorded.versions['sqlalchemy'] ?? ''}\n`);
});

describe.each(['sqlite', 'postgresql', 'mssql'])('%s', (dialect) => {
  const cases = recorded.cases.filter((one) => one.dialect === dialect);
  const compared = cases.flatMap((one) =>
    one.before === null ? [] : [[one.name, { ...one, before: one.before }] as const],
  );

  test.each(
    cases.map((one) => [`${one.before === null ? 'rendered' : 'compared'}: ${one.name}`, one] as const),
  )('%s', (_name, one) => {
    const context = contextOfCase(one);
    const ops =
      one.before === null ? everything(one.after) : compareMetadata(one.before, [one.after], context);
    const { upgrades, downgrades, imports } = renderRevision(ops, context);
    const { log, ...expected } = one.expected;
    expect({ upgrades: indented(upgrades), downgrades: indented(downgrades), imports }).toEqual(expected);
    if (log === undefined) return;
    const messages = detectedMessages(ops, context);
    expect(messages.map(({ logger, message }) => [logger, message])).toEqual(log.map(withoutDetail));
  });

  if (compared.length === 0) return;
  test.each(compared)('replayed, up and down: %s', (_name, one) => {
    const context = contextOfCase(one);
    const ops = compareMetadata(one.before, [one.after], context);
    const upgraded = checkApplied(one.before, ops, one.after, context);
    checkApplied(upgraded, reverseOps(ops), one.before, context);
  });
});
