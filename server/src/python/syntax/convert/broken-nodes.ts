/** The net under the converters: no place that the grammar could not read stays without an error. */
import type { Node } from 'web-tree-sitter';
import { describeBroken, isBroken, type ConversionContext } from './context.ts';

/**
 * Reports ERROR and MISSING nodes that no converter has come across, such as those between the parts of a parameter or
 * of an import, and sorts all errors by place. For a tree with errors only.
 */
export function reportBrokenNodes(context: ConversionContext, root: Node): void {
  const reported = [...context.errors];
  const visit = (node: Node): void => {
    if (isBroken(node)) {
      const { start, end } = context.range(node);
      // Converters report the node itself, what encloses it, or a part of it.
      const isKnown = reported.some(({ range }) => range.start <= end && range.end >= start);
      if (!isKnown) context.error({ start, end }, describeBroken(context, node));
    } else if (node.hasError) for (const child of node.children) visit(child);
  };
  visit(root);
  // A token that the grammar invented and hides, and that no check has found either.
  if (context.errors.length === 0) context.error(context.range(innermostBroken(root)), 'invalid syntax');
  context.errors.sort((a, b) => a.range.start - b.range.start);
}

function innermostBroken(node: Node): Node {
  const inner = node.children.find((child) => child.hasError);
  return inner === undefined ? node : innermostBroken(inner);
}
