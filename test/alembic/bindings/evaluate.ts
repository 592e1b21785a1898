import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import type { Interpreter } from '../../../server/src/python/eval/interpreter.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import {
  alembicModules,
  evaluateScript,
  refuseUnknownControlFlow,
} from '../../../server/src/alembic/bindings/index.ts';
import type { ScriptContext, ScriptEvaluation } from '../../../server/src/alembic/bindings/index.ts';
import { sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';

export function scriptInterpreter(): Interpreter {
  const interpreter: Interpreter = createInterpreter({
    loader: { find: () => null },
    nativeModules: new Map([...stdlibModules, ...sqlalchemyModules, ...alembicModules]),
    onUnknownControlFlow: refuseUnknownControlFlow(() => interpreter),
  });
  return interpreter;
}

const header = `from alembic import context, op
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, postgresql, sqlite
pg = postgresql
`;

/** Evaluates a revision file's text; `import`s are its own. */
export function evaluateRevision(
  text: string,
  context: Partial<ScriptContext> = {},
  direction: 'upgrade' | 'downgrade' = 'upgrade',
): ScriptEvaluation {
  const interpreter = scriptInterpreter();
  const outcome = interpreter.runModule(
    parseModule('/project/versions/abc_script.py', text),
    'abc_script_py',
  );
  if (!outcome.ok) return { operations: [], refusals: [outcome.problem] };
  return evaluateScript(interpreter, outcome.value, direction, {
    dialectName: 'postgresql',
    offline: true,
    mainOptions: new Map(),
    ...context,
  });
}

/** Evaluates the body of an `upgrade()`, written without indentation. */
export function evaluateBody(
  body: string,
  context: Partial<ScriptContext> = {},
  imports = '',
): ScriptEvaluation {
  // Lines inside a triple-quoted string stay as they are.
  let quoted = false;
  const lines = body.split('\n').map((line) => {
    const inside = quoted;
    if ((line.split('"""').length - 1) % 2 === 1) quoted = !quoted;
    return inside ? line : `    ${line}`;
  });
  return evaluateRevision(`${header}${imports}\n\ndef upgrade():\n${lines.join('\n')}\n`, context);
}
