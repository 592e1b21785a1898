/** What the program in the project's Python tells, read as data and put into words. */
import { readFileSync } from 'node:fs';
import { PythonFailure, type PythonTask } from '../alembic/runtime/project-python.ts';
import { headsMoved } from '../alembic/runtime/moved-error.ts';
import { LineIndex } from '../util/line-index.ts';
import { redact } from '../util/redact.ts';
import type { Origin } from '../util/text-range.ts';
import type { PythonProject } from '../workspace/python-project.ts';

/** One line of the program's output. */
export type PythonMessage =
  | { readonly kind: 'done' }
  | { readonly kind: 'session'; readonly number: string }
  | { readonly kind: 'statement'; readonly sql: string }
  | PythonFailed;
export interface PythonFailed {
  readonly kind: 'failed';
  readonly reason: 'packages' | 'several' | 'offline' | 'elsewhere' | 'moved' | 'nothing' | 'error';
  readonly message: string;
  readonly type?: string;
  readonly sql?: string | null;
  readonly file?: string | null;
  /** From 1. */
  readonly line?: number | null;
  readonly found?: readonly string[];
}

/** Null for a line that the program did not write. */
export function readMessage(line: string): PythonMessage | null {
  try {
    return JSON.parse(line) as PythonMessage;
  } catch {
    return null;
  }
}

/** Why the program failed, with its place in a file and without the project's secrets. */
export function failureOf(failed: PythonFailed, project: PythonProject, task: PythonTask): PythonFailure {
  const hide = (text: string): string => redact(text, project.secrets);
  switch (failed.reason) {
    case 'packages':
      return new PythonFailure(`${project.interpreter} cannot run Alembic: ${hide(failed.message)}`, {
        hint: 'Choose the interpreter of the project’s environment, where Alembic and SQLAlchemy are installed.',
      });
    case 'several':
      return new PythonFailure('env.py runs the migrations more than once: nothing was run');
    case 'offline':
      return new PythonFailure('env.py gives no connection when Python runs it: nothing was run');
    case 'nothing':
      return new PythonFailure('env.py ran no migrations when Python ran it');
    case 'elsewhere':
      return new PythonFailure(
        'env.py connects to another database than this run, so Python must not run a revision of it: nothing was run',
        {
          hint: 'Choose the connection that env.py uses, or make env.py use this one.',
        },
      );
    case 'moved': {
      const text = (heads: readonly string[]): string => (heads.length === 0 ? 'base' : heads.join(', '));
      return new PythonFailure(
        `The database is at ${text(failed.found ?? [])} for Python, but the run was planned for ${text(task.heads)}`,
        {
          code: headsMoved,
          hint: 'Another run has changed the version table in the meantime, or env.py names another one: plan again.',
        },
      );
    }
    case 'error': {
      const type = failed.type === undefined ? '' : `${failed.type}: `;
      return new PythonFailure(hide(`${type}${failed.message}`), {
        origin: originOf(failed.file ?? null, failed.line ?? null),
        sql: failed.sql === undefined || failed.sql === null ? null : hide(failed.sql),
      });
    }
  }
}

function originOf(file: string | null, line: number | null): Origin | null {
  if (file === null) return null;
  const start = line === null ? 0 : offsetOf(file, line);
  return { file: file.replaceAll('\\', '/'), range: { start, end: start } };
}

function offsetOf(file: string, line: number): number {
  try {
    return new LineIndex(readFileSync(file, 'utf8')).offset({ line: line - 1, column: 0 });
  } catch {
    return 0;
  }
}
