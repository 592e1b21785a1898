/** `op.get_bind()` and `op.get_context()`: what scripts may ask without rows. */
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import {
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../python/eval/native.ts';
import { stringOf } from '../../sqlalchemy/bindings/arguments.ts';
import type { Bind } from '../../sqlalchemy/bindings/payloads.ts';
import type { TableBuilder } from '../../sqlalchemy/orm/builders.ts';
import { literalOf } from '../../sqlalchemy/bindings/sql/literals.ts';
import { dialectValue } from '../../sqlalchemy/bindings/types/dialect-classes.ts';
import type { BindParameter } from '../../sqlalchemy/sql/elements.ts';
import type { QueryResult } from '../../sqlalchemy/engine/connection.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { Origin } from '../../util/text-range.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import { cursorResult } from './cursor-result.ts';
import { withDatabase } from './database-exceptions.ts';
import { recordStatement } from './execute.ts';
import { inspectorValue } from './inspector.ts';
import type { MockFailure, Recorder } from './recorder.ts';
import { refuseRows } from './recorder.ts';
import { recordTableDdl } from './table-ddl.ts';
import { savepointBlock } from './savepoint.ts';

const module = 'sqlalchemy.engine.base';

class RecordingBind implements Bind {
  readonly isBind = true;
  readonly recorder: Recorder;

  constructor(recorder: Recorder) {
    this.recorder = recorder;
  }

  typeDdl(kind: 'create_enum' | 'drop_enum', type: TypeEngine, checkfirst: boolean, site: Origin): void {
    this.recorder.record({ kind, type, checkfirst, origin: site });
  }

  tableDdl(
    kind: 'create_table' | 'drop_table',
    table: TableBuilder,
    checkfirst: boolean,
    call: NativeCall,
  ): void {
    recordTableDdl(this.recorder, kind, table, checkfirst, call);
  }

  reflectTable(
    name: string,
    schema: string | null,
    { interpreter, site }: Pick<NativeCall, 'interpreter' | 'site'>,
  ): Table | null {
    const { database } = this.recorder;
    if (database === null) {
      refuseRows(this.recorder, `Table("${name}", autoload_with=…)`, site);
      return null;
    }
    const table = withDatabase(interpreter, site, () => database.reflectTable(name, schema));
    return (
      table ??
      interpreter.raiseInstance(sqlalchemyException(interpreter, 'NoSuchTableError', name, site), site)
    );
  }

  tableNames(
    schema: string | null,
    { interpreter, site }: Pick<NativeCall, 'interpreter' | 'site'>,
  ): readonly string[] | null {
    const { database } = this.recorder;
    if (database !== null) return withDatabase(interpreter, site, () => database.names('table', schema));
    refuseRows(this.recorder, 'MetaData.reflect()', site);
    return null;
  }

  needsRun(what: string, site: Origin): string | null {
    return this.recorder.database === null ? refuseRows(this.recorder, what, site) : null;
  }

  refuse(reason: string, site: Origin): void {
    this.recorder.refuse(reason, site);
  }

  inspector({ args: [bind = none], site, interpreter }: NativeCall): Value {
    const message =
      "No inspection system is available for object of type <class 'sqlalchemy.engine.mock.MockConnection'>";
    const failure = this.recorder.mockFailure('NoInspectionAvailable', message, site);
    if (failure !== null) return interpreter.raiseInstance(failure, site);
    return inspectorValue(this.recorder, bind, site);
  }
}

function recorderOf(value: Value | undefined): Recorder | null {
  return value?.kind === 'instance' && value.payload instanceof RecordingBind ? value.payload.recorder : null;
}

/** The result of a statement that was only recorded: nothing until somebody looks at its rows. */
const recordedResultClass: ClassValue = nativeClass({
  name: 'CursorResult',
  module: 'sqlalchemy.engine.cursor',
  members: {
    __iter__: noResult('__iter__', "'NoneType' object is not iterable"),
    __len__: noResult('__len__', "object of type 'NoneType' has no len()"),
    __getitem__: noResult('__getitem__', "'NoneType' object is not subscriptable"),
    close: nativeMethod('close', () => none),
  },
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__')) return undefined;
      raiseMock(self, 'AttributeError', `'NoneType' object has no attribute '${name}'`, call);
      return rows(self, `execute(…).${name}`, call);
    },
  },
});

/** `execute()` of a connection that only prints gives None. */
function noResult(name: string, message: string): Value {
  return nativeMethod(name, (call) => {
    raiseMock(call.args[0], 'TypeError', message, call);
    return rows(call.args[0], 'rows of execute()', call);
  });
}

/** What `sqlalchemy.engine.mock.MockConnection` has, in the place of the connection that `--sql` has not. */
const mockNames = new Set([
  'connect',
  'dialect',
  'engine',
  'execute',
  'execution_options',
  'name',
  'schema_for_object',
]);

/** A method of the connection that a mock connection has not. */
function liveMethod(name: string, run: (call: NativeCall) => Value): Value {
  return nativeMethod(name, (call) => {
    raiseMock(call.args[0], 'AttributeError', `'MockConnection' object has no attribute '${name}'`, call);
    return run(call);
  });
}

function raiseMock(
  self: Value | undefined,
  failure: MockFailure,
  message: string,
  { interpreter, site }: Pick<NativeCall, 'interpreter' | 'site'>,
): void {
  const exception = recorderOf(self)?.mockFailure(failure, message, site) ?? null;
  if (exception !== null) interpreter.raiseInstance(exception, site);
}

function rows(self: Value | undefined, what: string, call: Pick<NativeCall, 'interpreter' | 'site'>): Value {
  const recorder = recorderOf(self);
  const reason = recorder === null ? 'reads rows from the database' : refuseRows(recorder, what, call.site);
  return call.interpreter.unknown(reason, call.site);
}

function bindParameters(call: NativeCall, value: Value | undefined): readonly BindParameter[] | null {
  const entries =
    value?.kind === 'dict'
      ? [...value.entries.values()].map(({ key, value: item }) => [stringOf(key), item] as const)
      : [];
  for (const [name, item] of call.kwargs) entries.push([name, item]);
  if (value !== undefined && value.kind !== 'dict' && value.kind !== 'none') return null;
  const parameters: BindParameter[] = [];
  for (const [name, item] of entries) {
    const literal = literalOf(call.interpreter, item, call.site);
    if (literal === null || typeof name !== 'string') return null;
    parameters.push({ kind: 'bindparam', name, value: literal, type: null, inline: false });
  }
  return parameters;
}

/** `bind.execute(statement, parameters)`. */
function execute(call: NativeCall): Value {
  const [self, statement, given] = call.args;
  const recorder = recorderOf(self);
  if (recorder === null || statement === undefined) return none;
  // One set of parameters after the other, as the driver's executemany.
  const sets = given?.kind === 'list' ? given.items : [given];
  let result: QueryResult | null = null;
  for (const set of sets) {
    const parameters = bindParameters(call, set);
    if (parameters === null) {
      recorder.refuse('the parameters of execute() cannot be known', call.site);
      break;
    }
    result = recordStatement(recorder, statement, call, parameters);
  }
  if (result !== null) return cursorResult(result, call);
  return nativeInstance(recordedResultClass, self?.kind === 'instance' ? self.payload : null, call.site);
}

/** `bind.scalar(statement)` is `bind.execute(statement).scalar()`. */
function resultMethod(name: string): readonly [string, Value] {
  return [
    name,
    liveMethod(name, (call) => {
      const isLive = (recorderOf(call.args[0])?.database ?? null) !== null;
      if (!isLive) return rows(call.args[0], `${name}(…)`, call);
      const method = call.interpreter.getAttribute(execute(call), name, call.site);
      return call.interpreter.call(method, [], new Map(), call.site);
    }),
  ];
}

function refusedMethod(name: string, reason: string): readonly [string, Value] {
  return [
    name,
    liveMethod(name, (call) => {
      recorderOf(call.args[0])?.refuse(reason, call.site);
      return none;
    }),
  ];
}

/** A `with` block that changes nothing. */
const plainBlockClass: ClassValue = nativeClass({
  name: 'Transaction',
  module,
  members: {
    __enter__: nativeMethod('__enter__', (call) => call.args[0] ?? none),
    __exit__: nativeMethod('__exit__', () => none),
  },
});
export const plainBlock = (site: Origin): InstanceValue => nativeInstance(plainBlockClass, null, site);

const connectionClass: ClassValue = nativeClass({
  name: 'Connection',
  module,
  members: {
    execute: nativeMethod('execute', execute),
    exec_driver_sql: liveMethod('exec_driver_sql', (call) => {
      const sql = call.args[1] === undefined ? undefined : stringOf(call.args[1]);
      if (typeof sql === 'string' && call.args.length === 2 && !/[:%\\]/.test(sql)) return execute(call);
      recorderOf(call.args[0])?.refuse('the text of exec_driver_sql() is the driver’s own', call.site);
      return none;
    }),
    begin: liveMethod('begin', (call) => plainBlock(call.site)),
    begin_nested: liveMethod('begin_nested', (call) => {
      const recorder = recorderOf(call.args[0]);
      if (recorder !== null && recorder.database !== null) return savepointBlock(recorder.database, call);
      if (recorder?.context.offline === false) refuseRows(recorder, 'begin_nested()', call.site);
      return plainBlock(call.site);
    }),
    __enter__: nativeMethod('__enter__', (call) => call.args[0] ?? none),
    __exit__: nativeMethod('__exit__', () => none),
    connect: nativeMethod('connect', (call) => call.args[0] ?? none),
    engine: nativeProperty('engine', (self) => self),
    name: nativeProperty('name', (self) => str(recorderOf(self)?.context.dialectName ?? 'default')),
    dialect: nativeProperty('dialect', (self, call) =>
      dialectValue(recorderOf(self)?.context.dialectName ?? 'default', call.site),
    ),
    ...Object.fromEntries([
      resultMethod('scalar'),
      resultMethod('scalars'),
      refusedMethod('commit', 'ends the transaction of the migration (commit)'),
      refusedMethod('rollback', 'ends the transaction of the migration (rollback)'),
    ]),
  },
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__')) return undefined;
      if (!mockNames.has(name))
        raiseMock(self, 'AttributeError', `'MockConnection' object has no attribute '${name}'`, call);
      return rows(self, `op.get_bind().${name}`, call);
    },
  },
});

export function bindValue(recorder: Recorder, site: Origin): InstanceValue {
  return nativeInstance(connectionClass, new RecordingBind(recorder), site);
}

/** `with op.get_context().autocommit_block():` */
const autocommitClass: ClassValue = nativeClass({
  name: 'AutocommitBlock',
  module: 'alembic.runtime.migration',
  members: {
    __enter__: nativeMethod('__enter__', (call) => {
      recorderOf(call.args[0])?.beginAutocommit(call.site);
      return none;
    }),
    __exit__: nativeMethod('__exit__', (call) => {
      const [self] = call.args;
      const recorder = recorderOf(self);
      const origin = self?.kind === 'instance' ? self.origin : call.site;
      recorder?.endAutocommit(origin);
      return none;
    }),
  },
});

const migrationContextClass: ClassValue = nativeClass({
  name: 'MigrationContext',
  module: 'alembic.runtime.migration',
  members: {
    autocommit_block: nativeMethod('autocommit_block', (call) => {
      const [self] = call.args;
      return nativeInstance(autocommitClass, self?.kind === 'instance' ? self.payload : null, call.site);
    }),
    begin_transaction: nativeMethod('begin_transaction', (call) => plainBlock(call.site)),
    as_sql: nativeProperty('as_sql', (self) => ({
      kind: 'bool',
      value: recorderOf(self)?.context.offline ?? true,
    })),
    dialect: nativeProperty('dialect', (self, call) =>
      dialectValue(recorderOf(self)?.context.dialectName ?? 'default', call.site),
    ),
    bind: nativeProperty('bind', (self, call) => connectionOf(self, call)),
    connection: nativeProperty('connection', (self, call) => connectionOf(self, call)),
    execute: nativeMethod('execute', execute),
    impl: nativeProperty('impl', (self) => self),
  },
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`\`op.get_context().${name}\` is known only when Alembic runs`, call.site),
  },
});

function connectionOf(self: InstanceValue, call: NativeCall): Value {
  const recorder = recorderOf(self);
  return recorder === null ? none : bindValue(recorder, call.site);
}

export function contextValue(recorder: Recorder, site: Origin): InstanceValue {
  return nativeInstance(migrationContextClass, new RecordingBind(recorder), site);
}
