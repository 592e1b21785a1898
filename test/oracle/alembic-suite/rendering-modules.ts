/** `alembic.autogenerate` and its contexts as the rendering tests use them. */
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
import { Recorder } from '../../../server/src/alembic/bindings/recorder.ts';
import { alembicState } from '../../../server/src/alembic/bindings/state.ts';
import type { AutogenContext } from '../../../server/src/alembic/autogenerate/context.ts';
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
import { stringOf } from '../../../server/src/sqlalchemy/bindings/arguments.ts';
import { inertClass } from '../../../server/src/sqlalchemy/bindings/inert.ts';
import { typeOf } from '../../../server/src/sqlalchemy/bindings/types/type-engine.ts';
import { dialectFor, isDialectName } from '../../../server/src/sqlalchemy/dialects/index.ts';
import { recordedBy } from './batch-module.ts';
import type { SuiteState } from './testing-modules.ts';

import { changed, frozenConstraint, Operations, opsNames, payloadOf, unknown } from './operation-modules.ts';
/** What a `render_…` function gave. */
export interface OurRendering {
  readonly how: string;
  readonly text: string | null;
  readonly error: string | null;
  /** Whether something before it could not be followed. */
  readonly doubts: number;
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
