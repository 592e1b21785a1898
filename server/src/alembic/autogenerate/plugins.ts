/** Which comparators take part: `autogenerate_plugins` of `context.configure()`. Mirrors `alembic.runtime.plugins`. */

export type PluginName = 'schemas' | 'tables' | 'types' | 'constraints' | 'defaults' | 'comments' | 'checks';

const names: Readonly<Record<PluginName, string>> = {
  schemas: 'alembic.autogenerate.schemas',
  tables: 'alembic.autogenerate.tables',
  types: 'alembic.autogenerate.types',
  constraints: 'alembic.autogenerate.constraints',
  defaults: 'alembic.autogenerate.defaults',
  comments: 'alembic.autogenerate.comments',
  checks: 'alembic.ext.checkconstraint_byname',
};
const plugins: readonly PluginName[] = [
  'schemas',
  'tables',
  'types',
  'constraints',
  'defaults',
  'comments',
  'checks',
];

/** Renamed in Alembic 1.19.2, where it became one that is asked for. */
const oldNames: Readonly<Record<string, string>> = {
  'alembic.autogenerate.checkconstraint_byname': 'alembic.ext.checkconstraint_byname',
};

/** Without `autogenerate_plugins`. */
export const defaultPlugins: ReadonlySet<PluginName> = new Set(plugins.filter((name) => name !== 'checks'));

/** What the expressions choose, and those that choose nothing: a plugin of another package, or none at all. */
export function chosenPlugins(expressions: readonly string[]): {
  readonly chosen: ReadonlySet<PluginName>;
  readonly unknown: readonly string[];
} {
  const included = expressions.filter((each) => !each.startsWith('~'));
  const excluded = expressions.filter((each) => each.startsWith('~')).map((each) => each.slice(1));
  const isOut = (name: string): boolean => excluded.some((each) => matches(each, name));
  const possible = plugins.filter((plugin) => !isOut(names[plugin]));
  const chosen = possible.filter((plugin) => included.some((each) => matches(each, names[plugin])));
  const unknown = included.filter((each) => !possible.some((plugin) => matches(each, names[plugin])));
  return { chosen: new Set(chosen), unknown };
}

/** A `*` stands for one or more parts of the name. */
function matches(expression: string, name: string): boolean {
  const pattern = (oldNames[expression] ?? expression)
    .split('.')
    .map((token) => (token === '*' ? '\\..+?' : `\\.${token.replaceAll(/\W/g, '\\$&')}`))
    .join('');
  return new RegExp(`^${pattern.slice(2)}$`).test(name);
}
