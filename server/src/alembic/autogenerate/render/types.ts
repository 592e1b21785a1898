import type { DialectType, TypeEngine } from '../../../sqlalchemy/sql/types.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { typeRepr } from '../../../sqlalchemy/sql/type-repr.ts';
import { refuse, sqlalchemyPrefix, type RenderContext } from './render-context.ts';

/**
 * A column type as Python: `sa.String(length=50)`, `postgresql.JSONB(astext_type=sa.Text())`, `myapp.types.Money()`.
 * Adds the import that a dialect's type needs. Refuses a type that could not be evaluated. Mirrors `_repr_type`.
 */
export function renderType(type: TypeEngine, context: RenderContext): string {
  let text = renderBaseType(type, context);
  const variants = [...(type.variants ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [dialect, variant] of variants) {
    text += `.with_variant(${renderBaseType(variant, context)}, ${pythonRepr(dialect)})`;
  }
  return text;
}

function renderBaseType(type: TypeEngine, context: RenderContext): string {
  if (type.kind === 'unknown') refuse(context, `its type is not known: ${type.reason}`);
  if (type.kind === 'decorated') {
    return `${context.autogen.userModulePrefix ?? `${type.module}.`}${type.repr}`;
  }
  if (type.kind !== 'dialect') {
    return `${sqlalchemyPrefix(context)}${reprOrRefuse(type, context, (item) => renderType(item, context))}`;
  }
  context.imports.add(`from sqlalchemy.dialects import ${type.dialect}`);
  // Only the dialect's own impl knows how to prefix a type inside the type; elsewhere upstream shows the bare repr.
  const own = context.impl.rendersSubtypes && context.autogen.dialect.name === type.dialect;
  const subtype = own
    ? (item: TypeEngine): string => renderType(item, context)
    : (item: TypeEngine): string => bareRepr(item, context);
  return `${type.dialect}.${withCreateType(type, reprOrRefuse(type, context, subtype), context)}`;
}

function withCreateType(type: DialectType, text: string, { autogen }: RenderContext): string {
  const isMade = type.name !== 'ENUM' || type.options['create_type'] !== false;
  return isMade || autogen.writesCreateType !== true ? text : text.replace(/\)$/, ', create_type=False)');
}

function bareRepr(type: TypeEngine, context: RenderContext): string {
  return reprOrRefuse(type, context, (item) => bareRepr(item, context));
}

function reprOrRefuse(
  type: TypeEngine,
  context: RenderContext,
  subtype: (item: TypeEngine) => string,
): string {
  if (type.kind === 'unknown') return refuse(context, `its type is not known: ${type.reason}`);
  if (type.kind === 'decorated') return type.repr;
  const text = typeRepr(type, subtype);
  return (
    text ??
    refuse(context, `its type ${type.kind === 'dialect' ? type.name : type.kind} has no known arguments`)
  );
}
