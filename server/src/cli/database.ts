import { CommandError } from '../alembic/script/revision-errors.ts';
import type { Connection } from '../sqlalchemy/engine/connection.ts';
import { makeUrl, type Url } from '../sqlalchemy/engine/url.ts';
import type { CommandContext } from './command.ts';

/** The URL of `--url`, else of the configuration. Throws CommandError when there is none. */
export function databaseUrl(context: CommandContext): Url {
  const text = context.options.url ?? context.project().config.getMainOption('sqlalchemy.url');
  if (text === null || text === '') {
    throw new CommandError(
      `No database URL: give --url, or set sqlalchemy.url in the [${context.options.section}] section of ${context.options.configName}`,
    );
  }
  return makeUrl(text);
}

/** Connects, works, and closes whatever happens. */
export async function withConnection<T>(
  context: CommandContext,
  work: (connection: Connection, url: Url) => Promise<T>,
): Promise<T> {
  const url = databaseUrl(context);
  const connection = await context.host.connect(url);
  try {
    return await work(connection, url);
  } finally {
    await connection.close();
  }
}
