import type { IdentifierName } from '../alembic/script/script-metadata.ts';
import type { Module } from '../python/syntax/ast.ts';
import type { Value } from '../python/eval/value.ts';
import type { Environment } from './environment.ts';
import { moduleName } from './revision-evaluation.ts';

/**
 * The identifiers of a revision file that are no literals (`branch_labels = (migration.EXPAND_BRANCH,)`), from
 * evaluating the file. Gives null for one that cannot be known so either.
 */
export function evaluatedIdentifiers(
  environment: Environment,
  module: Module,
): (name: IdentifierName) => readonly string[] | null {
  const { interpreter } = environment;
  interpreter.renew();
  const ran = interpreter.runModule(module, moduleName(module.file));
  return (name) => {
    const value = ran.ok ? ran.value.namespace.get(name) : undefined;
    return value === undefined ? null : strings(value);
  };
}

/** As `util.to_tuple`: None is no string, a string is one. */
function strings(value: Value): readonly string[] | null {
  switch (value.kind) {
    case 'none':
      return [];
    case 'str':
      return value.value === '' ? null : [value.value];
    case 'tuple':
    case 'list': {
      const items = value.items.map((item) => (item.kind === 'str' ? item.value : null));
      return items.every((item) => item !== null) ? items : null;
    }
    default:
      return null;
  }
}
