import type { FunctionDef, Module, Statement } from '../../python/syntax/ast.ts';
import type { Rule } from '../rule.ts';

/** `downgrade()` is absent or empty while `upgrade()` does something. */
export const missingDowngrade: Rule = {
  code: 'missing-downgrade',
  severity: 'information',
  documentation: `
\`upgrade()\` changes the database and \`downgrade()\` is empty, so a downgrade moves \`alembic_version\` back and leaves
the schema as it is: the next upgrade then fails, since the table or column is already there.

Write the reverse operations, or, where there is no way back, say so by raising an error in \`downgrade()\`.
`.trim(),
  check({ module }) {
    const upgrade = functionNamed(module, 'upgrade');
    if (upgrade === null || isEmpty(upgrade.body)) return [];
    const downgrade = functionNamed(module, 'downgrade');
    if (downgrade === null) {
      const message = 'upgrade() has no downgrade(): write one, or one that raises when there is no way back';
      return [{ range: upgrade.nameRange, message }];
    }
    if (!isEmpty(downgrade.body)) return [];
    const message =
      'downgrade() does nothing while upgrade() does: write the reverse operations, or raise when there is no way back';
    return [{ range: downgrade.nameRange, message }];
  },
};

function functionNamed(module: Module, name: string): FunctionDef | null {
  return (
    module.body.findLast(
      (statement): statement is FunctionDef => statement.kind === 'FunctionDef' && statement.name === name,
    ) ?? null
  );
}

/** Only `pass`, `...`, docstrings and bare returns. */
function isEmpty(body: readonly Statement[]): boolean {
  return body.every(
    (statement) =>
      statement.kind === 'Pass' ||
      (statement.kind === 'Return' && statement.value === null) ||
      (statement.kind === 'Expr' && statement.value.kind === 'Constant'),
  );
}
