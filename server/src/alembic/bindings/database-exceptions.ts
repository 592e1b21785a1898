import { EvaluationStopped, PythonException } from '../../python/eval/errors.ts';
import type { InstanceValue, Interpreter } from '../../python/eval/value.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import { DatabaseError } from '../../sqlalchemy/engine/connection.ts';
import type { Origin } from '../../util/text-range.ts';
import { RunStopped } from './live-database.ts';

/** What a database refused, by the Python exception that stands for it. */
const causes = new WeakMap<InstanceValue, Error>();

/** The database's own error behind a Python exception; null for one that the code raised itself. */
export function causeOf(exception: InstanceValue): Error | null {
  return causes.get(exception) ?? null;
}

/**
 * Calls the database. Its errors become the exceptions of `sqlalchemy.exc` that the code may catch; the end of the run
 * cannot be caught.
 */
export function withDatabase<T>(interpreter: Interpreter, site: Origin, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof PythonException || error instanceof EvaluationStopped) throw error;
    if (!(error instanceof Error)) throw error;
    if (error instanceof RunStopped) throw new EvaluationStopped(error.message, site);
    const name = error instanceof DatabaseError ? exceptionName(error.code) : 'CompileError';
    const exception = sqlalchemyException(interpreter, name, error.message, site);
    causes.set(exception, error);
    return interpreter.raiseInstance(exception, site);
  }
}

/** By SQLSTATE class, as psycopg; by SQLite's result code, as Python's `sqlite3`; by SQL Server's error number. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^23|^SQLITE_CONSTRAINT|^(?:515|547|2601|2627)$/, 'IntegrityError'],
  [/^22|^SQLITE_(?:TOOBIG|MISMATCH)/, 'DataError'],
  [/^0A/, 'NotSupportedError'],
  [
    /^(?:08|40|53|54|55|57|58|HV)|^SQLITE_(?:ERROR|BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)/,
    'OperationalError',
  ],
  [/^(?:25|2D|3B|XX)|^SQLITE_(?:INTERNAL|CORRUPT)/, 'InternalError'],
];

function exceptionName(code: string | null): string {
  if (code === null) return 'OperationalError';
  return names.find(([pattern]) => pattern.test(code))?.[1] ?? 'ProgrammingError';
}
