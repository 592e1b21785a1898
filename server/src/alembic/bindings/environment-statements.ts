/** The SQL that env.py runs around the migrations, as far as a native run can do it in the same place. */
import type { InstanceValue, Interpreter } from '../../python/eval/value.ts';
import { engineOptionsOf, engineUrlOf, type EngineEffect } from '../../sqlalchemy/bindings/index.ts';
import type { Problem } from '../../util/problem.ts';
import type { ExecuteSQLOp } from '../ops/operations.ts';
import { recordStatement } from './execute.ts';
import { Recorder } from './recorder.ts';
import type { EnvironmentCapture } from './state.ts';

/** What a run does besides the migrations, so that it is the one that env.py makes. */
export interface EnvironmentStatements {
  /** Committed before the transaction of the migrations begins; with `--sql`: written before its BEGIN. */
  readonly before: readonly ExecuteSQLOp[];
  /** Run at the start of that transaction. */
  readonly within: readonly ExecuteSQLOp[];
  /** env.py has begun a transaction of its own and commits it after the migrations: all of them are in it. */
  readonly isExternal: boolean;
}

export interface StatementsReading {
  readonly statements: EnvironmentStatements;
  /** Each keeps a native run from beginning. */
  readonly problems: readonly Problem[];
}

interface Pending {
  readonly operation: ExecuteSQLOp;
  readonly effect: EngineEffect;
}

/** Follows the transactions of one connection. */
interface ConnectionState {
  inTransaction: boolean;
  open: Pending[];
}

/** What `effects`, in their order, come to for the first `context.run_migrations()`. */
export function readStatements(
  interpreter: Interpreter,
  capture: EnvironmentCapture,
  effects: readonly EngineEffect[],
): StatementsReading {
  return new Reader(interpreter, capture).read(effects);
}

class Reader {
  private readonly interpreter: Interpreter;
  private readonly capture: EnvironmentCapture;
  /** The connection of the migrations; null with `--sql`. */
  private readonly own: InstanceValue | null;
  private readonly states = new Map<InstanceValue | null, ConnectionState>();
  private readonly before: Pending[] = [];
  private readonly problems: Problem[] = [];

  constructor(interpreter: Interpreter, capture: EnvironmentCapture) {
    this.interpreter = interpreter;
    this.capture = capture;
    const connection = (capture.runs[0]?.configure ?? capture.configure)?.get('connection');
    this.own = connection?.kind === 'instance' ? connection : null;
  }

  read(effects: readonly EngineEffect[]): StatementsReading {
    const [run] = this.capture.runs;
    const end = run?.effectsBefore ?? effects.length;
    let isExternal = false;
    for (const [index, effect] of effects.slice(0, end).entries()) {
      if (index === run?.effectsBeforeConfigure) isExternal = this.stateOf(this.own).inTransaction;
      this.follow(effect, index < (run?.effectsBeforeBegin ?? end));
    }
    if (run?.effectsBeforeConfigure === end) isExternal = this.stateOf(this.own).inTransaction;
    const within = this.stateOf(this.own).open;
    const after = effects.slice(end);
    for (const effect of after) {
      if (effect.kind === 'statement' || effect.kind === 'read') this.refuse(effect, 'after the migrations');
    }
    const ofOwn = after.filter(
      ({ kind, connection }) => connection === this.own && /commit|rollback|close/.test(kind),
    );
    const isRead = this.problems.length > 0;
    if (isExternal && !isRead && run !== undefined && ofOwn[0]?.kind !== 'commit')
      this.refuseRollback(within);
    for (const option of engineOptionsOf(this.own ?? undefined)) {
      this.problem(`The engine gets ${option}, which Retort does not follow`, this.capture.configureSite);
    }
    if (this.capture.configure === null) {
      // What follows is not known, so that nobody can tell what these are a part of.
      for (const { effect } of [...this.before, ...within])
        this.refuse(effect, 'before it can be followed no more');
    }
    const operations = (pending: readonly Pending[]): readonly ExecuteSQLOp[] =>
      pending.map(({ operation }) => operation);
    return {
      statements: { before: operations(this.before), within: operations(within), isExternal },
      problems: this.problems,
    };
  }

  private follow(effect: EngineEffect, isBeforeBegin: boolean): void {
    const connection = effect.connection ?? this.own;
    const state = this.stateOf(connection);
    switch (effect.kind) {
      case 'statement':
        this.statement(effect, connection, state, isBeforeBegin);
        return;
      case 'begin':
        state.inTransaction = true;
        return;
      case 'commit':
        this.before.push(...this.lasting(connection, state.open));
        state.inTransaction = false;
        state.open = [];
        return;
      case 'rollback':
      case 'close':
        // What was not committed has not happened.
        state.inTransaction = false;
        state.open = [];
        return;
      case 'read':
        this.refuse(effect, 'and what it answers decides what follows');
        return;
      case 'listener':
      case 'option':
        return;
    }
  }

  private statement(
    effect: EngineEffect,
    connection: InstanceValue | null,
    state: ConnectionState,
    isBeforeBegin: boolean,
  ): void {
    if (this.capture.offline && effect.connection !== undefined) {
      this.refuse(effect, 'although --sql connects to nothing');
      return;
    }
    const operation = this.operation(effect);
    if (operation === null) return;
    const pending = { operation, effect };
    if (this.capture.offline && isBeforeBegin) {
      this.before.push(pending);
      return;
    }
    state.inTransaction = !this.capture.offline || connection !== null;
    state.open.push(pending);
  }

  /** Of what another connection commits, settings of its session do not last. */
  private lasting(connection: InstanceValue | null, open: readonly Pending[]): readonly Pending[] {
    if (connection === this.own) return open;
    const lasting = open.filter(({ effect }) => !/^\s*(?:select|set|reset|show)\b/i.test(effect.what));
    const [first] = lasting;
    if (first === undefined || this.isOwnDatabase(connection)) return lasting;
    this.refuse(first.effect, 'on another database than that of the migrations');
    return [];
  }

  private isOwnDatabase(connection: InstanceValue | null): boolean {
    const url = engineUrlOf(connection ?? undefined);
    const own = engineUrlOf(this.own ?? undefined);
    if (url === null || own === null) return false;
    return url === own || (url.kind === 'str' && own.kind === 'str' && url.value === own.value);
  }

  /** Null, with a problem, for a statement that is not known. */
  private operation(effect: EngineEffect): ExecuteSQLOp | null {
    const { statement, site } = effect;
    if (statement === undefined) {
      this.refuse(effect, 'with parameters');
      return null;
    }
    const recorder = new Recorder({
      dialectName: 'default',
      offline: this.capture.offline,
      mainOptions: new Map(),
    });
    recordStatement(recorder, statement, { interpreter: this.interpreter, site });
    const [operation] = recorder.operations;
    const [refusal] = recorder.refusals;
    if (operation?.kind === 'execute' && refusal === undefined) return operation;
    this.refuse(effect, refusal?.message ?? 'and cannot be read');
    return null;
  }

  private stateOf(connection: InstanceValue | null): ConnectionState {
    let state = this.states.get(connection);
    if (state === undefined) {
      state = { inTransaction: false, open: [] };
      this.states.set(connection, state);
    }
    return state;
  }

  private refuse({ what, site }: EngineEffect, why: string): void {
    const sql = what === '' ? '' : `: ${what.replaceAll(/\s+/g, ' ').slice(0, 80)}`;
    this.problem(
      `env.py executes SQL here, ${why}, which Retort does not do around the migrations${sql}`,
      site,
    );
  }

  private refuseRollback(within: readonly Pending[]): void {
    const site = within[0]?.effect.site ?? this.capture.configureSite;
    this.problem(
      'env.py begins a transaction before context.configure(), here, and never commits it: Alembic runs the migrations and ' +
        'rolls them back. Commit before context.configure(), or after context.run_migrations()',
      site,
    );
  }

  private problem(message: string, origin: Problem['origin']): void {
    if (this.problems.some((other) => other.message === message)) return;
    this.problems.push({ code: 'environment-effect', severity: 'warning', message, origin });
  }
}
