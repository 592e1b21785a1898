import { OperationFailure } from '../alembic/runtime/run-error.ts';
import { CommandError } from '../alembic/script/revision-errors.ts';
import { DatabaseError, type Connection } from '../sqlalchemy/engine/connection.ts';
import { ArgumentError, backendName, dialectNameOf, makeUrl, type Url } from '../sqlalchemy/engine/url.ts';
import type { CommandContext } from './command.ts';
import { placePrefix } from './context.ts';

/** The URL of `--url`, else of the configuration. Throws CommandError when there is none that can be used. */
export function databaseUrl(context: CommandContext): Url {
  const text = configuredUrl(context);
  if (text === null) {
    throw new CommandError(
      `No database URL: give --url, or set sqlalchemy.url in the [${context.options.section}] section of ${context.options.configName}`,
    );
  }
  try {
    return makeUrl(text);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new CommandError(`${urlPlace(context)}${error.message}`, { cause: error });
  }
}

/**
 * Throws CommandError when nothing tells whose SQL is to be written: upstream has no dialect then, and prints nothing
 * either.
 */
export function requireDialect(context: CommandContext): void {
  if (context.project().dialect.name !== 'default') return;
  const text = configuredUrl(context);
  if (text === null) {
    throw new CommandError(
      `Connection, url, or dialect_name is required: give --url, or set sqlalchemy.url in the [${context.options.section}] section of ${context.options.configName}`,
    );
  }
  const url = databaseUrl(context);
  if (dialectNameOf(url) !== null) return;
  throw new CommandError(
    `${urlPlace(context)}Can't load plugin: sqlalchemy.dialects:${backendName(url)}; use a postgresql://, sqlite:// or mssql:// URL`,
  );
}

/** Connects, works, and closes whatever happens. */
export async function withConnection<T>(
  context: CommandContext,
  work: (connection: Connection, url: Url) => Promise<T>,
): Promise<T> {
  const url = databaseUrl(context);
  try {
    const connection = await context.host.connect(url, limitsOf(context));
    try {
      return await work(connection, url);
    } finally {
      await connection.close();
    }
  } catch (error) {
    // What env.py executes has its place there.
    if (error instanceof OperationFailure) {
      throw new CommandError(`${placePrefix(context.host, error.origin)}${error.message}`, { cause: error });
    }
    if (!(error instanceof DatabaseError)) throw error;
    const { sql, code, hint } = error;
    throw new DatabaseError(`${urlPlace(context)}${error.message}`, { sql, code, hint });
  }
}

/** `--lock-timeout` and `--statement-timeout` in milliseconds. Throws CommandError for what is no number of seconds. */
export function limitsOf(context: CommandContext): { lockTimeout: number; statementTimeout: number } {
  const milliseconds = (name: string): number => {
    const text = context.value(name);
    const seconds = Number(text ?? '0');
    if (Number.isFinite(seconds) && seconds >= 0 && text?.trim() !== '') return seconds * 1000;
    throw new CommandError(`--${name.replace('_', '-')} takes a number of seconds, not "${text ?? ''}"`);
  };
  return { lockTimeout: milliseconds('lock_timeout'), statementTimeout: milliseconds('statement_timeout') };
}

function configuredUrl(context: CommandContext): string | null {
  if (context.options.url !== null) return context.options.url;
  const project = context.project();
  const { config } = project;
  const { url, urlProblem } = project.models();
  // The configuration's URL would be another database than the one that Alembic runs on.
  if (urlProblem !== null && urlProblem !== undefined) {
    throw new CommandError(`${placePrefix(context.host, urlProblem.origin)}${urlProblem.message}`);
  }
  const text = url ?? config.getMainOption('sqlalchemy.url');
  if (text !== null && text !== '') return text;
  const place = config.originOf('sqlalchemy.url');
  const problem = config.problems.find(
    ({ code, origin }) => code === 'config-interpolation' && origin?.range.start === place?.range.start,
  );
  if (problem === undefined) return null;
  throw new CommandError(problem.message);
}

/** Where the URL stands, in front of what is wrong with it; empty for one of the command line. */
function urlPlace(context: CommandContext): string {
  if (context.options.url !== null) return '';
  return placePrefix(context.host, context.project().config.originOf('sqlalchemy.url'));
}
