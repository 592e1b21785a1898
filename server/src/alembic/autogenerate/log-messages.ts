import type { Constraint, ConstraintName, Index } from '../../sqlalchemy/sql/schema.ts';
import { tableKey } from '../../sqlalchemy/sql/schema.ts';
import { conventionColumns } from '../../sqlalchemy/sql/expression-columns.ts';
import { pythonRepr } from '../../sqlalchemy/sql/python-repr.ts';
import type { TypeEngine } from '../../sqlalchemy/sql/types.ts';
import type { AlterColumnOp, MigrateOperation } from '../ops/operations.ts';
import type { AutogenContext, UpgradeOps } from './context.ts';
import { autogenImplFor } from './impl/index.ts';
import { renderType } from './render/types.ts';

export interface LogMessage {
  readonly logger: string;
  readonly message: string;
}

type Comparator = 'tables' | 'types' | 'constraints' | 'server_defaults' | 'comments';

/** What setting up the comparison logs. Mirrors `alembic.runtime.plugins`. */
export const pluginMessages: readonly LogMessage[] = [
  'schemas',
  'tables',
  'types',
  'constraints',
  'defaults',
  'comments',
].map((name) => ({
  logger: 'alembic.runtime.plugins',
  message: `setting up autogenerate plugin alembic.autogenerate.${name}`,
}));

/**
 * What upstream's comparators log of these operations, in their order ("Detected added table 'users'"). Changes of a table's
 * comment are not logged; of a changed index the detail is left out.
 */
export function detectedMessages(ops: UpgradeOps, autogen: AutogenContext): readonly LogMessage[] {
  return ops.flatMap((op) => {
    const list = op.kind === 'modify_table' ? op.ops : [op];
    return list.flatMap((each, index) =>
      messagesOf(each, list.slice(index + 1), list.slice(0, index), autogen),
    );
  });
}

function messagesOf(
  op: MigrateOperation,
  after: readonly MigrateOperation[],
  before: readonly MigrateOperation[],
  autogen: AutogenContext,
): readonly LogMessage[] {
  switch (op.kind) {
    case 'create_table':
      return [say('tables', `Detected added table ${pythonRepr(tableKey(op.table.name, op.table.schema))}`)];
    case 'drop_table':
      return [say('tables', `Detected removed table ${pythonRepr(tableKey(op.table, op.schema))}`)];
    case 'add_column':
      return [say('tables', `Detected added column '${tableKey(op.table, op.schema)}.${op.column.name}'`)];
    case 'drop_column':
      return [say('tables', `Detected removed column '${tableKey(op.table, op.schema)}.${op.column}'`)];
    case 'alter_column':
      return columnMessages(op, autogen);
    case 'create_index': {
      const isChange = before.some((each) => each.kind === 'drop_index' && isSame(each.name, op.index.name));
      const names = columnNames(op.index);
      return isChange
        ? []
        : [say('constraints', `Detected added index ${nameOf(op.index.name)} on '${names}'`)];
    }
    case 'drop_index': {
      const isChange = after.some((each) => each.kind === 'create_index' && isSame(each.index.name, op.name));
      const verb = isChange ? 'changed' : 'removed';
      return [say('constraints', `Detected ${verb} index ${nameOf(op.name)} on ${pythonRepr(op.table)}`)];
    }
    case 'add_constraint':
      return addedConstraint(op.constraint, op.table, op.schema, before);
    case 'drop_constraint':
      return op.original === null ? [] : removedConstraint(op.original, op.table, op.schema, after);
    default:
      return [];
  }
}

/** In the order in which upstream's comparators of columns run. */
function columnMessages(op: AlterColumnOp, autogen: AutogenContext): readonly LogMessage[] {
  const column = `'${op.table}.${op.column}'`;
  const found: LogMessage[] = [];
  if (op.modifyNullable !== undefined)
    found.push(say('constraints', `Detected ${op.modifyNullable ? 'NULL' : 'NOT NULL'} on column ${column}`));
  if (op.modifyComment !== undefined) found.push(say('comments', `Detected column comment ${column}`));
  if (op.modifyType !== undefined && op.existingType !== undefined) {
    const [from, to] = [op.existingType, op.modifyType].map((type) => typeText(type, autogen));
    found.push(say('types', `Detected type change from ${from ?? ''} to ${to ?? ''} on ${column}`));
  }
  if (op.modifyServerDefault !== undefined)
    found.push(say('server_defaults', `Detected server default on column ${column}`));
  return found;
}

function addedConstraint(
  constraint: Constraint,
  table: string,
  schema: string | null,
  before: readonly MigrateOperation[],
): readonly LogMessage[] {
  if (constraint.kind === 'foreign_key')
    return [
      say('constraints', `Detected added foreign key ${ends(constraint)} on table ${dotted(schema)}${table}`),
    ];
  if (constraint.kind !== 'unique') return [];
  const isChange = before.some(
    (each) => each.kind === 'drop_constraint' && each.type === 'unique' && isSame(each.name, constraint.name),
  );
  if (isChange) return [];
  const names = tuple(constraint.columns);
  return [say('constraints', `Detected added unique constraint ${nameOf(constraint.name)} on '${names}'`)];
}

function removedConstraint(
  constraint: Constraint,
  table: string,
  schema: string | null,
  after: readonly MigrateOperation[],
): readonly LogMessage[] {
  if (constraint.kind === 'foreign_key')
    return [
      say(
        'constraints',
        `Detected removed foreign key ${ends(constraint)} on table ${dotted(schema)}${table}`,
      ),
    ];
  if (constraint.kind !== 'unique') return [];
  const isChange = after.some(
    (each) =>
      each.kind === 'add_constraint' &&
      each.constraint.kind === 'unique' &&
      isSame(each.constraint.name, constraint.name),
  );
  const verb = isChange ? 'changed' : 'removed';
  const name = nameOf(constraint.name);
  return [say('constraints', `Detected ${verb} unique constraint ${name} on ${pythonRepr(table)}`)];
}

function say(comparator: Comparator, message: string): LogMessage {
  return { logger: `alembic.autogenerate.compare.${comparator}`, message };
}

function ends({ columns, referredColumns }: Constraint & { readonly kind: 'foreign_key' }): string {
  return `(${columns.join(', ')})(${referredColumns.join(', ')})`;
}

function dotted(schema: string | null): string {
  return schema === null ? '' : `${schema}.`;
}

function nameOf(name: ConstraintName): string {
  return pythonRepr(name?.text ?? null);
}

function isSame(a: ConstraintName, b: ConstraintName): boolean {
  return a !== null && a.text === b?.text;
}

function columnNames({ expressions }: Index): string {
  return tuple(expressions.flatMap(conventionColumns));
}

/** As Python prints a tuple of strings. */
function tuple(names: readonly string[]): string {
  const items = names.map((name) => pythonRepr(name)).join(', ');
  return `(${items}${names.length === 1 ? ',' : ''})`;
}

/** `repr(type)`: as it is rendered, without the modules. */
function typeText(type: TypeEngine, autogen: AutogenContext): string {
  return renderType(type, {
    autogen: { ...autogen, sqlalchemyModulePrefix: '' },
    impl: autogenImplFor(autogen.dialect),
    imports: new Set(),
    inBatch: false,
    table: null,
    column: null,
    origin: null,
  }).replaceAll(/\b(?:postgresql|mssql|sqlite)\./g, '');
}
