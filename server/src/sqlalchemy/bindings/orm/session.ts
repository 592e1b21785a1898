/**
 * `Session(bind=op.get_bind())` of a migration, as far as it passes statements on. It shares the migration's transaction:
 * its commit leaves that open (upstream: `join_transaction_mode="conditional_savepoint"`). What works on entities is refused
 * by its name.
 */
import {
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
} from '../../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../python/eval/value.ts';
import { blockMembers, noOperation } from '../inert.ts';
import { isBind, type Bind } from '../payloads.ts';
import { SelectBuilder } from '../sql/select.ts';

class SessionPayload {
  readonly bind: InstanceValue;

  constructor(bind: InstanceValue) {
    this.bind = bind;
  }
}

/** Options that change nothing of what is done here: there are no entities to expire or to flush. */
const harmless = new Set(['bind', 'autoflush', 'expire_on_commit', 'future']);

function bindOf(value: Value | undefined): InstanceValue | null {
  return value?.kind === 'instance' && isBind(value.payload) ? value : null;
}

function sessionOf(self: Value | undefined): { readonly value: InstanceValue; readonly bind: Bind } | null {
  const payload = self?.kind === 'instance' ? self.payload : null;
  if (!(payload instanceof SessionPayload)) return null;
  const { bind } = payload;
  return isBind(bind.payload) ? { value: bind, bind: bind.payload } : null;
}

const unread = (name: string): string =>
  `works on rows of the database through \`Session.${name}\`, which Retort does not evaluate`;

/** Refuses at the migration that the session belongs to; any other session is only passed around. */
function refuse(
  self: Value | undefined,
  name: string,
  call: Pick<NativeCall, 'interpreter' | 'site'>,
): Value {
  const reason = unread(name);
  sessionOf(self)?.bind.refuse(reason, call.site);
  return call.interpreter.unknown(reason, call.site);
}

function method(
  name: string,
  run: (bind: InstanceValue, call: NativeCall) => Value,
): readonly [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const session = sessionOf(call.args[0]);
      if (session === null) return refuse(call.args[0], name, call);
      const reason = session.bind.needsRun(`Session.${name}()`, call.site);
      return reason === null ? run(session.value, call) : call.interpreter.unknown(reason, call.site);
    }),
  ];
}

/** Of the connection, with the same arguments. */
function pass(bind: InstanceValue, name: string, args: readonly Value[], call: NativeCall): Value {
  const { interpreter, site } = call;
  return interpreter.call(interpreter.getAttribute(bind, name, site), [...args], new Map(), site);
}

function execute(bind: InstanceValue, call: NativeCall): Value {
  const [self, statement = none, positional, ...others] = call.args;
  const parameters = call.kwargs.get('params') ?? positional;
  const hasOptions = others.length > 0 || [...call.kwargs.keys()].some((name) => name !== 'params');
  const isOfEntities =
    statement.kind === 'instance' &&
    statement.payload instanceof SelectBuilder &&
    statement.payload.hasEntities;
  if (hasOptions) return refuse(self, 'execute(…) with options', call);
  if (isOfEntities) return refuse(self, 'execute(select(<a mapped class>))', call);
  return pass(bind, 'execute', parameters === undefined ? [statement] : [statement, parameters], call);
}

const result = (name: 'scalar' | 'scalars'): readonly [string, Value] =>
  method(name, (bind, call) => {
    const executed = execute(bind, call);
    return executed.kind === 'instance' ? pass(executed, name, [], call) : executed;
  });

/** Nothing waits to be written. */
const nothing = (name: string): readonly [string, Value] => method(name, () => none);

const blockClass = nativeClass({
  name: 'SessionTransaction',
  module: 'sqlalchemy.orm.session',
  members: blockMembers,
});

export const sessionClass: ClassValue = nativeClass({
  name: 'Session',
  module: 'sqlalchemy.orm.session',
  members: {
    ...blockMembers,
    ...Object.fromEntries([
      method('execute', execute),
      result('scalar'),
      result('scalars'),
      method('begin', (_bind, call) => nativeInstance(blockClass, null, call.site)),
      method('begin_nested', (bind, call) => pass(bind, 'begin_nested', [], call)),
      method('connection', (bind) => bind),
      method('get_bind', (bind) => bind),
      ...['commit', 'flush', 'close', 'expire_all', 'expunge_all'].map(nothing),
    ]),
    bind: nativeProperty('bind', (self) => sessionOf(self)?.value ?? none),
  },
  hooks: {
    instantiate: (cls, call) => {
      const bind = bindOf(call.args[0] ?? call.kwargs.get('bind'));
      const isPlain = call.args.length <= 1 && [...call.kwargs.keys()].every((name) => harmless.has(name));
      const payload = bind === null || !isPlain ? null : new SessionPayload(bind);
      return nativeInstance(cls, payload, call.site);
    },
    getAttribute: (self, name, call) => (name.startsWith('__') ? undefined : refuse(self, name, call)),
  },
});

/** `sessionmaker(bind=…)`: calling it gives a session. */
export const sessionmakerClass: ClassValue = nativeClass({
  name: 'sessionmaker',
  module: 'sqlalchemy.orm.session',
  members: {
    __call__: nativeMethod('__call__', (call) => {
      const [self, ...args] = call.args;
      const made = self?.kind === 'instance' ? optionsOf(self) : new Map<string, Value>();
      const kwargs = new Map([...made, ...call.kwargs]);
      return call.interpreter.call(sessionClass, args, kwargs, call.site);
    }),
    // A session made after it has no connection that is known here, and is refused when it is used.
    configure: noOperation('configure'),
  },
  hooks: {
    instantiate: (cls, call) => {
      const [bind] = call.args;
      const options = new Map(call.kwargs);
      if (bind !== undefined) options.set('bind', bind);
      return nativeInstance(cls, options, call.site);
    },
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(
            `\`sessionmaker.${name}\` is known only when the application runs`,
            call.site,
          ),
    // `sessionmaker[Session](...)`
    classGetItem: (cls) => cls,
  },
});

function optionsOf(maker: InstanceValue): ReadonlyMap<string, Value> {
  return maker.payload instanceof Map ? (maker.payload as ReadonlyMap<string, Value>) : new Map();
}
