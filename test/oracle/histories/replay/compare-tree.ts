/** One history: real Alembic upgrades a PostgreSQL, which our inspector reads; our replay builds the same in memory. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { compareMetadata, type UpgradeOps } from '../../../../server/src/alembic/autogenerate/index.ts';
import { connect } from '../../../../server/src/drivers/connect.ts';
import { NodeFileSystem } from '../../../../server/src/drivers/node-file-system.ts';
import { dialectFor } from '../../../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../../../server/src/sqlalchemy/engine/url.ts';
import type { MetaData, Table } from '../../../../server/src/sqlalchemy/sql/schema.ts';
import { openProject } from '../../../../server/src/workspace/open-project.ts';
import { cache, environment, treeFolder } from '../folders.ts';
import type { ComparedTree } from '../trees.ts';

export interface ReplayResult {
  readonly tree: ComparedTree;
  /** Where the real upgrade came to; why it did not come to the heads, if so. */
  readonly at: readonly string[];
  readonly stopped: string | null;
  readonly tables: number;
  /** Revisions that Retort refuses on the way: what it replays is then known to be incomplete. */
  readonly refused: number;
  /** Differences in tables of which the replay says that it is not certain, as it says of all behind a refused revision. */
  readonly uncertain: readonly string[];
  readonly differences: readonly string[];
}

export async function compareReplay(tree: ComparedTree, server: string): Promise<ReplayResult | string> {
  const database = tree.name.replaceAll('-', '_');
  const url = `${server}${database}`;
  await execute(`${server}postgres`, `CREATE DATABASE ${database}`);
  const folder = treeFolder(tree, { kind: 'online', url });
  const { ini } = folder;
  const upgrade = spawnSync(
    folder.python,
    ['-W', 'ignore', '-m', 'alembic.config', '-c', ini, 'upgrade', 'heads'],
    {
      cwd: path.dirname(ini),
      encoding: 'utf8',
      env: { ...environment(), PYTHONPATH: folder.site },
      timeout: 240_000,
    },
  );
  const stopped = upgrade.status === 0 ? null : lastLine(`${upgrade.stdout}\n${upgrade.stderr}`);
  const dialect = dialectFor('postgresql', 'online');
  const connection = await connect(makeUrl(url), { baseDirectory: cache });
  try {
    const at = await versions(connection);
    if (at.length === 0) return stopped ?? 'the upgrade made no version table';
    const current = withoutVersions(await dialect.inspector.reflect(connection, null));
    const project = openProject(new NodeFileSystem(), ini, { url });
    const history = project.history();
    const reached = at.length === 1 && stopped !== null ? at[0] : undefined;
    if (stopped !== null && reached === undefined) return `${stopped} (at ${at.join(', ')})`;
    const state = reached === undefined ? history.state : project.schemaAt(reached);
    const passed =
      reached === undefined
        ? null
        : new Set(project.scriptDirectory.upgradeRevs(reached, null).map(({ revision }) => revision));
    const refused = history.refused.filter(({ revision }) => passed === null || passed.has(revision));
    const all = differences(current, state.metadata);
    const isUncertain = (table: string): boolean =>
      refused.length > 0 || state.uncertain.some(({ tables }) => tables === null || tables.includes(table));
    return {
      tree,
      at,
      stopped,
      tables: current.tables.size,
      refused: refused.length,
      uncertain: all.filter(({ table }) => isUncertain(table)).map(({ text }) => text),
      differences: all.filter(({ table }) => !isUncertain(table)).map(({ text }) => text),
    };
  } finally {
    await connection.close();
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const connection = await connect(makeUrl(url), { baseDirectory: cache });
  try {
    await connection.execute(sql);
  } finally {
    await connection.close();
  }
}

async function versions(connection: Awaited<ReturnType<typeof connect>>): Promise<readonly string[]> {
  try {
    const { rows } = await connection.execute('SELECT version_num FROM alembic_version');
    return rows.map((row) => String(Object.values(row)[0]));
  } catch {
    return [];
  }
}

function withoutVersions(metadata: MetaData): MetaData {
  return { ...metadata, tables: new Map([...metadata.tables].filter(([key]) => key !== 'alembic_version')) };
}

interface Difference {
  readonly table: string;
  readonly text: string;
}

/** What autogenerate would change in the database to make it the replayed schema, and the primary keys besides. */
function differences(current: MetaData, replayed: MetaData): readonly Difference[] {
  const ops: UpgradeOps = compareMetadata(current, [replayed], {
    dialect: dialectFor('postgresql', 'online'),
    compareType: true,
    compareServerDefault: true,
    renderAsBatch: false,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: false,
  });
  const found = ops.flatMap((op): readonly Difference[] => {
    const inner = op.kind === 'modify_table' ? op.ops : [op];
    return inner.map((each) => ({ table: tableOf(each), text: describe(each) }));
  });
  for (const [key, table] of replayed.tables) {
    const other = current.tables.get(key);
    if (other !== undefined && keyOf(table) !== keyOf(other)) {
      found.push({
        table: key,
        text: `primary key of ${key}: replayed ${keyOf(table)}, database ${keyOf(other)}`,
      });
    }
  }
  return found;
}

const keyOf = (table: Table): string =>
  table.columns
    .filter(({ primaryKey }) => primaryKey)
    .map(({ name }) => name)
    .sort()
    .join(', ');

type Operation = Exclude<UpgradeOps[number], { readonly kind: 'modify_table' }>;

function tableOf(op: Operation): string {
  if (op.kind === 'create_index') return op.index.table;
  if ('table' in op) return typeof op.table === 'string' ? op.table : (op.table?.name ?? '');
  return '';
}

function describe(op: Operation): string {
  const parts: string[] = [op.kind, tableOf(op)];
  if ('column' in op) parts.push(typeof op.column === 'string' ? op.column : op.column.name);
  if (op.kind === 'create_index') parts.push(op.index.name?.text ?? '');
  if ('constraint' in op) parts.push(op.constraint.kind, op.constraint.name?.text ?? 'without a name');
  if ('name' in op) parts.push(op.name?.text ?? 'without a name');
  if (op.kind === 'alter_column') {
    const changed = (
      ['modifyType', 'modifyNullable', 'modifyServerDefault', 'modifyComment'] as const
    ).filter((name) => op[name] !== undefined);
    parts.push(...changed);
  }
  return parts.filter((part) => part !== '').join(' ');
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => !/^(\(Background|\[SQL|\[parameters)/.test(line) && line.trim() !== '')
      ?.trim() ?? 'it failed'
  );
}
