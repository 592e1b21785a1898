import { createInterpreter } from '../../../server/src/python/eval/evaluate.ts';
import type { Interpreter } from '../../../server/src/python/eval/interpreter.ts';
import { stdlibModules } from '../../../server/src/python/eval/stdlib/index.ts';
import { parseModule } from '../../../server/src/python/syntax/parser.ts';
import { collectMetaData, sqlalchemyModules } from '../../../server/src/sqlalchemy/bindings/index.ts';
import type { MetaData, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';

export interface EvaluatedModels {
  readonly interpreter: Interpreter;
  readonly metadata: readonly MetaData[];
  readonly tables: ReadonlyMap<string, Table>;
  /** Messages of problems, and of the exception that ended the module. */
  readonly problems: readonly string[];
}

/** Evaluates one model file as the workspace does. */
export function evaluateModels(text: string, file = '/project/models.py'): EvaluatedModels {
  const interpreter = createInterpreter({
    loader: { find: () => null },
    nativeModules: new Map([...stdlibModules, ...sqlalchemyModules]),
  });
  const outcome = interpreter.runModule(parseModule(file, text), 'models');
  const metadata = collectMetaData(interpreter);
  const problems = interpreter.problems.map(({ message }) => message);
  if (!outcome.ok && !problems.includes(outcome.problem.message)) problems.push(outcome.problem.message);
  return { interpreter, metadata, tables: new Map(metadata.flatMap((m) => [...m.tables])), problems };
}
