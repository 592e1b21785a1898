import type { DialectName } from '../sqlalchemy/engine/dialect.ts';
import type { CommandContext } from './command.ts';

// The class names of upstream's implementations, which its log prints.
const implementations: Record<DialectName, string> = {
  postgresql: 'PostgresqlImpl',
  sqlite: 'SQLiteImpl',
  mssql: 'MSSQLImpl',
  default: 'DefaultImpl',
};

/** What alembic logs when env.py configures its context. Mirrors the end of `MigrationContext.__init__`. */
export function logContext(context: CommandContext, mode: { readonly offline: boolean }): void {
  const { dialect } = context.project();
  const { transactionalDdl } = context.project().models().configure;
  const logger = 'alembic.runtime.migration';
  context.log('INFO', logger, `Context impl ${implementations[dialect.name]}.`);
  if (mode.offline) context.log('INFO', logger, 'Generating static SQL');
  const kind = (transactionalDdl ?? dialect.transactionalDdl) ? 'transactional' : 'non-transactional';
  context.log('INFO', logger, `Will assume ${kind} DDL.`);
}
