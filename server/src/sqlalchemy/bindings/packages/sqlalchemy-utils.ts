/** SQLAlchemy-Utils: its modules, its mixin, and the decorators of models. Mirrors `sqlalchemy_utils`. */
import type { ClassValue, Value } from '../../../python/eval/value.ts';
import { nativeClass, nativeFunction, nativeInstance, none } from '../../../python/eval/native.ts';
import { ColumnBuilder } from '../../orm/builders.ts';
import { DeclaredAttr } from '../../orm/registry.ts';
import { decoratorFactory, inertClass, inertFunction, noOperation } from '../inert.ts';
import type { ModuleNames } from '../modules/factory.ts';
import { declaredAttrClass } from '../orm/declarative.ts';
import { columnInstance } from '../schema/column.ts';
import { fromClauseFunction } from '../sql/select.ts';
import { utilsTypes } from './sqlalchemy-utils-types.ts';

function timestampColumn(): ColumnBuilder {
  const column = new ColumnBuilder({ file: '', range: { start: 0, end: 0 } });
  column.type = { kind: 'DateTime', timezone: false };
  column.nullable = false;
  column.hasDefault = true;
  return column;
}
/** The mixin `Timestamp`: its columns are copied onto each class. */
const timestamp = nativeClass({
  name: 'Timestamp',
  module: 'sqlalchemy_utils.models',
  members: { created: columnInstance(timestampColumn()), updated: columnInstance(timestampColumn()) },
});

/** `@aggregated("relationship", Column(…))`: the attribute is that column. */
const aggregated = nativeFunction('aggregated', ({ args: [, column = none], kwargs }) => {
  const given = kwargs.get('column') ?? column;
  return nativeFunction('aggregated', ({ site }) =>
    nativeInstance(
      declaredAttrClass,
      new DeclaredAttr(
        nativeFunction('column', () => given),
        false,
      ),
      site,
    ),
  );
});

/** `@generic_repr` and `@generic_repr("id", …)`. */
const genericRepr = nativeFunction('generic_repr', ({ args: [first] }) =>
  first?.kind === 'class' ? first : nativeFunction('generic_repr', ({ args: [cls = none] }) => cls),
);

const mapperProperty = inertClass('GenericRelationshipProperty', 'sqlalchemy_utils.generic');

const byName: Readonly<Record<string, ClassValue>> = Object.fromEntries(
  utilsTypes.map(([name, cls]) => [name, cls]),
);

const others: Readonly<Record<string, Value>> = {
  Timestamp: timestamp,
  aggregated,
  generic_repr: genericRepr,
  generic_relationship: inertFunction('generic_relationship', mapperProperty),
  observes: decoratorFactory('observes'),
  create_view: fromClauseFunction('create_view'),
  create_materialized_view: fromClauseFunction('create_materialized_view'),
  ...Object.fromEntries(
    [
      'force_auto_coercion',
      'force_instant_defaults',
      'auto_delete_orphans',
      'coercion_listener',
      'register_composites',
      'refresh_materialized_view',
    ].map((name) => [name, noOperation(name)]),
  ),
};

/** Dotted names of the packages on the way to a module. */
function parents(module: string): readonly string[] {
  const parts = module.split('.');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('.'));
}

const typeModules = new Map<string, Record<string, Value>>();
for (const [name, cls, module] of utilsTypes) {
  for (const each of [...parents(module), module]) if (!typeModules.has(each)) typeModules.set(each, {});
  const names = typeModules.get(module);
  if (names !== undefined) names[name] = cls;
}

export const sqlalchemyUtilsModules: readonly (readonly [string, ModuleNames])[] = [
  ['sqlalchemy_utils', { ...byName, ...others }],
  ['sqlalchemy_utils.models', { Timestamp: timestamp, generic_repr: genericRepr }],
  ['sqlalchemy_utils.aggregates', { aggregated }],
  ['sqlalchemy_utils.types', byName],
  ...[...typeModules].map(([module, names]): readonly [string, ModuleNames] => [
    `sqlalchemy_utils.types.${module}`,
    names,
  ]),
];
