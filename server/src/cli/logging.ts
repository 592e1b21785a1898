import type { Config } from '../alembic/script/config.ts';

const levels = new Map([
  ['NOTSET', 0],
  ['DEBUG', 10],
  ['INFO', 20],
  ['WARN', 30],
  ['WARNING', 30],
  ['ERROR', 40],
  ['CRITICAL', 50],
]);

/**
 * True when a message of alembic's own loggers reaches the console: the configuration has the logging sections that
 * `alembic init` writes, which every env.py hands to `fileConfig`.
 */
export function alembicLogging(config: Config, level: 'INFO' | 'ERROR'): boolean {
  const logger = config.getSection('logger_alembic') ?? config.getSection('logger_root');
  if (config.getSection('loggers') === null || logger === null) return false;
  const threshold = levels.get(logger.get('level')?.trim().toUpperCase() ?? 'NOTSET') ?? 0;
  return (levels.get(level) ?? 0) >= threshold;
}
