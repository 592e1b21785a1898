/** `op.create_table`, `op.drop_table` and the operations on a table's name and comment. */
import type {
  CreateTableCommentOp,
  CreateTableOp,
  DropTableCommentOp,
  DropTableOp,
  RenameTableOp,
} from '../../ops/operations.ts';
import type { DialectOption } from '../../../sqlalchemy/sql/schema.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { renderColumn } from './columns.ts';
import { renderConstraint } from './constraints.ts';
import { renderText } from './expressions.ts';
import { alembicPrefix, type RenderContext } from './render-context.ts';

/** Python takes no more positional arguments written out than this; upstream then passes a list. */
const maxPythonArgs = 255;

/** Upstream `_add_table`: columns in order, then constraints sorted by their rendered text. */
export function renderCreateTable(op: CreateTableOp, context: RenderContext): string {
  const { table } = op;
  const constraints = table.constraints
    .map((constraint) => renderConstraint(constraint, context))
    .filter((text) => text !== null)
    .sort(byCodePoint);
  const args = [...table.columns.map((column) => renderColumn(column, context)), ...constraints];
  const list = args.length > maxPythonArgs ? `*[${args.join(',\n')}]` : args.join(',\n');
  const parts = [`${alembicPrefix(context)}create_table(${pythonRepr(table.name)},\n${list}`];
  if (table.schema !== null) parts.push(`schema=${pythonRepr(table.schema)}`);
  if (table.comment !== null && table.comment !== '') parts.push(`comment=${pythonRepr(table.comment)}`);
  const info = Object.entries(table.info);
  if (info.length > 0) {
    parts.push(`info={${info.map(([key, value]) => `${pythonRepr(key)}: ${pythonRepr(value)}`).join(', ')}}`);
  }
  for (const [key, value] of Object.entries(table.dialectOptions).sort(([a], [b]) => byCodePoint(a, b))) {
    parts.push(`${key.replaceAll(' ', '_')}=${renderTableOption(value, context)}`);
  }
  if (table.prefixes.length > 0) parts.push(`prefixes=[${table.prefixes.map((p) => `'${p}'`).join(', ')}]`);
  if (op.ifNotExists !== null) parts.push(`if_not_exists=${pythonRepr(op.ifNotExists)}`);
  return `${parts.join(',\n')}\n)`;
}

/** Upstream `_drop_table`. */
export function renderDropTable(op: DropTableOp, context: RenderContext): string {
  const args = [pythonRepr(op.table)];
  if (op.schema !== null) args.push(`schema=${pythonRepr(op.schema)}`);
  if (op.ifExists !== null) args.push(`if_exists=${pythonRepr(op.ifExists)}`);
  return `${alembicPrefix(context)}drop_table(${args.join(', ')})`;
}

/** Upstream has no renderer, since autogenerate makes no such operation: Retort's renames are asked of the user. */
export function renderRenameTable(op: RenameTableOp, context: RenderContext): string {
  const args = [pythonRepr(op.table), pythonRepr(op.newTable)];
  if (op.schema !== null) args.push(`schema=${pythonRepr(op.schema)}`);
  return `${context.autogen.alembicModulePrefix}rename_table(${args.join(', ')})`;
}

/** Upstream `_render_create_table_comment`. */
export function renderCreateTableComment(op: CreateTableCommentOp, context: RenderContext): string {
  const lines = [
    ...(context.inBatch ? [] : [`'${op.table}'`]),
    pythonRepr(op.comment),
    `existing_comment=${pythonRepr(op.existingComment)}`,
    ...(context.inBatch ? [] : [`schema=${quoted(op.schema)}`]),
  ];
  return `${alembicPrefix(context)}create_table_comment(\n    ${lines.join(',\n    ')}\n)`;
}

/** Upstream `_render_drop_table_comment`. */
export function renderDropTableComment(op: DropTableCommentOp, context: RenderContext): string {
  const lines = [
    ...(context.inBatch ? [] : [`'${op.table}'`]),
    `existing_comment=${pythonRepr(op.existingComment)}`,
    ...(context.inBatch ? [] : [`schema=${quoted(op.schema)}`]),
  ];
  return `${alembicPrefix(context)}drop_table_comment(\n    ${lines.join(',\n    ')}\n)`;
}

/** Upstream writes names here between plain quotes and not by `repr()`. */
function quoted(text: string | null): string {
  return text === null ? 'None' : `'${text}'`;
}

function renderTableOption(value: DialectOption, context: RenderContext): string {
  if (value === null || typeof value !== 'object') return pythonRepr(value);
  if ('kind' in value && typeof value.kind === 'string') return renderText(value as never, context);
  return pythonRepr(value);
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
