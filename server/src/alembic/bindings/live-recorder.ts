import { EvaluationStopped } from '../../python/eval/errors.ts';
import type { Interpreter, RunTime } from '../../python/eval/value.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { Origin } from '../../util/text-range.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { withDatabase } from './database-exceptions.ts';
import type { LiveDatabase } from './live-database.ts';
import { Recorder } from './recorder.ts';
import type { ScriptContext } from './script-evaluation.ts';
import { unknownTypes } from './unknown-types.ts';

const nowhere: Origin = { file: '', range: { start: 0, end: 0 } };

/** Runs each operation when it is reached. A refusal ends the evaluation there: what follows must not run. */
export class LiveRecorder extends Recorder {
  override readonly database: LiveDatabase;
  private readonly interpreter: Interpreter;

  constructor(context: ScriptContext, database: LiveDatabase, interpreter: Interpreter) {
    super(context);
    this.database = database;
    this.interpreter = interpreter;
  }

  override record(operation: MigrateOperation): QueryResult | null {
    if (this.inBlock) return super.record(operation);
    for (const { message, origin } of unknownTypes([operation])) this.refuse(message, origin);
    return this.reach(operation.origin, () => this.database.run(operation));
  }

  override runTime(): RunTime {
    return this.database;
  }

  override beginAutocommit(origin: Origin): void {
    this.reach(origin, () => {
      this.database.autocommit('begin');
    });
  }

  override endAutocommit(origin: Origin): void {
    this.reach(origin, () => {
      this.database.autocommit('end');
    });
  }

  override refuse(message: string, origin: Origin | null): never {
    super.refuse(message, origin);
    throw new EvaluationStopped(message, origin);
  }

  private reach<T>(origin: Origin | null, call: () => T): T {
    // The database's time is not the evaluation's: a loop over many rows is no endless one, and can be cancelled.
    this.interpreter.renew();
    return withDatabase(this.interpreter, origin ?? nowhere, call);
  }
}
