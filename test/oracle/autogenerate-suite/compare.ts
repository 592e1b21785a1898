/** Our comparison of the same models with the same live database, and its rendering. */
import path from 'node:path';
import {
  chosenPlugins,
  compareMetadata,
  defaultPlugins,
  renderRevision,
  type AutogenContext,
  type AutogenFilters,
  type FilterAnswer,
} from '../../../server/src/alembic/autogenerate/index.ts';
import { produceMigrations } from '../../../server/src/alembic/runtime/produce-migrations.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import type { Connection } from '../../../server/src/sqlalchemy/engine/connection.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { buildTable, metaDataOf } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type { MetaData, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import type { TypeEngine } from '../../../server/src/sqlalchemy/sql/types.ts';
import type { Problem } from '../../../server/src/util/problem.ts';
import type { Comparison, Outcome } from '../alembic-suite/outcome.ts';
import { noAnswer } from './exceptions.ts';
import type {
  ColumnAnswerRecord,
  RecordedComparison,
  RecordedDefaults,
  RecordedTypes,
  Suite,
  Unsupported,
} from './suite.ts';

const scratch = path.resolve(import.meta.dirname, '../../../.cache/autogenerate-suite');

/** Every comparison of every test. `postgresUrl`: a server, to which a database's name is appended; null where nothing is recorded on one. */
export async function compareSuite(suite: Suite, postgresUrl: string | null): Promise<readonly Comparison[]> {
  const results: Comparison[] = [];
  for (const { test, comparisons, types, defaults } of suite.tests) {
    const excused = noAnswer.find(([pattern]) => test.includes(pattern))?.[1] ?? null;
    const add = (found: Comparison): void => {
      const isExcused = excused !== null && found.outcome !== 'identical';
      results.push(isExcused ? { ...found, outcome: 'not applicable', reason: excused } : found);
    };
    for (const recorded of comparisons) add(await compareOne(test, recorded, postgresUrl));
    for (const recorded of types) add(await compareTypes(test, recorded));
    for (const recorded of defaults) add(await compareDefaults(test, recorded, postgresUrl));
  }
  return results;
}

function isUnsupported(value: unknown): value is Unsupported {
  return typeof value === 'object' && value !== null && 'unsupported' in value;
}

async function compareOne(
  test: string,
  recorded: RecordedComparison,
  postgresUrl: string | null,
): Promise<Comparison> {
  const answer = answering(test, recorded.dialect);
  const { database, models, rendered, error } = recorded;
  for (const part of [database, models, rendered]) {
    if (isUnsupported(part)) return answer('not applicable', part.unsupported);
  }
  if (isUnsupported(database) || isUnsupported(models) || isUnsupported(rendered)) throw new Error(test);
  const theirs = error === null ? textOf(rendered) : `error: ${error}`;
  const connection = await freshDatabase(recorded.dialect, postgresUrl);
  try {
    await restore(connection, database, recorded.dialect);
    const problems: Problem[] = [];
    const { found: ops, autogen } = await produceMigrations(
      connection,
      contextOf(recorded),
      (current, context) => {
        problems.length = 0;
        return compareMetadata(current, models, { ...context, report: (problem) => problems.push(problem) });
      },
    );
    const refusal = problems.find(({ severity }) => severity === 'error');
    if (refusal !== undefined) return answer('refused', refusal.message, theirs);
    const ours = textOf(renderRevision(ops, autogen));
    if (ours === theirs) return answer('identical', '', theirs, ours);
    if (sorted(ours) === sorted(theirs))
      return answer('identical', 'in an order that Alembic leaves open', theirs, ours);
    return answer(error === null ? 'different' : 'refused', '', theirs, ours);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return answer(error === null ? 'refused' : 'identical', message, theirs, `error: ${message}`);
  } finally {
    await connection.close();
  }
}

function answering(
  name: string,
  group: string,
): (outcome: Outcome, reason: string, theirs?: string, ours?: string) => Comparison {
  return (outcome, reason, theirs = '', ours = '') => ({ name, group, outcome, reason, theirs, ours });
}

interface Rendered {
  readonly upgrades: string;
  readonly downgrades: string;
  readonly imports: readonly string[];
}
function textOf(rendered: Rendered | null): string {
  if (rendered === null) return '';
  const { upgrades, downgrades, imports } = rendered;
  return [trimmed(upgrades), trimmed(downgrades), ...imports].join('\n---\n');
}

function trimmed(body: string): string {
  return body
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function sorted(text: string): string {
  return text.split('\n').sort().join('\n');
}

async function freshDatabase(dialect: string, postgresUrl: string | null): Promise<Connection> {
  if (dialect === 'sqlite') return connect(makeUrl('sqlite://'), { baseDirectory: scratch });
  // A type's dialect is PostgreSQL, which is not asked.
  if (postgresUrl === null) return silent;
  return connect(makeUrl(`${postgresUrl}ours`), { baseDirectory: scratch });
}

/** Makes the database what it was for Alembic. */
async function restore(connection: Connection, sql: string, dialect: string): Promise<void> {
  if (dialect === 'sqlite') {
    const statements = sql.replace(/^BEGIN TRANSACTION;|COMMIT;$/gm, '').split(/;\n/);
    for (const each of statements)
      if (each.trim() !== '') await connection.execute(each.replace(/;\s*$/, ''));
    return;
  }
  await connection.execute(
    'DROP SCHEMA IF EXISTS public, test_schema, test_schema_2 CASCADE; CREATE SCHEMA public; DROP EXTENSION IF EXISTS hstore, citext, btree_gist CASCADE',
  );
  await connection.execute(sql);
  await connection.execute('SET search_path TO "$user", public');
}

function contextOf(recorded: RecordedComparison): AutogenContext {
  const { options, dialect: name } = recorded;
  const real = dialectFor(name, 'online');
  const text = (key: string, usual: string | null): string | null => {
    const value = options[key];
    return typeof value === 'string' ? value : usual;
  };
  const plugins = options['autogenerate_plugins'];
  return {
    dialect: {
      ...real,
      maxIdentifierLength: Math.min(real.maxIdentifierLength, recorded.maxIdentifierLength),
    },
    compareType: recorded.compareType !== false,
    compareServerDefault: recorded.compareServerDefault !== false,
    plugins: Array.isArray(plugins) ? chosenPlugins(plugins.map(String)).chosen : defaultPlugins,
    renderAsBatch: options['render_as_batch'] === true,
    includeSchemas: options['include_schemas'] === true,
    versionTable: recorded.versionTable,
    versionTableSchema: recorded.versionTableSchema,
    sqlalchemyModulePrefix: text('sqlalchemy_module_prefix', 'sa.') ?? 'sa.',
    alembicModulePrefix: text('alembic_module_prefix', 'op.') ?? 'op.',
    userModulePrefix: text('user_module_prefix', null),
    fromHistory: false,
    filters: filtersOf(recorded),
  };
}

/** The parent of a CHECK may be its column: it is known by its name alone. */
function placeOf(type: string, schema: string | null, table: string | null): readonly (string | null)[] {
  return type === 'check_constraint' ? [] : [schema, table];
}

function isOfColumn(answer: RecordedComparison['answers'][number]): answer is ColumnAnswerRecord {
  return answer[0] === 'type' || answer[0] === 'default';
}

/** The test's callables, as they answered Alembic. What Alembic did not ask is told. */
function filtersOf(recorded: RecordedComparison): AutogenFilters {
  const known = new Map<string, boolean | null>();
  for (const answer of recorded.answers) {
    if (isOfColumn(answer)) {
      const [kind, column, table, result] = answer;
      known.set(JSON.stringify([kind, column, table]), result);
    } else {
      const [kind, name, type, schema, table, result, reflected = null] = answer;
      known.set(JSON.stringify([kind, name, type, ...placeOf(type, schema, table), reflected]), result);
    }
  }
  const look = (...key: unknown[]): FilterAnswer | null => {
    const found = known.get(JSON.stringify(key));
    if (found !== undefined) return found;
    const message = `Alembic does not ask: ${JSON.stringify(key)}`;
    return { code: 'not-asked', severity: 'error', message, origin: null };
  };
  return {
    includeName: (name, type, { schema = null, table = null }) =>
      recorded.hasNameFilters
        ? (look('name', name, type, ...placeOf(type, schema, table), null) ?? false)
        : true,
    includeObject: ({ table }, name, type, reflected) =>
      recorded.hasObjectFilters
        ? (look('object', name, type, ...placeOf(type, table.schema, table.name), reflected) ?? false)
        : true,
    compareType: ({ table }, { item }) =>
      recorded.compareType === 'callable' && item?.kind === 'column'
        ? look('type', item.name, table.name)
        : null,
    compareServerDefault: ({ table }, { item }) =>
      recorded.compareServerDefault === 'callable' && item?.kind === 'column'
        ? look('default', item.name, table.name)
        : null,
  };
}

// -- single types and defaults

async function compareTypes(test: string, recorded: RecordedTypes): Promise<Comparison> {
  const answer = answering(test, recorded.dialect);
  const { current, wanted, different } = recorded;
  if (isUnsupported(current)) return answer('not applicable', current.unsupported);
  if (isUnsupported(wanted)) return answer('not applicable', wanted.unsupported);
  const table = (type: TypeEngine): Table =>
    buildTable({ name: 't', columns: [{ name: 'c', type, nullable: true }] });
  return decided(answer, String(different), () =>
    changes(table(current), table(wanted), recorded.dialect, { isOffline: true }, null),
  );
}

async function compareDefaults(
  test: string,
  recorded: RecordedDefaults,
  postgresUrl: string | null,
): Promise<Comparison> {
  const answer = answering(test, recorded.dialect);
  const { current, currentType, table, column, different } = recorded;
  if (isUnsupported(currentType)) return answer('not applicable', currentType.unsupported);
  if (isUnsupported(table)) return answer('not applicable', table.unsupported);
  const wanted = table.columns.find(({ name }) => name === column);
  const before: Table = {
    ...table,
    constraints: [],
    indexes: [],
    columns: [
      {
        ...(wanted ?? { name: '' }),
        type: currentType,
        serverDefault:
          current === null
            ? null
            : {
                kind: 'default',
                arg: { type: 'clause', clause: { kind: 'text', text: current, bindparams: [] } },
              },
      } as Table['columns'][number],
    ],
  };
  const after: Table = { ...table, indexes: [], columns: wanted === undefined ? [] : [wanted] };
  return decided(answer, String(different), async () => {
    const connection = await freshDatabase(recorded.dialect, postgresUrl);
    try {
      // Whose sequences are is asked about whole tables.
      const asked: Connection = {
        ...silent,
        execute: (sql) => (sql.includes('pg_depend') ? silent.execute(sql) : connection.execute(sql)),
      };
      return await changes(before, after, recorded.dialect, { isOffline: false }, asked);
    } finally {
      await connection.close();
    }
  });
}

async function decided(
  answer: ReturnType<typeof answering>,
  theirs: string,
  ask: () => Promise<boolean>,
): Promise<Comparison> {
  try {
    const ours = String(await ask());
    return answer(ours === theirs ? 'identical' : 'different', '', theirs, ours);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return answer('refused', message, theirs, `error: ${message}`);
  }
}

/** Whether a column is altered from one table to the other. */
async function changes(
  before: Table,
  after: Table,
  name: RecordedTypes['dialect'],
  { isOffline }: { readonly isOffline: boolean },
  live: Connection | null,
): Promise<boolean> {
  const real = dialectFor(name, 'online');
  const current: MetaData = metaDataOf([before]);
  const connection: Connection = live ?? silent;
  const options: AutogenContext = {
    dialect: {
      ...real,
      inspector: { ...real.inspector, reflect: () => Promise.resolve(current) },
    },
    compareType: isOffline,
    compareServerDefault: !isOffline,
    renderAsBatch: false,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: 'sa.',
    alembicModulePrefix: 'op.',
    userModulePrefix: null,
    fromHistory: false,
  };
  const wanted = [metaDataOf([after])];
  const { found: ops } = await produceMigrations(connection, options, (now, context) =>
    compareMetadata(now, wanted, context),
  );
  return ops.some((op) => op.kind === 'modify_table' && op.ops.some(({ kind }) => kind === 'alter_column'));
}

/** Of comparisons that ask no database. */
const silent: Connection = {
  execute: () => Promise.resolve({ columns: [], rows: [], rowCount: null }),
  begin: () => Promise.resolve(),
  commit: () => Promise.resolve(),
  rollback: () => Promise.resolve(),
  cancel: () => Promise.resolve(),
  close: () => Promise.resolve(),
  inTransaction: false,
};
