import { planRevision, type PlannedRevision, type Question } from '../alembic/autogenerate/beyond/index.ts';
import {
  detectedMessages,
  pluginMessages,
  type AutogenContext,
  type LogMessage,
  type RevisionOps,
  type UpgradeOps,
} from '../alembic/autogenerate/index.ts';
import { produceMigrations } from '../alembic/runtime/produce-migrations.ts';
import { readHeads } from '../alembic/runtime/version-table-reader.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Connection } from '../sqlalchemy/engine/connection.ts';
import { dialectFor } from '../sqlalchemy/dialects/index.ts';
import { danglingForeignKey } from '../ide/model-errors.ts';
import type { Drift } from '../workspace/project.ts';
import { describeDrift } from '../workspace/drift.ts';
import type { CommandContext } from './command.ts';
import { logContext } from './context-log.ts';
import { placePrefix } from './context.ts';
import { withConnection } from './database.ts';
import { runOptions } from './run-options.ts';

/** What the models need. */
export interface Needed {
  readonly ops: RevisionOps;
  /** What nobody has said yet. */
  readonly questions: readonly Question[];
  readonly plan: () => PlannedRevision;
  /** What `ops` were found with, and are to be rendered with. */
  readonly autogen: AutogenContext;
  readonly drift: () => readonly Drift[];
}

/**
 * What the models need beyond the database, as alembic looks at it, or with `--from-history` beyond the migrations. Throws
 * CommandError when either cannot be known for certain: a revision made from half a schema would drop the other half.
 */
export function neededOps(context: CommandContext): Promise<Needed> | Needed {
  return context.has('from_history') ? beyondHistory(context) : beyondDatabase(context);
}

async function beyondDatabase(context: CommandContext): Promise<Needed> {
  const project = context.project();
  requireSoundModels(context);
  const configure = runOptions(context);
  return withConnection(context, async (connection) => {
    logContext(context, { offline: false });
    const dialect = dialectFor(project.dialect.name, 'online');
    await requireUpToDate(context, connection);
    requireMetaData(context);
    logAll(context, pluginMessages);
    const produced = await produceMigrations(
      connection,
      {
        ...project.autogenContext(),
        dialect,
        versionTable: configure.versionTable,
        versionTableSchema: configure.versionTableSchema,
      },
      (database, comparing) => project.compareWith(database, comparing),
      { withExclusions: project.beyondOptions().constraints },
    );
    const { autogen, problems, current } = produced;
    const { ops, questions } = produced.found;
    const failed = problems.find(({ severity }) => severity === 'error');
    if (failed !== undefined) {
      throw new CommandError(`${placePrefix(context.host, failed.origin)}${failed.message}`);
    }
    for (const { message, origin } of problems) {
      context.host.stderr(`WARNING: ${placePrefix(context.host, origin)}${message}\n`);
    }
    logAll(context, detectedMessages(detected(ops), autogen));
    const sides = { current, target: project.models().metadata };
    return {
      ops,
      questions,
      plan: () => planRevision(ops, sides, autogen, project.beyondOptions()),
      autogen,
      drift: () => describeDrift(ops, project.models().metadata, dialect, 'database'),
    };
  });
}

function logAll(context: CommandContext, messages: readonly LogMessage[]): void {
  for (const { logger, message } of messages) context.log('INFO', logger, message);
}

/** Upstream compares only with a database that all migrations have run on. */
async function requireUpToDate(context: CommandContext, connection: Connection): Promise<void> {
  const { scriptDirectory, dialect } = context.project();
  const current = await readHeads(connection, dialect, runOptions(context));
  const at = scriptDirectory.getRevisions(current).map(({ revision }) => revision);
  const heads = scriptDirectory.getRevisions('heads').map(({ revision }) => revision);
  if (at.length !== heads.length || heads.some((head) => !at.includes(head))) {
    throw new CommandError('Target database is not up to date.');
  }
}

function requireSoundModels(context: CommandContext): void {
  const models = context.project().models();
  const problem =
    models.problems.find(
      // Without a comparator that Alembic would have asked the answer would be another one.
      ({ severity, code }) => severity === 'error' || code === 'environment-plugins',
    ) ?? danglingForeignKey(models);
  if (problem !== null) {
    throw new CommandError(`${placePrefix(context.host, problem.origin)}${problem.message}`);
  }
}

function requireMetaData(context: CommandContext): void {
  const project = context.project();
  if (project.models().metadata.length === 0) {
    throw new CommandError(
      `Can't proceed with --autogenerate option; environment script ${project.scriptDirectory.dir}/env.py does not ` +
        'provide a MetaData object or sequence of objects to the context.',
    );
  }
}

function beyondHistory(context: CommandContext): Needed {
  const project = context.project();
  requireSoundModels(context);
  requireMetaData(context);
  const [refused] = project.history().refused;
  const refusal = refused?.evaluation.refusals[0];
  if (refused !== undefined && refusal !== undefined) {
    throw new CommandError(
      `${placePrefix(context.host, refusal.origin)}the history is not certain: revision ${refused.revision} cannot be evaluated: ${refusal.message}`,
    );
  }
  const ops = project.upgradeOps();
  const failed = project.comparisonProblems().find(({ severity }) => severity === 'error');
  if (failed !== undefined) {
    throw new CommandError(`${placePrefix(context.host, failed.origin)}${failed.message}`);
  }
  const autogen = project.autogenContext();
  logAll(context, detectedMessages(detected(ops), autogen));
  return {
    ops,
    questions: project.beyond().questions,
    plan: () => project.planRevision(ops),
    autogen,
    drift: () => project.drift(),
  };
}

/** What upstream has words for. */
function detected(ops: RevisionOps): UpgradeOps {
  return ops.filter((op) => op.kind !== 'change');
}
