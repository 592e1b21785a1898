import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  PythonFailure,
  type PythonEvents,
  type PythonRunner,
  type PythonTask,
} from '../alembic/runtime/project-python.ts';
import { redact } from '../util/redact.ts';
import type { PythonProject } from '../workspace/python-project.ts';
import { failureOf, readMessage, type PythonFailed } from './python-messages.ts';
import { pythonProgram } from './python-program.ts';

/** How long a stopped Python may take to roll back before it is killed, in milliseconds. */
const patience = 5000;

/**
 * Runs revisions with the interpreter and the Alembic of a project, one process for each. Nothing of the project is in
 * the arguments, which lists of processes show: the program and what it is to do go through standard input, and env.py
 * finds its own URL.
 */
export function projectPython(project: PythonProject): PythonRunner {
  return {
    check: (task, signal) => runProgram(project, task, { check: true, signal }),
    run: (task, events, signal) => runProgram(project, task, { check: false, signal, events }),
  };
}

interface How {
  readonly check: boolean;
  readonly signal: AbortSignal | undefined;
  readonly events?: PythonEvents;
}

async function runProgram(project: PythonProject, task: PythonTask, how: How): Promise<void> {
  const child = spawn(project.interpreter, ['-'], {
    cwd: project.cwd,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = (): void => {
    stopProcess(child);
  };
  how.signal?.addEventListener('abort', stop);
  if (how.signal?.aborted === true) stop();
  try {
    const { failed, done, code, said } = await converse(child, project, task, how);
    if (failed !== null) throw failureOf(failed, project, task);
    if (!done) {
      const status = code === null ? 'was stopped' : `ended with exit code ${String(code)}`;
      throw new PythonFailure(`Python ${status} before it had run ${task.step.script.revision}${said}`);
    }
  } finally {
    how.signal?.removeEventListener('abort', stop);
  }
}

interface Outcome {
  readonly failed: PythonFailed | null;
  readonly done: boolean;
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** The last line that it printed, for want of a better reason. */
  readonly said: string;
}

function converse(
  child: ReturnType<typeof spawn>,
  project: PythonProject,
  task: PythonTask,
  { check, events }: How,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let failed: PythonFailed | null = null;
    let done = false;
    let said = '';
    child.on('error', (error) => {
      reject(
        new PythonFailure(`Python could not be started: ${error.message}`, {
          hint: `Check the interpreter's path: ${project.interpreter}`,
        }),
      );
    });
    if (child.stdout === null || child.stderr === null || child.stdin === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = readMessage(line);
      if (message?.kind === 'done') done = true;
      if (message?.kind === 'failed') failed = message;
      if (message?.kind === 'session') events?.onSession(message.number);
      if (message?.kind === 'statement') events?.onStatement(redact(message.sql, project.secrets));
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      const safe = redact(line, project.secrets);
      if (safe.trim() !== '') said = `: ${safe.trim()}`;
      if (!check) project.onOutput(safe);
    });
    child.on('close', (code) => {
      resolve({ failed, done, code, said });
    });
    // A Python that ends before it has read everything tells why on its own.
    child.stdin.on('error', () => undefined);
    child.stdin.end(
      `${pythonProgram}\nsys.exit(main(json.loads(${pythonString(request(project, task, check))})))\n`,
    );
  });
}

function request(project: PythonProject, task: PythonTask, check: boolean): string {
  const { step, heads, identity, sessionNumber } = task;
  const { configPaths, section, xArguments, tag } = project;
  return JSON.stringify({
    check,
    ini: configPaths.ini,
    toml: configPaths.toml,
    section,
    x: xArguments,
    tag,
    upgrade: step.direction === 'upgrade',
    revision: step.script.revision,
    path: step.script.path,
    heads,
    identity: identity.sql,
    answer: identity.answer,
    number: sessionNumber,
  });
}

/** A text as a Python literal: JSON's escapes are Python's, but for the line separators that JSON leaves as they are. */
function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u0080-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Lets Python roll back as after Ctrl+C, and ends it when it does not. */
function stopProcess(child: ChildProcess): void {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  timer.unref();
  child.once('close', () => {
    clearTimeout(timer);
  });
}
