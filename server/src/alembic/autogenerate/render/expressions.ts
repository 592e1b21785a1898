/** SQL expressions inside rendered Python. Mirrors `_render_potential_expr` and its callers. */
import type { ClauseElement } from '../../../sqlalchemy/sql/elements.ts';
import type { DialectOption, DialectOptions, Index } from '../../../sqlalchemy/sql/schema.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { NameTuple } from '../../../sqlalchemy/sql/dialect-options.ts';
import { sqlalchemyPrefix, type RenderContext } from './render-context.ts';

/** The text of an expression, for `sa.text(…)` and the like. */
export function renderSqlText(
  clause: ClauseElement,
  context: RenderContext,
  use: 'plain' | 'server_default' | 'index' = 'plain',
): string {
  return context.impl.renderDdlSqlExpr(clause, use, context.autogen.dialect);
}

/** `sa.text('…')`. */
export function renderText(
  clause: ClauseElement,
  context: RenderContext,
  use: 'plain' | 'server_default' = 'plain',
): string {
  return `${sqlalchemyPrefix(context)}text(${pythonRepr(renderSqlText(clause, context, use))})`;
}

/** Upstream `_get_index_rendered_expressions`: columns by name, anything else as `sa.literal_column('…')`. */
export function renderIndexExpressions(index: Index, context: RenderContext): string {
  const rendered = index.expressions.map((expression) => {
    if (expression.kind === 'column' && expression.table !== null) return pythonRepr(expression.name);
    const element = expression.kind === 'label' ? expression.element : expression;
    const text = pythonRepr(renderSqlText(element, context, 'index'));
    const suffix = expression.kind === 'label' ? `.label(${pythonRepr(expression.name)})` : '';
    return `${sqlalchemyPrefix(context)}literal_column(${text})${suffix}`;
  });
  return rendered.join(', ');
}

/** Upstream `_render_dialect_kwargs_items`: `postgresql_using='gin'`. */
export function renderDialectOptions(options: DialectOptions, context: RenderContext): string[] {
  return Object.entries(options).map(([key, value]) => `${key}=${renderDialectOption(value, context)}`);
}

function renderDialectOption(value: DialectOption, context: RenderContext): string {
  if (value === null || typeof value !== 'object') return pythonRepr(value);
  if (value instanceof NameTuple) {
    return `(${value.map((name) => pythonRepr(name)).join(', ')}${value.length === 1 ? ',' : ''})`;
  }
  if (isList(value)) return pythonRepr(value);
  if (isClause(value)) return renderText(value, context);
  const items = Object.entries(value).map(
    ([key, item]) => `${pythonRepr(key)}: ${renderDialectOption(item, context)}`,
  );
  return `{${items.join(', ')}}`;
}

function isList(value: DialectOption): value is readonly string[] {
  return Array.isArray(value);
}

function isClause(value: object): value is ClauseElement {
  return 'kind' in value && typeof value.kind === 'string';
}
