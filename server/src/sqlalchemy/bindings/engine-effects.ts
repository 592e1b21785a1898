/** What evaluated code does to databases and engines: nothing of it happens here, so it is written down. */
import type { ClassValue, NativeCall, Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../../python/eval/native.ts';
import { beginsItself, engineUrlOf } from './engine-url.ts';
import { inertClass } from './inert.ts';
import { noteCreateListener } from './schema/ddl.ts';
import { clauseOf } from './sql/clauses.ts';
import { stateOf, type EngineEffect } from './state.ts';

/** The effects so far, oldest first; `since` leaves those out that a caller has seen. */
export function engineEffects(interpreter: NativeCall['interpreter'], since = 0): readonly EngineEffect[] {
  return stateOf(interpreter).effects.items.slice(since);
}

type Effect = Omit<EngineEffect, 'site' | 'connection'>;
type Call = Pick<NativeCall, 'interpreter' | 'site'>;

function noteEffect(call: Call, effect: Effect, connection: Value | undefined): void {
  const about = connection?.kind === 'instance' ? { connection } : {};
  stateOf(call.interpreter).effects.push({ ...effect, ...about, site: call.site });
}

/** A statement that is executed; without a connection: through env.py's context. */
export function noteStatement(
  call: Call,
  statement: Value | undefined,
  parameters: readonly Value[],
  connection?: Value,
): void {
  const isWhole = statement !== undefined && parameters.every(({ kind }) => kind === 'none');
  const effect: Effect = { kind: 'statement', what: sqlOf(statement), ...(isWhole ? { statement } : {}) };
  noteEffect(call, effect, connection);
}

/** Something that depends on what a database answers. */
export function noteRead(call: Call, what: string, connection?: Value): Value {
  noteEffect(call, { kind: 'read', what }, connection);
  return call.interpreter.unknown('it reads what the database answers', call.site);
}

/** What a statement gives: nothing, until somebody looks at it. */
const resultClass: ClassValue = nativeClass({
  name: 'CursorResult',
  module: 'sqlalchemy.engine.cursor',
  members: {
    close: nativeMethod('close', () => none),
    ...Object.fromEntries(
      ['__iter__', '__len__', '__bool__'].map((name) => [
        name,
        nativeMethod(name, (call) => noteRead(call, 'rows')),
      ]),
    ),
  },
  hooks: {
    getAttribute: (_self, name, call) => (name.startsWith('__') ? undefined : noteRead(call, name)),
  },
});

/** Members of connections that send SQL. */
const statementMembers: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(
    ['execute', 'exec_driver_sql'].map((name) => [
      name,
      nativeMethod(name, (call) => {
        const [self, statement, ...parameters] = call.args;
        noteStatement(call, statement, [...parameters, ...call.kwargs.values()], self);
        return nativeInstance(resultClass, null, call.site);
      }),
    ]),
  ),
  ...Object.fromEntries(
    ['scalar', 'scalars', 'stream'].map((name) => [
      name,
      nativeMethod(name, (call) => noteRead(call, sqlOf(call.args[1]), call.args[0])),
    ]),
  ),
  get_raw_connection: nativeMethod('get_raw_connection', (call) => noteRead(call, "the driver's connection")),
};

// -- transactions

/** Of a transaction: the connection that it is of. */
class TransactionOf {
  readonly connection: Value;
  readonly isNested: boolean;

  constructor(connection: Value, isNested: boolean) {
    this.connection = connection;
    this.isNested = isNested;
  }
}

function endTransaction(call: NativeCall, kind: 'commit' | 'rollback'): Value {
  const [self] = call.args;
  const of = self?.kind === 'instance' && self.payload instanceof TransactionOf ? self.payload : null;
  // A savepoint that is kept changes nothing; one that is taken back does.
  if (of !== null && (!of.isNested || kind === 'rollback'))
    noteEffect(call, { kind, what: '' }, of.connection);
  return none;
}

/** Whether `__exit__` is called for an exception. */
const hasFailed = ({ args: [, type] }: NativeCall): boolean => type !== undefined && type.kind !== 'none';

const leave = nativeMethod('__exit__', (call) =>
  endTransaction(call, hasFailed(call) ? 'rollback' : 'commit'),
);
const enter = nativeMethod('__enter__', (call) => call.args[0] ?? none);
const transactionClass = inertClass('Transaction', 'sqlalchemy.engine.base', {
  members: {
    __enter__: enter,
    __aenter__: enter,
    __exit__: leave,
    __aexit__: leave,
    commit: nativeMethod('commit', (call) => endTransaction(call, 'commit')),
    rollback: nativeMethod('rollback', (call) => endTransaction(call, 'rollback')),
    close: nativeMethod('close', () => none),
  },
});

function begin(name: string): Value {
  return nativeMethod(name, (call) => {
    const connection = call.args[0] ?? none;
    const isNested = name === 'begin_nested';
    if (!isNested) noteEffect(call, { kind: 'begin', what: '' }, connection);
    return nativeInstance(transactionClass, new TransactionOf(connection, isNested), call.site);
  });
}

function connectionEnd(name: 'commit' | 'rollback' | 'close'): Value {
  return nativeMethod(name, (call) => {
    noteEffect(call, { kind: name, what: '' }, call.args[0]);
    return none;
  });
}

const enterConnection = nativeMethod('__enter__', (call) => {
  const connection = call.args[0] ?? none;
  if (beginsItself(connection)) noteEffect(call, { kind: 'begin', what: '' }, connection);
  return connection;
});
const leaveConnection = nativeMethod('__exit__', (call) => {
  const [connection] = call.args;
  const isCommitted = beginsItself(connection) && !hasFailed(call);
  noteEffect(call, { kind: isCommitted ? 'commit' : 'close', what: '' }, connection);
  return none;
});

/** What connections, asynchronous ones too, have in common. */
export const connectionMembers: Readonly<Record<string, Value>> = {
  ...statementMembers,
  __enter__: enterConnection,
  __aenter__: enterConnection,
  __exit__: leaveConnection,
  __aexit__: leaveConnection,
  commit: connectionEnd('commit'),
  rollback: connectionEnd('rollback'),
  close: connectionEnd('close'),
  ...Object.fromEntries(['begin', 'begin_nested', 'begin_twophase'].map((name) => [name, begin(name)])),
};

/** `connection.execution_options(schema_translate_map=…)`: the same connection, told to do something else. */
export const engineOptions: Readonly<Record<string, Value>> = {
  execution_options: nativeMethod('execution_options', (call) => {
    const { effects } = stateOf(call.interpreter);
    for (const name of call.kwargs.keys()) effects.push({ kind: 'option', what: name, site: call.site });
    return call.args[0] ?? none;
  }),
};

function sqlOf(value: Value | undefined): string {
  if (value?.kind === 'str') return value.value.trim();
  const clause = value === undefined ? null : clauseOf(value);
  const element = clause?.build();
  return element?.kind === 'text' ? element.text.trim() : '';
}

/** `event.listen(engine, "connect", function)`, and the decorator: those on engines, and on the creation of tables. */
export const engineListeners: Readonly<Record<string, Value>> = {
  listen: nativeFunction('listen', (call) => {
    if (!noteCreateListener(call, call.args[2] ?? call.kwargs.get('fn') ?? none)) note(call);
    return none;
  }),
  listens_for: nativeFunction('listens_for', (call) => {
    if (!noteCreateListener(call, none)) note(call);
    return nativeFunction('decorator', (inner) => inner.args[0] ?? none);
  }),
};

function note(call: NativeCall): void {
  const [target, event] = call.args;
  // A type's listener may give its tables constraints.
  if (target?.kind === 'class') stateOf(call.interpreter).listenedTypes.add(target);
  const isEngine =
    engineUrlOf(target) !== null ||
    (target?.kind === 'class' && target.mro.some(({ name }) => name === 'Engine'));
  if (!isEngine) return;
  const what = event?.kind === 'str' ? event.value : '';
  stateOf(call.interpreter).effects.push({ kind: 'listener', what, site: call.site });
}
