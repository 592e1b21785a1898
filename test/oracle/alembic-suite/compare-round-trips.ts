/** Operations on live SQLite databases, most of them batches: the statements executed on the same database. */
import { OnlineCompiler } from '../../../server/src/alembic/runtime/online-compiler.ts';
import { defaultOptions } from '../../../server/src/alembic/runtime/migration-context.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { connect } from '../../../server/src/drivers/connect.ts';
import { dialectFor } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { makeUrl } from '../../../server/src/sqlalchemy/engine/url.ts';
import { evaluateTest } from './evaluated-test.ts';
import { isSame, whyNoAnswer } from './exceptions.ts';
import type { Comparison } from './outcome.ts';
import type { RecordedLive, RecordedTest, Suite } from './suite.ts';

/** The parser must be ready. */
export async function compareRoundTrips(suite: Suite): Promise<readonly Comparison[]> {
  const results: Comparison[] = [];
  for (const test of suite.tests) {
    if (test.file !== 'test_batch.py' || test.live.length === 0) continue;
    const { live, problems } = evaluateTest(suite.folder, test);
    for (const [index, event] of test.live.entries()) {
      results.push(await compare(test, event, live[index], problems));
    }
  }
  return results;
}

async function compare(
  test: RecordedTest,
  event: RecordedLive,
  operation: MigrateOperation | undefined,
  problems: readonly string[],
): Promise<Comparison> {
  const name = `${test.file}::${test.id} ${event.op}`;
  // Reflection asks in other words.
  const executed = event.statements.filter((sql) => !/^\s*(PRAGMA|SELECT)\b/i.test(sql));
  const found = operation === undefined ? null : await statementsOf(operation, event.before);
  // What the database refuses ends the list there.
  const reached =
    event.error === null || typeof found === 'string' ? found : found?.slice(0, executed.length);
  const theirs =
    event.error !== null && executed.length === 0
      ? `error: ${event.error.message}`
      : JSON.stringify(executed);
  const ours = typeof reached === 'string' ? `error: ${reached}` : JSON.stringify(reached);
  const base = { name, group: 'sqlite', theirs, ours };
  if (isSame(test, theirs, ours)) return { ...base, outcome: 'identical', reason: '' };
  const excused = whyNoAnswer(test);
  if (excused !== null) return { ...base, outcome: 'not applicable', reason: excused };
  if (operation === undefined) {
    return { ...base, outcome: 'refused', reason: problems[0] ?? 'the test cannot be followed' };
  }
  return typeof found === 'string'
    ? { ...base, outcome: 'refused', reason: found }
    : { ...base, outcome: 'different', reason: '' };
}

/** The statements, or why there are none. */
async function statementsOf(
  operation: MigrateOperation,
  before: string,
): Promise<readonly string[] | string> {
  const connection = await connect(makeUrl('sqlite://'), { baseDirectory: '/' });
  try {
    for (const sql of before.split(/;\n|;$/)) if (/\S/.test(sql)) await connection.execute(sql);
    const compiler = new OnlineCompiler(dialectFor('sqlite', 'online'), connection, defaultOptions);
    return (await compiler.statements(operation)).map(({ sql }) => sql);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await connection.close();
  }
}
