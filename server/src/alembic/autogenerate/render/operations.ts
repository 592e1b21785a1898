import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import type { ChangeOps, ModifyTableOps, RevisionOps } from '../context.ts';
import { alembicPrefix, refuse, type RenderContext } from './render-context.ts';
import {
  renderAddColumn,
  renderAddConstraint,
  renderAlterColumn,
  renderCreateIndex,
  renderDropColumn,
  renderDropConstraint,
  renderDropIndex,
} from './table-changes.ts';
import {
  renderCreateTable,
  renderCreateTableComment,
  renderDropTable,
  renderDropTableComment,
  renderRenameTable,
} from './tables.ts';
import { renderType } from './types.ts';

/** The statements of one operation. Refuses what has no Python form. Mirrors `render_op`. */
export function renderOperation(op: RevisionOps[number], outer: RenderContext): string[] {
  const context: RenderContext = {
    ...outer,
    table: 'table' in op ? (typeof op.table === 'string' ? op.table : (op.table?.name ?? null)) : outer.table,
    origin: 'origin' in op ? op.origin : outer.origin,
  };
  switch (op.kind) {
    case 'modify_table':
      return renderModifyTable(op, context);
    case 'change':
      return renderChange(op, context);
    case 'create_table':
      return [renderCreateTable(op, context)];
    case 'drop_table':
      return [renderDropTable(op, context)];
    case 'rename_table':
      return [renderRenameTable(op, context)];
    case 'add_column':
      return [renderAddColumn(op, context)];
    case 'drop_column':
      return [renderDropColumn(op, context)];
    case 'alter_column':
      return [renderAlterColumn(op, context)];
    case 'create_index':
      return [renderCreateIndex(op, context)];
    case 'drop_index':
      return [renderDropIndex(op, context)];
    case 'add_constraint':
      return [renderAddConstraint(op, context)];
    case 'drop_constraint':
      return [renderDropConstraint(op, context)];
    case 'create_table_comment':
      return [renderCreateTableComment(op, context)];
    case 'drop_table_comment':
      return [renderDropTableComment(op, context)];
    case 'execute':
      if (!('sql' in op.statement)) {
        // Upstream's words.
        return refuse(
          context,
          'Autogenerate rendering of SQL Expression language constructs not supported here; please use a plain SQL string',
        );
      }
      return [`${alembicPrefix(context)}execute(${pythonRepr(op.statement.sql)})`];
    case 'autocommit_block':
      return [
        `with ${alembicPrefix(context)}get_context().autocommit_block():`,
        ...op.ops.flatMap((inner) => renderOperation(inner, context)),
        '',
      ];
    case 'create_enum':
    case 'drop_enum': {
      const method = op.kind === 'create_enum' ? 'create' : 'drop';
      const checkfirst = op.checkfirst ? ', checkfirst=True' : '';
      return [`${renderType(op.type, context)}.${method}(${alembicPrefix(context)}get_bind()${checkfirst})`];
    }
    case 'bulk_insert':
    case 'batch_alter_table':
      return refuse(context, `${op.kind} has no rendered form`);
  }
}

/** Outside a batch block, whatever the project renders: each names its table. */
function renderChange(op: ChangeOps, context: RenderContext): string[] {
  const note = op.notes?.upgrade ?? null;
  return [
    ...(note === null ? [] : note.split('\n').map((line) => `# ${line}`)),
    ...op.upgrades.flatMap((inner) => renderOperation(inner, context)),
  ];
}

/** Upstream `_render_modify_table`. */
function renderModifyTable(op: ModifyTableOps, context: RenderContext): string[] {
  if (op.ops.length === 0) return [];
  if (!context.autogen.renderAsBatch) return op.ops.flatMap((inner) => renderOperation(inner, context));
  const inBatch: RenderContext = { ...context, inBatch: true };
  const convention =
    op.batchConvention === undefined
      ? ''
      : `, naming_convention={${Object.entries(op.batchConvention)
          .map(([key, template]) => `${pythonRepr(key)}: ${pythonRepr(template)}`)
          .join(', ')}}`;
  const table = `${pythonRepr(op.table)}, schema=${pythonRepr(op.schema)}${convention}`;
  return [
    `with op.batch_alter_table(${table}) as batch_op:`,
    ...op.ops.flatMap((inner) => renderOperation(inner, inBatch)),
    '',
  ];
}
