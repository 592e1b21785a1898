/** `sa.Column(…)` and its defaults. Mirrors `_render_column`, `_render_server_default`, `_render_computed`, `_render_identity`. */
import type {
  Column,
  Computed,
  DefaultClause,
  FetchedValue,
  Identity,
} from '../../../sqlalchemy/sql/schema.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { renderDialectOptions, renderSqlText, renderText } from './expressions.ts';
import { refuse, sqlalchemyPrefix, type RenderContext } from './render-context.ts';
import { renderType } from './types.ts';

export function renderColumn(column: Column, outer: RenderContext): string {
  const context: RenderContext = { ...outer, column: column.name, origin: column.origin ?? outer.origin };
  reportChecks(column, context);
  const args: string[] = [];
  const options: string[] = [];
  if (column.serverDefault !== null) {
    const rendered = renderServerDefault(column.serverDefault, context);
    const isArgument = column.serverDefault.kind === 'default' || column.serverDefault.kind === 'fetched';
    if (isArgument) options.push(`server_default=${rendered}`);
    else args.push(rendered);
  }
  if (column.autoincrement !== 'auto')
    options.push(`autoincrement=${renderAutoincrement(column.autoincrement)}`);
  options.push(`nullable=${pythonRepr(column.nullable)}`);
  if (column.system) options.push('system=True');
  if (column.comment !== null && column.comment !== '') options.push(`comment=${pythonRepr(column.comment)}`);
  options.push(...renderDialectOptions(column.dialectOptions, context));
  const head = [pythonRepr(column.name), renderType(column.type, context), ...args];
  if (column.nullableUnknown !== undefined) {
    refuse(context, `whether it may be NULL is not known: ${column.nullableUnknown}`);
  }
  return `${sqlalchemyPrefix(context)}Column(${head.join(', ')}, ${options.join(', ')})`;
}

/** Upstream leaves out a CHECK that is written among a column's arguments: say so. */
function reportChecks(column: Column, context: RenderContext): void {
  if ((column.checks ?? []).length === 0) return;
  const name = [context.table, column.name].filter((part) => part !== null).join('.');
  context.autogen.report?.({
    code: 'column-check-not-rendered',
    severity: 'warning',
    message: `${name}: Alembic's autogenerate does not write a CHECK that is an argument of a column; make it an argument of the table`,
    origin: column.origin,
  });
}

/** Upstream prints `autoincrement` with `%s`, so a string is not quoted. */
function renderAutoincrement(value: Column['autoincrement']): string {
  return typeof value === 'boolean' ? pythonRepr(value) : value;
}

/** The Python after `server_default=`, or the positional `sa.Computed(…)` / `sa.Identity(…)`. */
export function renderServerDefault(
  serverDefault: DefaultClause | Computed | FetchedValue | Identity,
  context: RenderContext,
): string {
  switch (serverDefault.kind) {
    case 'computed': {
      const persisted =
        serverDefault.persisted === null ? '' : `persisted=${pythonRepr(serverDefault.persisted)}`;
      const text = pythonRepr(renderSqlText(serverDefault.sqltext, context));
      return `${sqlalchemyPrefix(context)}Computed(${text}, ${persisted})`;
    }
    case 'identity':
      return `${sqlalchemyPrefix(context)}Identity(${identityOptions(serverDefault).join(', ')})`;
    case 'fetched':
      return `${sqlalchemyPrefix(context)}FetchedValue()`;
    case 'default':
      if (serverDefault.arg.type === 'clause')
        return renderText(serverDefault.arg.clause, context, 'server_default');
      return pythonRepr(serverDefault.arg.value.replace(/^'|'$/g, ''));
  }
}

/** Upstream `sqla_compat._get_identity_options_dict`: `always` always, the others where they are set. */
function identityOptions(identity: Identity): string[] {
  const options = [`always=${pythonRepr(identity.always)}`];
  for (const name of identityOptionNames) {
    const value = identity.options[name] ?? null;
    if (value !== null) options.push(`${name}=${pythonRepr(value)}`);
  }
  return options;
}

const identityOptionNames = [
  'on_null',
  'start',
  'increment',
  'minvalue',
  'maxvalue',
  'nominvalue',
  'nomaxvalue',
  'cycle',
  'cache',
  'order',
] as const;
