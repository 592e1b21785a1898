import type { ConstraintName } from '../../../sqlalchemy/sql/schema.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { alembicPrefix, type RenderContext } from './render-context.ts';

/** Upstream `_render_gen_name`: a final name is wrapped in `op.f()`. */
export function renderName(name: ConstraintName, context: RenderContext): string {
  if (name === null) return 'None';
  const text = pythonRepr(name.text);
  return name.isFinal ? `${alembicPrefix(context)}f(${text})` : text;
}
