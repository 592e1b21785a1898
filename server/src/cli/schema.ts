import { CommandError } from '../alembic/script/revision-errors.ts';
import { dialectFor, isDialectName } from '../sqlalchemy/dialects/index.ts';
import type { Dialect } from '../sqlalchemy/engine/dialect.ts';
import { createAll } from '../sqlalchemy/engine/schema-generator.ts';
import type { Models } from '../workspace/project.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';
import { placePrefix } from './context.ts';
import { schemaJson } from './schema-json.ts';
import { modelsOf } from './schema-models.ts';

/**
 * Alembic has no such command: the evaluated models, as the statements of `metadata.create_all()` or as JSON.
 * Exit codes: 0; 1 when something of the models could not be known and is therefore not there (with `--json`, which
 * names it); 255 when the statements would not be complete, and none are printed.
 */
export const schema: Command = {
  name: 'schema',
  help: 'Print the schema of the models: the statements of metadata.create_all(), or JSON with the place of every object.',
  positionals: [
    {
      name: 'path',
      help: 'Model files or folders to read instead of what env.py imports; they are grouped by their base',
      many: true,
      optional: true,
    },
  ],
  options: [
    {
      name: 'dialect',
      flags: ['--dialect'],
      takes: 'value',
      choices: ['postgresql', 'mssql', 'sqlite'],
      help: 'postgresql, mssql or sqlite; by default that of the database URL',
    },
    {
      name: 'sql',
      flags: ['--sql'],
      takes: 'nothing',
      help: 'Print the CREATE statements in the order in which metadata.create_all() emits them (the default); with --json, add them',
    },
  ],
  run(context) {
    const { models, dialect: ofProject } = modelsOf(context);
    const given = context.value('dialect');
    const dialect = given !== null && isDialectName(given) ? dialectFor(given) : ofProject;
    return context.options.json ? asJson(context, models, dialect) : asSql(context, models, dialect);
  },
};

function asSql(context: CommandContext, models: Models, dialect: Dialect): CommandResult {
  const complaints = models.problems.filter(({ severity }) => severity === 'error');
  const [fatal] = complaints;
  if (fatal !== undefined) {
    tell(context, complaints.slice(1), 'ERROR');
    throw new CommandError(`${placePrefix(context.host, fatal.origin)}${fatal.message}`);
  }
  const created = models.metadata.map((metadata) => ({ metadata, ...createAll(metadata, dialect) }));
  const failures = created.flatMap((each) => each.failures);
  const messages = failures.map(({ error, origin }) => ({ message: error.message, origin }));
  const [first] = messages;
  if (first !== undefined) {
    tell(context, messages.slice(1), 'ERROR');
    throw new CommandError(`${placePrefix(context.host, first.origin)}${first.message}`);
  }
  const doubts = doubtsOf(models);
  tell(context, doubts, 'WARNING');
  if (models.source?.kind === 'workspace') context.host.stderr(`INFO: ${models.source.reason}\n`);
  const several = created.length > 1;
  return {
    printed: created.flatMap(({ metadata, statements }, index) => [
      ...(several ? [`-- ${models.names?.get(metadata) ?? `MetaData ${index + 1}`}\n`] : []),
      ...statements.map(({ sql }) => `${sql.trim().replace(/;$/, '')};\n`),
    ]),
    data: null, // `--json` is the other form.
    exitCode: doubts.length > 0 ? 1 : 0,
  };
}

function asJson(context: CommandContext, models: Models, dialect: Dialect): CommandResult {
  const unknown = [...models.problems.filter(({ severity }) => severity === 'error'), ...doubtsOf(models)];
  return {
    printed: [],
    data: schemaJson(context.host, models, dialect, { unknown, withSql: context.has('sql') }),
    exitCode: unknown.length > 0 ? 1 : 0,
  };
}

/** What may be missing without any error: a condition in a model file that could not be followed, a type that is not known. */
function doubtsOf({ problems, files }: Models): Models['problems'] {
  return problems.filter(
    ({ code, severity, origin }) =>
      // What env.py does around the migrations is not about models.
      (severity === 'warning' && !code.startsWith('environment-')) ||
      (code === 'unknown-condition' && origin !== null && files.has(origin.file)),
  );
}

function tell(
  context: CommandContext,
  problems: readonly Pick<Models['problems'][number], 'message' | 'origin'>[],
  level: 'ERROR' | 'WARNING',
): void {
  const lines = problems.map(
    ({ message, origin }) => `${level}: ${placePrefix(context.host, origin)}${message}\n`,
  );
  for (const line of new Set(lines)) context.host.stderr(line);
}
