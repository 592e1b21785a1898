/** `alembic.operations.ops` as the rendering tests use it: operations built by hand. */
import type { InstanceValue, NativeCall, Value } from '../../../server/src/python/eval/value.ts';
import {
  nativeClass,
  nativeFunction,
  nativeInstance,
  nativeMethod,
  none,
} from '../../../server/src/python/eval/native.ts';
import {
  addColumn,
  createIndex,
  dropColumn,
  dropConstraint,
  dropIndex,
} from '../../../server/src/alembic/autogenerate/compare/operations.ts';
import type { ModifyTableOps } from '../../../server/src/alembic/autogenerate/context.ts';
import { reverseOperation } from '../../../server/src/alembic/ops/reverse.ts';
import type { MigrateOperation } from '../../../server/src/alembic/ops/operations.ts';
import { stringOf } from '../../../server/src/sqlalchemy/bindings/arguments.ts';
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

/** An operation, or several, as a value of evaluated code. */
export class Operations {
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

export function unknown(call: NativeCall, message: string): readonly [] {
  call.interpreter.report({ code: 'refused', severity: 'error', message, origin: call.site });
  return [];
}

export function payloadOf(value: Value | undefined): unknown {
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

export function frozenConstraint(
  call: NativeCall,
  value: Value | undefined,
): readonly [Constraint, Table] | null {
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
export function changed(
  value: InstanceValue,
  { ops }: Operations,
): readonly (MigrateOperation | ModifyTableOps)[] {
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

export const opsNames: Readonly<Record<string, Value>> = {
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
