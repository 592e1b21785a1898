/** Constraints inside `op.create_table(…)`. Mirrors the `_constraint_renderers` of `alembic.autogenerate.render`. */
import type {
  Constraint,
  ExcludeConstraint,
  ForeignKeyConstraint,
  UniqueConstraint,
} from '../../../sqlalchemy/sql/schema.ts';
import { tableKey } from '../../../sqlalchemy/sql/schema.ts';
import { pythonRepr } from '../../../sqlalchemy/sql/python-repr.ts';
import { renderDialectOptions, renderSqlText, renderText } from './expressions.ts';
import { renderName } from './names.ts';
import { sqlalchemyPrefix, type RenderContext } from './render-context.ts';

/** `sa.PrimaryKeyConstraint('id')` and so on; null for what is not written out (a type's CHECK, an empty key). */
export function renderConstraint(constraint: Constraint, context: RenderContext): string | null {
  const sa = sqlalchemyPrefix(context);
  switch (constraint.kind) {
    case 'primary_key': {
      if (constraint.columns.length === 0) return null;
      const args = [
        ...constraint.columns.map((name) => pythonRepr(name)),
        ...nameOption(constraint, context),
      ];
      return `${sa}PrimaryKeyConstraint(${args.join(', ')})`;
    }
    case 'foreign_key':
      return renderForeignKey(constraint, context);
    case 'unique': {
      const args = [
        ...constraint.columns.map((name) => pythonRepr(name)),
        ...uniqueOptions(constraint, null),
        ...nameOption(constraint, context),
        ...renderDialectOptions(constraint.dialectOptions, context),
      ];
      return `${sa}UniqueConstraint(${args.join(', ')})`;
    }
    case 'check': {
      if (constraint.typeBound !== null) return null;
      const text = pythonRepr(renderSqlText(constraint.sqltext, context));
      return `${sa}CheckConstraint(${[text, ...nameOption(constraint, context)].join(', ')})`;
    }
    case 'exclude':
      context.imports.add('from sqlalchemy.dialects import postgresql');
      return `postgresql.ExcludeConstraint(${[
        ...excludeArguments(constraint, context),
        ...excludeOptions(constraint, null),
        ...nameOption(constraint, context),
      ].join(', ')})`;
  }
}

const isDeferrable = ({ deferrable }: Constraint): boolean => deferrable !== null && deferrable !== false;

export function deferrableOption(constraint: Constraint): string[] {
  return isDeferrable(constraint) ? [`deferrable=${pythonRepr(constraint.deferrable)}`] : [];
}

/** `str()` of a flag. */
function pythonText(value: boolean | string | null): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** `deferrable=…, initially=…, schema=…` of a unique constraint. */
export function uniqueOptions(constraint: UniqueConstraint, schema: string | null): string[] {
  return [
    ...deferrableOption(constraint),
    ...(constraint.initially === null ? [] : [`initially=${pythonRepr(constraint.initially)}`]),
    ...(schema === null ? [] : [`schema=${pythonRepr(schema)}`]),
  ];
}

/** The elements and `where` of an exclude constraint. */
export function excludeArguments(constraint: ExcludeConstraint, context: RenderContext): string[] {
  const sa = sqlalchemyPrefix(context);
  const elements = constraint.elements.map(({ expression, operator }) => {
    const rendered =
      expression.kind === 'column'
        ? `${sa}column(${pythonRepr(expression.name)})`
        : expression.kind === 'literal_column'
          ? `${sa}literal_column(${pythonRepr(expression.text)})`
          : expression.kind === 'text' || expression.kind === 'function'
            ? renderText(expression, context)
            : pythonRepr(renderSqlText(expression, context));
    return `(${rendered}, ${pythonRepr(operator)})`;
  });
  return constraint.where === null
    ? elements
    : [...elements, `where=${renderText(constraint.where, context)}`];
}

/** `deferrable=…, initially=…, using=…, schema=…` of an exclude constraint; upstream gives `deferrable` as a string. */
export function excludeOptions(constraint: ExcludeConstraint, schema: string | null): string[] {
  return [
    ...(isDeferrable(constraint) ? [`deferrable='${pythonText(constraint.deferrable)}'`] : []),
    ...(constraint.initially === null ? [] : [`initially=${pythonRepr(constraint.initially)}`]),
    `using=${pythonRepr(constraint.using)}`,
    ...(schema === null ? [] : [`schema=${pythonRepr(schema)}`]),
  ];
}

function renderForeignKey(constraint: ForeignKeyConstraint, context: RenderContext): string {
  const referred = tableKey(constraint.referredTable, constraint.referredSchema);
  const options = [
    ...nameOption(constraint, context),
    ...textOption('onupdate', constraint.onupdate),
    ...textOption('ondelete', constraint.ondelete),
    ...textOption('initially', constraint.initially),
    ...deferrableOption(constraint),
    ...(constraint.useAlter ? ['use_alter=True'] : []),
    ...textOption('match', constraint.match),
  ];
  const columns = constraint.columns.map((name) => pythonRepr(name)).join(', ');
  const targets = constraint.referredColumns.map((name) => pythonRepr(`${referred}.${name}`)).join(', ');
  // Upstream leaves the comma and the space when there is no option.
  return `${sqlalchemyPrefix(context)}ForeignKeyConstraint([${columns}], [${targets}], ${options.join(', ')})`;
}

function nameOption(constraint: Constraint, context: RenderContext): string[] {
  return constraint.name === null ? [] : [`name=${renderName(constraint.name, context)}`];
}

function textOption(name: string, value: string | null): string[] {
  return value === null || value === '' ? [] : [`${name}=${pythonRepr(value)}`];
}
