/** Operations on columns, indexes and constraints of one table, as upstream's renderers of the same names write them. */
import type {
  AddColumnOp,
  AddConstraintOp,
  AlterColumnOp,
  CreateIndexOp,
  DropColumnOp,
  DropConstraintOp,
  DropIndexOp,
} from '../../ops/operations.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { renderColumn, renderServerDefault } from './columns.ts';
import { deferrableOption, excludeArguments, excludeOptions, uniqueOptions } from './constraints.ts';
import { renderDialectOptions, renderIndexExpressions, renderSqlText } from './expressions.ts';
import { renderName } from './names.ts';
import { alembicPrefix, type RenderContext } from './render-context.ts';
import { renderType } from './types.ts';

/** Upstream `_add_column`. */
export function renderAddColumn(op: AddColumnOp, context: RenderContext): string {
  const column = renderColumn(op.column, context);
  const args = context.inBatch
    ? [column]
    : [pythonRepr(op.table), column, ...schemaOption(op.schema), ...flag('if_not_exists', op.ifNotExists)];
  return `${alembicPrefix(context)}add_column(${args.join(', ')})`;
}

/** Upstream `_drop_column`. */
export function renderDropColumn(op: DropColumnOp, context: RenderContext): string {
  const column = pythonRepr(op.column);
  const args = context.inBatch
    ? [column]
    : [pythonRepr(op.table), column, ...schemaOption(op.schema), ...flag('if_exists', op.ifExists)];
  return `${alembicPrefix(context)}drop_column(${args.join(', ')})`;
}

/** Upstream `_alter_column`: one argument a line, indented as if `op.` were the prefix. */
export function renderAlterColumn(op: AlterColumnOp, outer: RenderContext): string {
  const context: RenderContext = { ...outer, column: op.column };
  const options: string[] = [];
  if (op.existingType !== undefined) options.push(`existing_type=${renderType(op.existingType, context)}`);
  if (op.modifyServerDefault !== undefined) {
    options.push(`server_default=${renderDefaultArgument(op.modifyServerDefault, context)}`);
  }
  if (op.modifyName !== undefined) options.push(`new_column_name=${pythonRepr(op.modifyName)}`);
  if (op.modifyType !== undefined) options.push(`type_=${renderType(op.modifyType, context)}`);
  if (op.modifyNullable !== undefined) options.push(`nullable=${pythonRepr(op.modifyNullable)}`);
  if (op.modifyComment !== undefined) options.push(`comment=${pythonRepr(op.modifyComment)}`);
  if (op.existingComment !== undefined && op.existingComment !== null) {
    options.push(`existing_comment=${pythonRepr(op.existingComment)}`);
  }
  if (op.modifyNullable === undefined && op.existingNullable !== undefined) {
    options.push(`existing_nullable=${pythonRepr(op.existingNullable)}`);
  }
  const autoincrement = op.modifyAutoincrement;
  if (autoincrement !== undefined) options.push(`autoincrement=${pythonRepr(autoincrement)}`);
  const existingDefault = op.existingServerDefault ?? null;
  if (op.modifyServerDefault === undefined && existingDefault !== null) {
    options.push(`existing_server_default=${renderServerDefault(existingDefault, context)}`);
  }
  if (op.schema !== null && !context.inBatch) options.push(`schema=${pythonRepr(op.schema)}`);
  options.push(...renderDialectOptions(op.dialectOptions, context));
  const head = context.inBatch ? pythonRepr(op.column) : `${pythonRepr(op.table)}, ${pythonRepr(op.column)}`;
  const indent = ' '.repeat(11);
  return `${alembicPrefix(context)}alter_column(${[head, ...options].join(`,\n${indent}`)})`;
}

/** Upstream `_add_index`. */
export function renderCreateIndex(op: CreateIndexOp, context: RenderContext): string {
  const { index } = op;
  const args = [
    renderName(index.name, context),
    ...(context.inBatch ? [] : [pythonRepr(index.table)]),
    `[${renderIndexExpressions(index, context)}]`,
    `unique=${index.unique && index.uniqueIsNumber === true ? '1' : pythonRepr(index.unique)}`,
    ...(context.inBatch ? [] : schemaOption(index.schema)),
    ...renderDialectOptions(index.dialectOptions, context),
    ...flag('if_not_exists', op.ifNotExists),
  ];
  return `${alembicPrefix(context)}create_index(${args.join(', ')})`;
}

/** Upstream `_drop_index`. */
export function renderDropIndex(op: DropIndexOp, context: RenderContext): string {
  const args = [
    renderName(op.name, context),
    ...(context.inBatch ? [] : [`table_name=${pythonRepr(op.table)}`, ...schemaOption(op.schema)]),
    ...renderDialectOptions(op.dialectOptions, context),
    ...flag('if_exists', op.ifExists),
  ];
  return `${alembicPrefix(context)}drop_index(${args.join(', ')})`;
}

/** Upstream `_add_unique_constraint`, `_add_fk_constraint`, `_add_check_constraint`, `_add_exclude_constraint`. */
export function renderAddConstraint(op: AddConstraintOp, context: RenderContext): string {
  const { constraint } = op;
  const prefix = alembicPrefix(context);
  const args = [renderName(constraint.name, context), ...(context.inBatch ? [] : [pythonRepr(op.table)])];
  const schema = context.inBatch ? null : op.schema;
  switch (constraint.kind) {
    case 'unique':
      args.push(
        pythonRepr(constraint.columns),
        ...uniqueOptions(constraint, schema),
        ...renderDialectOptions(constraint.dialectOptions, context),
      );
      return `${prefix}create_unique_constraint(${args.join(', ')})`;
    case 'foreign_key':
      args.push(
        pythonRepr(constraint.referredTable),
        pythonRepr(constraint.columns),
        pythonRepr(constraint.referredColumns),
        ...text('source_schema', schema),
        ...text('referent_schema', constraint.referredSchema),
        ...text('onupdate', constraint.onupdate),
        ...text('ondelete', constraint.ondelete),
        ...text('initially', constraint.initially),
        ...deferrableOption(constraint),
        ...(constraint.useAlter ? ['use_alter=True'] : []),
        ...text('match', constraint.match),
        ...renderDialectOptions(constraint.dialectOptions, context),
      );
      return `${prefix}create_foreign_key(${args.join(', ')})`;
    case 'check':
      args.push(pythonRepr(renderSqlText(constraint.sqltext, context)), ...schemaOption(schema));
      return `${prefix}create_check_constraint(${args.join(', ')})`;
    case 'exclude':
      args.push(...excludeArguments(constraint, context), ...excludeOptions(constraint, schema));
      return `${prefix}create_exclude_constraint(${args.join(', ')})`;
    case 'primary_key':
      // Upstream has no renderer, since its comparison leaves primary keys alone.
      args.push(pythonRepr(constraint.columns), ...schemaOption(schema));
      return `${prefix}create_primary_key(${args.join(', ')})`;
  }
}

/** Upstream `_drop_constraint`. */
export function renderDropConstraint(op: DropConstraintOp, context: RenderContext): string {
  const args = [
    renderName(op.name, context),
    ...(context.inBatch ? [] : [pythonRepr(op.table), ...schemaOption(op.schema)]),
    ...(op.type === null ? [] : [`type_=${pythonRepr(op.type)}`]),
    ...flag('if_exists', op.ifExists),
  ];
  return `${alembicPrefix(context)}drop_constraint(${args.join(', ')})`;
}

function renderDefaultArgument(value: AlterColumnOp['modifyServerDefault'], context: RenderContext): string {
  return value === undefined || value === null ? 'None' : renderServerDefault(value, context);
}

function schemaOption(schema: string | null): string[] {
  return text('schema', schema);
}

function text(name: string, value: string | null): string[] {
  return value === null || value === '' ? [] : [`${name}=${pythonRepr(value)}`];
}

function flag(name: string, value: boolean | null): string[] {
  return value === null ? [] : [`${name}=${pythonRepr(value)}`];
}
