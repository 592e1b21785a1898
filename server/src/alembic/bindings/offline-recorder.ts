import type { InstanceValue, Interpreter, RunTime } from '../../python/eval/value.ts';
import { str } from '../../python/eval/native.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import { dialectFor, isDialectName } from '../../sqlalchemy/dialects/index.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { Origin } from '../../util/text-range.ts';
import { OperationError } from '../ddl/errors.ts';
import { toStatements } from '../operations/toimpl.ts';
import type { MigrateOperation } from '../ops/operations.ts';
import { commandErrorClass } from './command-error.ts';
import { Recorder, type MockFailure } from './recorder.ts';
import type { ScriptContext } from './script-evaluation.ts';

/**
 * Records for `--sql` itself, where upstream has a connection that only prints. What it cannot do raises, and a script that
 * stands in a `try` may go on after it, so it must fail here with the same exception. Where nothing would catch it, the
 * question is refused by its name instead.
 */
export class OfflineRecorder extends Recorder {
  private readonly run: RunTime;
  private readonly interpreter: Interpreter;
  private readonly explained = new Map<InstanceValue, string>();

  constructor(context: ScriptContext, run: RunTime, interpreter: Interpreter) {
    super(context);
    this.run = run;
    this.interpreter = interpreter;
  }

  override runTime(): RunTime {
    return this.run;
  }

  override record(operation: MigrateOperation): QueryResult | null {
    // What a batch collects is compiled at its end.
    if (this.isGuarded() && !this.inBatch) this.compile(operation);
    return super.record(operation);
  }

  override mockFailure(failure: MockFailure, message: string, site: Origin): InstanceValue | null {
    if (!this.isGuarded()) return null;
    const exception = this.exception(failure, message, site);
    this.explained.set(
      exception,
      `reads the database, which only a run on one can answer (--sql: ${failure}: ${message})`,
    );
    return exception;
  }

  override explains({
    instance,
    origin,
  }: {
    readonly instance: InstanceValue;
    readonly origin: Origin;
  }): boolean {
    const message = this.explained.get(instance);
    if (message === undefined) return false;
    this.refuse(message, origin, true);
    return true;
  }

  /** Raises what upstream raises while it compiles, of which it must not have printed anything yet. */
  private compile(operation: MigrateOperation): void {
    const { dialectName, namingConvention } = this.context;
    if (!isDialectName(dialectName)) return;
    try {
      toStatements(operation, {
        dialect: dialectFor(dialectName, 'offline'),
        createdEnums: new Set(),
        asSql: true,
        ...(namingConvention === undefined ? {} : { namingConvention }),
        ...(operation.kind === 'batch_alter_table' && operation.copyFrom !== null
          ? { recreate: () => [] }
          : {}),
      });
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const site = operation.origin ?? { file: '', range: { start: 0, end: 0 } };
      const printsFirst = operation.kind === 'batch_alter_table' && operation.recreate === 'never';
      if (error.upstream === null || printsFirst) {
        this.refuse(`stands in a try, and fails: ${error.message}`, operation.origin);
        return;
      }
      this.interpreter.raiseInstance(this.exception(error.upstream, error.message, site), site);
    }
  }

  private exception(failure: MockFailure, message: string, site: Origin): InstanceValue {
    const { interpreter } = this;
    if (failure === 'NoInspectionAvailable' || failure === 'CompileError')
      return sqlalchemyException(interpreter, failure, message, site);
    const cls = failure === 'CommandError' ? commandErrorClass : interpreter.builtin(failure);
    const made = interpreter.call(cls, [str(message)], new Map(), site);
    if (made.kind !== 'instance') throw new Error(`${failure} is no exception`);
    return made;
  }
}
