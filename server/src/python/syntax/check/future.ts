/** `from __future__ import …`: where it may stand, and what it may name. */
import type { Statement, SyntaxProblem } from '../ast.ts';

const features: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
]);

/** Of the statements of a module; those in blocks are rare enough to be left to Python. */
export function checkFuture(body: readonly Statement[]): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let mayStand = true;
  for (const [index, node] of body.entries()) {
    const isFuture = node.kind === 'ImportFrom' && node.module === '__future__' && node.level === 0;
    if (isFuture) {
      if (!mayStand) {
        const message = 'from __future__ imports must occur at the beginning of the file';
        problems.push({ range: node.range, message });
      }
      for (const { name, range } of node.names)
        if (!features.has(name)) problems.push({ range, message: `future feature ${name} is not defined` });
    } else {
      const isDocstring = index === 0 && node.kind === 'Expr' && node.value.kind === 'Constant';
      if (!isDocstring) mayStand = false;
    }
  }
  return problems;
}
