import { nativeClass, nativeInstance, nativeMethod, none } from '../../python/eval/native.ts';
import type { InstanceValue, NativeCall, Value } from '../../python/eval/value.ts';
import { withDatabase } from './database-exceptions.ts';
import type { LiveDatabase, SavepointAction } from './live-database.ts';

/** `bind.begin_nested()` of an online run. Mirrors `sqlalchemy.engine.base.NestedTransaction`. */
class Savepoint {
  readonly database: LiveDatabase;
  readonly name: string;
  ended = false;

  constructor(database: LiveDatabase, name: string) {
    this.database = database;
    this.name = name;
  }
}

function end(call: NativeCall, action: SavepointAction): Value {
  const savepoint = call.args[0]?.kind === 'instance' ? call.args[0].payload : null;
  if (savepoint instanceof Savepoint && !savepoint.ended) {
    savepoint.ended = true;
    withDatabase(call.interpreter, call.site, () => {
      savepoint.database.savepoint(action, savepoint.name);
    });
  }
  return none;
}

const nestedTransactionClass = nativeClass({
  name: 'NestedTransaction',
  module: 'sqlalchemy.engine.base',
  members: {
    __enter__: nativeMethod('__enter__', (call) => call.args[0] ?? none),
    // An exception that leaves the block rolls back to its beginning, and goes on.
    __exit__: nativeMethod('__exit__', (call) =>
      end(call, (call.args[1]?.kind ?? 'none') === 'none' ? 'release' : 'rollback'),
    ),
    commit: nativeMethod('commit', (call) => end(call, 'release')),
    rollback: nativeMethod('rollback', (call) => end(call, 'rollback')),
  },
});

let count = 0;

export function savepointBlock(database: LiveDatabase, call: NativeCall): InstanceValue {
  count += 1;
  const savepoint = new Savepoint(database, `retort_savepoint_${String(count)}`);
  withDatabase(call.interpreter, call.site, () => {
    database.savepoint('begin', savepoint.name);
  });
  return nativeInstance(nestedTransactionClass, savepoint, call.site);
}
