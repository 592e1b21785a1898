/** `alembic.autogenerate` and `alembic.operations.ops` as the rendering tests use them: operations built by hand, rendered. */
import type { InstanceValue, NativeCall, Value } from '../../../server/src/python/eval/value.ts';
import {
  bool,
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
  str,
} from '../../../server/src/python/eval/native.ts';
import { dictFromObject } from '../../../server/src/python/eval/containers.ts';
import {
  addColumn,
  createIndex,
  dropColumn,
  dropConstraint,
  dropIndex,
} from '../../../server/src/alembic/autogenerate/compare/operations.ts';
import { Recorder } from '../../../server/src/alembic/bindings/recorder.ts';
import { alembicState } from '../../../server/src/alembic/bindings/state.ts';
import type { AutogenContext, ModifyTableOps } from '../../../server/src/alembic/autogenerate/context.ts';
import { autogenImplFor } from '../../../server/src/alembic/autogenerate/impl/index.ts';
import {
  renderColumn,
  renderServerDefault,
} from '../../../server/src/alembic/autogenerate/render/columns.ts';
import { renderConstraint } from '../../../server/src/alembic/autogenerate/render/constraints.ts';
import { renderBody } from '../../../server/src/alembic/autogenerate/render/index.ts';
import { renderOperation } from '../../../server/src/alembic/autogenerate/render/operations.ts';
import type { RenderContext } from '../../../server/src/alembic/autogenerate/render/render-context.ts';
import { renderType } from '../../../server/src/alembic/autogenerate/render/types.ts';
import { reverseOperation } from '../../../server/src/alembic/ops/reverse.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { stringOf } from '../../../server/src/sqlalchemy/bindings/arguments.ts';
import { inertClass } from '../../../server/src/sqlalchemy/bindings/inert.ts';
import { typeOf } from '../../../server/src/sqlalchemy/bindings/types/type-engine.ts';
import { dialectFor, isDialectName } from '../../../server/src/sqlalchemy/dialects/index.ts';
import {
  ColumnBuilder,
  ConstraintBuilder,
  IndexBuilder,
  TableBuilder,
} from '../../../server/src/sqlalchemy/orm/builders.ts';
import { freezeConstraint, freezeTable } from '../../../server/src/sqlalchemy/orm/freeze.ts';
import { buildTable } from '../../../server/src/sqlalchemy/sql/schema-builder.ts';
import type { Column, Constraint, Index, Table } from '../../../server/src/sqlalchemy/sql/schema.ts';
import { recordedBy } from './batch-module.ts';
import type { SuiteState } from './testing-modules.ts';

/** What a `render_…` function gave. */
export interface OurRendering {
  readonly how: string;
  readonly text: string | null;
  readonly error: string | null;
  /** Whether something before it could not be followed. */
  readonly doubts: number;
}

/** An operation, or several, as a value of evaluated code. */
class Operations {
  readonly ops: readonly (MigrateOperation | ModifyTableOps)[];

  constructor(ops: readonly (MigrateOperation | ModifyTableOps)[]) {
    this.ops = ops;
  }
}

type Make = (call: NativeCall) => readonly (MigrateOperation | ModifyTableOps)[];

const operationMembers = {
  reverse: nativeMethod('reverse', (call) => {
    const [self] = call.args;
    if (self?.kind !== 'instance' || !(self.payload instanceof Operations)) return none;
    const reversed = self.payload.ops.flatMap((op) =>
      op.kind === 'modify_table' ? [] : [reverseOperation(op)],
    );
    return nativeInstance(self.cls, new Operations(reversed), call.site);
  }),
};

function operationClass(name: string, make: Make, makers: Readonly<Record<string, Make>> = {}): Value {
  const cls = nativeClass({
    name,
    module: 'alembic.operations.ops',
    members: {
      ...operationMembers,
      ...Object.fromEntries(
        Object.entries(makers).map(([maker, from]) => [
          maker,
          nativeFunction(maker, (call) => nativeInstance(cls, new Operations(from(call)), call.site)),
        ]),
      ),
    },
    hooks: { instantiate: (own, call) => nativeInstance(own, new Operations(make(call)), call.site) },
  });
  return cls;
}

/** The constructor takes what the directive takes, with `modify_…` for what changes. */
function byDirective(directive: string, renamed: Readonly<Record<string, string>> = {}): Make {
  return (call) => {
    const kwargs = new Map([...call.kwargs].map(([name, value]) => [renamed[name] ?? name, value]));
    return recordedBy(call, directive, call.args, kwargs);
  };
}

function unknown(call: NativeCall, message: string): readonly [] {
  call.interpreter.report({ code: 'refused', severity: 'error', message, origin: call.site });
  return [];
}

function payloadOf(value: Value | undefined): unknown {
  return value?.kind === 'instance' ? value.payload : null;
}

function frozen(call: NativeCall, builder: TableBuilder | null): Table | null {
  if (builder === null) return null;
  return freezeTable(builder, (problem) => {
    call.interpreter.report(problem);
  });
}

function frozenIndex(call: NativeCall, value: Value | undefined): readonly [Index, Table] | null {
  const builder = payloadOf(value);
  if (!(builder instanceof IndexBuilder)) return null;
  const table = frozen(call, builder.table);
  const index = table?.indexes.find((each) => each.origin === builder.origin);
  return table === null || index === undefined ? null : [index, table];
}

function frozenConstraint(call: NativeCall, value: Value | undefined): readonly [Constraint, Table] | null {
  const builder = payloadOf(value);
  if (!(builder instanceof ConstraintBuilder)) return null;
  // One without a table renders by itself.
  const table = frozen(call, builder.table);
  if (table === null) return [freezeConstraint(builder, null), looseTable];
  const constraint = table.constraints.find(
    (each) => each.origin === builder.data.origin && each.kind === builder.data.kind,
  );
  return constraint === undefined ? null : [constraint, table];
}

const looseTable = buildTable({ name: '', columns: [] });

function frozenColumn(call: NativeCall, value: Value | undefined): readonly [Column, Table] | null {
  const builder = payloadOf(value);
  if (!(builder instanceof ColumnBuilder)) return null;
  const table = frozen(call, builder.table);
  const column = table?.columns.find((each) => each.name === builder.name);
  return table === null || column === undefined ? null : [column, table];
}

const pairOf = ({ name, schema }: Table): Parameters<typeof dropIndex>[1] =>
  ({ name, schema, models: null, current: null }) as unknown as Parameters<typeof dropIndex>[1];

function fromConstraint(
  make: (constraint: Constraint, table: Table) => MigrateOperation,
): Readonly<Record<string, Make>> {
  return {
    from_constraint: (call) => {
      const found = frozenConstraint(call, call.args[0]);
      return found === null ? unknown(call, 'the constraint has no table') : [make(...found)];
    },
  };
}

const added = (constraint: Constraint, { name, schema }: Table): MigrateOperation => ({
  kind: 'add_constraint',
  table: name,
  schema,
  constraint,
  origin: constraint.origin,
});

const listed = (call: NativeCall, value: Value | undefined): readonly (MigrateOperation | ModifyTableOps)[] =>
  (call.interpreter.iterate(value ?? none, call.site) ?? []).flatMap((each) => {
    const payload = payloadOf(each);
    return payload instanceof Operations ? changed(each as InstanceValue, payload) : [];
  });

/** `op.if_exists = True` after it was made. */
function changed(value: InstanceValue, { ops }: Operations): readonly (MigrateOperation | ModifyTableOps)[] {
  const flag = (name: string): boolean | undefined => {
    const set = value.attributes.get(name);
    return set?.kind === 'bool' ? set.value : undefined;
  };
  const ifExists = flag('if_exists');
  const ifNotExists = flag('if_not_exists');
  return ops.map((op) => ({
    ...op,
    ...(ifExists === undefined ? {} : { ifExists }),
    ...(ifNotExists === undefined ? {} : { ifNotExists }),
  }));
}

const opsNames: Readonly<Record<string, Value>> = {
  AddColumnOp: operationClass('AddColumnOp', byDirective('add_column'), {
    from_column: (call) => {
      const found = frozenColumn(call, call.args[0]);
      return found === null
        ? unknown(call, 'the column has no table')
        : [addColumn(found[0], pairOf(found[1]))];
    },
    from_column_and_tablename: byColumnAndTable('add_column'),
  }),
  DropColumnOp: operationClass('DropColumnOp', byDirective('drop_column'), {
    from_column_and_tablename: byColumnAndTable('drop_column'),
  }),
  AlterColumnOp: operationClass(
    'AlterColumnOp',
    byDirective('alter_column', {
      modify_nullable: 'nullable',
      modify_type: 'type_',
      modify_name: 'new_column_name',
      modify_server_default: 'server_default',
      modify_comment: 'comment',
    }),
  ),
  CreateIndexOp: operationClass('CreateIndexOp', byDirective('create_index'), {
    from_index: (call) => {
      const found = frozenIndex(call, call.args[0]);
      return found === null ? unknown(call, 'the index has no table') : [createIndex(found[0])];
    },
  }),
  DropIndexOp: operationClass('DropIndexOp', byDirective('drop_index'), {
    from_index: (call) => {
      const found = frozenIndex(call, call.args[0]);
      return found === null
        ? unknown(call, 'the index has no table')
        : [dropIndex(found[0], pairOf(found[1]))];
    },
  }),
  AddConstraintOp: operationClass('AddConstraintOp', () => [], fromConstraint(added)),
  CreateForeignKeyOp: operationClass(
    'CreateForeignKeyOp',
    byDirective('create_foreign_key'),
    fromConstraint(added),
  ),
  DropConstraintOp: operationClass(
    'DropConstraintOp',
    byDirective('drop_constraint'),
    fromConstraint((constraint, table) => dropConstraint(constraint, pairOf(table))),
  ),
  CreateTableOp: operationClass(
    'CreateTableOp',
    (call) => {
      const [name = none, columns] = call.args;
      const items = call.interpreter.iterate(columns ?? call.kwargs.get('columns') ?? none, call.site) ?? [];
      const kwargs = new Map([...call.kwargs].filter(([key]) => key !== 'columns'));
      return recordedBy(call, 'create_table', [name, ...items], kwargs);
    },
    {
      from_table: (call) => {
        const table = frozen(call, tableOf(call.args[0]));
        return table === null
          ? unknown(call, 'the table is not known')
          : [{ kind: 'create_table', table, ifNotExists: null, origin: table.origin }];
      },
    },
  ),
  DropTableOp: operationClass('DropTableOp', byDirective('drop_table'), {
    from_table: (call) => {
      const table = frozen(call, tableOf(call.args[0]));
      if (table === null) return unknown(call, 'the table is not known');
      const create = { kind: 'create_table', table, ifNotExists: null, origin: table.origin } as const;
      return [reverseOperation(create)];
    },
  }),
  CreateTableCommentOp: operationClass('CreateTableCommentOp', byDirective('create_table_comment')),
  DropTableCommentOp: operationClass('DropTableCommentOp', byDirective('drop_table_comment')),
  ExecuteSQLOp: operationClass('ExecuteSQLOp', byDirective('execute')),
  ModifyTableOps: operationClass('ModifyTableOps', (call) => {
    const [name = none, given] = call.args;
    return [
      {
        kind: 'modify_table',
        table: stringOf(name) ?? '',
        schema: stringOf(call.kwargs.get('schema') ?? none) ?? null,
        ops: listed(call, given ?? call.kwargs.get('ops')).filter((op) => op.kind !== 'modify_table'),
      },
    ];
  }),
  UpgradeOps: operationClass('UpgradeOps', (call) => listed(call, call.args[0] ?? call.kwargs.get('ops'))),
};

function tableOf(value: Value | undefined): TableBuilder | null {
  const payload = payloadOf(value);
  return payload instanceof TableBuilder ? payload : null;
}

/** `from_column_and_tablename(schema, table_name, column)` */
function byColumnAndTable(kind: 'add_column' | 'drop_column'): Make {
  return (call) => {
    const [schema = none, name = none, column] = call.args;
    const made = recordedBy(call, 'add_column', [name, column ?? none], new Map([['schema', schema]]));
    return made.flatMap((op): MigrateOperation[] => {
      if (op.kind !== 'add_column') return [];
      const table = { name: op.table, schema: op.schema } as Table;
      return [
        kind === 'add_column' ? addColumn(op.column, pairOf(table)) : dropColumn(op.column, pairOf(table)),
      ];
    });
  };
}

// -- contexts

class Context {
  readonly dialect: string;
  readonly opts: Value;
  inBatch = false;

  constructor(dialect: string, opts: Value) {
    this.dialect = dialect;
    this.opts = opts;
  }
}

const migrationContextClass = nativeClass({
  name: 'MigrationContext',
  module: 'alembic.runtime.migration',
  hooks: {
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`MigrationContext.${name} is not known`, call.site),
  },
});

/** With a connection, operations are kept for a database that is there when they are compiled. */
function migrationContextNames(state: SuiteState): Readonly<Record<string, Value>> {
  const configure = nativeFunction('configure', (call) => {
    if (call.args.length > 0 || call.kwargs.has('connection')) {
      state.live = new Recorder({ dialectName: 'sqlite', offline: false, mainOptions: new Map() });
      alembicState(call.interpreter).recorder = state.live;
    }
    const name = stringOf(call.kwargs.get('dialect_name') ?? none) ?? 'default';
    const opts = call.kwargs.get('opts') ?? dictFromObject([]);
    return nativeInstance(migrationContextClass, new Context(name, opts), call.site);
  });
  const own = nativeClass({
    name: 'MigrationContext',
    module: 'alembic.runtime.migration',
    bases: [migrationContextClass],
    members: { configure },
  });
  return { MigrationContext: own };
}

const withinBatchClass = nativeClass({
  name: 'WithinBatch',
  module: 'alembic.autogenerate.api',
  members: {
    __enter__: nativeMethod('__enter__', ({ args: [self] }) => {
      const context = payloadOf(self);
      if (context instanceof Context) context.inBatch = true;
      return none;
    }),
    __exit__: nativeMethod('__exit__', ({ args: [self] }) => {
      const context = payloadOf(self);
      if (context instanceof Context) context.inBatch = false;
      return none;
    }),
  },
});

const autogenContextClass = nativeClass({
  name: 'AutogenContext',
  module: 'alembic.autogenerate.api',
  members: {
    _within_batch: nativeMethod('_within_batch', (call) =>
      nativeInstance(withinBatchClass, payloadOf(call.args[0]), call.site),
    ),
  },
  hooks: {
    instantiate: (cls, call) => {
      const context = payloadOf(call.args[0]);
      const made = nativeInstance(cls, context, call.site);
      if (context instanceof Context) made.attributes.set('opts', context.opts);
      return made;
    },
    getAttribute: (_self, name, call) =>
      name.startsWith('__')
        ? undefined
        : call.interpreter.unknown(`AutogenContext.${name} is not known`, call.site),
  },
});

type Options = ReadonlyMap<string, Value>;

function optionsOf(context: Context | null): Options {
  const options = new Map<string, Value>();
  if (context?.opts.kind !== 'dict') return options;
  for (const { key, value } of context.opts.entries.values()) options.set(stringOf(key) ?? '', value);
  return options;
}

function renderContext(context: Context | null, options: Options): RenderContext {
  const text = (name: string): string | null => stringOf(options.get(name) ?? none) ?? null;
  // `None` is no prefix.
  const prefix = (name: string, usual: string): string => text(name) ?? (options.has(name) ? '' : usual);
  const renderAsBatch = options.get('render_as_batch');
  const dialect = dialectFor(
    context !== null && isDialectName(context.dialect) ? context.dialect : 'default',
    'online',
  );
  const autogen: AutogenContext = {
    dialect,
    compareType: true,
    compareServerDefault: false,
    renderAsBatch: renderAsBatch?.kind === 'bool' && renderAsBatch.value,
    versionTable: 'alembic_version',
    versionTableSchema: null,
    sqlalchemyModulePrefix: prefix('sqlalchemy_module_prefix', 'sa.'),
    alembicModulePrefix: prefix('alembic_module_prefix', 'op.'),
    userModulePrefix: text('user_module_prefix'),
    fromHistory: false,
  };
  return {
    autogen,
    impl: autogenImplFor(dialect),
    imports: new Set(),
    inBatch: context?.inBatch ?? false,
    table: null,
    column: null,
    origin: null,
  };
}

// -- rendering

function rendering(
  state: SuiteState,
  how: string,
  contextAt: number,
  render: (call: NativeCall, context: RenderContext) => string | null,
): Value {
  return nativeFunction(how, (call) => {
    const given = payloadOf(call.args[contextAt] ?? call.kwargs.get('autogen_context'));
    const context = given instanceof Context ? given : null;
    return answer(state, how, call, () => render(call, contextFor(call, context, optionsOf(context))));
  });
}

function contextFor(call: NativeCall, context: Context | null, options: Options): RenderContext {
  const renderItem = options.get('render_item');
  if (renderItem !== undefined && renderItem.kind !== 'none') {
    unknown(call, '`render_item` is not called');
  }
  if (context !== null && !isDialectName(context.dialect)) unknown(call, `no dialect ${context.dialect}`);
  return renderContext(context, options);
}

function answer(state: SuiteState, how: string, call: NativeCall, render: () => string | null): Value {
  let text: string | null = null;
  let error: string | null = null;
  try {
    text = render();
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    error = thrown.message;
  }
  state.rendered.push({ how, text, error, doubts: state.doubts(call.interpreter) });
  return text === null ? call.interpreter.unknown(error ?? 'nothing is rendered', call.site) : str(text);
}

function renderPythonCode(state: SuiteState): Value {
  return nativeFunction('render_python_code', (call) => {
    const given = payloadOf(call.kwargs.get('migration_context'));
    const context = given instanceof Context ? given : null;
    return answer(state, 'render_python_code', call, () => {
      const ops = call.args[0];
      const payload = payloadOf(ops);
      const known =
        payload instanceof Operations
          ? changed(ops as InstanceValue, payload)
          : unknown(call, 'no operations');
      const body = renderBody(known, contextFor(call, context, call.kwargs));
      return body.replaceAll('\n', '\n    ').replaceAll(/ +$/gm, '');
    });
  });
}

export function renderingModules(
  state: SuiteState,
): Readonly<Record<string, Readonly<Record<string, Value>>>> {
  const constraint = (how: string): Value =>
    rendering(state, how, 1, (call, context) => {
      const found = frozenConstraint(call, call.args[0]);
      return found === null
        ? (unknown(call, 'the constraint has no table'), null)
        : renderConstraint(found[0], context);
    });
  const renderNames: Readonly<Record<string, Value>> = {
    render_op_text: rendering(state, 'render_op_text', 0, (call, context) => {
      const [, op] = call.args;
      const payload = payloadOf(op);
      const ops =
        payload instanceof Operations ? changed(op as InstanceValue, payload) : unknown(call, 'no operation');
      return ops.flatMap((each) => renderOperation(each, context)).join('\n');
    }),
    _render_column: rendering(state, '_render_column', 1, (call, context) => {
      const made = recordedBy(call, 'add_column', [str('t'), call.args[0] ?? none], new Map());
      const [op] = made;
      return op?.kind === 'add_column'
        ? renderColumn(op.column, context)
        : (unknown(call, 'no column'), null);
    }),
    _repr_type: rendering(state, '_repr_type', 1, (call, context) =>
      renderType(typeOf(call.interpreter, call.args[0] ?? none, call.site), context),
    ),
    _render_server_default: rendering(state, '_render_server_default', 1, (call, context) => {
      const kwargs = new Map([['server_default', call.args[0] ?? none]]);
      const [op] = recordedBy(call, 'alter_column', [str('t'), str('c')], kwargs);
      const value = op?.kind === 'alter_column' ? op.modifyServerDefault : undefined;
      return value === undefined || value === null ? null : renderServerDefault(value, context);
    }),
    _render_constraint: constraint('_render_constraint'),
    _render_check_constraint: constraint('_render_check_constraint'),
    _render_unique_constraint: constraint('_render_unique_constraint'),
    _render_foreign_key: constraint('_render_foreign_key'),
  };
  const autogenerateNames: Readonly<Record<string, Value>> = {
    render_op_text: renderNames['render_op_text'] ?? none,
    render_python_code: renderPythonCode(state),
  };
  return {
    'alembic.operations.ops': opsNames,
    'alembic.autogenerate': autogenerateNames,
    'alembic.autogenerate.render': renderNames,
    'alembic.autogenerate.api': { AutogenContext: autogenContextClass, ...autogenerateNames },
    'alembic.migration': migrationContextNames(state),
    'alembic.runtime.migration': migrationContextNames(state),
    'sqlalchemy.engine.default': {
      DefaultDialect: inertClass('DefaultDialect', 'sqlalchemy.engine.default'),
    },
    'alembic.testing.schemacompare': { unused: bool(false) },
  };
}
