import { isTransactionalDdl } from '../alembic/runtime/migration-context.ts';
import type { AskPython, PythonStep } from '../alembic/runtime/project-python.ts';
import { secretsOf, type Url } from '../sqlalchemy/engine/url.ts';
import { dirname, join } from '../util/paths.ts';
import { findPython, interpreterIn } from '../workspace/find-python.ts';
import type { CommandContext } from './command.ts';
import { placePrefix } from './context.ts';
import { runOptions } from './run-options.ts';

/** What to add to the refusal of a revision that Python could have run. */
export const pythonAdvice =
  'To let the project’s own Python run it, give --python PATH, or --use-python for the one of its virtual environment.';

/**
 * The way to the project's own Python: `--python` and `--use-python` agree, at a terminal a question is asked, and else
 * nobody has agreed.
 */
export function askPython(context: CommandContext, url: Url): AskPython {
  const { host, options } = context;
  const isNamed = context.value('python') !== null;
  const interpreter = interpreterOf(context);
  return async (steps) => {
    if (interpreter === null) return null;
    const question = questionOf(context, interpreter, steps);
    const agreed = isNamed || context.has('use_python') || (await host.ask(question)) === true;
    if (!agreed) return null;
    return host.projectPython({
      interpreter,
      configPaths: options.configPaths,
      section: options.section,
      xArguments: options.xArguments,
      tag: context.value('tag'),
      cwd: host.cwd,
      secrets: secretsOf(url),
      onOutput: (line) => {
        host.stderr(`${line}\n`);
      },
    });
  };
}

/** The named interpreter, else that of the active or the project's virtual environment; null where there is none. */
function interpreterOf(context: CommandContext): string | null {
  const { host, options } = context;
  const named = context.value('python');
  if (named !== null) return /[/\\]/.test(named) ? join(host.cwd, named) : named;
  const active = host.environment['VIRTUAL_ENV'];
  const found = active === undefined || active === '' ? null : interpreterIn(host.files, active);
  return found ?? findPython(host.files, dirname(options.configPath));
}

function questionOf(context: CommandContext, interpreter: string, steps: readonly PythonStep[]): string {
  const { dialect } = context.project();
  const configure = runOptions(context);
  const lines = steps.map(({ step: { script }, reason, origin }) => {
    const what = script.doc === '' ? script.revision : `${script.revision}, ${script.doc}`;
    return `  ${what}\n    ${placePrefix(context.host, origin)}${reason}`;
  });
  const isOneTransaction = isTransactionalDdl(dialect, configure) && !configure.transactionPerMigration;
  return [
    `Retort cannot evaluate ${steps.length === 1 ? 'this revision' : `these ${String(steps.length)} revisions`}:`,
    ...lines,
    ...(isOneTransaction
      ? ['What ran before such a revision is committed first, and stays if it fails.']
      : []),
    `Run ${steps.length === 1 ? 'it' : 'them'} with ${interpreter}?`,
  ].join('\n');
}
