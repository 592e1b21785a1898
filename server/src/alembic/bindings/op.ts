/** The module `alembic.op`: directives that record, batches, and what else scripts call on it. */
import type { ClassValue, NativeCall, Value } from '../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, nativeMethod, none } from '../../python/eval/native.ts';
import { Arguments } from '../../sqlalchemy/bindings/arguments.ts';
import { conv } from '../../sqlalchemy/bindings/modules/core.ts';
import { readConvention } from '../../sqlalchemy/bindings/schema/table.ts';
import { expression } from '../../sqlalchemy/bindings/sql/elements.ts';
import { literalOf } from '../../sqlalchemy/bindings/sql/literals.ts';
import { typeOf } from '../../sqlalchemy/bindings/types/type-engine.ts';
import { ClauseBuilder, ConstraintBuilder, TableBuilder } from '../../sqlalchemy/orm/builders.ts';
import { freezeConstraint, freezeTable } from '../../sqlalchemy/orm/freeze.ts';
import type { BatchAlterTableOp } from '../ops/operations.ts';
import { bindValue, contextValue } from './connection.ts';
import type { Directive, Target } from './directive.ts';
import { directives, directiveTarget, hasWholeSchema } from './directives.ts';
import type { Recorder } from './recorder.ts';
import { directivesByClass } from './operation-classes.ts';
import { alembicState } from './state.ts';

/** Runs with the recorder of the revision that is being evaluated; outside of one it is an error, as upstream. */
export function recording(name: string, run: (recorder: Recorder, call: NativeCall) => Value): Value {
  return nativeFunction(name, (call) => {
    const { recorder } = alembicState(call.interpreter);
    if (recorder === null) {
      return call.interpreter.raise(
        'NameError',
        `Can't invoke function '${name}', as the proxy object has not yet been established for the Alembic 'Operations' class.`,
        call.site,
      );
    }
    return run(recorder, call);
  });
}

/** Whether `implementation_for` puts a function of the project in the place of Alembic's. */
function isReplaced(directive: string, { interpreter }: NativeCall): boolean {
  const replaced = [...alembicState(interpreter).implementations.keys()];
  return replaced.some(
    (cls) => cls.origin === null && (directivesByClass[cls.name] ?? []).includes(directive),
  );
}

function directiveFunction(name: string, directive: Directive): readonly [string, Value] {
  return [
    name,
    recording(name, (recorder, call) => {
      if (isReplaced(name, call)) {
        recorder.refuse(`the project implements ${name}() itself (Operations.implementation_for)`, call.site);
        return none;
      }
      const given = new Arguments(name, call, directive.parameters ?? [], {
        variadic: directive.variadic ?? false,
      });
      const target = directiveTarget(name, given);
      return directive.record(hasWholeSchema(name, given) ? wholeSchema(recorder) : recorder, given, target);
    }),
  ];
}

/** The recorder for one directive: its operation says that the schema is one name. */
function wholeSchema(recorder: Recorder): Recorder {
  const record: Recorder['record'] = (operation) => recorder.record({ ...operation, wholeSchema: true });
  return Object.create(recorder, { record: { value: record } }) as Recorder;
}

/** `batch_alter_table(...)`: the operations up to the end of its `with` block are the batch's. */
class Batch {
  readonly recorder: Recorder;
  readonly operation: Omit<BatchAlterTableOp, 'ops'>;

  constructor(recorder: Recorder, operation: Omit<BatchAlterTableOp, 'ops'>) {
    this.recorder = recorder;
    this.operation = operation;
  }

  get target(): Target {
    return { table: this.operation.table, schema: this.operation.schema };
  }
}

function batchOf(value: Value | undefined): Batch | null {
  return value?.kind === 'instance' && value.payload instanceof Batch ? value.payload : null;
}

const batchMembers = Object.entries(directives).flatMap(([name, directive]): [string, Value][] => {
  const { batch: parameters } = directive;
  if (parameters === null) return [];
  return [
    [
      name,
      nativeMethod(name, (call) => {
        const batch = batchOf(call.args[0]);
        if (batch === null) return none;
        const given = new Arguments(name, call, parameters, {
          skip: 1,
          variadic: directive.variadic ?? false,
        });
        return directive.record(batch.recorder, given, batch.target);
      }),
    ],
  ];
});

export const batchOperationsClass: ClassValue = nativeClass({
  name: 'BatchOperations',
  module: 'alembic.operations.base',
  members: {
    ...Object.fromEntries(batchMembers),
    f: nativeMethod('f', (call) => call.interpreter.call(conv, call.args.slice(1), call.kwargs, call.site)),
    get_bind: nativeMethod('get_bind', (call) => {
      const batch = batchOf(call.args[0]);
      return batch === null ? none : bindValue(batch.recorder, call.site);
    }),
    get_context: nativeMethod('get_context', (call) => {
      const batch = batchOf(call.args[0]);
      return batch === null ? none : contextValue(batch.recorder, call.site);
    }),
  },
});

const batchBlockClass: ClassValue = nativeClass({
  name: 'BatchAlterTable',
  module: 'alembic.operations.base',
  members: {
    __enter__: nativeMethod('__enter__', (call) => {
      const [self] = call.args;
      const batch = batchOf(self);
      batch?.recorder.beginBatch();
      return nativeInstance(batchOperationsClass, batch, call.site);
    }),
    __exit__: nativeMethod('__exit__', (call) => {
      const batch = batchOf(call.args[0]);
      if (batch === null) return none;
      const ops = batch.recorder.endBatch();
      // Upstream flushes after the block: an exception that leaves it loses what was collected.
      if ((call.args[1]?.kind ?? 'none') === 'none') batch.recorder.record({ ...batch.operation, ops });
      return none;
    }),
  },
});

function batchAlterTable(recorder: Recorder, call: NativeCall): Value {
  const given = new Arguments('batch_alter_table', call, [
    'table_name',
    'schema',
    'recreate',
    'partial_reordering',
    'copy_from',
    'table_args',
    'table_kwargs',
    'reflect_args',
    'reflect_kwargs',
    'naming_convention',
  ]);
  const recreate = given.string('recreate') ?? 'auto';
  const convention = given.value('naming_convention');
  const copyFrom = given.value('copy_from');
  const operation: Omit<BatchAlterTableOp, 'ops'> = {
    kind: 'batch_alter_table',
    table: given.string('table_name') ?? '',
    schema: given.string('schema') ?? null,
    recreate: recreate === 'always' || recreate === 'never' ? recreate : 'auto',
    copyFrom:
      copyFrom?.kind === 'instance' && copyFrom.payload instanceof TableBuilder
        ? freezeTable(copyFrom.payload, (problem) => {
            recorder.refuse(problem.message, call.site);
          })
        : null,
    namingConvention:
      convention === undefined || convention.kind === 'none' ? null : readConvention(given, convention),
    tableArgs: items(given, 'table_args').flatMap((item) => {
      if (item.kind === 'instance' && item.payload instanceof ConstraintBuilder)
        return [freezeConstraint(item.payload, null)];
      given.unreadable('table_args', item, 'a constraint');
      return [];
    }),
    reflectKwargs: !isEmpty(given.value('reflect_kwargs')) || !isEmpty(given.value('reflect_args')),
    partialReordering: items(given, 'partial_reordering').map((item) =>
      (call.interpreter.iterate(item, call.site) ?? []).map((name) =>
        name.kind === 'str' ? name.value : '',
      ),
    ),
    origin: call.site,
  };
  if (!isEmpty(given.value('table_kwargs'))) {
    recorder.refuse('`table_kwargs` of batch_alter_table() is not read yet', call.site);
  }
  const isReflected =
    copyFrom?.kind === 'instance' && copyFrom.payload instanceof TableBuilder && copyFrom.payload.isReflected;
  if (isReflected)
    recorder.refuse('`copy_from` is a reflected table, of which only the columns are read', call.site);
  if (copyFrom !== undefined && copyFrom.kind !== 'none' && operation.copyFrom === null) {
    given.unreadable('copy_from', copyFrom, 'a Table');
  }
  if (hasWholeSchema('batch_alter_table', given)) {
    recorder.refuse('a quoted schema with a dot is not read by batch_alter_table() yet', call.site);
  }
  given.finish();
  return nativeInstance(batchBlockClass, new Batch(recorder, operation), call.site);
}

function items(given: Arguments, name: string): readonly Value[] {
  const value = given.value(name);
  if (value === undefined || value.kind === 'none') return [];
  // A constraint is iterable upstream: over its columns, of which it has none while it belongs to no table.
  if (name === 'table_args' && value.kind === 'instance' && value.payload instanceof ConstraintBuilder)
    return [];
  const list = value.kind === 'unknown' ? null : given.interpreter.iterate(value, given.site);
  if (list === null) given.unreadable(name, value, 'a list');
  return list ?? [];
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value.kind === 'none') return true;
  if (value.kind === 'dict') return value.entries.size === 0;
  return value.kind === 'tuple' && value.items.length === 0;
}

/** `op.inline_literal(value)`: written into the SQL even where parameters are bound. */
const inlineLiteral = nativeFunction('inline_literal', (call) => {
  const given = new Arguments('inline_literal', call, ['value', 'type_']);
  const value = given.value('value') ?? none;
  const type = given.value('type_');
  given.finish();
  const literal = literalOf(call.interpreter, value, call.site);
  if (literal === null) return call.interpreter.unknown('the inline literal cannot be known', call.site);
  const engine =
    type === undefined || type.kind === 'none' ? null : typeOf(call.interpreter, type, call.site);
  return expression(
    new ClauseBuilder(() => ({ kind: 'bindparam', name: null, value: literal, type: engine, inline: true })),
    call,
  );
});

/** By name, as `alembic.op` has them. */
export const opNames: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(
    Object.entries(directives)
      .filter(([, directive]) => directive.parameters !== null)
      .map(([name, directive]) => directiveFunction(name, directive)),
  ),
  batch_alter_table: recording('batch_alter_table', batchAlterTable),
  f: conv,
  inline_literal: inlineLiteral,
  get_bind: recording('get_bind', (recorder, call) => bindValue(recorder, call.site)),
  get_context: recording('get_context', (recorder, call) => contextValue(recorder, call.site)),
};
