/** `ApplyBatchImpl` as its tests use it: changes to a table given as an object, then the statements of "move and copy". */
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
} from '../../../server/src/python/eval/native.ts';
import type { ClassValue, InstanceValue, NativeCall, Value } from '../../../server/src/python/eval/value.ts';
import { Recorder } from '../../../server/src/alembic/bindings/recorder.ts';
import { opNames } from '../../../server/src/alembic/bindings/op.ts';
import { alembicState } from '../../../server/src/alembic/bindings/state.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { Arguments } from '../../../server/src/sqlalchemy/bindings/arguments.ts';
import {
  ColumnBuilder,
  ConstraintBuilder,
  TableBuilder,
} from '../../../server/src/sqlalchemy/orm/builders.ts';
import { freezeConstraint, freezeTable } from '../../../server/src/sqlalchemy/orm/freeze.ts';
import type { SuiteState } from './testing-modules.ts';

class BatchImpl {
  readonly table: TableBuilder;
  readonly tableArgs: readonly Value[];
  readonly partialReordering: readonly (readonly string[])[];
  readonly operations: MigrateOperation[] = [];

  constructor(
    table: TableBuilder,
    tableArgs: readonly Value[],
    partialReordering: readonly (readonly string[])[],
  ) {
    this.table = table;
    this.tableArgs = tableArgs;
    this.partialReordering = partialReordering;
  }
}

/** What `op` records when it is called with these arguments. */
export function recordedBy(
  call: NativeCall,
  directive: string,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): readonly MigrateOperation[] {
  const state = alembicState(call.interpreter);
  const outer = state.recorder;
  const recorder = new Recorder({
    dialectName: outer?.context.dialectName ?? 'default',
    offline: true,
    mainOptions: new Map(),
  });
  state.recorder = recorder;
  try {
    const fn = opNames[directive];
    if (fn !== undefined) call.interpreter.call(fn, args, kwargs, call.site);
  } finally {
    state.recorder = outer;
  }
  for (const { message, origin } of recorder.refusals) {
    call.interpreter.report({ code: 'refused', severity: 'error', message, origin });
  }
  return recorder.operations;
}

/** A method that records what the directive of the same kind records. */
function recorded(directive: string, renamed: Readonly<Record<string, string>> = {}): Value {
  return nativeMethod(directive, (call) => {
    const impl = batchImplOf(call.args[0]);
    const kwargs = new Map([...call.kwargs].map(([name, value]) => [renamed[name] ?? name, value]));
    impl?.operations.push(...recordedBy(call, directive, call.args.slice(1).map(columnName), kwargs));
    return none;
  });
}

/** `column("x")`, as `drop_column` gets it, is its name. */
function columnName(value: Value): Value {
  if (value.kind !== 'instance' || !(value.payload instanceof ColumnBuilder)) return value;
  // A Column of `add_column` has a type.
  return value.payload.type === null ? str(value.payload.name ?? '') : value;
}

function batchImplOf(value: Value | undefined): BatchImpl | null {
  return value?.kind === 'instance' && value.payload instanceof BatchImpl ? value.payload : null;
}

/** `schema_obj.unique_constraint("uq1", "t", ["y"])` gives the operation that would make it. */
class SchemaItem {
  readonly operations: readonly MigrateOperation[];

  constructor(operations: readonly MigrateOperation[]) {
    this.operations = operations;
  }
}
const schemaItemClass = nativeClass({ name: 'SchemaItem', module: 'sqlalchemy.schema' });
const schemaObjectDirectives: Readonly<Record<string, string>> = {
  foreign_key_constraint: 'create_foreign_key',
  unique_constraint: 'create_unique_constraint',
  check_constraint: 'create_check_constraint',
  primary_key_constraint: 'create_primary_key',
  index: 'create_index',
};
const schemaObjectsClass = nativeClass({
  name: 'SchemaObjects',
  module: 'alembic.operations.schemaobj',
  members: Object.fromEntries(
    Object.entries(schemaObjectDirectives).map(([name, directive]) => [
      name,
      nativeMethod(name, (call) =>
        nativeInstance(
          schemaItemClass,
          new SchemaItem(recordedBy(call, directive, call.args.slice(1), call.kwargs)),
          call.site,
        ),
      ),
    ]),
  ),
});
/** `Operations(…).schema_obj` */
export const schemaObjects = (site: InstanceValue['origin']): InstanceValue =>
  nativeInstance(schemaObjectsClass, null, site);

const dropped: Readonly<Record<string, 'foreignkey' | 'primary' | 'unique' | 'check' | null>> = {
  foreign_key: 'foreignkey',
  primary_key: 'primary',
  unique: 'unique',
  check: 'check',
  exclude: null,
};

/** The removal of a constraint or index that the test made only for its name. */
function removal(value: Value | undefined): MigrateOperation | null {
  if (value?.kind !== 'instance') return null;
  if (value.payload instanceof ConstraintBuilder) {
    const constraint = freezeConstraint(value.payload, null);
    return dropConstraint(constraint.name?.text ?? '', constraint.kind, value);
  }
  const operation = value.payload instanceof SchemaItem ? value.payload.operations[0] : undefined;
  if (operation?.kind === 'add_constraint') {
    return dropConstraint(operation.constraint.name?.text ?? '', operation.constraint.kind, value);
  }
  if (operation?.kind !== 'create_index') return null;
  return {
    kind: 'drop_index',
    name: operation.index.name,
    table: 'tname',
    schema: null,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin: value.origin,
  };
}

function dropConstraint(name: string, kind: string, { origin }: InstanceValue): MigrateOperation {
  return {
    kind: 'drop_constraint',
    name: { text: name, isFinal: false },
    table: 'tname',
    schema: null,
    type: dropped[kind] ?? null,
    ifExists: null,
    original: null,
    dialectOptions: {},
    origin,
  };
}

const added = nativeMethod('add_constraint', (call) => {
  const [self, item] = call.args;
  if (item?.kind === 'instance' && item.payload instanceof SchemaItem) {
    batchImplOf(self)?.operations.push(...item.payload.operations);
  }
  return none;
});
const removed = nativeMethod('drop_constraint', (call) => {
  const [self, item] = call.args;
  const operation = removal(item);
  if (operation !== null) batchImplOf(self)?.operations.push(operation);
  return none;
});

function create(state: SuiteState): Value {
  return nativeMethod('_create', (call) => {
    const [self] = call.args;
    const impl = batchImplOf(self);
    if (impl === null || self?.kind !== 'instance') return none;
    const report = (message: string): void => {
      call.interpreter.report({ code: 'refused', severity: 'error', message, origin: call.site });
    };
    const table = freezeTable(impl.table, (problem) => {
      report(problem.message);
    });
    if (table === null) return none;
    state.current?.record({
      kind: 'batch_alter_table',
      table: table.name,
      schema: table.schema,
      recreate: 'always',
      copyFrom: table,
      namingConvention: null,
      tableArgs: impl.tableArgs.flatMap((item) => {
        if (item.kind === 'instance' && item.payload instanceof ConstraintBuilder)
          return [freezeConstraint(item.payload, null)];
        report('`table_args` is not a constraint');
        return [];
      }),
      reflectKwargs: false,
      partialReordering: impl.partialReordering,
      ops: impl.operations,
      origin: call.site,
    });
    return none;
  });
}

export function batchModule(state: SuiteState): Readonly<Record<string, Value>> {
  const cls: ClassValue = nativeClass({
    name: 'ApplyBatchImpl',
    module: 'alembic.operations.batch',
    members: {
      alter_column: recorded('alter_column', { name: 'new_column_name' }),
      add_column: recorded('add_column'),
      drop_column: recorded('drop_column'),
      add_constraint: added,
      create_index: added,
      drop_constraint: removed,
      drop_index: removed,
      _create: create(state),
    },
    hooks: {
      instantiate: (own, call) => {
        const given = new Arguments('ApplyBatchImpl', call, [
          'impl',
          'table',
          'table_args',
          'table_kwargs',
          'reflected',
          'partial_reordering',
        ]);
        const table = given.value('table');
        const items = (name: string): readonly Value[] =>
          call.interpreter.iterate(given.value(name) ?? none, call.site) ?? [];
        if (table?.kind !== 'instance' || !(table.payload instanceof TableBuilder)) {
          return call.interpreter.unknown('the table of ApplyBatchImpl is not known', call.site);
        }
        const order = given.has('partial_reordering') ? items('partial_reordering') : [];
        const partialReordering = order.map((each) =>
          (call.interpreter.iterate(each, call.site) ?? []).map((name) =>
            name.kind === 'str' ? name.value : '',
          ),
        );
        if (given.has('table_kwargs') && items('table_kwargs').length > 0) {
          call.interpreter.report({
            code: 'refused',
            severity: 'error',
            message: '`table_kwargs` of ApplyBatchImpl is not read',
            origin: call.site,
          });
        }
        return nativeInstance(
          own,
          new BatchImpl(table.payload, items('table_args'), partialReordering),
          call.site,
        );
      },
      getAttribute: (_self, name, call) =>
        name.startsWith('__')
          ? undefined
          : call.interpreter.unknown(`ApplyBatchImpl.${name} is known only when Alembic runs`, call.site),
    },
  });
  return { ApplyBatchImpl: cls, BatchOperationsImpl: nativeFunction('BatchOperationsImpl', () => none) };
}
