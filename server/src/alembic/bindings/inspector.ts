/** `sa.inspect(bind)`. Mirrors `sqlalchemy.engine.reflection.Inspector`, for the schema as it is at that point of the run. */
import { dictFromObject } from '../../python/eval/containers.ts';
import {
  bool,
  list,
  nativeClass,
  nativeInstance,
  nativeMethod,
  nativeProperty,
  none,
  str,
} from '../../python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { sqlalchemyException } from '../../sqlalchemy/bindings/modules/exceptions.ts';
import type { NamedKind, ReflectedFields } from '../../sqlalchemy/engine/dialect.ts';
import type { Table } from '../../sqlalchemy/sql/schema.ts';
import type { Origin } from '../../util/text-range.ts';
import { withDatabase } from './database-exceptions.ts';
import type { LiveDatabase } from './live-database.ts';
import type { Recorder } from './recorder.ts';
import { refuseRows } from './recorder.ts';
import { objectMethods } from './reflected-objects.ts';
import {
  checkDicts,
  columnDicts,
  foreignKeyDicts,
  indexDicts,
  indexNames,
  primaryKeyDict,
  uniqueDicts,
  type Reflecting,
} from './reflected-dicts.ts';

class InspectorPayload {
  readonly recorder: Recorder;
  readonly bind: Value;

  constructor(recorder: Recorder, bind: Value) {
    this.recorder = recorder;
    this.bind = bind;
  }
}

/** Answers from the database; where there is none (`--sql`, replay) the revision is refused by the method's name. */
function asking(
  name: string,
  parameters: readonly string[],
  answer: (database: LiveDatabase, given: Arguments, call: NativeCall) => Value,
): readonly [string, Value] {
  return [
    name,
    nativeMethod(name, (call) => {
      const payload = call.args[0]?.kind === 'instance' ? call.args[0].payload : null;
      if (!(payload instanceof InspectorPayload)) return none;
      const { recorder } = payload;
      const { database } = recorder;
      if (database === null) {
        return call.interpreter.unknown(refuseRows(recorder, `inspector.${name}()`, call.site), call.site);
      }
      const given = new Arguments(name, call, parameters, { skip: 1, variadic: true });
      return withDatabase(call.interpreter, call.site, () => answer(database, given, call));
    }),
  ];
}

function names(kind: NamedKind): Parameters<typeof asking>[2] {
  return (database, given) => list(database.names(kind, given.string('schema') ?? null).map(str));
}

/** What is asked of one table, which must exist. Where the dialect does not implement it, it says so. */
function ofTable(
  name: string,
  answer: (table: Table, reflecting: Reflecting) => Value,
  isImplemented: (reports: ReflectedFields) => boolean = () => true,
): readonly [string, Value] {
  return asking(name, ['table_name', 'schema'], (database, given, call) => {
    const { reports } = database;
    if (!isImplemented(reports)) return call.interpreter.raise('NotImplementedError', '', call.site);
    const wanted = given.string('table_name') ?? '';
    const table = database.reflectTable(wanted, given.string('schema') ?? null);
    return table === null ? noSuchTable(wanted, call) : answer(table, { call, reports });
  });
}

function noSuchTable(name: string, { interpreter, site }: NativeCall): never {
  return interpreter.raiseInstance(sqlalchemyException(interpreter, 'NoSuchTableError', name, site), site);
}

const inspectorClass: ClassValue = nativeClass({
  name: 'Inspector',
  module: 'sqlalchemy.engine.reflection',
  members: {
    ...Object.fromEntries([
      asking('get_table_names', ['schema'], names('table')),
      asking('get_view_names', ['schema'], names('view')),
      asking('get_schema_names', [], names('schema')),
      asking('has_table', ['table_name', 'schema'], (database, given) => {
        const table = given.string('table_name') ?? '';
        return bool(database.reflectTable(table, given.string('schema') ?? null) !== null);
      }),
      asking('has_schema', ['schema_name'], (database, given) =>
        bool(database.names('schema', null).includes(given.string('schema_name') ?? '')),
      ),
      asking('has_index', ['table_name', 'index_name', 'schema'], (database, given) => {
        const table = database.reflectTable(given.string('table_name') ?? '', given.string('schema') ?? null);
        const wanted = given.string('index_name');
        return bool(table !== null && indexNames(table, database.reports).includes(wanted ?? ''));
      }),
      ofTable('get_columns', columnDicts),
      ofTable('get_pk_constraint', primaryKeyDict),
      ofTable('get_foreign_keys', foreignKeyDicts),
      ofTable('get_unique_constraints', uniqueDicts, (reports) => reports.uniqueConstraints),
      ofTable('get_check_constraints', checkDicts, (reports) => reports.checkConstraints),
      ofTable('get_indexes', indexDicts),
      ofTable('get_table_comment', commentDict, (reports) => reports.tableComments),
      ...objectMethods.map(([name, parameters, answer]) => asking(name, parameters, answer)),
    ]),
    clear_cache: nativeMethod('clear_cache', () => none),
    bind: nativeProperty('bind', (self) => bindOf(self)),
    engine: nativeProperty('engine', (self) => bindOf(self)),
    dialect: nativeProperty('dialect', (self, call) =>
      call.interpreter.getAttribute(bindOf(self), 'dialect', call.site),
    ),
  },
  hooks: {
    getAttribute: (self, name, call) => {
      if (name.startsWith('__') || !(self.payload instanceof InspectorPayload)) return undefined;
      const reason = `inspector.${name} is not read yet`;
      self.payload.recorder.refuse(reason, call.site);
      return call.interpreter.unknown(reason, call.site);
    },
  },
});

function commentDict(table: Table): Value {
  const text = table.comment === null ? none : str(table.comment);
  return dictFromObject([['text', text]]);
}

const bindOf = (self: InstanceValue): Value =>
  self.payload instanceof InspectorPayload ? self.payload.bind : none;

/** `bind` is what `inspect()` was given. */
export function inspectorValue(recorder: Recorder, bind: Value, site: Origin): InstanceValue {
  return nativeInstance(inspectorClass, new InspectorPayload(recorder, bind), site);
}
